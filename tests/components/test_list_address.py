"""An address gives back what was seen; what in it cannot be falls back and is named."""

from datetime import date
from typing import Any

import pytest

from components.list_address import (
    LONGEST_SEARCH,
    from_params,
    held_params,
    read_held,
    to_params,
)
from store.views import Choice, FilterChoices, SessionQuery
from store.words import Category, Scope, SessionStatus, SortKey

CHOICES = FilterChoices(
    providers=(Choice(id=3, name="Dr. Ines Lind"),),
    locations=(Choice(id=1, name="Harbour"),),
    categories=(Category.LASER,),
)
DEFAULT = SessionQuery()
EVERYTHING = SessionQuery(
    scope=Scope.TO_CLOSE,
    q="núñez 55",
    status=SessionStatus.BOOKED,
    provider_id=3,
    location_id=1,
    category=Category.LASER,
    date_from=date(2026, 3, 1),
    date_to=date(2026, 3, 31),
    sort=SortKey.PROVIDER,
    descending=True,
    page="key",
)


def test_the_default_needs_no_words() -> None:
    assert to_params(DEFAULT, default=DEFAULT) == {}


def test_everything_is_told_in_the_words_of_the_product() -> None:
    assert to_params(EVERYTHING, default=DEFAULT) == {
        "scope": "to-close",
        "q": "núñez 55",
        "status": "booked",
        "provider": "3",
        "location": "1",
        "category": "laser",
        "from": "2026-03-01",
        "to": "2026-03-31",
        "sort": "-provider",
        "page": "key",
    }


@pytest.mark.parametrize("query", [DEFAULT, EVERYTHING, SessionQuery(sort=SortKey.PATIENT)])
def test_what_an_address_says_is_what_it_was_made_from(query: SessionQuery) -> None:
    params = to_params(query, default=DEFAULT)
    assert from_params(params, default=DEFAULT, choices=CHOICES) == (query, [])


def test_a_route_s_own_default_is_what_an_empty_address_means() -> None:
    default = SessionQuery(scope=Scope.ALL, sort=SortKey.PLAN, patient_id=7)
    assert from_params({}, default=default, choices=CHOICES) == (default, [])
    assert to_params(default, default=default) == {}


@pytest.mark.parametrize(
    ("params", "what"),
    [
        ({"scope": "tomorrow"}, "“tomorrow” in the address is not a scope"),
        ({"status": "Booked"}, "“Booked” in the address is not a status"),
        ({"provider": "4"}, "“4” in the address is not a provider of this clinic"),
        ({"provider": "9" * 60}, f"“{'9' * 40}” in the address is not a provider of this clinic"),
        ({"location": "x"}, "“x” in the address is not a location of this clinic"),
        ({"category": "magic"}, "“magic” in the address is not a category"),
        ({"from": "2026-02-30"}, "“2026-02-30” in the address is not a day"),
        ({"to": "soon"}, "“soon” in the address is not a day"),
        ({"sort": "-colour"}, "“colour” in the address is not a column to sort by"),
    ],
)
def test_a_wrong_value_falls_back_and_is_named(params: dict[str, str], what: str) -> None:
    assert from_params(params, default=DEFAULT, choices=CHOICES) == (
        DEFAULT,
        [f"{what}, so it was left out."],
    )


def test_what_a_calendar_holds_its_list_to_is_told_and_read_again() -> None:
    held = SessionQuery(room_id=2, provider_ids=(3, 4))
    rooms = (Choice(id=2, name="Room 2"),)
    providers = (*CHOICES.providers, Choice(id=4, name="Noor Haddad"))
    choices = CHOICES.model_copy(update={"rooms": rooms, "providers": providers})
    assert read_held(held_params(held), choices) == (held, [])
    assert read_held({}, choices) == (DEFAULT, [])


def test_a_room_or_provider_that_is_not_there_is_named() -> None:
    assert read_held({"room": "9", "providers": "3,x"}, CHOICES) == (
        SessionQuery(provider_ids=(3,)),
        [
            "“x” in the address is not a provider of this clinic, so it was left out.",
            "“9” in the address is not a room of this clinic, so it was left out.",
        ],
    )


def test_a_range_that_ends_before_it_begins_is_left_out_and_named() -> None:
    query, problems = read({"from": "2026-03-02", "to": "2026-03-01"})
    assert (query, len(problems)) == (DEFAULT, 1)


def test_a_range_of_one_day_stands() -> None:
    query, problems = read({"from": "2026-03-01", "to": "2026-03-01"})
    assert (query.date_from, query.date_to, problems) == (date(2026, 3, 1), date(2026, 3, 1), [])


def test_search_text_loses_control_characters_and_what_is_too_long() -> None:
    query, _ = read({"q": "a\x00b\u202e" + "c" * 500})
    assert query.q == "ab" + "c" * (LONGEST_SEARCH - 2)


def read(params: dict[str, str]) -> Any:
    return from_params(params, default=DEFAULT, choices=CHOICES)
