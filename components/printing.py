"""Sheets to print: plain pages without chrome, made from texts that are always shown as text."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from components import session_reading as reading
from components.assets import address
from components.plain_lock import NOTHING
from components.plan_cards import next_text
from components.times import birth_text, day_text, local_day, short_day, time_range
from store.views import (
    PatientView,
    PlanCard,
    SessionDetail,
    SessionPage,
    SessionRow,
)

SHEETS = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "prints"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""Every value is escaped; a name that is missing fails a test instead of printing nothing."""

Facts = Sequence[tuple[str, str]]
"""A name and what it is, line by line."""


class Letterhead:
    """What every sheet carries: whose it is, and when it was printed."""

    def __init__(self, clinic: str, *, now: datetime, zone: str, lock: Markup = NOTHING) -> None:
        """``now`` is aware UTC, shown in ``zone``; ``lock`` covers the sheet with its sign-in."""
        local = now.astimezone(ZoneInfo(zone))
        self.clinic, self.lock = clinic, lock
        self.printed = f"{day_text(local.date())}, {local:%H:%M %Z}"

    def sheet(self, template: str, title: str, **values: Any) -> str:
        """A whole page."""
        return SHEETS.get_template(template).render(
            clinic=self.clinic,
            printed=self.printed,
            title=title,
            style=address("print.css"),
            script=address("print.js"),
            lock_head=self.lock,
            **values,
        )


def list_sheet(
    head: Letterhead, title: str, page: SessionPage, *, facts: Facts, remarks: Sequence[str]
) -> str:
    """The session list; ``facts`` are the filters in force, ``remarks`` what should be known."""
    rows = [_row(row, page.now) for row in page.rows]
    return head.sheet("sessions.html", title, rows=rows, facts=facts, remarks=remarks)


def session_sheet(head: Letterhead, detail: SessionDetail, *, sees_notes: bool) -> str:
    """One session whole; what is out of sight is said to be so, not to be missing."""
    return head.sheet(
        "session.html",
        reading.title(detail),
        head=reading.head(detail),
        about=reading.about(detail),
        items=reading.items(detail),
        bookings=reading.bookings(detail),
        billing=reading.billing(detail),
        history=reading.history(detail),
        sees_notes=sees_notes,
    )


def patient_sheet(
    head: Letterhead, patient: PatientView, plans: Sequence[tuple[PlanCard, SessionPage]]
) -> str:
    """A patient with one or all of their plans, session by session."""
    facts = [
        ("Born", birth_text(patient.birth_date, today=patient.today)),
        ("Phone", patient.phone or "no phone"),
        ("E-mail", patient.email or "no e-mail"),
        ("Record number", patient.record_number),
        ("Alerts", ", ".join(patient.alerts) or "no alerts"),
    ]
    told = [(_plan(plan), [_row(row, page.now) for row in page.rows]) for plan, page in plans]
    return head.sheet("patient.html", patient.name, facts=facts, plans=told)


def _row(row: SessionRow, now: datetime) -> dict[str, str]:
    return {
        "patient": row.patient_name,
        "treatment": row.treatment,
        "number": f"{row.position} of {row.total}",
        "when": _when(row, now),
        "provider": row.provider_name or "no provider yet",
        "location": row.location_name,
        "status": row.status.label,
        "booking": row.booking_status.label if row.booking_status else "No booking",
        "billing": row.billing_status.label if row.billing_status else "",
        "marks": ", ".join(_marks(row)),
    }


def _when(row: SessionRow, now: datetime) -> str:
    if row.starts_at is not None and row.ends_at is not None:
        time = time_range(row.starts_at, row.ends_at, zone=row.zone, name_zone=True)
        return f"{day_text(local_day(row.starts_at, row.zone))}, {time}"
    if row.due_on is None:
        return "not scheduled"
    return f"due {short_day(row.due_on, today=local_day(now, row.zone))}"


def _marks(row: SessionRow) -> list[str]:
    marks = (
        (row.is_overdue, "overdue"),
        (row.in_progress, "in progress"),
        (row.needs_moving, "needs moving"),
        (row.plan_cancelled, "plan cancelled"),
    )
    return [word for is_set, word in marks if is_set]


def _plan(plan: PlanCard) -> dict[str, str]:
    return {
        "goal": plan.goal or plan.treatment,
        "treatment": plan.treatment,
        "state": plan.state.label,
        "progress": f"{plan.completed} of {plan.total} completed",
        "next": next_text(plan),
        "spacing": plan.spacing_text,
        "payment": plan.payment_option.label,
    }
