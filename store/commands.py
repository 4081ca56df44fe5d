"""What the clinic can be told to do: each method one write transaction, then the news of it."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.unit import Unit
    from store.views import Actor


class Commands:
    """The writing half of the clinic."""

    if TYPE_CHECKING:

        def command(self, by: Actor) -> AbstractContextManager[Unit]:
            """Given by the clinic."""
