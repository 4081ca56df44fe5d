"""The soaks themselves hold at a size that `make test` has time for."""

import pytest

from tests.soak.__main__ import main


def test_of_those_who_race_one_wins(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "race", "--clients", "6", "--rounds", "1"]) == 0
    assert "6 places, one booking each" in capsys.readouterr().out


def test_what_was_confirmed_outlives_a_kill(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "kill", "--kills", "1", "--bookings", "24"]) == 0
    assert "1 kills during 24 bookings: none lost" in capsys.readouterr().out


def test_many_come_in_at_once_and_whoever_leaves_is_out_on_every_tab(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--only", "door", "--people", "4", "--tabs", "3", "--untimed"]) == 0
    told = capsys.readouterr().out
    assert "while 4 come in" in told
    assert told.count("3 open tabs went") == 2
