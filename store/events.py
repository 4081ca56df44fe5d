"""Who changed what: the news that open pages follow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Lock


@dataclass(frozen=True, slots=True)
class SessionsChanged:
    """One transaction's worth of changes, by ids; whoever shows one of them asks again."""

    session_ids: frozenset[int] = field(default_factory=frozenset)
    patient_ids: frozenset[int] = field(default_factory=frozenset)
    plan_ids: frozenset[int] = field(default_factory=frozenset)
    is_set_up: bool = False
    """Whether locations, rooms, providers or services changed, and with them names and hours."""
    views_changed: bool = False
    """Whether somebody's saved views changed."""
    signed_out: frozenset[int] = field(default_factory=frozenset)
    """Sign-ins that are over, whose pages show nothing any more."""
    locked: frozenset[int] = field(default_factory=frozenset)
    """Sign-ins that are locked, whose pages are covered."""
    unlocked: frozenset[int] = field(default_factory=frozenset)
    """Sign-ins that are locked no longer, whose pages show themselves again."""
    handed_over: frozenset[int] = field(default_factory=frozenset)
    """Sign-ins whose device somebody else works on now, whose pages are theirs from here on."""


class Hub:
    """Hands every event to every subscriber, on the thread that publishes."""

    def __init__(self) -> None:
        """Begin without subscribers."""
        self._lock = Lock()
        self._numbers = count()
        self._subscribers: dict[int, Callable[[SessionsChanged], None]] = {}
        self.revision = 0
        """Grows with every event: what was read under another one may be old."""

    def subscribe(self, callback: Callable[[SessionsChanged], None]) -> Callable[[], None]:
        """Call back on every event, until the function handed back is called; that one may repeat.

        The callback runs on the publishing thread and must only pass the event on.
        """
        with self._lock:
            number = next(self._numbers)
            self._subscribers[number] = callback

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers.pop(number, None)

        return unsubscribe

    def publish(self, event: SessionsChanged) -> None:
        """Tell everybody; to be called after the commit."""
        with self._lock:
            self.revision += 1
            callbacks = list(self._subscribers.values())
        for callback in callbacks:
            callback(event)

    @property
    def subscriber_count(self) -> int:
        """How many listen just now."""
        return len(self._subscribers)
