"""Holds what a command or a question is about against what whoever asks may see."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, select

from store.errors import NotAllowed, NotFound
from store.queries.plans import check_whole_plan
from store.queries.scopes import Condition
from store.queries.sight import (
    NO_MONEY,
    NO_NOTES,
    sees_location,
    sees_patient,
    sees_plan,
    sees_provider,
    sees_session,
)
from store.tables import (
    BOOKING,
    HISTORY_ENTRY,
    ITEM,
    LOCATION,
    OPENED_RECORD,
    PATIENT,
    PATIENT_MERGE,
    PLAN,
    PROVIDER,
    ROOM,
    SESSION,
    TIME_OFF,
)
from store.unit import Unit
from store.views import (
    EVERYTHING,
    Actor,
    BarredQuery,
    BookingRequest,
    MoveRequest,
    SessionQuery,
    Sight,
    SlotQuery,
)

NOT_WHOLE = "This is for whoever sees the whole clinic."
NEED_MONEY = frozenset({"take_payment", "refund", "add_plan", "edit_plan"})
NEED_NOTES = frozenset({"document"})
PLANS = frozenset(
    {
        "edit_plan",
        "add_session",
        "reorder_sessions",
        "cancel_plan",
        "change_plan_state",
    }
)
"""Commands that reach all sessions of a plan."""
WHOLE = frozenset(
    {
        "add_template",
        "edit_template",
        "disable_template",
        "enable_template",
        "back_up",
        "read_record",
        "who_saw",
        "export_record",
        "import",
        "name_clinic",
        "add_location",
        "edit_location",
        "disable_location",
        "enable_location",
        "set_location_day",
        "clear_location_day",
        "add_room",
        "edit_room",
        "disable_room",
        "enable_room",
        "add_provider",
        "edit_provider",
        "disable_provider",
        "enable_provider",
        "set_provider_day",
        "clear_provider_day",
        "add_service",
        "add_services",
        "edit_service",
        "disable_service",
        "forget_oidc_account",
        "reset_second_factor",
        "reset_second_factor_for",
        "take_record_back",
        "enable_service",
        "add_staff",
        "edit_staff",
        "disable_staff",
        "enable_staff",
        "make_link",
        "make_link_for",
        "end_sign_ins",
    }
)
"""Commands about the clinic as a whole, for whoever is limited in nothing."""
ANYWHERE = frozenset({"merge_patients", "part_patients"})
"""Commands that reach beyond one's own patients, and into every location."""
LARGEST_ID = 2**63 - 1
About = Mapping[str, Iterable[int | None]]
"""Ids by the kind of thing they name."""
Seeing = Callable[[Sight], tuple[FromClause, tuple[Condition, ...]]]
_WORDS = {"plan": "treatment plan", "time_off": "time off"}


def sight_of(connection: Connection, by: Actor, now: datetime) -> Sight:
    """What somebody sees at ``now``; one query for who is limited to own patients, else none."""
    if by.sight.own_provider_id is None:
        return by.sight
    opened = select(OPENED_RECORD.c.patient_id).where(
        OPENED_RECORD.c.staff_id == by.staff_id,
        OPENED_RECORD.c.since <= now,
        OPENED_RECORD.c.until > now,
    )
    return by.sight.model_copy(update={"opened": frozenset(connection.execute(opened).scalars())})


def within(query: SessionQuery, sight: Sight) -> SessionQuery:
    """The list as whoever sees no more gets it, whatever the query said of it."""
    return query.model_copy(update={"sight": sight})


def refusal(sight: Sight, command: str) -> str:
    """Why whoever sees no more may not give this command, whatever it is about; empty when they may."""
    if command in NEED_MONEY and not sight.money:
        return NO_MONEY
    if command in NEED_NOTES and not sight.notes:
        return NO_NOTES
    if command in ANYWHERE and sight.is_limited:
        return NOT_WHOLE
    if command in WHOLE and not _is_whole(sight):
        return NOT_WHOLE
    return ""


def check_command(unit: Unit, *about: About) -> None:
    """Lets the unit know its sight; raises NotAllowed and NotFound when the command goes beyond it."""
    connection = unit.session.connection()
    unit.sight = sight_of(connection, unit.by, unit.now)
    if unit.sight == EVERYTHING:
        return
    if unit.command in WHOLE:
        check_whole(unit.sight)
    reached = unit.sight
    if unit.command == "open_record":
        reached = reached.model_copy(update={"own_provider_id": None})
    for named in about:
        check_seen(connection, reached, named)
    if reason := refusal(unit.sight, unit.command):
        raise NotAllowed(reason)
    if unit.command in PLANS:
        for plan_id in about[0].get("plan", ()):
            check_whole_plan(connection, unit.sight, plan_id or 0)


def check_whole(sight: Sight) -> None:
    """Raises NotAllowed for whoever is limited in anything."""
    if not _is_whole(sight):
        raise NotAllowed(NOT_WHOLE)


def _is_whole(sight: Sight) -> bool:
    return sight.money and sight.notes and not sight.is_limited


def asked_about(request: BookingRequest | MoveRequest | SlotQuery) -> About:
    """What a request of the booking dialog names, by kind."""
    places: dict[str, Iterable[int | None]] = {"location": [request.location_id]}
    if not isinstance(request, SlotQuery):
        places |= {"provider": _named(request.provider), "room": _named(request.room)}
    if isinstance(request, MoveRequest):
        return {"booking": [request.booking_id], **places}
    if isinstance(request, SlotQuery):
        return {"session": [request.session_id], "booking": [request.moving_booking_id], **places}
    return {"session": [request.session_id], **places}


def asked_where(query: BarredQuery) -> About:
    """What a question about places in the calendar names, by kind."""
    return {
        "booking": [query.booking_id],
        "session": [query.session_id],
        "location": [query.location_id],
        "provider": [column.provider_id for column in query.columns],
        "room": [column.room_id for column in query.columns],
    }


def _named(choice: int | str | None) -> list[int | None]:
    return [choice] if isinstance(choice, int) else []


def check_seen(connection: Connection, sight: Sight, about: About) -> None:
    """Raises NotFound, in the words for an unknown id, when some of this is out of sight.

    ``about`` names ids by kind: session, booking, item, change, plan, patient, merge, location,
    room and provider; what stands under another kind belongs to everybody.
    """
    if not sight.is_limited:
        return
    for kind, keys in about.items():
        if kind not in _SEEN:
            continue
        wanted = {key for key in keys if key is not None}
        ids = [key for key in wanted if 0 < key <= LARGEST_ID]
        seen = _seen(sight, kind).where(_KEYS[kind].in_(ids))
        if set(connection.execute(seen).scalars()) != wanted:
            field = kind if kind in ("location", "provider", "room") else None
            raise NotFound(
                f"There is no such {_WORDS.get(kind, kind)}, or it is gone.", field=field
            )


def _seen(sight: Sight, kind: str) -> Select[Any]:
    source, conditions = _SEEN[kind](sight)
    return select(_KEYS[kind]).select_from(source).where(*conditions)


def _of_session(table: Table) -> Seeing:
    """What belongs to a session is seen with it."""
    source = table.join(SESSION, SESSION.c.id == table.c.session_id)
    return lambda sight: (source, sees_session(sight))


_KEYS: Mapping[str, ColumnElement[int]] = {
    "session": SESSION.c.id,
    "booking": BOOKING.c.id,
    "item": ITEM.c.id,
    "change": HISTORY_ENTRY.c.id,
    "plan": PLAN.c.id,
    "patient": PATIENT.c.id,
    "merge": PATIENT_MERGE.c.id,
    "location": LOCATION.c.id,
    "room": ROOM.c.id,
    "provider": PROVIDER.c.id,
    "time_off": TIME_OFF.c.id,
}
_OFF = TIME_OFF.join(PROVIDER, PROVIDER.c.id == TIME_OFF.c.provider_id)
_AT_LOCATION = ROOM.join(LOCATION, LOCATION.c.id == ROOM.c.location_id)
_SEEN: Mapping[str, Seeing] = {
    "session": lambda sight: (SESSION, sees_session(sight)),
    "booking": _of_session(BOOKING),
    "item": _of_session(ITEM),
    "change": _of_session(HISTORY_ENTRY),
    "plan": lambda sight: (PLAN, sees_plan(sight)),
    "patient": lambda sight: (PATIENT, sees_patient(sight, PATIENT.c.id)),
    "merge": lambda sight: (PATIENT_MERGE, sees_patient(sight, PATIENT_MERGE.c.kept_id)),
    "location": lambda sight: (LOCATION, (sees_location(sight),)),
    "room": lambda sight: (_AT_LOCATION, (sees_location(sight),)),
    "provider": lambda sight: (PROVIDER, (sees_provider(sight),)),
    "time_off": lambda sight: (_OFF, (sees_provider(sight),)),
}
