"""The log: one line an event, without what patients or forms hold, and nobody can forge one.

An event is a word of ours with values of ours: numbers, references, routes. Of a failure the log
has what kind it is and where it came about, never its message, which may quote a name. Of what
libraries write it has who wrote it and where, as their messages quote addresses and values.
"""

import json
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from typing import Any, TextIO

import structlog
from structlog.stdlib import BoundLogger, LoggerFactory, ProcessorFormatter

HERE = Path(__file__).resolve().parent.parent
PACKAGES = "site-packages"
MOST_PLACES, MOST_CAUSES = 12, 5
PLAIN = re.compile(r"[A-Za-z0-9_.:/+-]+")
OWN = "regimen"
"""Our own loggers begin with it; libraries are heard from warnings on."""
SPEAKING = frozenset({"uvicorn", "uvicorn.error"})
"""Loggers of the server itself: the text they were given before values went into it is kept."""
UNTOLD = "nicegui"
"""Logs each failure once more by its message; ``failures`` has it already, with a reference."""

Event = MutableMapping[str, Any]


def get(name: str) -> BoundLogger:
    """The logger of one part of Regimen; values are given by name."""
    logger: BoundLogger = structlog.get_logger(name)
    return logger


def set_up(*, level: str, as_json: bool, stream: TextIO | None = None) -> None:
    """Let everything that is logged in this process go through one door, to standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(as_json=as_json))
    handler.addFilter(is_told)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()  # some libraries bring a way out of their own
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    logging.getLogger(OWN).setLevel(level.upper())
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a failure to log would be printed with its values


def formatter(*, as_json: bool) -> ProcessorFormatter:
    """Makes the line of an event."""
    render = structlog.processors.JSONRenderer() if as_json else _as_text
    return ProcessorFormatter(
        foreign_pre_chain=[_name, structlog.stdlib.add_log_level, _foreign],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        use_get_message=False,
    )


def told(failure: BaseException) -> dict[str, str]:
    """Of what kind a failure is and where it came about, innermost first; nothing of its message."""
    causes = list(islice(_causes(failure), MOST_CAUSES))
    places = [_place(*at) for cause in reversed(causes) for at in reversed(list(_frames(cause)))]
    kinds = " < ".join(_kind(cause) for cause in reversed(causes))
    return {"failure": kinds, "where": " < ".join(places[:MOST_PLACES])}


def _causes(failure: BaseException | None) -> Iterator[BaseException]:
    while failure is not None:
        yield failure
        failure = failure.__cause__ or (
            None if failure.__suppress_context__ else failure.__context__
        )


def _kind(failure: BaseException) -> str:
    kind = type(failure)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    number = failure.errno if isinstance(failure, OSError) else None
    return name if number is None else f"{name} ({os.strerror(number)})"


def _frames(failure: BaseException) -> Iterator[tuple[str, int, str]]:
    for frame, line in walk_tb(failure.__traceback__):
        yield frame.f_code.co_filename, line, frame.f_code.co_name


def _place(filename: str, line: int, function: str) -> str:
    path = Path(filename)
    if PACKAGES in path.parts:
        path = Path(*path.parts[path.parts.index(PACKAGES) + 1 :])
    elif path.is_relative_to(HERE):
        path = path.relative_to(HERE)
    return f"{path.as_posix()}:{line} {function}"


def is_told(record: logging.LogRecord) -> bool:
    """Whether a record is not a repetition."""
    return not (record.name == UNTOLD and isinstance(record.msg, BaseException))


def _name(_logger: Any, _method: str, event: Event) -> Event:
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    return event


def _foreign(_logger: Any, _method: str, event: Event) -> Event:
    """What a library wrote, reduced to who and where."""
    record: logging.LogRecord = event["_record"]
    said = record.msg
    failure = said if isinstance(said, BaseException) else (record.exc_info or (None, None))[1]
    for needless in ("exc_info", "stack_info"):
        event.pop(needless, None)
    speaks = record.name in SPEAKING and isinstance(said, str)
    event["event"] = said.strip().split("\n")[0] if speaks else "library"
    event["by"] = _place(record.pathname, record.lineno, record.funcName or "")
    event.update(told(failure) if failure is not None else {})
    return event


def _ours(_logger: Any, _method: str, event: Event) -> Event:
    """An event of ours: a failure in it is reduced like any other."""
    failure = event.pop("cause", None)
    event.update(told(failure) if isinstance(failure, BaseException) else {})
    return event


def _as_text(_logger: Any, _method: str, event: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in event.items() if name not in LEADING}
    first = " ".join(_shown(event.get(name, "")) for name in LEADING)
    return " ".join([first, *(f"{name}={_shown(value)}" for name, value in rest.items())])


LEADING = ("timestamp", "level", "logger", "event")


def _shown(value: Any) -> str:
    """A value in one word, or quoted so that nothing in it ends the line."""
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text)


structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        _ours,
        ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=BoundLogger,
    logger_factory=LoggerFactory(),
)
