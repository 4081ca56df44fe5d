"""Who of an import may be there twice is told before anything is brought in."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.importing.csv import Fate
from tests.factories import add_patient, furnished
from tests.store.importing.csv.tables import Told, bring_in, try_out, written

HEAD = "record number,given name,family name,birth date,phone,email\n"
ADA = "R-7,Ada,Çelik,1984-05-17,+49 170 5550123,ada@example.org\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return furnished(tmp_path)


def reasons(told: Told) -> list[str]:
    return [one.reason for one in told.rows if one.reason]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("R-8,ada,CELIK,1984-05-17,,\n", "birth date"),
        ("R-8,Ada,Çelik,,0170 555 0123,\n", "phone"),
        ("R-8,Ada,Çelik,1990-01-01,,ADA@example.org\n", "e-mail"),
        ("R-8,Ada,Çelik,1984-05-17,0170 5550123,\n", "birth date and phone"),
    ],
)
def test_a_row_that_may_be_an_earlier_one_says_so_and_comes_in(
    clinic: Clinic, tmp_path: Path, row: str, why: str
) -> None:
    told = try_out(clinic, written(tmp_path, HEAD + ADA + row))
    assert reasons(told) == [f"may be the same person as R-7: same name and {why}"]
    assert told.counts == {Fate.BROUGHT_IN: 2}
    assert told.remarks == [
        "1 patient may be there twice: the reasons of their rows say who they may be."
    ]


@pytest.mark.parametrize(
    "row",
    [
        "R-8,Ada,Çelik,,,\n",
        "R-8,Ada,Çelik,1990-01-01,0170 5559999,other@example.org\n",
        "R-8,Eva,Çelik,1984-05-17,+49 170 5550123,ada@example.org\n",
    ],
)
def test_a_name_alone_or_a_shared_phone_says_nothing(
    clinic: Clinic, tmp_path: Path, row: str
) -> None:
    told = try_out(clinic, written(tmp_path, HEAD + ADA + row))
    assert (reasons(told), told.remarks) == ([], [])


def test_a_row_that_may_be_somebody_who_is_there_says_so(clinic: Clinic, tmp_path: Path) -> None:
    with clinic.database.write() as session:
        add_patient(session, "Ada", "Çelik", phone="0170 5550123", record_number="R-1")
    told = try_out(clinic, written(tmp_path, HEAD + ADA))
    assert reasons(told) == ["may be the same person as R-1: same name and phone"]


def test_what_came_in_is_not_told_again(clinic: Clinic, tmp_path: Path) -> None:
    sheet = written(tmp_path, HEAD + ADA + "R-8,Ada,Çelik,1984-05-17,,\n")
    assert len(reasons(bring_in(clinic, sheet))) == 1
    again = try_out(clinic, sheet)
    assert (again.counts, again.remarks) == ({Fate.ALREADY_THERE: 2}, [])
