"""A line for each event, with nothing in it of patients and nothing that somebody forged."""

import asyncio
import io
import json
import logging
import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pages import logs
from store.errors import RegimenError
from tests.factories import furnished
from tests.pages.logged import Logged

NAME = "Quartermaine"
NASTY = f"{NAME}\n2026-01-01T00:00:00Z info regimen \x1b[2J\u2028forged\ud800"


def line(*, as_json: bool, **values: Any) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.formatter(as_json=as_json))
    logger = logging.getLogger("regimen.test_line")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logs.get("regimen.test_line").info("happened", **values)
    logger.removeHandler(handler)
    return out.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_no_value_ends_its_line(as_json: bool) -> None:
    written = line(as_json=as_json, file=NASTY)
    assert written.isascii()
    assert len(written.splitlines()) == 1
    assert not re.search(r"[\x00-\x1f]", written.removesuffix("\n"))


def test_json_and_text_tell_the_same() -> None:
    told = json.loads(line(as_json=True, file="a b"))
    assert (told["event"], told["level"], told["file"]) == ("happened", "info", "a b")
    written = line(as_json=False, file="a b")
    assert written.endswith('Z info regimen.test_line happened file="a b"\n')


def test_of_a_failure_only_its_kind_and_place_are_told(logged: Logged) -> None:
    try:
        try:
            int(NAME)
        except ValueError as inner:
            raise LookupError(NAME) from inner
    except LookupError as failure:
        logs.get("regimen").error("failed", cause=failure)
    (event,) = logged.events()
    assert event["failure"] == "ValueError < LookupError"
    assert event["where"].count("test_of_a_failure_only_its_kind_and_place_are_told") == 2
    assert NAME not in logged.text()


def test_a_failure_of_the_database_tells_no_parameter(tmp_path: Any, logged: Logged) -> None:
    clinic = furnished(tmp_path)
    with pytest.raises((SQLAlchemyError, RegimenError)) as found, clinic.database.read() as reading:
        reading.execute(text("select :name from Quartermaine"), {"name": NAME})
    logs.get("regimen").error("failed", cause=found.value)
    assert "OperationalError" in logged.events()[-1]["failure"]
    assert NAME not in logged.text()


async def test_what_libraries_write_is_reduced(logged: Logged) -> None:
    nasty = NASTY.replace("\ud800", "")  # the runner of the tests reports what was logged as UTF-8
    logging.getLogger("nicegui").warning(nasty)
    logging.getLogger("sqlalchemy.engine").warning("parameters: %r", [NAME])
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"failed\n{NAME}", "exception": KeyError(NAME)}
    )
    logging.getLogger("uvicorn.error").error("Exception in %s", nasty, exc_info=KeyError(NAME))
    events = logged.events()
    assert [event["event"] for event in events] == ["library"] * 3 + ["Exception in %s"]
    assert [event.get("failure") for event in events[2:]] == ["KeyError", "KeyError"]
    assert NAME not in logged.text()


def test_the_words_of_the_system_are_kept(logged: Logged) -> None:
    logging.getLogger("uvicorn.error").error(OSError(98, NAME))
    assert logged.events()[0]["failure"] == "OSError (Address already in use)"
