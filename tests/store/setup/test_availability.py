"""Disabled rather than deleted, and enabled again."""

from collections.abc import Callable

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound
from store.views import SetUpOutcome
from tests.factories import FRONT_DESK, MANAGER, PROVIDER
from tests.store.setup import forms

SAID = {
    "location": ("Harbour is no longer booked.", "Harbour is booked again."),
    "room": ("Room 1 is no longer used.", "Room 1 is used again."),
    "provider": ("Dr. Ines Lind no longer works here.", "Dr. Ines Lind works here again."),
    "service": ("Laser Peel is no longer offered.", "Laser Peel is offered again."),
}


def turn(clinic: Clinic, kind: str, *, on: bool) -> Callable[..., SetUpOutcome]:
    command = getattr(clinic, f"{'enable' if on else 'disable'}_{kind}")
    assert callable(command)
    return command  # type: ignore[no-any-return]  # it is one of the clinic's


@pytest.mark.parametrize("kind", SAID)
def test_each_kind_goes_and_comes_back_once(clinic: Clinic, kind: str) -> None:
    off, on = SAID[kind]
    with pytest.raises(NotAllowed, match="is not disabled"):
        turn(clinic, kind, on=True)(1, by=MANAGER)
    assert turn(clinic, kind, on=False)(1, by=MANAGER) == SetUpOutcome(id=1, message=off)
    rows = getattr(clinic.set_up(by=MANAGER), f"{kind}s")
    assert [(row.id, row.disabled) for row in rows][-1] == (1, True)
    with pytest.raises(NotAllowed, match="is disabled already"):
        turn(clinic, kind, on=False)(1, by=MANAGER)
    assert turn(clinic, kind, on=True)(1, by=MANAGER) == SetUpOutcome(id=1, message=on)


@pytest.mark.parametrize("kind", SAID)
def test_managers_alone_turn_what_is_there(clinic: Clinic, kind: str) -> None:
    for by in (FRONT_DESK, PROVIDER):
        with pytest.raises(NotAllowed, match="Only a manager"):
            turn(clinic, kind, on=False)(1, by=by)
    with pytest.raises(NotFound, match=f"no such {kind}"):
        turn(clinic, kind, on=False)(99, by=MANAGER)


def test_whoever_comes_back_has_a_name_of_their_own(clinic: Clinic) -> None:
    clinic.disable_provider(1, by=MANAGER)
    clinic.add_provider(forms.provider(name="Dr. Ines Lind"), by=MANAGER)
    with pytest.raises(Invalid, match="There is a provider") as refused:
        clinic.enable_provider(1, by=MANAGER)
    assert refused.value.field == "name"
    clinic.edit_provider(1, forms.provider(name="Dr. Ines Lind (Quay)"), by=MANAGER)
    clinic.enable_provider(1, by=MANAGER)
