"""A search finds people, numbers and treatments by what is typed, in any script."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.views import SessionQuery
from store.words import Scope
from tests.factories import MANAGER, add_patient, add_plan, add_session, furnished

LONG = "W" * 5000
PEOPLE = {
    "maria": ("María José", "Łukasiewicz-Strauß", "Majo", "+49 170 1234567"),
    "amal": ("أَمَل", "حدّاد", None, None),
    "ming": ("小明", "王", None, None),
    "olga": ("Ольга", "Алёхина", None, "0171 5550101"),
    "hostile": ("<b>%_'\"; DROP TABLE--", "O'Neill \ud800", None, None),
    "long": (LONG, "Short", None, None),
    "laser": ("Lase", "Liptak", None, None),
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    clinic = furnished(tmp_path_factory.mktemp("search"))
    with clinic.database.write() as session:
        for number, (given, family, preferred, phone) in enumerate(PEOPLE.values(), 1):
            names = [name.encode("utf-8", "replace").decode() for name in (given, family)]
            patient = add_patient(
                session,
                *names,
                preferred_name=preferred,
                phone=phone,
                record_number=f"HS-{number:03}-{number * 1111}",
            )
            add_session(session, add_plan(session, patient, treatment="Laser Peel"))
        plan = add_plan(session, 2, treatment="Lip Filler")
        add_session(session, plan)
    return clinic


def found(clinic: Clinic, q: str) -> list[tuple[str, str]]:
    """Who is found with which treatment, by the number of the session."""
    rows = clinic.sessions(SessionQuery(scope=Scope.ALL, q=q), by=MANAGER).rows
    people = list(PEOPLE)
    return [(people[row.patient_id - 1], row.treatment) for row in sorted(rows, key=lambda r: r.id)]


EVERYBODY = [(name, "Laser Peel") for name in PEOPLE] + [("amal", "Lip Filler")]
MARIA = [("maria", "Laser Peel")]
AMAL = [("amal", "Laser Peel"), ("amal", "Lip Filler")]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("", EVERYBODY),
        ("   ", EVERYBODY),
        ("maria", MARIA),
        ("MARÍA", MARIA),
        ("mar jos", MARIA),
        ("jos mar", MARIA),
        ("luka stra", MARIA),
        ("strauss", MARIA),
        ("majo", MARIA),
        ("aria", []),
        ("maria zzz", []),
        ("امل", AMAL),
        ("أمل حد", AMAL),
        ("小明", [("ming", "Laser Peel")]),
        ("王", [("ming", "Laser Peel")]),
        ("王小明", [("ming", "Laser Peel")]),
        ("王小", [("ming", "Laser Peel")]),
        ("ольга алех", [("olga", "Laser Peel")]),
        ("АЛЁ", [("olga", "Laser Peel")]),
        ("123", MARIA),
        ("0 12", MARIA),
        ("+49-170", MARIA),
        ("(170) 1234", MARIA),
        ("5550101", [("olga", "Laser Peel")]),
        ("hs-001", MARIA),
        ("2222", AMAL),
        ("lip", [("laser", "Laser Peel"), ("amal", "Lip Filler")]),
        ("filler أمل", [("amal", "Lip Filler")]),
        ("amal", []),
        ("lip fil", [("amal", "Lip Filler")]),
        ("lip peel", [("laser", "Laser Peel")]),
        ("laser maria", MARIA),
        ("peel las mar", MARIA),
        ("o'neill", [("hostile", "Laser Peel")]),
        ("drop table", [("hostile", "Laser Peel")]),
        (LONG, [("long", "Laser Peel")]),
        ("%", []),
        ("_", []),
        ("mar%", MARIA),
        ("' OR 1=1 --", []),
        ("\ud800", []),
        ("maria \ud800", MARIA),
        ("\x00", []),
        ("x" * 5000, []),
        ("a " * 3000, []),
    ],
)
def test_a_search_finds(clinic: Clinic, q: str, expected: list[tuple[str, str]]) -> None:
    assert found(clinic, q) == expected


@pytest.mark.parametrize("q", ["mar jos", "王小明", "123", "\ud800", "%", LONG])
def test_patients_are_found_like_their_sessions(clinic: Clinic, q: str) -> None:
    hits = [list(PEOPLE)[hit.id - 1] for hit in clinic.find_patients(q, by=MANAGER)]
    assert hits == list(dict.fromkeys(name for name, _ in found(clinic, q)))


def test_patients_come_by_family_name_and_no_more_than_asked(clinic: Clinic) -> None:
    assert [hit.name for hit in clinic.find_patients("", limit=2, by=MANAGER)] == [
        "Lase Liptak",
        "María José Łukasiewicz-Strauß",
    ]


def test_counts_go_by_the_search(clinic: Clinic) -> None:
    counts = clinic.scope_counts(SessionQuery(q="lip"), by=MANAGER).counts
    assert counts[Scope.ALL] == counts[Scope.TO_BOOK] == 2
    assert set(clinic.scope_counts(SessionQuery(q="%"), by=MANAGER).counts.values()) == {0}


def test_names_of_scripts_without_case_are_found_run_together(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        for given, family in (("민준", "김"), ("さくら", "田中"), ("Ann", "Lee")):
            add_patient(session, given, family)
    assert [hit.name for hit in clinic.find_patients("김민준", by=MANAGER)] == ["민준 김"]
    assert [hit.name for hit in clinic.find_patients("田中さ", by=MANAGER)] == ["さくら 田中"]
    assert clinic.find_patients("LeeAnn", by=MANAGER) == ()
