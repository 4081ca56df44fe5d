"""What can be asked of the clinic: each method one read transaction, answered with views."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.database import Database


class Questions:
    """The reading half of the clinic."""

    database: "Database"
    now: "Callable[[], datetime]"
