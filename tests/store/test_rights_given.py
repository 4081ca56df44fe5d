"""The whole matrix of rights, each command given for real: role x command x condition x state."""

from pathlib import Path

import pytest
from sqlalchemy import insert, update

from store.accounts.sign_ins import make_sign_in
from store.clinic import Clinic
from store.errors import BadTime, NotAllowed, NotSignedIn
from store.models import Staff
from store.rights import BEYOND, RIGHTS
from store.tables import SIGN_IN, STAFF, STAFF_ROLE
from store.words import Role
from tests.factories import NOW
from tests.store.accounts import people
from tests.store.audit.test_every_command import STEPS
from tests.store.given import (
    BEYOND_IT,
    INES,
    NOOR,
    NOORS_PROVIDER,
    QUESTIONS,
    copied,
    given,
    go_on,
    noor,
    peopled,
)
from tests.store.test_rights import expected

COMMANDS = (*(name for name, _ in STEPS), *QUESTIONS)
TABLE = expected()
EACH = [
    *(frozenset({role}) for role in Role),
    frozenset({Role.FRONT_DESK, Role.PROVIDER}),
    frozenset({Role.PROVIDER, Role.READ_ONLY}),
    frozenset({Role.MANAGER, Role.PROVIDER}),
]


def words(roles: frozenset[Role]) -> str:
    return "+".join(sorted(roles))


def test_every_command_and_every_condition_is_tried() -> None:
    assert set(COMMANDS) == set(RIGHTS)
    assert set(BEYOND_IT) == set(BEYOND)


OWN = ("change_password", "confirm_second_factor")
"""Done to oneself, which whoever is dealt with later has to do as well."""


@pytest.mark.parametrize("roles", EACH, ids=words)
def test_what_the_roles_may_is_done_and_nothing_else(
    bare: Clinic, tmp_path: Path, roles: frozenset[Role]
) -> None:
    by = noor(peopled(bare), roles)
    for name in COMMANDS:
        became = given(bare, name, by, tmp_path)
        if roles & TABLE[name].keys():
            assert became.refusal is None, (name, became.refusal)
            assert name in QUESTIONS or became.rows[-1] == (name, "done", NOOR)
            if name in OWN:
                go_on(bare, name, tmp_path)
        else:
            assert isinstance(became.refusal, NotAllowed), (name, became.refusal)
            assert not became.is_changed, name
            assert became.rows == [(name, "refused", NOOR)]
            go_on(bare, name, tmp_path)


@pytest.mark.parametrize("roles", EACH, ids=words)
def test_beyond_its_condition_a_right_is_none(
    bare: Clinic, tmp_path: Path, roles: frozenset[Role]
) -> None:
    peopled(bare)
    for name in COMMANDS:
        if name in BEYOND_IT:
            clinic = copied(bare, tmp_path)
            own = INES if name == "end_time_off" else NOORS_PROVIDER
            by = noor(clinic, roles, provider_id=own)
            became = given(clinic, name, by, tmp_path, beyond=True)
            clinic.database.close()
            if Role.MANAGER in roles:
                assert became.refusal is None, (name, became.refusal)
            else:
                may_book = name in ("book", "move") and roles & TABLE[name].keys()
                assert isinstance(became.refusal, BadTime if may_book else NotAllowed), name
                assert not became.is_changed, name
                assert became.rows == [(name, "refused", NOOR)]
        go_on(bare, name, tmp_path)


THEIRS = STAFF_ROLE.c.staff_id == NOOR
STATES = {
    "disabled": (NotAllowed, update(STAFF).where(STAFF.c.id == NOOR).values(disabled=True)),
    "in another role": (NotAllowed, update(STAFF_ROLE).where(THEIRS).values(role=Role.PROVIDER)),
    "in one role more": (
        NotAllowed,
        insert(STAFF_ROLE).values(staff_id=NOOR, role=Role.FRONT_DESK),
    ),
    "another provider": (NotAllowed, update(STAFF).where(STAFF.c.id == NOOR).values(provider_id=1)),
    "signed out": (NotSignedIn, update(SIGN_IN).values(revoked_at=NOW)),
    "signed in too long": (NotSignedIn, update(SIGN_IN).values(ends_at=NOW)),
}


@pytest.mark.parametrize("state", STATES)
def test_whoever_is_not_there_any_more_may_nothing(
    bare: Clinic, tmp_path: Path, state: str
) -> None:
    kind, change = STATES[state]
    by = noor(peopled(bare), frozenset({Role.MANAGER}))
    if kind is NotSignedIn:
        with bare.command("", by) as unit:
            member = unit.session.get_one(Staff, NOOR)
            by = make_sign_in(unit, member, people.HERE, bare.limits).actor
    with bare.database.write() as session:
        session.connection().execute(change)
    for name in COMMANDS:
        became = given(bare, name, by, tmp_path)
        assert isinstance(became.refusal, kind), (name, became.refusal)
        assert not became.is_changed, name
        assert became.rows == [(name, "refused", NOOR)], name
        go_on(bare, name, tmp_path)
