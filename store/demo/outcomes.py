"""What became of each visit: attended, missed, called off, or still to come."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from store.demo.diary import Diary, Placed, groups
from store.demo.drafts import Step, Task, Visit
from store.words import BookingStatus as B

REASONS = (
    "Patient is travelling",
    "Patient has a cold",
    "Work came up",
    "Child is ill",
    "Wants to think it over",
)
NOTES = (
    "Tolerated well, mild redness, no adverse reaction. Aftercare sheet given.",
    "Settings as last time. Slight swelling, settles within hours. Sun protection explained.",
    "Good response since the last visit. Intensity raised by one step.",
    "Small bruise on the left side, cold pack applied. To call if it grows.",
    "No complaints. Photographs taken. Next visit as planned.",
    "Skin prepared and cleansed, full pass completed, soothing mask for ten minutes.",
)


MISSED_TODAY = 0.6
"""Often enough to see every kind of them."""
MOST_MISSED = 4
"""Of one provider's visits today, so that they spread over everybody."""


@dataclass(slots=True)
class Wishes:
    """How many of each kind today still wants at a location, so that every kind can be seen."""

    missed: int = 0
    completed: int = 0
    partly: int = 0


@dataclass(slots=True)
class Outcomes:
    """Settles visits around ``now``."""

    now: datetime
    wishes: Wishes
    missed_by: Counter[int] = field(default_factory=Counter)
    """Today's missed visits by provider."""

    def settle(self, diary: Diary, placed: Placed) -> int:
        """Decide, note it on the records, and say when the provider is free again."""
        visit, start = placed.visit, placed.opening.start
        self._announce(diary, placed)
        if visit.starts_at > self.now:
            return self._ahead(diary, placed)
        if self._was_missed(diary, visit):
            self._miss(diary, placed)
            lasted = visit.ends_at - visit.starts_at
            return start + int(lasted.seconds / 60)
        if visit.ends_at < self.now and diary.rng.random() < 0.07:
            self._call_off(diary, placed)
            return start
        free = diary.keep(placed)
        if visit.ends_at > self.now:
            self._under_way(diary, placed)
        else:
            self._attended(diary, placed)
        return free

    def _announce(self, diary: Diary, placed: Placed) -> None:
        visit, free_at = placed.visit, placed.step.free_at
        lead = timedelta(days=diary.rng.randint(1, 24), minutes=5 * diary.rng.randint(-30, 30))
        latest = self.now - timedelta(minutes=diary.rng.randint(20, 9000))
        visit.made_at = min(visit.starts_at - lead, latest)
        if free_at and visit.made_at < free_at:
            visit.made_at = free_at + (min(visit.starts_at, self.now) - free_at) / 4

    def _ahead(self, diary: Diary, placed: Placed) -> int:
        rng, visit = diary.rng, placed.visit
        if rng.random() < 0.03:
            self._call_off(diary, placed)
            return placed.opening.start
        free = diary.keep(placed)
        near = visit.starts_at - self.now < timedelta(days=3)
        visit.status = B.CONFIRMED if rng.random() < (0.8 if near else 0.25) else B.NEW
        for first, last, reason in placed.opening.member.called_away:
            if first <= placed.opening.day <= last:
                visit.moving_reason = f"{placed.opening.member.name} is away: {reason.lower()}"
        hold(placed)
        is_today = placed.opening.day == diary.site.today
        if is_today and placed.step.waiting and self.wishes.partly > 0:
            self.wishes.partly -= 1
        elif self._is_early(diary, placed):
            self._done_early(diary, placed)
        else:
            go_on(diary, placed)
        return free

    def _is_early(self, diary: Diary, placed: Placed) -> bool:
        return (
            self.wishes.completed > 0
            and not placed.step.waiting
            and not placed.visit.moving_reason
            and diary.rng.random() < self._early_odds(diary, placed)
            and all(task.visit is placed.visit for task in placed.step.tasks)
        )

    def _early_odds(self, diary: Diary, placed: Placed) -> float:
        if placed.opening.day == diary.site.today:
            return 0.5 if diary.site.minute < 14 * 60 else 0.3
        return 0.25 if placed.visit.starts_at - self.now < timedelta(days=4) else 0.05

    def _done_early(self, diary: Diary, placed: Placed) -> None:
        """The patient was seen on an earlier day than booked, and the slot was not given away."""
        self.wishes.completed -= 1
        visit = placed.visit
        visit.status = B.CHECKED_OUT
        day = diary.site.today - timedelta(diary.rng.randint(1, 3))
        began = diary.site.instant(day, 5 * diary.rng.randint(120, 200))
        visit.made_at = min(visit.made_at, began - timedelta(days=1))
        perform(placed, began)
        ended = began + (visit.ends_at - visit.starts_at)
        document(placed.tasks, ended + timedelta(minutes=diary.rng.randint(2, 40)), diary)
        go_on(diary, placed)

    def _was_missed(self, diary: Diary, visit: Visit) -> bool:
        is_today = visit.starts_at > self.now - timedelta(minutes=diary.site.minute)
        if not is_today:
            return diary.rng.random() < 0.055
        may = self.wishes.missed > 0 and self.missed_by[visit.provider_id] < MOST_MISSED
        wanted = visit.ends_at <= self.now and may and diary.rng.random() < MISSED_TODAY
        self.wishes.missed -= wanted
        self.missed_by[visit.provider_id] += wanted
        return wanted

    def _miss(self, diary: Diary, placed: Placed) -> None:
        placed.visit.status = B.NO_SHOW
        placed.visit.ended_at = min(placed.visit.starts_at + timedelta(minutes=15), self.now)
        placed.step.free_at = placed.visit.ended_at
        placed.step.visits.append(placed.visit)
        placed.step.waiting.insert(0, placed.tasks)
        if placed.visit.ends_at < self.now - timedelta(days=1) and diary.rng.random() < 0.55:
            diary.queue.wait(placed.step, placed.opening.day + timedelta(diary.rng.randint(5, 16)))

    def _call_off(self, diary: Diary, placed: Placed) -> None:
        visit, rng = placed.visit, diary.rng
        visit.status = B.CANCELLED
        visit.cancel_reason = rng.choice(REASONS)
        call_off_time(visit, self.now)
        placed.step.free_at = visit.ended_at
        placed.step.visits.append(visit)
        placed.step.waiting.insert(0, placed.tasks)
        if rng.random() < 0.85:
            diary.queue.wait(placed.step, placed.opening.day + timedelta(rng.randint(3, 14)))

    def _under_way(self, diary: Diary, placed: Placed) -> None:
        hold(placed)
        gone = self.now - placed.visit.starts_at
        ready = gone > timedelta(minutes=10) and not placed.step.waiting
        if ready and self.wishes.completed > 0 and diary.rng.random() < 0.25:
            self.wishes.completed -= 1
            placed.visit.status = B.CHECKED_OUT
            perform(placed, placed.visit.starts_at)
            document(placed.tasks, self.now, diary)
        else:
            few = gone < timedelta(minutes=8)
            placed.visit.status = B.CHECKED_IN if few else B.IN_PROCEDURE
        go_on(diary, placed)

    def _attended(self, diary: Diary, placed: Placed) -> None:
        rng, visit, step = diary.rng, placed.visit, placed.step
        is_recent = self.now - visit.ends_at < timedelta(days=21)
        if is_recent and rng.random() < 0.06:
            visit.status = rng.choice((B.CONFIRMED, B.CHECKED_IN, B.IN_PROCEDURE))
            hold(placed)
            return go_on(diary, placed)
        visit.status = B.CHECKED_OUT
        left = placed.tasks[1:] if len(placed.tasks) > 1 and rng.random() < 0.2 else []
        placed.tasks = [task for task in placed.tasks if task not in left]
        if left:
            step.waiting.insert(0, left)
            step.free_at = visit.ends_at
        walked_in = rng.random() < 0.025
        if not walked_in:
            hold(placed)
        perform(placed, visit.starts_at)
        if rng.random() > (0.22 if is_recent else 0.03):
            document(
                placed.tasks,
                min(visit.ends_at + timedelta(minutes=rng.randint(2, 90)), self.now),
                diary,
            )
        go_on(diary, placed)
        return None


def call_off_time(visit: Visit, now: datetime) -> None:
    """It was called off half-way between the booking and its start."""
    visit.ended_at = visit.made_at + (min(visit.starts_at, now) - visit.made_at) / 2


def hold(placed: Placed) -> None:
    """Hang the tasks on the visit."""
    placed.step.visits.append(placed.visit)
    for task in placed.tasks:
        task.visit = placed.visit


def perform(placed: Placed, began: datetime) -> None:
    """Mark the tasks performed one after the other from ``began`` on."""
    for task in placed.tasks:
        task.performed_at = began
        began += timedelta(minutes=task.offer.minutes)
        task.performed_until = began
        task.performed_by = placed.visit.provider_id
        task.performed_site = placed.visit.site_id


def document(tasks: list[Task], at: datetime, diary: Diary) -> None:
    """Write the note of each task."""
    for task in tasks:
        task.note = diary.rng.choice(NOTES)
        task.documented_at = at


def go_on(diary: Diary, placed: Placed) -> None:
    """Let the rest of the session, or the next session of its course, wait for its day."""
    step, rng, day = placed.step, diary.rng, placed.opening.day
    if rng.random() < (0.25 if step.waiting else 0.05):
        return
    if step.waiting:
        diary.queue.wait(step, day + timedelta(rng.randint(1, 9)))
        return
    plan = step.plan
    if plan.visited >= plan.total or plan.visited == plan.stops_after:
        return
    following: Step = plan.steps[plan.visited]
    plan.visited += 1
    following.waiting = groups(following.tasks, rng)
    least, ideal, _ = plan.course.spacing
    target = day + timedelta(ideal)
    for number, later in enumerate(plan.steps[plan.visited - 1 :]):
        later.target = target + timedelta(number * ideal)
    diary.queue.wait(following, max(day + timedelta(least), target + timedelta(rng.randint(-3, 5))))
