"""Whatever is done to the trail behind Regimen's back is found, and the first bad row is named."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from store.__main__ import app
from store.audit import Head, Verdict, verify
from store.audit.chain import COLUMNS, link
from store.audit.guards import GUARDS
from store.clinic import Clinic
from store.database import SQLITE
from store.errors import Invalid
from store.tables import AUDIT_ENTRY
from tests.factories import MANAGER
from tests.store.audit.rows import entries, verdict
from tests.store.queries.test_costs import statements

ROWS = 6
Tamper = Callable[[Any], object]


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """A trail of six entries, the third about patients 1 and 2."""
    for number in range(ROWS):
        bare.name_clinic(f"Quay {number}", "USD", by=MANAGER)
    return bare


def tamper(clinic: Clinic, act: Tamper) -> Verdict:
    """Do it in the file itself, with the guards taken away and put back, and verify."""
    with closing(SQLITE.connect(str(clinic.database.path))) as raw:
        for name in GUARDS:
            raw.execute(f"DROP TRIGGER {name}")
        act(raw)
        for statement in GUARDS.values():
            raw.execute(statement)
        raw.commit()
    return verdict(clinic)


def swap(raw: Any) -> None:
    """Let entries 2 and 3 change places, sums and all."""
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        raw.execute("UPDATE audit_entry SET id = ? WHERE id = ?", (new, old))


def insert(raw: Any) -> None:
    """Put a copy of entry 3 behind it and move the rest on."""
    raw.execute("UPDATE audit_entry SET id = -id WHERE id > 3")
    raw.execute("UPDATE audit_entry SET id = 1 - id WHERE id < 0")
    names = ", ".join((*COLUMNS[1:], "hash"))
    raw.execute(
        f"INSERT INTO audit_entry (id, {names}) SELECT 4, {names} FROM audit_entry WHERE id = 3"  # noqa: S608
    )
    raw.execute("UPDATE audit_head SET count = count + 1")


def rewrite(raw: Any) -> None:
    """Change entry 3 and give it and all after it new sums, as one would who knows how."""
    raw.execute("UPDATE audit_entry SET said = 'Nothing at all.' WHERE id = 3")
    names = ", ".join(COLUMNS)
    head = raw.execute("SELECT hash FROM audit_entry WHERE id = 2").fetchone()[0]
    rows = raw.execute(f"SELECT {names} FROM audit_entry WHERE id > 2 ORDER BY id")  # noqa: S608
    for row in rows.fetchall():
        head = link(head, row)
        raw.execute("UPDATE audit_entry SET hash = ? WHERE id = ?", (head, row[0]))
    raw.execute("UPDATE audit_head SET hash = ?", (head,))


def run(statement: str) -> Tamper:
    return lambda raw: raw.execute(statement)


def cut(raw: Any) -> None:
    raw.execute("DELETE FROM audit_entry WHERE id > 4")


def cut_well(raw: Any) -> None:
    """Cut the tail and give the head what the trail ends with now."""
    cut(raw)
    raw.execute(
        "UPDATE audit_head SET count = 4, hash = (SELECT hash FROM audit_entry WHERE id = 4)"
    )


@pytest.mark.parametrize("column", [*COLUMNS[1:], "hash"])
def test_an_edit_of_any_column_is_found(clinic: Clinic, column: str) -> None:
    value = "99" if column in {"at", "by_id"} else "'other'"
    found = tamper(clinic, run(f"UPDATE audit_entry SET {column} = {value} WHERE id = 3"))  # noqa: S608
    assert (found.entry_id, found.fault) == (3, "Entry 3 is not as it was written.")


@pytest.mark.parametrize(
    ("act", "entry", "said"),
    [
        (run("DELETE FROM audit_entry WHERE id = 3"), 3, "Entry 3 is missing: entry 4 comes next."),
        (run("DELETE FROM audit_entry WHERE id = 1"), 1, "Entry 1 is missing: entry 2 comes next."),
        (swap, 2, "Entry 2 is not as it was written."),
        (insert, 4, "Entry 4 is not as it was written."),
        (
            run("UPDATE audit_entry SET id = 0 WHERE id = 1"),
            1,
            "Entry 0 was put in: the trail begins with entry 1.",
        ),
        (cut, 5, "The trail was cut: it ends with entry 4, but had 6."),
        (run("DELETE FROM audit_entry"), 1, "The trail was cut: it ends with entry 0, but had 6."),
        (
            run("UPDATE audit_head SET count = 5"),
            6,
            "The head does not fit: it does not know of entry 6.",
        ),
        (run("DELETE FROM audit_head"), 6, "The head does not fit: it does not know of entry 6."),
        (
            run("INSERT INTO audit_patient VALUES (7, 2)"),
            2,
            "Entry 2 is not told of the right patients.",
        ),
    ],
)
def test_a_trail_that_was_changed_names_its_first_bad_row(
    clinic: Clinic, act: Tamper, entry: int, said: str
) -> None:
    found = tamper(clinic, act)
    assert (found.entry_id, found.fault) == (entry, said)


def test_a_trail_as_it_was_written_is_whole(clinic: Clinic) -> None:
    found = tamper(clinic, lambda raw: None)
    assert found == Verdict(Head(ROWS, entries(clinic)[-1].hash))


@pytest.mark.parametrize(("act", "entry"), [(rewrite, 3), (cut_well, 5)])
def test_new_sums_for_everything_are_found_by_a_head_noted_before(
    clinic: Clinic, act: Tamper, entry: int
) -> None:
    heads = [Head(row.id, row.hash) for row in entries(clinic)]
    assert tamper(clinic, act).fault == ""
    with clinic.database.read() as connection:
        assert verify(connection, heads[:2]).fault == ""
        assert verify(connection, heads).entry_id == entry
        assert verify(connection, [heads[-1]]).fault != ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET said = 'x' WHERE id = 3",
        "DELETE FROM audit_entry WHERE id = 6",
        "DELETE FROM audit_patient",
        "UPDATE audit_patient SET entry_id = 1",
        "INSERT INTO audit_patient VALUES (9, 1)",
        "UPDATE audit_head SET count = 1",
        "UPDATE audit_head SET count = count + 1",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (2, 0, '')",
        "REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = 3",
        (
            "INSERT INTO audit_entry SELECT 9, at, kind, by_id, command, result, by_name, by_role,"
            " origin, said, touched, changes, hash FROM audit_entry WHERE id = 3"
        ),
    ],
)
def test_the_database_itself_refuses_every_other_change(clinic: Clinic, statement: str) -> None:
    told = {"patient": [1]}
    with clinic.database.write() as session:  # so that there is somebody in audit_patient
        row = dict(entries(clinic)[0]._mapping)
        values = {**row, "id": ROWS + 1, "touched": json.dumps(told), "hash": "0" * 64}
        session.connection().execute(AUDIT_ENTRY.insert(), [values])
    with (
        pytest.raises(IntegrityError, match="is only added to"),
        clinic.database.write() as session,
    ):
        session.connection().exec_driver_sql(statement)


def test_a_guard_that_is_gone_or_changed_is_found(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.connection().exec_driver_sql("DROP TRIGGER audit_entry_kept")
    assert verdict(clinic).fault == "The database's guard audit_entry_kept is gone or changed."


@pytest.mark.parametrize("text", ["", "7", "x:" + "0" * 64, "7:abc", "-1:" + "0" * 64])
def test_a_head_is_a_number_and_a_sum(text: str) -> None:
    with pytest.raises(Invalid, match="a colon"):
        Head.read(text)


def test_the_command_line_verifies(clinic: Clinic) -> None:
    settings = {"REGIMEN_DATA": str(clinic.database.path.parent), "REGIMEN_DATABASE_URL": ""}

    def said(*words: str) -> tuple[int, str]:
        ran = CliRunner().invoke(app, [*words], env=settings)
        return ran.exit_code, ran.output

    code, text = said("audit", "verify")
    head = text.split()[-1]
    assert (code, text.splitlines()[0]) == (0, "The audit trail is whole: 6 entries.")
    assert said("audit", "verify", "--head", head)[0] == 0
    assert said("check")[0] == 0
    tamper(clinic, cut_well)
    assert said("audit", "verify")[0] == 0
    assert said("audit", "verify", "--head", head)[0] == 1
    tamper(clinic, run("UPDATE audit_entry SET by_name = 'Nobody' WHERE id = 2"))
    assert said("audit", "verify") == (1, "Entry 2 is not as it was written.\n")
    code, text = said("check")
    assert (code, text.splitlines()[0]) == (1, "Audit trail: Entry 2 is not as it was written.")
    assert said("audit", "verify", "--head", "nonsense")[0] == 1


def test_verifying_asks_as_much_of_a_long_trail_as_of_a_short_one(clinic: Clinic) -> None:
    with statements(clinic) as seen:
        assert verdict(clinic).fault == ""
    assert len(seen) <= 5
