"""What a sheet may hold: kinds of rows, and the fields each of them has."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from store.words import (
    BookingStatus,
    Category,
    PaymentMethod,
    PaymentOption,
    PlanState,
    Word,
)


class Kind(Word):
    """What every row of a sheet is, in the order in which they are brought in."""

    LOCATIONS = "locations", "Locations"
    SERVICES = "services", "Services"
    ROOMS = "rooms", "Rooms"
    PROVIDERS = "providers", "Providers"
    PATIENTS = "patients", "Patients"
    PLANS = "plans", "Treatment plans"
    SESSIONS = "sessions", "Treatment sessions"
    ITEMS = "items", "Items"
    BOOKINGS = "bookings", "Bookings"
    PAYMENTS = "payments", "Payments"


class Form(Enum):
    """How the text of a cell is read; the value says it in words."""

    LINE = "text"
    NOTE = "text of several lines"
    LIST = "list"
    DAY = "date"
    MOMENT = "date and time"
    CLOCK = "time"
    MONEY = "amount"
    NUMBER = "whole number"
    MINUTES = "minutes"
    YES = "yes or no"
    HOURS = "hours"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row can say; ``words`` are those a cell of form WORD may hold."""

    name: str
    form: Form = Form.LINE
    words: type[Word] | None = None

    @property
    def label(self) -> str:
        """Its name as people read it."""
        return self.name.replace("_", " ")


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _fields(text: str, *others: Field) -> tuple[Field, ...]:
    return (*(Field(name) for name in text.split()), *others)


def _week() -> tuple[Field, ...]:
    return tuple(Field(day, Form.HOURS) for day in WEEK)


def _money(*names: str) -> tuple[Field, ...]:
    return (*(Field(name, Form.MONEY) for name in names), Field("currency"))


FIELDS: Mapping[Kind, tuple[Field, ...]] = MappingProxyType(
    {
        Kind.LOCATIONS: _fields("id name zone", *_week()),
        Kind.SERVICES: _fields(
            "id name",
            Field("category", Form.WORD, Category),
            Field("minutes", Form.MINUTES),
            Field("buffer_minutes", Form.MINUTES),
            *_money("price", "deposit"),
            Field("needs_room", Form.YES),
        ),
        Kind.ROOMS: _fields("id name location", Field("services", Form.LIST)),
        Kind.PROVIDERS: _fields(
            "id title given_name family_name name location",
            Field("services", Form.LIST),
            *_week(),
        ),
        Kind.PATIENTS: _fields(
            "id record_number given_name family_name name preferred_name",
            Field("birth_date", Form.DAY),
            *_fields("phone email"),
            Field("alerts", Form.LIST),
        ),
        Kind.PLANS: _fields(
            "id patient goal treatment",
            Field("sessions", Form.NUMBER),
            Field("spacing_min", Form.NUMBER),
            Field("spacing_ideal", Form.NUMBER),
            Field("spacing_max", Form.NUMBER),
            Field("payment_option", Form.WORD, PaymentOption),
            *_money("deposit"),
            Field("state", Form.WORD, PlanState),
            Field("starts_on", Form.DAY),
        ),
        Kind.SESSIONS: _fields(
            "id plan patient treatment",
            Field("position", Form.NUMBER),
            Field("category", Form.WORD, Category),
            Field("target_date", Form.DAY),
            *_money("deposit"),
            Field("services", Form.LIST),
        ),
        Kind.ITEMS: _fields(
            "id session service",
            Field("units", Form.NUMBER),
            *_money("unit_price"),
            Field("performed_at", Form.MOMENT),
            Field("performed_by"),
            Field("location"),
            Field("minutes", Form.MINUTES),
            Field("note", Form.NOTE),
        ),
        Kind.BOOKINGS: _fields(
            "id session patient",
            Field("items", Form.LIST),
            Field("services", Form.LIST),
            *_fields("location provider room"),
            Field("date", Form.DAY),
            Field("start", Form.CLOCK),
            Field("end", Form.CLOCK),
            Field("minutes", Form.MINUTES),
            Field("status", Form.WORD, BookingStatus),
            Field("reason"),
            *_money("price"),
            Field("note", Form.NOTE),
        ),
        Kind.PAYMENTS: _fields(
            "id session booking patient",
            *_money("amount"),
            Field("method", Form.WORD, PaymentMethod),
            Field("date", Form.MOMENT),
            Field("taken_by"),
        ),
    }
)

NEEDED: Mapping[Kind, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        Kind.LOCATIONS: (("name",),),
        Kind.SERVICES: (("name",), ("minutes",)),
        Kind.ROOMS: (("name",),),
        Kind.PROVIDERS: (("name", "family_name"),),
        Kind.PATIENTS: (("family_name", "given_name", "name"),),
        Kind.PLANS: (("patient",), ("treatment",)),
        Kind.SESSIONS: (("plan", "patient"),),
        Kind.ITEMS: (("session",), ("service",)),
        Kind.BOOKINGS: (("items", "session", "patient"), ("provider",), ("start",)),
        Kind.PAYMENTS: (("session", "booking", "patient"), ("amount",)),
    }
)
"""Of each group one column has to be there."""


def field_of(kind: Kind, name: str) -> Field | None:
    """The field of that name."""
    return next((field for field in FIELDS[kind] if field.name == name), None)


def missing(kind: Kind, names: frozenset[str]) -> tuple[str, ...]:
    """What a sheet with these fields lacks to be of that kind, in words."""
    return tuple(
        " or ".join(name.replace("_", " ") for name in group)
        for group in NEEDED[kind]
        if not names.intersection(group)
    )
