"""Whoever is limited costs one question to the database more at most, and nobody else any."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.views import Actor, CalendarQuery, SessionQuery
from store.words import Scope
from tests.factories import MANAGER
from tests.store.queries.test_costs import statements
from tests.store.sight.limited import LIMITED, clinic_of
from tests.store.sight.test_questions import DAY, Ask

ASKED: dict[str, Ask] = {
    "list": lambda c, by: c.sessions(SessionQuery(), by=by),
    "all": lambda c, by: c.sessions(SessionQuery(scope=Scope.ALL), by=by),
    "session": lambda c, by: c.session(1, by=by),
    "patient": lambda c, by: c.patient(1, by=by),
    "patients": lambda c, by: c.find_patients("mei", by=by),
    "calendar": lambda c, by: c.calendar(CalendarQuery(day=DAY), by=by),
    "month": lambda c, by: c.calendar_month(CalendarQuery(day=DAY, view="month"), by=by),
    "agenda": lambda c, by: c.calendar_agenda(CalendarQuery(day=DAY, view="agenda"), by=by),
}


def cost(clinic: Clinic, ask: Ask, by: Actor) -> int:
    """How many statements it takes once the estimates it goes by are known."""
    ask(clinic, by)
    with statements(clinic) as seen:
        ask(clinic, by)
    return len(seen)


@pytest.mark.parametrize("name", ASKED)
def test_limits_take_one_statement_more_at_most(tmp_path: Path, name: str) -> None:
    clinic = clinic_of(tmp_path)
    plain = cost(clinic, ASKED[name], MANAGER)
    for by in LIMITED.values():
        assert cost(clinic, ASKED[name], by) <= plain + 1
