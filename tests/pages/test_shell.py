"""The document of every page: ours for as long as the framework's asks for the same."""

import hashlib
import re
from pathlib import Path

import nicegui
from jinja2 import Environment, meta
from nicegui import client

from pages import shell

DIGEST = "82070de3799672b88ed615a512e7d9505902b263a8598d55154143481489837f"
"""Of the framework's document that ours was made for."""


def test_the_framework_s_own_document_is_the_one_that_ours_was_made_for() -> None:
    """Where this fails after an upgrade, carry over what changed in it and note its new digest."""
    theirs = Path(nicegui.__file__).parent / "templates" / shell.NAME
    assert hashlib.sha256(theirs.read_bytes()).hexdigest() == DIGEST


def test_every_value_that_ours_asks_for_is_given() -> None:
    environment = Environment(autoescape=True)
    source, *_ = shell.Shell().get_source(environment, shell.NAME)
    asked = meta.find_undeclared_variables(environment.parse(source))
    given = re.findall(r"'(\w+)':", Path(client.__file__).read_text(encoding="utf-8"))
    assert asked <= {*given, "nonce", "scripts"}
