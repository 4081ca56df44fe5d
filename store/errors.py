"""Everything that can go wrong, in words for people.

RegimenError
├── NotFound            no such session, patient, booking …
├── Invalid             a value that cannot be (a negative price, a time that does not exist)
├── NotAllowed          the role, or the moment, does not allow it
│   ├── NotSignedIn     nobody is signed in, or no longer
│   ├── Locked          whoever is signed in has to unlock this device first
│   ├── WrongSignIn     this name and this password do not go together
│   └── CodeAsked       the first half of a sign-in is right: a code is asked for
├── SlowDown            too many tries at a password: when the next may come
├── Stale               somebody changed it meanwhile; the second sees the first's change
├── Refused             a booking rule says no
│   ├── SlotTaken       provider, room or patient is elsewhere until a time
│   ├── OutsideHours    not in the provider's hours, or in time off
│   ├── NotQualified    the provider cannot do a service in it
│   ├── RoomUnsuitable  the room does not suit, or one is needed
│   ├── BadTime         past, off the grid, too short, end before start
│   ├── NotBookable     the item, the session or its plan does not take a booking
│   └── SpacingTooClose closer to a neighbouring session than the plan's minimum; a tick overrides
├── ImportRefused       a file that cannot be taken in: which resource and why
├── Stopped             a long job that whoever began it has stopped
├── BackupFailed        a backup that could not be made or put back: what stands in the way
└── Unavailable         the database cannot be reached or written just now
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from store.views.booking import Slot


class RegimenError(Exception):
    """What a person is told when something cannot be done; pages catch this alone.

    ``field`` names the form field the message belongs to: items, location, provider, room, date,
    start_time, end_time, spacing, reason, amount, …; None when it belongs to none.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """``message`` is one sentence without markup."""
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(RegimenError):
    """There is no such thing, or it is gone."""


class Invalid(RegimenError):
    """The value itself cannot be."""


class NotAllowed(RegimenError):
    """The person's role, or the state of the record, does not allow it."""


class NotSignedIn(NotAllowed):
    """The sign-in this was asked under is over, or there was none."""


class Locked(NotAllowed):
    """The sign-in this was asked under is locked: nothing is answered or done until it is unlocked."""


class WrongSignIn(NotAllowed):
    """Name and password do not go together; never says which of them is wrong."""


class CodeAsked(NotAllowed):
    """Not signed in yet: the code of a second factor is asked for; ``token`` is what it finishes."""

    def __init__(self, token: str) -> None:
        """``token`` is shown to this one browser and kept nowhere."""
        super().__init__("Type the code that your authenticator app shows now.", field="code")
        self.token = token


class SlowDown(RegimenError):
    """Too many passwords were tried; the message says when the next one may be."""


class Stale(RegimenError):
    """Somebody else changed it first; nothing was overwritten."""


class Refused(RegimenError):
    """A booking rule says no; says who or what is in the way, until when, and what is free."""

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        until: "datetime | None" = None,
        alternatives: "tuple[Slot, ...]" = (),
    ) -> None:
        """``until`` is aware UTC; ``alternatives`` are the nearest free slots, best first."""
        super().__init__(message, field=field)
        self.until = until
        self.alternatives = alternatives


class SlotTaken(Refused):
    """Provider, room or patient has another booking then."""


class OutsideHours(Refused):
    """The provider does not work there then."""


class NotQualified(Refused):
    """The provider may not do a service in it."""


class RoomUnsuitable(Refused):
    """The room does not suit a service in it, or a room is needed."""


class BadTime(Refused):
    """The times themselves break a rule."""


class NotBookable(Refused):
    """The item, its session or its plan takes no booking."""


class SpacingTooClose(Refused):
    """Too close to the neighbouring session; may be confirmed with a tick."""


class ImportRefused(RegimenError):
    """A file cannot be taken in; the message names file, resource and reason."""


class Stopped(RegimenError):
    """A long job was stopped by whoever began it; it left nothing behind."""


class BackupFailed(RegimenError):
    """A backup could not be made or restored; what was there before is untouched."""


class Unavailable(RegimenError):
    """The database does not answer or does not take writes just now."""
