"""Sheets to print: the list, a session, a patient's plans, the calendar; each a plain page of its own."""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from nicegui import app

from components import printing
from components.list_address import from_params, held_params, read_held, to_params
from components.list_words import filter_facts
from components.printing import Letterhead
from pages.addresses import join, well_formed
from pages.calendar_prints import calendar_sheet
from pages.failures import plain_page
from pages.ids import NO_PATIENT, NO_SESSION, row_id
from pages.off_loop import off_loop
from pages.standing import lock_of
from store.clinic import Clinic
from store.errors import NotFound, RegimenError
from store.views import Actor, PatientView, PlanCard, Seen, SessionPage, SessionQuery
from store.words import Scope, SortKey

MOST = 2_000
"""Rows of a printed list; whoever needs more wants a file."""
PAGE = 200
Params = Mapping[str, str]
Sheet = Callable[[Clinic, Actor, Letterhead, str, Params], str]


def register(clinic: Clinic) -> None:
    """Every address of a sheet; each asks the clinic off the event loop."""
    for path, sheet in SHEETS.items():
        app.get(path, include_in_schema=False, response_class=HTMLResponse)(_answer(clinic, sheet))


def sheet_address(query: SessionQuery) -> str:
    """Where the list of a query can be printed: a patient's by plans, any other as it is."""
    if query.patient_id is not None:
        plan = {"plan": str(query.plan_id)} if query.plan_id else {}
        return join(f"/print/patients/{query.patient_id}", plan)
    if len(query.provider_ids) == 1:
        alone = {"provider_id": query.provider_ids[0], "provider_ids": ()}
        query = query.model_copy(update=alone)
    params = to_params(query.model_copy(update={"page": ""}), default=SessionQuery())
    return join("/print/sessions", {**params, **held_params(query)})


def sessions_sheet(clinic: Clinic, by: Actor, head: Letterhead, _key: str, params: Params) -> str:
    """The list as the address filters and sorts it, up to so many rows."""
    choices = clinic.filter_choices(by=by)
    held, problems = read_held(params, choices)
    query, remarks = from_params(params, default=held, choices=choices)
    remarks = [*problems, *remarks]
    page, is_cut = _rows(clinic, query, by)
    if is_cut:
        remarks.append(f"These are the first {MOST:,} sessions of the list; export it for all.")
    facts = [("Scope", query.scope.label), *filter_facts(query, choices)]
    return printing.list_sheet(head, "Sessions", page, facts=facts, remarks=remarks)


def session_sheet(clinic: Clinic, by: Actor, head: Letterhead, key: str, _params: Params) -> str:
    """One session whole."""
    detail = clinic.session(row_id(key, NO_SESSION), by=by)
    return printing.session_sheet(head, detail, sees_notes=by.sight.notes)


def patient_sheet(clinic: Clinic, by: Actor, head: Letterhead, key: str, params: Params) -> str:
    """A patient with all plans, or the one that the address names."""
    patient = clinic.patient(row_id(key, NO_PATIENT), by=by)
    plans = [plan for plan in patient.plans if str(plan.id) == params.get("plan")]
    told = [(plan, _plan_rows(clinic, patient, plan, by)) for plan in plans or patient.plans]
    return printing.patient_sheet(head, patient, told)


SHEETS: dict[str, Sheet] = {
    "/print/sessions": sessions_sheet,
    "/print/sessions/{key}": session_sheet,
    "/print/patients/{key}": patient_sheet,
    "/print/calendar": calendar_sheet,
}


def _answer(clinic: Clinic, sheet: Sheet) -> Callable[..., Awaitable[Response]]:
    @wraps(sheet)
    def drawn(by: Actor, key: str, params: Params, lock: Markup) -> str:
        profile = clinic.profile()
        head = Letterhead(profile.name, now=clinic.now(), zone=profile.zone, lock=lock)
        return sheet(clinic, by, head, key, params)

    def noted(by: Actor, key: str, path: str) -> None:
        clinic.note(_seen(clinic, by, path, key), by)

    async def answer(request: Request) -> Response:
        key = well_formed(request.path_params.get("key", ""))
        by: Actor = request.state.signed_in.actor
        params = {name: well_formed(value) for name, value in request.query_params.items()}
        try:
            sheet_drawn = await off_loop(drawn, by, key, params, lock_of(request))
            await off_loop(noted, by, key, request.url.path)
            return HTMLResponse(sheet_drawn, headers=UNKEPT)
        except NotFound as missing:
            return plain_page(404, text=missing.message, path=request.url.path)
        except RegimenError as problem:
            return plain_page(409, title=UNPRINTABLE, text=problem.message, path=request.url.path)

    return answer


def _seen(clinic: Clinic, by: Actor, path: str, key: str) -> Seen:
    """What a sheet shows, for the audit trail."""
    kind = path.split("/")[2].removesuffix("s")
    if not key:
        return Seen(kind="list" if kind == "session" else kind, is_print=True)
    if kind == "patient":
        known = clinic.patient(row_id(key, NO_PATIENT), by=by).id
        return Seen(kind=kind, key=known, patient_id=known, is_print=True)
    shown = clinic.session(row_id(key, NO_SESSION), by=by)
    return Seen(kind=kind, key=shown.id, patient_id=shown.patient_id, is_print=True)


UNPRINTABLE = "This cannot be printed"
UNKEPT = {"Cache-Control": "no-store"}
"""A sheet holds what a patient would not leave on a shared device."""


def _rows(clinic: Clinic, query: SessionQuery, by: Actor) -> tuple[SessionPage, bool]:
    """The first rows of a list as one page, and whether there are more."""
    page = clinic.sessions(query.model_copy(update={"page": "", "page_size": PAGE}), by=by)
    rows: list[Any] = list(page.rows)
    while page.next_page and len(rows) < MOST:
        asked = query.model_copy(update={"page": page.next_page, "page_size": PAGE})
        page = clinic.sessions(asked, by=by)
        rows += page.rows
    return page.model_copy(update={"rows": tuple(rows)}), page.next_page is not None


def _plan_rows(clinic: Clinic, patient: PatientView, plan: PlanCard, by: Actor) -> SessionPage:
    query = SessionQuery(scope=Scope.ALL, sort=SortKey.PLAN, patient_id=patient.id, plan_id=plan.id)
    return _rows(clinic, query, by)[0]
