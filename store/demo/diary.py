"""Fills a location's days with visits, provider by provider, so that every booking rule holds."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from store.demo.catalogue import Skill
from store.demo.drafts import Plan, Step, Task, Visit
from store.demo.places import Member, Site
from store.demo.prescriptions import Prescriber, Wish


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of a provider's day that a visit could take, in local minutes."""

    site: Site
    member: Member
    day: date
    start: int
    end: int


@dataclass(slots=True)
class Placed:
    """Tasks of a session put into an opening."""

    opening: Opening
    step: Step
    tasks: list[Task]
    visit: Visit


@dataclass(slots=True)
class Queue:
    """Sessions that wait for a visit: by the day they are due, then by the skill they need."""

    due: dict[int, list[Step]] = field(default_factory=dict)
    ready: dict[Skill, deque[Step]] = field(default_factory=lambda: {s: deque() for s in Skill})

    def wait(self, step: Step, day: date) -> None:
        """Come back on ``day``."""
        self.due.setdefault(day.toordinal(), []).append(step)

    def wake(self, day: date) -> None:
        """Make ready what is due by ``day``, which comes after the day asked for before."""
        for step in self.due.pop(day.toordinal(), ()):
            self.ready[step.waiting[0][0].offer.skill].append(step)


@dataclass(slots=True)
class Diary:
    """One location's calendar while it is being filled, day after day."""

    site: Site
    rng: Random
    prescriber: Prescriber
    settle: Callable[["Diary", Placed], int]
    """Says what became of a visit; answers the minute from which the provider is free again."""
    is_shown: bool = False
    """Today is to be full of short visits, so that there are enough of every kind."""
    queue: Queue = field(default_factory=Queue)
    plans: list[Plan] = field(default_factory=list)
    _rooms: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _here: set[int] = field(default_factory=set)
    """Patients who have a visit on the day being filled."""

    def fill(self, day: date, density: float) -> None:
        """Fill a day, which comes after the one filled before, so far: 1 is to the last minute."""
        self.queue.wake(day)
        self._rooms = {room.id: [] for room in self.site.rooms}
        self._here = set()
        is_full = self.is_shown and day == self.site.today
        for member in self.site.team:
            self._fill_day(member, day, 0.97 if is_full else density)

    def _fill_day(self, member: Member, day: date, wish: float) -> None:
        if any(first <= day <= last for first, last, _ in member.called_away):
            wish = 0.85
        for start, end in member.hours(day):
            minute = start
            while minute < end - 10:
                if not self._wants_visit(day, minute, wish):
                    minute = self._after_pause(day, minute)
                    continue
                placed = self._place(Opening(self.site, member, day, minute, end))
                minute = self.settle(self, placed) if placed else minute + 15

    def _after_pause(self, day: date, minute: int) -> int:
        after = minute + self.rng.choice((15, 20, 30, 45))
        running = self.site.minute // 5 * 5 - 10
        if day == self.site.today and minute < running < after:
            return running
        return after

    def _wants_visit(self, day: date, minute: int, wish: float) -> bool:
        if day == self.site.today and 0 <= self.site.minute - minute < 20:
            return True
        odds = 0.54 * wish / (1 - 0.46 * wish) if wish < 1 else 1.0
        return self.rng.random() < odds

    def _place(self, opening: Opening) -> Placed | None:
        step = self._candidate(opening)
        if step is None:
            return None
        tasks = step.waiting[0]
        end = opening.start + sum(task.offer.minutes for task in tasks)
        blocked = end + max(task.offer.buffer for task in tasks)
        room_id = self._room(tasks, opening.start, blocked)
        if room_id == _NO_ROOM_FREE:
            self.queue.ready[tasks[0].offer.skill].appendleft(step)
            return None
        step.waiting.pop(0)
        starts_at = self.site.instant(opening.day, opening.start)
        visit = Visit(
            next(self.prescriber.ids.visit),
            self.site.id,
            opening.member.provider_id,
            room_id or None,
            starts_at,
            starts_at + timedelta(minutes=end - opening.start),
            starts_at + timedelta(minutes=blocked - opening.start),
            starts_at,
            list(tasks),
            starts_at,
        )
        return Placed(opening, step, tasks, visit)

    def keep(self, placed: Placed) -> int:
        """Hold provider, room and patient for a visit; the minute at which the provider is free."""
        start = placed.opening.start
        blocked = start + int((placed.visit.blocked_until - placed.visit.starts_at).seconds / 60)
        if placed.visit.room_id:
            self._rooms[placed.visit.room_id].append((start, blocked))
        self._here.add(placed.step.plan.person.id)
        return blocked if self.rng.random() < 0.6 else blocked + 5

    def _candidate(self, opening: Opening) -> Step | None:
        room = opening.end - opening.start
        is_today = self.is_shown and opening.day == self.site.today
        longest = min(room, 30 if is_today else room)
        skills = self.rng.sample(opening.member.skills, len(opening.member.skills))
        if not (is_today and self.rng.random() < 0.5):
            for skill in skills:
                if step := self._ready(skill, opening.day, longest):
                    return step
        return self._prescribed(skills[0], opening.day, longest)

    def _ready(self, skill: Skill, day: date, longest: int) -> Step | None:
        ready = self.queue.ready[skill]
        for _ in range(min(len(ready), 6)):
            step = ready.popleft()
            length = sum(task.offer.minutes for task in step.waiting[0])
            if length <= longest and step.plan.person.id not in self._here:
                return step
            ready.append(step)
        return None

    def _prescribed(self, skill: Skill, day: date, longest: int) -> Step | None:
        is_today = self.is_shown and day == self.site.today
        split = is_today and self.rng.random() < 0.35
        plan = self.prescriber.prescribe(Wish(skill, longest, split, self._here), day)
        if plan is None:
            return None
        self.plans.append(plan)
        step = plan.steps[0]
        plan.visited = 1
        step.waiting = groups(step.tasks, self.rng)
        if sum(task.offer.minutes for task in step.waiting[0]) > longest:
            step.waiting = [[task] for task in step.tasks]
        return step

    def _room(self, tasks: list[Task], start: int, blocked: int) -> int:
        kinds = next((task.offer.rooms for task in tasks if task.offer.rooms), ())
        if not kinds:
            return 0
        for room in self.site.rooms:
            if room.kind in kinds and all(
                blocked <= first or last <= start for first, last in self._rooms[room.id]
            ):
                return room.id
        return _NO_ROOM_FREE


def groups(tasks: list[Task], rng: Random) -> list[list[Task]]:
    """Tasks that can share a visit, since they need the same skill; some come apart anyway."""
    by_skill: dict[Skill, list[Task]] = {}
    for task in tasks:
        by_skill.setdefault(task.offer.skill, []).append(task)
    together = list(by_skill.values())
    if len(together[0]) > 1 and rng.random() < 0.25:
        together = [[task] for task in tasks]
    return together


_NO_ROOM_FREE = -1
