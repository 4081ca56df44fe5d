"""The calendar as a simulated user meets it: forged presses, many columns, what is to be booked."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from nicegui.element import Element
from nicegui.testing import User, UserInteraction

from components.buttons import Button
from components.calendar_month import CalendarMonth
from components.column_pager import ColumnPager
from components.resource_grid import ResourceGrid
from components.to_book import ToBookList
from store.clinic import Clinic
from store.events import SessionsChanged
from store.models import Provider, ProviderHours
from tests.factories import FixedClock, add_all, add_patient, add_plan, add_session, furnished
from tests.pages.entering import served
from tests.pages.test_sessions import until
from tests.store.queries.test_calendar import book

NINE = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
Kind = TypeVar("Kind", bound=Element)


def clinic_of(folder: Path, *, providers: int = 2) -> Clinic:
    """Two sessions to book, one booked today; so many providers work today."""
    clinic = furnished(folder, clock=FixedClock())
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        add_session(session, plan)
        add_session(session, plan, position=2)
        for key in range(3, providers + 1):
            add_all(session, Provider(id=key, name=f"Provider {key:02}"))
            hours = ProviderHours(provider_id=key, location_id=1, weekday=2, starts=540, ends=1020)
            add_all(session, hours)
        book(session, NINE)
    return clinic


def one(user: User, kind: type[Kind]) -> Kind:
    (element,) = user.find(kind).elements
    return element


def turn_on(user: User) -> None:
    """Press “Next columns”."""
    buttons = user.find(Button).elements
    (button,) = [one for one in buttons if one.props.get("name") == "Next columns"]
    UserInteraction(user, {button}, None).trigger("press")


def columns(user: User) -> list[str]:
    return [column["label"] for column in one(user, ResourceGrid).props["given"]["columns"]]


def window(user: User) -> tuple[int, int]:
    grid = one(user, ResourceGrid).props["given"]
    return grid["opens"], grid["closes"]


async def test_more_columns_than_can_be_taken_in_are_shown_a_dozen_at_a_time(
    user: User, tmp_path: Path
) -> None:
    served(user, clinic_of(tmp_path, providers=30))
    await user.open("/calendar")
    await user.should_see("Providers 1–12 of 30")
    assert len(columns(user)) == 12
    turn_on(user)
    turn_on(user)
    await until(lambda: columns(user)[-1] == "Provider 30")
    await user.should_see("Providers 25–30 of 30")
    assert len(columns(user)) == 6


async def test_what_can_be_taken_in_is_shown_whole(user: User, tmp_path: Path) -> None:
    served(user, clinic_of(tmp_path, providers=12))
    await user.open("/calendar")
    assert len(columns(user)) == 12
    await user.should_not_see(ColumnPager)


async def test_nothing_is_asked_of_what_is_to_be_booked_while_it_is_put_away(
    user: User, tmp_path: Path
) -> None:
    served(user, clinic_of(tmp_path))
    await user.open("/calendar")
    await user.should_not_see(ToBookList)


async def test_what_is_to_be_booked_follows_what_happens(user: User, tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    served(user, clinic)
    await user.open("/calendar?beside=to-book")
    shown = one(user, ToBookList)
    assert [card["session"] for card in shown.props["list"]["cards"]] == [1, 2]
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session, "José", "Núñez")))
    clinic.hub.publish(SessionsChanged(session_ids=frozenset({4})))
    await until(lambda: len(shown.props["list"]["cards"]) == 3)


async def test_a_forged_press_opens_nothing(user: User, tmp_path: Path) -> None:
    served(user, clinic_of(tmp_path))
    await user.open("/calendar?beside=to-book")
    user.find(ToBookList).trigger("book", {"session": 999})
    user.find(ToBookList).trigger("move", {"session": 1})
    user.find(ResourceGrid).trigger("open", {"session": 999, "key": "more-x"})
    await user.should_not_see("Save booking")
    assert one(user, ResourceGrid).props["given"]["columns"]


async def test_hours_are_unfolded_and_folded_again(user: User, tmp_path: Path) -> None:
    served(user, clinic_of(tmp_path))
    await user.open("/calendar")
    assert window(user) == (540, 1020)
    user.find(ResourceGrid).trigger("fold")
    assert window(user) == (0, 1440)
    user.find(ResourceGrid).trigger("fold")
    assert window(user) == (540, 1020)


async def test_a_month_follows_what_happens(user: User, tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    served(user, clinic)
    await user.open("/calendar?view=month")

    def total() -> int:
        cells = [cell for week in one(user, CalendarMonth).props["month"]["weeks"] for cell in week]
        (today,) = [cell for cell in cells if cell.get("today")]
        return int(today["total"])

    assert total() == 1
    with clinic.database.write() as session:
        book(session, datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
    clinic.hub.publish(SessionsChanged(session_ids=frozenset({4})))
    await until(lambda: total() == 2)
    assert date(2026, 3, 4).isoformat() in str(one(user, CalendarMonth).props["month"])
