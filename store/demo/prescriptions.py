"""Writes courses for the demo's patients."""

from bisect import bisect
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, count
from random import Random

from store.demo.catalogue import OFFER_BY_NAME, Skill
from store.demo.courses import COURSES, Course
from store.demo.drafts import Person, Plan, Step, Task
from store.words import PaymentOption


@dataclass(slots=True)
class Ids:
    """The next free id of everything that is numbered here."""

    plan: Iterator[int] = field(default_factory=lambda: count(1))
    step: Iterator[int] = field(default_factory=lambda: count(1))
    task: Iterator[int] = field(default_factory=lambda: count(1))
    visit: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a new course: a focus of at most ``longest`` minutes for somebody else.

    With ``split`` each of its sessions has more than one item.
    """

    skill: Skill
    longest: int = 480
    split: bool = False
    avoid: Set[int] = frozenset()
    """Patients it may not be for."""


@dataclass(slots=True)
class Prescriber:
    """Chooses persons and courses; ``fresh`` are those without a course so far."""

    rng: Random
    ids: Ids
    people: Sequence[Person]
    site_id: int
    fresh_share: float
    seen: int = 0
    """How many of the people have had a course."""
    _by_skill: dict[Skill, tuple[list[Course], list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the courses by the skill that their focus needs."""
        for skill in Skill:
            fitting = [c for c in COURSES if OFFER_BY_NAME[c.focus[0]].skill is skill]
            self._by_skill[skill] = (fitting, list(accumulate(c.weight for c in fitting)))

    def prescribe(self, wish: Wish, day: date) -> Plan | None:
        """A new course wanted from ``day`` on; None when nothing fits just now."""
        rng = self.rng
        course, person = self._course(wish), self._person(wish.avoid)
        if course is None or person is None:
            return None
        total = rng.choice(course.totals)
        starts_on = day - timedelta(rng.randint(0, 12))
        plan = Plan(next(self.ids.plan), person, course, total, starts_on, self.site_id)
        if total > 2 and rng.random() < 0.35:
            plan.option = PaymentOption.PREPAID_PACKAGE
        elif rng.random() < 0.55:
            plan.deposit = 100 * max(25, OFFER_BY_NAME[course.focus[0]].deposit)
        if total > 2 and rng.random() < 0.07:
            plan.stops_after = rng.randint(1, total - 1)
        self._add_steps(plan, day, split=wish.split)
        return plan

    def _course(self, wish: Wish) -> Course | None:
        courses, weights = self._by_skill[wish.skill]
        for _ in range(12):
            course = courses[bisect(weights, self.rng.random() * weights[-1])]
            fits = OFFER_BY_NAME[course.focus[0]].minutes <= wish.longest
            if fits and (course.extras or not wish.split):
                return course
        return None

    def _person(self, avoid: Set[int]) -> Person | None:
        for _ in range(4):
            if self.seen < len(self.people) and (
                not self.seen or self.rng.random() < self.fresh_share
            ):
                self.seen += 1
                return self.people[self.seen - 1]
            person = self.people[int(self.rng.random() * self.seen)]
            if person.id not in avoid:
                return person
        return None

    def _add_steps(self, plan: Plan, day: date, *, split: bool) -> None:
        course, rng = plan.course, self.rng
        extras = course.extras if split or rng.random() < 0.45 else ()
        for position in range(1, plan.total + 1):
            names = list(course.focus)
            if extras and (split or rng.random() < 0.6):
                names.append(rng.choice(extras))
                if len(extras) > 1 and rng.random() < 0.3:
                    names += [name for name in extras if name not in names]
            tasks = [self._task(name) for name in names]
            target = day + timedelta(course.spacing[1] * (position - 1))
            spare = next(self.ids.task)
            step = Step(
                next(self.ids.step), plan, position, spare, tasks, target, deposit=plan.deposit
            )
            plan.steps.append(step)

    def _task(self, name: str) -> Task:
        offer = OFFER_BY_NAME[name]
        return Task(next(self.ids.task), offer, 100 * offer.price)
