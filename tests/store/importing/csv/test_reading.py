"""Whatever a spreadsheet writes is read as meant, or refused by row and in words."""

import zipfile
from pathlib import Path

import pytest

from store.errors import ImportRefused
from store.importing.csv import Fate, Kind, SheetImport, files
from store.importing.csv.sheets import look
from store.importing.importer import IMPORT
from store.tables import PATIENT, SERVICE
from tests.factories import furnished, make_clinic
from tests.store.importing.csv.tables import bring_in, rows, try_out, written

TEXT = "Vorname;Nachname;Telefon\nJörg;Müller-Łuk;030 5550\n"
NAMES = [("Jörg", "Müller-Łuk")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, written(tmp_path, TEXT.encode(encoding)))
    assert rows(clinic, PATIENT.c.given_name, PATIENT.c.family_name) == NAMES


def test_windows_1252_is_found_out_and_told(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    told = bring_in(clinic, written(tmp_path, TEXT.replace("Ł", "L").encode("cp1252")))
    assert rows(clinic, PATIENT.c.given_name, PATIENT.c.family_name) == [("Jörg", "Müller-Luk")]
    assert told.facts == ["patients.csv: patients, 1 row, Windows-1252, semicolon-separated."]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_out(tmp_path: Path, separator: str) -> None:
    text = f'first{separator}last{separator}alerts\n"O{separator}Ada"{separator}Çelik{separator}"a; b"\n'
    clinic = make_clinic(tmp_path)
    bring_in(
        clinic, written(tmp_path, text.replace("first", "first name").replace("last", "surname"))
    )
    assert rows(clinic, PATIENT.c.given_name, PATIENT.c.alerts) == [
        (f"O{separator}Ada".replace("\t", " "), ["a", "b"])
    ]


def test_lines_with_nothing_in_them_are_no_rows_and_not_counted(tmp_path: Path) -> None:
    file = written(tmp_path, "given_name,family_name\nAda,Lee\n,\n\n , \nBo,Ray\n")
    told = try_out(make_clinic(tmp_path), file)
    assert told.facts == ["patients.csv: patients, 2 rows, UTF-8, comma-separated."]
    assert [row.row for row in told.rows] == [2, 6]


def test_a_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    sheet = look(written(tmp_path, "sep=;\nName;Phone\nAda, Q;1\n"), "patients.csv")
    assert [column.heading for column in sheet.columns] == ["Name", "Phone"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Vorname;Nachname;Geb.;Handy", Kind.PATIENTS),
        ("Prénom;Nom;Date de naissance;Téléphone", Kind.PATIENTS),
        ("Nombre;Apellidos;Fecha de nacimiento;Móvil", Kind.PATIENTS),
        ("Standort;Zeitzone;Mo;Di", Kind.LOCATIONS),
        ("Leistung;Dauer (min);Preis;Puffer", Kind.SERVICES),
        ("Client;Date;Heure;Praticien;Prestation;Statut", Kind.BOOKINGS),
    ],
)
def test_the_kind_is_found_by_the_headings(tmp_path: Path, head: str, kind: Kind) -> None:
    assert look(written(tmp_path, f"{head}\nx\n", "export.csv"), "export.csv").kind is kind


def test_headings_that_tell_nothing_ask_for_the_kind(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="say which kind"):
        try_out(make_clinic(tmp_path), written(tmp_path, "a,b\n1,2\n", "x.csv"))


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (["03/04/1990", "25/04/1990"], "1990-04-03"),
        (["03/04/1990", "04/25/1990"], "1990-03-04"),
        (["03.04.1990"], "1990-04-03"),
        (["1990-04-03"], "1990-04-03"),
        (["03.04.90"], "1990-04-03"),
    ],
)
def test_dates_are_decided_over_the_whole_column(
    tmp_path: Path, dates: list[str], day: str
) -> None:
    clinic = make_clinic(tmp_path)
    lines = "".join(f"P{n},Ada,{text}\n" for n, text in enumerate(dates))
    bring_in(clinic, written(tmp_path, f"id,name,born\n{lines}"))
    assert str(rows(clinic, PATIENT.c.birth_date)[0][0]) == day


def test_dates_that_do_not_tell_are_asked_about(tmp_path: Path) -> None:
    file = written(tmp_path, "id,name,born\n1,Ada,03/04/1990\n")
    with pytest.raises(ImportRefused, match=r"“born” can be read day first or month first") as told:
        try_out(make_clinic(tmp_path), file)
    assert told.value.field == "dates"


@pytest.mark.parametrize(
    ("prices", "first"),
    [
        (["1.234,50", "2,00"], 123_450),
        (["1,234.50", "2.00"], 123_450),
        (["€ 99", "12.5"], 9_900),
        (["1 234,5", "1,00"], 123_450),
        (["1.500"], 150_000),
    ],
)
def test_decimals_are_decided_over_the_whole_column(
    tmp_path: Path, prices: list[str], first: int
) -> None:
    clinic = make_clinic(tmp_path)
    lines = "".join(f"S{n};30;{price}\n" for n, price in enumerate(prices))
    bring_in(clinic, written(tmp_path, f"name;minutes;price\n{lines}", "services.csv"))
    assert rows(clinic, SERVICE.c.price)[0][0] == first


def test_several_files_and_a_zip_come_in_together(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/rooms.csv", "name,location\nRoom 1,Harbour\n")
        archive.writestr("in/locations.csv", "name,zone\nHarbour,Europe/Berlin\n")
        archive.writestr("__MACOSX/._rooms.csv", "x")
        archive.writestr("readme.pdf", "x")
    told = bring_in(clinic, packed, written(tmp_path, "name\nAda Çelik\n"))
    assert [sheet.name for sheet in told.sheets] == [
        "all.zip/in/rooms.csv",
        "all.zip/in/locations.csv",
        "patients.csv",
    ]
    assert told.counts == {Fate.BROUGHT_IN: 3}


def zipped(path: Path, **tables: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return path


def test_one_zip_after_another_is_added_to_what_is_open(tmp_path: Path) -> None:
    job = SheetImport(make_clinic(tmp_path), by=IMPORT)
    job.open([(zipped(tmp_path / "a.zip", rooms="name,location\nRoom 1,Harbour\n"), "a.zip")])
    job.open([(zipped(tmp_path / "b.zip", patients="name\nAda Çelik\n"), "b.zip")])
    assert [sheet.name for sheet in job.sheets] == ["a.zip/rooms.csv", "b.zip/patients.csv"]
    assert len({sheet.path for sheet in job.sheets}) == 2
    job.close()
    assert not job.folder.exists()


def test_a_zip_that_unpacks_to_too_much_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 3_000)
    packed = zipped(tmp_path / "a.zip", a="name\n" + "A\n" * 1_000, b="name\n" + "B\n" * 1_000)
    (tmp_path / "out").mkdir()
    with pytest.raises(ImportRefused, match="it unpacks to more than"):
        list(files.unpacked([(packed, "a.zip")], tmp_path / "out"))


def test_a_zip_with_a_flipped_byte_is_refused_by_name(tmp_path: Path) -> None:
    packed = zipped(tmp_path / "a.zip", patients="name\n" + "".join(map(str, range(9_999))))
    whole = packed.read_bytes()
    for at in range(60, len(whole) // 2, len(whole) // 40):
        packed.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with pytest.raises(ImportRefused, match="the zip is damaged"):
            list(files.unpacked([(packed, "a.zip")], tmp_path))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1900-01-01 10:00", "1900-01-01 11:00", ""),
        ("1899-12-31 10:00", "1899-12-31 11:00", "start: the year 1899 cannot be"),
        ("9999-12-31T23:00-12:00", "9999-12-31T23:30-12:00", "start: the year 9999 cannot be"),
        ("0001-01-01T00:00+14:00", "0001-01-01T01:00+14:00", "start: the year 1 cannot be"),
        ("2025-01-05T10:00+14:00", "2025-01-05T11:00+14:00", ""),
        ("2025-01-05T10:00+15:00", "2025-01-05T11:00+14:00", "start: “2025-01-05T10:00+15:00”"),
    ],
)
def test_times_of_another_age_or_clock_are_refused_by_their_row(
    tmp_path: Path, start: str, end: str, said: str
) -> None:
    clinic = furnished(tmp_path)
    patients = written(tmp_path, "record number,given name\n1,Mei\n")
    head = "patient,services,provider,start,end\n"
    lines = f"{head}1,Laser Peel,Dr. Ines Lind,{start},{end}\n"
    told = try_out(clinic, patients, written(tmp_path, lines, "bookings.csv"))
    assert [one.partition(", ")[2][: len(said)] for one in told.problems] == (
        [said] if said else []
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"PK\x03\x04 no zip", "workbook"),
        (b"\xff\xfe\x00\x00a", "UTF-32"),
        (b"\xef\xbb\xbfname\n\xff\xff", "is not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(ImportRefused, match=said):
        look(written(tmp_path, data, "x.csv"), "x.csv")


HOSTILE = {
    "a NUL byte": ("N\x00oor", "Noor"),
    "a formula": ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    "right to left": ("نور حداد", "نور حداد"),
    "markup": ("<img src=x onerror=1>", "<img src=x onerror=1>"),
    "quotes": ('""Noor""', '"Noor"'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_kept_as_text(tmp_path: Path, name: str) -> None:
    clinic = make_clinic(tmp_path)
    given, kept = HOSTILE[name]
    bring_in(clinic, written(tmp_path, f'given name,family name\n"{given}",Haddad\n'))
    assert rows(clinic, PATIENT.c.given_name) == [(kept,)]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("x" * 5_000, "row 2, given name: The given name has 5,000 letters; 200 is the most"),
        ("x" * (10 << 20), "row 2: a cell has more than 131,072 letters"),
        ('"never closed', "row 2: a quote is never closed"),
        ('"a"b', "row 2: its quotes do not match"),
        ("a,b,c,d", "row 2: it has more cells than the head"),
    ],
)
def test_a_hostile_cell_is_refused_by_its_row(tmp_path: Path, cell: str, said: str) -> None:
    file = written(tmp_path, f"given name,family name\n{cell},Haddad\n")
    problems = try_out(make_clinic(tmp_path), file).problems
    assert problems[0].startswith(said)


def test_half_a_character_is_refused_by_its_row(tmp_path: Path) -> None:
    file = written(tmp_path, b"given name,family name\nA\xed\xa0\x80da,Haddad\n")
    (said,) = try_out(make_clinic(tmp_path), file).problems
    assert said.startswith("row 2, given name: The given name holds half of a character")


def test_headings_that_come_twice_are_told_apart(tmp_path: Path) -> None:
    sheet = look(written(tmp_path, "Name,Phone,Phone,\nAda,1,2,3\n"), "patients.csv")
    assert [column.heading for column in sheet.columns] == [
        "Name",
        "Phone",
        "Phone (2)",
        "Column 4",
    ]
    assert sheet.mapping == ("name", "phone", "", "")
