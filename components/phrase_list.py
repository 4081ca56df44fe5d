"""Sentences that go into a text by one press."""

from collections.abc import Iterable

from nicegui import ui

from components.fields import Field


class PhraseList(ui.element, component="scripts/phrase_list.js"):
    """A button for each phrase; the browser puts it at the end of what is typed, at once."""

    def __init__(self, phrases: Iterable[str], *, into: Field) -> None:
        """``into`` is the text they go into."""
        super().__init__()
        self.props.update({"phrases": tuple(phrases), "into": into.id})
