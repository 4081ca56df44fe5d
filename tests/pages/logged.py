"""What was logged, as it would stand in the log."""

import io
import json
import logging
from typing import Any

from pages import logs


class Logged(logging.Handler):
    """Keeps every line, written as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = io.StringIO()
        self.setFormatter(logs.formatter(as_json=True))
        self.addFilter(logs.is_told)

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.write(self.format(record) + "\n")

    def text(self) -> str:
        return self._kept.getvalue()

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]
