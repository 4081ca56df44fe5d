"""What every read model and request has in common."""

from pydantic import BaseModel, ConfigDict, Field

from store.words import Role, role_words


class Frozen(BaseModel):
    """A value across the store's border: validated, immutable, compared by content."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Money(Frozen):
    """An amount in integer minor units of an ISO 4217 currency."""

    amount: int
    currency: str = "USD"


class Choice(Frozen):
    """A thing to pick by name in a filter or a form."""

    id: int
    name: str
    disabled: bool = False


class Action(Frozen):
    """Something that may be done now, or the reason why not; an empty reason means it may."""

    refusal: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether it may be done now."""
        return not self.refusal


class Sight(Frozen):
    """What of the clinic somebody may see; whoever is limited in nothing sees all of it."""

    location_ids: frozenset[int] | None = None
    """None: every location."""
    own_provider_id: int | None = None
    """Only patients whom this provider treats; None: whoever treats them."""
    opened: frozenset[int] = frozenset()
    """Patients besides those, whose record was opened for a reason and for a while."""
    money: bool = True
    notes: bool = True

    @property
    def is_limited(self) -> bool:
        """Whether there are sessions and patients that it does not reach."""
        return self.location_ids is not None or self.own_provider_id is not None


EVERYTHING = Sight()


class Actor(Frozen):
    """Who acts: a member of staff with the roles they act in."""

    staff_id: int | None
    name: str
    roles: frozenset[Role] = Field(min_length=1)
    provider_id: int | None = None
    origin: str = ""
    """Where from, for the audit trail: the address of whoever asks; empty when nobody knows."""
    sign_in_id: int | None = None
    """The sign-in they act under; every command looks whether it still holds."""
    sight: Sight = EVERYTHING

    @property
    def works_as(self) -> str:
        """Their roles in words."""
        return role_words(self.roles)


class Outcome(Frozen):
    """What a command did: the session to show, the sentence to say, what to press to undo it."""

    session_id: int
    message: str
    change_id: int | None = None
    """Goes to ``undo``; None when there is nothing to undo."""
    booking_ids: tuple[int, ...] = ()
