"""The demo's patients and staff."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from store.demo.drafts import Person
from store.demo.names import ALERTS, LANGUAGES, PREFERRED
from store.demo.places import Site
from store.search import patient_words, sort_key
from store.words import Role

AREA_CODES = ("212", "646", "917", "718", "310", "323", "424", "213")
MANAGER = "Mara Quist"
FRONT_DESK = ("Femi Adeyemi", "Grace Holloway", "Luis Ortega")
VISITOR = "Ruth Okafor"
"""Looks on, and changes nothing."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who acts in the history: name to staff id."""

    ids: dict[str, int]
    front_desk: tuple[str, ...]
    names: dict[int, str]
    """Provider id to name."""


def people(count: int, first_id: int, rng: Random) -> list[Person]:
    """Patients of many languages; ids from ``first_id`` on."""
    languages = [(given.split(), family.split()) for _, given, family in LANGUAGES.values()]
    weights = list(accumulate(weight for weight, _, _ in LANGUAGES.values()))
    chosen = rng.choices(languages, cum_weights=weights, k=count)
    return [
        Person(first_id + index, rng.choice(given), rng.choice(family))
        for index, (given, family) in enumerate(chosen)
    ]


def patient_row(person: Person, today: date, rng: Random) -> dict[str, Any]:
    """A patient with invented contact data; every e-mail address is at example.org."""
    number = f"R{100_000 + person.id}"
    born = today - timedelta(days=rng.randint(19 * 365, 78 * 365))
    phone = f"+1 {rng.choice(AREA_CODES)} 555 {rng.randint(0, 9999):04}"
    return {
        "id": person.id,
        "given_name": person.given,
        "family_name": person.family,
        "preferred_name": PREFERRED.get(person.given) if rng.random() < 0.7 else None,
        "birth_date": born,
        "phone": None if rng.random() < 0.03 else phone,
        "email": None if rng.random() < 0.08 else f"patient{person.id}@example.org",
        "record_number": number,
        "alerts": rng.sample(ALERTS, rng.choice((1, 1, 2))) if rng.random() < 0.14 else [],
        "sort_key": sort_key(person.given, person.family),
        "version": 1,
    }


def word_rows(patient: dict[str, Any]) -> list[dict[str, Any]]:
    """The words a patient is found by."""
    names = (patient["given_name"], patient["family_name"], patient["preferred_name"] or "")
    numbers = (patient["phone"] or "", patient["record_number"])
    words = patient_words(*names, numbers=numbers)
    return [{"word": word, "patient_id": patient["id"]} for word in words]


def staff_rows(sites: list[Site]) -> list[dict[str, Any]]:
    """One manager, the front desk, every provider's own person, and one who only reads."""
    providers = {member.provider_id: member.name for site in sites for member in site.team}
    rows: list[tuple[str, Role, int | None]] = [(MANAGER, Role.MANAGER, None)]
    rows += [(name, Role.FRONT_DESK, None) for name in FRONT_DESK]
    rows += [(name, Role.PROVIDER, key) for key, name in sorted(providers.items())]
    rows.append((VISITOR, Role.READ_ONLY, None))
    account = {"disabled": False, "sign_in_name": "", "sign_in_key": None, "version": 1}
    limits = {"own_patients": False, "sees_money": True, "sees_notes": True}
    return [
        {"id": index, "name": name, "role": role, "provider_id": provider_id, **account, **limits}
        for index, (name, role, provider_id) in enumerate(rows, 1)
    ]


def team_of(staff: list[dict[str, Any]]) -> Team:
    """Who acts, from the rows of the staff."""
    return Team(
        {row["name"]: row["id"] for row in staff},
        FRONT_DESK,
        {row["provider_id"]: row["name"] for row in staff if row["provider_id"]},
    )
