"""Exports: the list as it is filtered and sorted, whole, and safe to open in a spreadsheet."""

import csv
import gc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import Stopped, Unavailable
from store.exporting import sheets
from store.exporting.columns import COLUMNS
from store.exporting.sheets import open_sheet
from store.queries import whole
from store.views import SessionQuery
from store.words import ExportKind, Scope, SortKey
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.queries.crowd import crowded

HOSTILE = ('=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "\t=1", "<b>Bold</b>", 'Quote " ; ,')


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    clinic = crowded(tmp_path_factory.mktemp("crowd"), sessions=90)
    yield clinic
    clinic.database.close()


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def listed(clinic: Clinic, query: SessionQuery) -> list[tuple[str, str, str]]:
    """What the pages of the list show, one after another."""
    found, page = [], clinic.sessions(query, by=MANAGER)
    while True:
        found += [(row.patient_name, str(row.position), row.status.label) for row in page.rows]
        if page.next_page is None:
            return found
        page = clinic.sessions(query.model_copy(update={"page": page.next_page}), by=MANAGER)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("sort", [None, SortKey.PATIENT, SortKey.STATUS])
def test_an_export_holds_what_all_pages_show_in_their_order(
    crowd: Clinic,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scope: Scope,
    sort: SortKey | None,
) -> None:
    monkeypatch.setattr(whole, "STRETCH", 7)
    query = SessionQuery(scope=scope, sort=sort, descending=sort is SortKey.STATUS)
    count = crowd.export_sessions(query, ExportKind.CSV, tmp_path / "list.csv", by=FRONT_DESK)
    taken = [
        (row["Patient"], row["Session"], row["Status"]) for row in rows_of(tmp_path / "list.csv")
    ]
    assert taken == listed(crowd, query)
    assert count == len(taken)


def test_an_export_ignores_the_page_it_was_asked_from(crowd: Clinic, tmp_path: Path) -> None:
    query = SessionQuery(scope=Scope.ALL, page_size=10)
    second = crowd.sessions(query, by=MANAGER).next_page
    assert second
    asked = query.model_copy(update={"page": second})
    count = crowd.export_sessions(asked, ExportKind.CSV, tmp_path / "list.csv", by=FRONT_DESK)
    assert count == len(listed(crowd, query))


def test_an_export_holds_what_a_calendar_holds_its_list_to(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        for key, name in ((1, "Byrne"), (2, "Nuñez")):
            step = add_session(session, add_plan(session, add_patient(session, "Ana", name)))
            add_booking(session, step, item_ids=[step], provider_id=key, room_id=key)
    for held in ({"room_id": 2}, {"provider_ids": (2,)}):
        query = SessionQuery.model_validate({"scope": Scope.ALL, **held})
        clinic.export_sessions(query, ExportKind.CSV, tmp_path / "list.csv", by=FRONT_DESK)
        assert [row["Patient"] for row in rows_of(tmp_path / "list.csv")] == ["Ana Nuñez"]


def test_progress_ends_with_all_of_them(
    crowd: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "STRETCH", 40)
    told: list[tuple[int, int]] = []
    query = SessionQuery(scope=Scope.ALL)
    total = crowd.export_sessions(
        query,
        ExportKind.XLSX,
        tmp_path / "list.xlsx",
        by=FRONT_DESK,
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [*((done, total) for done in range(0, total, 40)), (total, total)]


@pytest.mark.parametrize("kind", ExportKind)
def test_a_stopped_export_leaves_no_file(crowd: Clinic, tmp_path: Path, kind: ExportKind) -> None:
    target = tmp_path / "list"
    with pytest.raises(Stopped, match="stopped"):
        crowd.export_sessions(
            SessionQuery(scope=Scope.ALL), kind, target, by=FRONT_DESK, is_stopped=lambda: True
        )
    assert not target.exists()


@pytest.mark.parametrize("kind", ExportKind)
def test_a_place_that_cannot_be_written_is_told_of(
    crowd: Clinic, tmp_path: Path, kind: ExportKind
) -> None:
    with pytest.raises(Unavailable, match="could not be written"):
        crowd.export_sessions(
            SessionQuery(scope=Scope.ALL), kind, tmp_path / "no" / "list", by=FRONT_DESK
        )


@pytest.mark.filterwarnings("ignore:Exception ignored in")  # what the workbook leaves open
@pytest.mark.parametrize("kind", ExportKind)
def test_a_disk_that_takes_no_more_is_told_of_and_nothing_stays(
    crowd: Clinic, tmp_path: Path, kind: ExportKind
) -> None:
    resource = pytest.importorskip("resource")
    target = tmp_path / "list"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(Unavailable, match="could not be written: File too large"):
            crowd.export_sessions(SessionQuery(scope=Scope.ALL), kind, target, by=FRONT_DESK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    gc.collect()  # where that is told, not in another test
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def hostile(tmp_path: Path) -> Clinic:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        for name in HOSTILE:
            plan = add_plan(session, add_patient(session, name, ""), goal=name)
            add_session(session, plan, treatment=name)
    return clinic


def test_no_cell_of_a_csv_is_a_formula(hostile: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    hostile.export_sessions(SessionQuery(scope=Scope.ALL), ExportKind.CSV, file, by=FRONT_DESK)
    found = rows_of(file)
    cells = {cell for row in found for cell in row.values()}
    assert len(found) == len(HOSTILE)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert {'\'=HYPERLINK("http://x")', "'+1", "<b>Bold</b>", 'Quote " ; ,'} <= cells


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(hostile: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    hostile.export_sessions(SessionQuery(scope=Scope.ALL), ExportKind.XLSX, file, by=FRONT_DESK)
    with zipfile.ZipFile(file) as book:
        (sheet,) = (name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        content = book.read(sheet).decode()
    assert "HYPERLINK" in content
    assert "<f>" not in content
    assert "<hyperlink" not in content


def test_a_full_sheet_continues_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    file = tmp_path / "list.xlsx"
    with open_sheet(ExportKind.XLSX, file, COLUMNS[:1]) as sheet:
        for name in "ABCDE":
            sheet.write((name,))
    with zipfile.ZipFile(file) as book:
        pages = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = [book.read(page).decode() for page in sorted(pages)]
    assert [[letter for letter in "ABCDE" if f">{letter}<" in text] for text in texts] == [
        ["A", "B"],
        ["C", "D"],
        ["E"],
    ]
    assert all(">Patient<" in text for text in texts)
