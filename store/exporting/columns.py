"""The columns of an exported list: what a spreadsheet can sort and count, one fact a column."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from store.views import SessionRow
from store.zones import local

Cell = str | int | date | time | None
"""None where there is nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its width in letters, and how a row fills it."""

    title: str
    width: int
    read: Callable[[SessionRow], Cell]


def columns(*, money: bool) -> tuple[Column, ...]:
    """The columns for whoever sees money, or does not."""
    return COLUMNS if money else tuple(column for column in COLUMNS if column.title != "Billing")


def _day(row: SessionRow) -> Cell:
    return local(row.starts_at, row.zone).date() if row.starts_at else None


def _start(row: SessionRow) -> Cell:
    return local(row.starts_at, row.zone).time() if row.starts_at else None


def _end(row: SessionRow) -> Cell:
    return local(row.ends_at, row.zone).time() if row.ends_at else None


def _marked(is_so: bool) -> Cell:
    return "yes" if is_so else None


COLUMNS = (
    Column("Patient", 24, lambda row: row.patient_name),
    Column("Plan", 28, lambda row: row.plan_goal),
    Column("Treatment", 28, lambda row: row.treatment),
    Column("Session", 8, lambda row: row.position),
    Column("Of", 5, lambda row: row.total),
    Column("Scheduled", 12, _day),
    Column("Start", 8, _start),
    Column("End", 8, _end),
    Column("Time zone", 20, lambda row: row.zone if row.starts_at else None),
    Column("Due", 12, lambda row: row.due_on),
    Column("Overdue", 9, lambda row: _marked(row.is_overdue)),
    Column("Provider", 22, lambda row: row.provider_name or None),
    Column("Location", 24, lambda row: row.location_name or None),
    Column("Status", 18, lambda row: row.status.label),
    Column("Booking", 14, lambda row: row.booking_status.label if row.booking_status else None),
    Column("Further bookings", 9, lambda row: row.more_bookings or None),
    Column("Needs moving", 9, lambda row: _marked(row.needs_moving)),
    Column("Billing", 14, lambda row: row.billing_status and row.billing_status.label),
)
