"""What is shown, with what the roles of whoever looks do not allow refused as well."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from components.buttons import Button
from store import rights, sight
from store.views import (
    Action,
    Actor,
    CalendarView,
    PatientView,
    PlanView,
    SessionDetail,
    SessionPage,
)
from store.words import Role

V = TypeVar("V", bound=BaseModel)
Commands = Mapping[str, str]
"""Actions of something shown, with the command that each gives."""

OF_SESSION: Commands = MappingProxyType({"create_booking": "book", "add_item": "add_item"})
OF_ITEM: Commands = MappingProxyType(
    {name: name for name in ("perform", "unmark", "document")} | {"remove": "remove_item"}
)
OF_BOOKING: Commands = MappingProxyType(
    {name: name for name in ("confirm", "check_in", "start", "check_out", "step_back")}
    | {"reschedule": "move", "cancel": "cancel", "no_show": "no_show"}
)
OF_BILLING: Commands = MappingProxyType({name: name for name in ("take_payment", "refund")})
OF_PLAN: Commands = MappingProxyType(
    dict.fromkeys(("prescribe", "finish", "reopen"), "change_plan_state")
    | {"edit": "edit_plan", "cancel": "cancel_plan"}
)


def refusal(actor: Actor, command: str) -> str:
    """Why neither roles nor limits of somebody let them give a command; empty when they may."""
    return rights.refusal(actor, command) or sight.refusal(actor.sight, command)


def for_whom(actor: Actor) -> str:
    """Whose a screen is that ``actor`` is kept from, as its heading."""
    limited = Role.MANAGER in actor.roles
    return "For managers without limits" if limited else "For managers"


def session_to(actor: Actor, detail: SessionDetail) -> SessionDetail:
    """A session whole, with every action on it."""
    may_undo = not refusal(actor, "undo")
    parts = {
        "items": tuple(_refused(actor, item, OF_ITEM) for item in detail.items),
        "bookings": tuple(_refused(actor, one, OF_BOOKING) for one in detail.bookings),
        "billing": detail.billing and _refused(actor, detail.billing, OF_BILLING),
        "history": tuple(
            entry.model_copy(update={"can_undo": entry.can_undo and may_undo})
            for entry in detail.history
        ),
    }
    return _refused(actor, detail, OF_SESSION).model_copy(update=parts)


def rows_to(actor: Actor, page: SessionPage) -> SessionPage:
    """A page of the list: no booking and no rescheduling for who may give neither."""
    may_not_book, may_not_move = (refusal(actor, name) for name in ("book", "move"))
    if not may_not_book and not may_not_move:
        return page
    rows = []
    for row in page.rows:
        why_not = row.booking_refusal or may_not_book
        moving = None if may_not_move else row.reschedule_id
        rows.append(row.model_copy(update={"booking_refusal": why_not, "reschedule_id": moving}))
    return page.model_copy(update={"rows": tuple(rows)})


def calendar_to(actor: Actor, view: CalendarView) -> CalendarView:
    """The calendar; who may give neither command books and moves nothing by hand."""
    may_not_book, may_not_move = (refusal(actor, name) for name in ("book", "move"))
    shown = view.model_copy(update={"book_refusal": may_not_book})
    if not may_not_move:
        return shown
    entries = tuple(e.model_copy(update={"move_refusal": may_not_move}) for e in view.entries)
    return shown.model_copy(update={"entries": entries})


def plan_to(actor: Actor, plan: PlanView) -> PlanView:
    """A plan with what can be done to it."""
    return _refused(actor, plan, OF_PLAN)


def patient_to(actor: Actor, patient: PatientView) -> PatientView:
    """A patient; who may part no records is not offered it."""
    may_not = refusal(actor, "part_patients")
    former = tuple(
        one.model_copy(update={"part_refusal": one.part_refusal or may_not})
        for one in patient.former
    )
    return patient.model_copy(update={"former": former})


def refuse_each(actor: Actor, buttons: Mapping[str, Button]) -> None:
    """Let each button that gives a command say why somebody may not."""
    for command, button in buttons.items():
        button.refuse(refusal(actor, command))


def _refused(actor: Actor, shown: V, commands: Commands) -> V:
    """The reason of the moment comes before that of the role, unless the role may do nothing.

    A note is the author's to write: who is none is not told to mark something performed first.
    """
    only_reads = actor.roles == {Role.READ_ONLY}
    taken = {}
    for name, command in commands.items():
        action: Action = getattr(shown, name)
        if (action.is_allowed or only_reads or name == "document") and (
            reason := refusal(actor, command)
        ):
            taken[name] = Action(refusal=reason)
    return shown.model_copy(update=taken) if taken else shown
