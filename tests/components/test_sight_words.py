"""Limits in words: a sentence for each, and empty lists that say what may keep them empty."""

from components.sight_words import limits, within_limits
from store.views import EVERYTHING, Sight


def test_every_limit_is_told_in_a_sentence_of_its_own() -> None:
    told = limits(
        Sight(location_ids=frozenset({1, 2}), own_provider_id=3, money=False, notes=False)
    )
    assert told == (
        "You see only your 2 locations.",
        "You see only patients whom you treat.",
        "Prices and payments are not shown to you.",
        "Notes on treatments are not shown to you.",
    )


def test_whoever_sees_everything_is_told_nothing() -> None:
    assert limits(EVERYTHING) == ()
    assert within_limits("No session today.", EVERYTHING) == "No session today."


def test_an_empty_list_names_what_narrows_it_and_nothing_else() -> None:
    sight = Sight(location_ids=frozenset({1}), money=False)
    assert within_limits("Nothing.", sight) == (
        "Nothing. You see only what takes place at your location."
    )
