"""Addresses are taken apart and put together without losing or breaking anything."""

import pytest

from pages.addresses import join, split, well_formed


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("/", ("/", {})),
        ("/sessions/", ("/sessions", {})),
        ("/sessions?scope=past&q=", ("/sessions", {"scope": "past", "q": ""})),
        ("/sessions?q=%ED%A0%80", ("/sessions", {"q": "\ufffd\ufffd\ufffd"})),
        ("/sessions?q=a&q=b", ("/sessions", {"q": "b"})),
    ],
)
def test_an_address_is_a_path_and_a_query(address: str, parts: tuple[str, dict[str, str]]) -> None:
    assert split(address) == parts


def test_an_address_survives_being_taken_apart() -> None:
    params = {"q": "núñez & söhne+1 %", "scope": "past"}
    assert split(join("/sessions", params)) == ("/sessions", params)


def test_half_a_character_becomes_a_whole_one() -> None:
    assert well_formed("a\ud800b") == "a\ufffdb"
    assert well_formed("名😀") == "名😀"
