"""Staff with their accounts, sign-ins and one-time links."""

from datetime import datetime

from pydantic import Field

from store.views.frozen import Actor, Choice, Frozen
from store.views.people import Line
from store.words import LinkPurpose, Role


class SignedIn(Frozen):
    """Somebody signed in on one device."""

    id: int
    actor: Actor
    is_seen: bool
    """Whether it was seen within the last minute, so that it need not be written again."""
    is_locked: bool = False
    """Whether nothing is answered or done until it is unlocked."""
    lock_seconds: int = 0
    """Without a touch for so long, it is locked; 0: never."""

    def coming_from(self, origin: str) -> "SignedIn":
        """The same from an address, which the audit trail is to know."""
        return self.model_copy(update={"actor": self.actor.model_copy(update={"origin": origin})})


class NewSignIn(Frozen):
    """A sign-in just made; ``token`` is shown to this one browser and kept nowhere."""

    id: int
    token: str = Field(repr=False)
    actor: Actor


class OnDevice(Frozen):
    """Somebody who signed in on this device today, as its lock screen shows them."""

    sign_in_id: int
    name: str
    works_as: str
    has_pin: bool
    """Whether a PIN of theirs would be looked at; after too many wrong ones none is."""
    is_pin_spent: bool = False
    """Whether they have a PIN, and too many wrong ones were typed."""
    has_password: bool = True
    has_account: bool = False
    """Whether an account at an identity provider signs them in."""
    needs_nothing: bool = False
    """Whether a press is enough, as for whoever came into a demo by one."""


class LockScreen(Frozen):
    """What a locked device shows, and nothing else of the clinic."""

    clinic: str
    zone: str
    now: datetime
    is_demo: bool
    current: OnDevice | None
    """Who worked on it last; nobody after they signed out."""
    others: tuple[OnDevice, ...]
    """Who else signed in on it today and still is."""


class Proof(Frozen):
    """What somebody unlocks with; nothing at all where a press is enough."""

    pin: str = Field(default="", repr=False)
    password: str = Field(default="", repr=False)


class NewLink(Frozen):
    """A one-time link just made; ``token`` ends its address and is kept nowhere."""

    token: str = Field(repr=False)
    name: str
    """Whom it is for; empty for the first manager."""
    ends_at: datetime
    message: str


class Doorstep(Frozen):
    """What the sign-in page knows before anybody says who they are."""

    is_demo: bool = False
    is_new: bool = False
    """No manager can sign in yet."""
    farewell: str = ""
    """Why this browser's sign-in of before is over, unless its end was asked for."""


class LinkView(Frozen):
    """What whoever opens a one-time link is told."""

    purpose: LinkPurpose
    name: str
    """Whom it is for; empty for the first manager."""
    sign_in_name: str


class NewSecondFactor(Frozen):
    """A key just made for somebody's authenticator app, as text and for a QR code."""

    secret: str = Field(repr=False)
    address: str = Field(repr=False)


class SecondFactorView(Frozen):
    """What somebody is told of their own second factor."""

    is_on: bool
    codes_left: int
    """Recovery codes that were not used yet."""


class OidcProof(Frozen):
    """Whose account it is, as an identity provider has proved it."""

    issuer: str
    subject: str
    name: str
    """What it goes by there, which is somebody's sign-in name here."""
    label: str
    """What the identity provider is called."""


class AccountForm(Frozen):
    """Who the first manager is, as typed."""

    name: Line
    sign_in_name: Line


class StaffForm(Frozen):
    """A member of staff as typed in."""

    name: Line
    sign_in_name: Line = ""
    roles: frozenset[Role]
    provider_id: int | None = None
    location_ids: frozenset[int] = frozenset()
    """What they are limited to; empty: all locations."""
    own_patients: bool = False
    """Whether they see only patients whom the provider they are treats."""
    sees_money: bool = True
    sees_notes: bool = True
    version: int | None = None


class StaffView(Frozen):
    """A member of staff with their account."""

    id: int
    version: int
    name: str
    sign_in_name: str
    roles: frozenset[Role]
    provider_id: int | None
    location_ids: frozenset[int]
    own_patients: bool
    sees_money: bool
    sees_notes: bool
    disabled: bool
    has_password: bool
    is_invited: bool
    """Whether a link is under way that has not been used yet."""
    signed_in: int
    """On how many devices."""
    has_second_factor: bool = False
    has_oidc_account: bool = False


class StaffBook(Frozen):
    """Everybody on the staff, the providers they may be, and what they may be limited to."""

    staff: tuple[StaffView, ...]
    providers: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    zone: str
    """In which times are shown."""
