"""Broken files are refused in words that name the file, the resource and the reason."""

import json
import zipfile
from pathlib import Path

import pytest

from store.errors import ImportRefused
from store.importing import import_files
from store.importing.sources import read
from tests.factories import make_clinic
from tests.store.importing.bundles import bundle, patient, visit_of_ada


def test_json_ndjson_and_zip_hold_the_same_resources(tmp_path: Path) -> None:
    bodies = visit_of_ada()
    text = json.dumps(bundle(*bodies))
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    (tmp_path / "a.ndjson").write_text("\n".join(map(json.dumps, bodies)), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("folder/a.json", text)
        archive.writestr("readme.txt", "not ours")
    expected = [one["id"] for one in bodies]
    for name in ("a.json", "a.ndjson", "a.zip"):
        assert [source.id for source in read([tmp_path / name])] == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"{", "a.json: line 1, column 2: this is not JSON"),
        ("a.json", b"\xff\xfe", "a.json: byte 0 is not UTF-8 text."),
        ("a.json", b"[]", "a.json: the file is not a FHIR resource"),
        ("a.json", b'{"resourceType": "Bundle", "entry": 7}', "a.json: Bundle: its entries"),
        ("a.json", b'{"resourceType": "Bundle", "entry": [7]}', "a.json: Bundle entry 1 holds no"),
        ("a.json", b"[" * 100_000, "a.json: it is nested too deeply."),
        ("a.ndjson", b'{"resourceType": "Goal"}\n{', "a.ndjson: line 2, column 2"),
        ("a.json", b"PK\x03\x04 not a zip", "a.json: line 1, column 1: this is not JSON"),
        (
            "a.json",
            b'{"resourceType": "Patient", "id": "x", "birthDate": "yesterday"}',
            "a.json: Patient x: birthDate: ",
        ),
        (
            "a.json",
            b'{"resourceType": "Patient", "id": "x", "name": [{"family": "\\ud800"}]}',
            "a.json: Patient x: ",
        ),
    ],
)
def test_a_broken_file_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as refusal:
        import_files(make_clinic(tmp_path), [path])
    assert refusal.value.message.startswith(message)


def test_a_missing_file_and_an_empty_zip_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with pytest.raises(ImportRefused, match=r"empty.zip: there is no .json"):
        read([tmp_path / "empty.zip"])
    with pytest.raises(ImportRefused, match=r"gone.json: it cannot be read"):
        read([tmp_path / "gone.json"])


def test_one_broken_file_keeps_the_good_ones_out(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(bundle(patient())), encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(ImportRefused):
        import_files(clinic, [good, bad])
    with clinic.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM patient").scalar() == 0
