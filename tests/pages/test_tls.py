"""Certificate and key are judged before anybody is served, and a fault is told in one sentence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pages import tls
from store.errors import Invalid
from tests.certificates import certified

NOW = datetime.now(UTC).replace(microsecond=0)


def fault(certificate: Path | None, key: Path | None) -> str:
    with pytest.raises(Invalid) as found:
        tls.check(certificate, key)
    return found.value.message


def test_without_both_settings_there_is_no_tls() -> None:
    assert tls.check(None, None) is None


def test_a_good_pair_tells_until_when_it_is_good(tmp_path: Path) -> None:
    ends = NOW + timedelta(days=30)
    assert tls.check(*certified(tmp_path, ends=ends)) == ends


def test_one_of_the_two_is_not_enough(tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    assert "belong together" in fault(certificate, None)
    assert "belong together" in fault(None, key)


def test_a_missing_file_is_named_with_its_setting(tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    assert fault(tmp_path / "no.pem", key).startswith("REGIMEN_TLS_CERTIFICATE: there is no file")
    assert fault(certificate, tmp_path / "no.pem").startswith("REGIMEN_TLS_KEY: there is no file")


def test_a_folder_is_no_file_to_read(tmp_path: Path) -> None:
    _certificate, key = certified(tmp_path)
    assert "cannot be read" in fault(tmp_path, key)


def test_the_key_of_another_certificate_is_found(tmp_path: Path) -> None:
    certificate, _key = certified(tmp_path)
    _certificate, other = certified(tmp_path, name="other")
    assert fault(certificate, other) == f"REGIMEN_TLS_KEY: {other} is not the key of {certificate}."


def test_what_is_no_certificate_is_found(tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    certificate.write_text("hello")
    assert "are not both PEM files" in fault(certificate, key)


def test_a_locked_key_is_found(tmp_path: Path) -> None:
    assert "asks for a password" in fault(*certified(tmp_path, password=b"a long one"))


@pytest.mark.parametrize(
    ("begins", "ends", "sentence"),
    [(-9, -1, "has expired; get a new one."), (1, 9, "is not valid yet.")],
)
def test_a_certificate_out_of_its_time_is_found(
    tmp_path: Path, begins: int, ends: int, sentence: str
) -> None:
    pair = certified(tmp_path, begins=NOW + timedelta(days=begins), ends=NOW + timedelta(days=ends))
    assert fault(*pair).endswith(sentence)
