"""Typed text is cleaned in one place."""

import pytest

from store.errors import Invalid
from store.text import clean, required


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mei\u00a0 Tanaka ", "Mei Tanaka"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("one\ntwo", "one two"),
        ("\u202egnorw\u202c \u2066Tanaka\u2069", "gnorw Tanaka"),
        ("مريم\u200f الحسيني", "مريم\u200f الحسيني"),
        ("Zoe\u0308", "Zoë"),
        ("👩‍⚕️", "👩‍⚕️"),
        ("", ""),
    ],
)
def test_a_line_is_kept_readable(typed: str, kept: str) -> None:
    assert clean(typed, "The name") == kept


def test_a_note_keeps_its_lines() -> None:
    assert clean(" one \r\n\r\n\ttwo\x07\n", "The note", lines=True) == "one\n\n two"


def test_the_limit_itself_still_fits() -> None:
    assert clean("x" * 200, "The name") == "x" * 200
    with pytest.raises(Invalid, match="The name has 201 letters; 200 is the most"):
        clean("x" * 201, "The name", field="name")


@pytest.mark.parametrize(
    ("typed", "place"),
    [("\ud800", "at its beginning"), ("Mei \udc00x", "after “Mei”")],
)
def test_half_a_character_is_told_with_its_place(typed: str, place: str) -> None:
    with pytest.raises(Invalid, match=place) as refused:
        clean(typed, "The name", field="family_name")
    assert refused.value.field == "family_name"


def test_what_is_required_is_asked_for() -> None:
    with pytest.raises(Invalid, match="The reason is missing"):
        required(" \x00 ", "The reason", field="reason")
