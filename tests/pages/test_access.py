"""A browser works as whom it picked, and as the front desk at first."""

from pages.access import COOKIE, NOBODY, actor_of
from store.views import Actor, ClinicView, StaffMember
from store.words import Role

MANAGER = StaffMember(id=1, name="Mara Quist", role=Role.MANAGER, provider_id=None)
DESK = StaffMember(id=2, name="Femi Adeyemi", role=Role.FRONT_DESK, provider_id=None)
PROVIDER = StaffMember(id=3, name="Dr. Ines Lind", role=Role.PROVIDER, provider_id=9)
CLINIC = ClinicView(name="Harbour Skin", is_demo=False, zone="UTC", staff=(MANAGER, DESK, PROVIDER))


def test_a_new_browser_works_at_the_front_desk() -> None:
    assert actor_of(CLINIC, {}).staff_id == 2


def test_a_browser_keeps_whom_it_picked() -> None:
    picked = Actor(staff_id=3, name="Dr. Ines Lind", role=Role.PROVIDER, provider_id=9)
    assert actor_of(CLINIC, {COOKIE: "3"}) == picked


def test_somebody_who_is_not_of_the_staff_is_not_picked() -> None:
    assert actor_of(CLINIC, {COOKIE: "1 OR 1"}).staff_id == 2


def test_without_a_front_desk_the_first_of_the_staff_works() -> None:
    assert actor_of(CLINIC.model_copy(update={"staff": (MANAGER,)}), {}).staff_id == 1


def test_without_staff_nobody_works() -> None:
    assert actor_of(CLINIC.model_copy(update={"staff": ()}), {}) == NOBODY
