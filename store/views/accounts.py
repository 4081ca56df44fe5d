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

    def coming_from(self, origin: str) -> "SignedIn":
        """The same from an address, which the audit trail is to know."""
        return self.model_copy(update={"actor": self.actor.model_copy(update={"origin": origin})})


class NewSignIn(Frozen):
    """A sign-in just made; ``token`` is shown to this one browser and kept nowhere."""

    id: int
    token: str = Field(repr=False)
    actor: Actor


class NewLink(Frozen):
    """A one-time link just made; ``token`` ends its address and is kept nowhere."""

    token: str = Field(repr=False)
    name: str
    """Whom it is for; empty for the first manager."""
    ends_at: datetime
    message: str


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
    role: Role
    provider_id: int | None = None
    version: int | None = None


class StaffView(Frozen):
    """A member of staff with their account."""

    id: int
    version: int
    name: str
    sign_in_name: str
    role: Role
    provider_id: int | None
    disabled: bool
    has_password: bool
    is_invited: bool
    """Whether a link is under way that has not been used yet."""
    signed_in: int
    """On how many devices."""
    has_second_factor: bool = False
    has_oidc_account: bool = False


class StaffBook(Frozen):
    """Everybody on the staff, and the providers they may be."""

    staff: tuple[StaffView, ...]
    providers: tuple[Choice, ...]
    zone: str
    """In which times are shown."""
