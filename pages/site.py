"""All views of the product under one root page, so that going from one to another is quick."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app, background_tasks, ui

from components import assets
from components.first_view import first_view
from components.frame import show_theme
from components.notices import not_found
from pages import (
    calendar,
    door,
    failures,
    forms,
    health,
    locking,
    my_day,
    open_pages,
    patient,
    patients,
    pin,
    policy,
    prints,
    session,
    sessions,
    set_up_link,
    sign_in,
    sockets,
    standing,
    uploads,
    welcome,
)
from pages.downloads import Downloads
from pages.off_loop import off_loop
from pages.open_pages import OpenPages
from pages.setup import (
    backups,
    importing,
    locations,
    overview,
    plans,
    providers,
    record,
    rooms,
    services,
    staff,
)
from pages.visit import Entrance, Visit
from store.clinic import Clinic
from store.errors import NotFound, RegimenError
from store.settings import OidcTerms

View = Callable[..., Awaitable[None]]
VIEWS: dict[str, View] = {
    "/sessions": sessions.show,
    "/sessions/{session}": session.show,
    "/calendar": calendar.show,
    "/my-day": my_day.show,
    "/patients": patients.show,
    "/patients/{patient}": patient.show,
    "/welcome": welcome.show,
    "/clinic": overview.show,
    "/clinic/locations": locations.show_all,
    "/clinic/locations/{location}": locations.show_one,
    "/clinic/rooms": rooms.show_all,
    "/clinic/rooms/{room}": rooms.show_one,
    "/clinic/providers": providers.show_all,
    "/clinic/providers/{provider}": providers.show_one,
    "/clinic/services": services.show_all,
    "/clinic/services/{service}": services.show_one,
    "/clinic/staff": staff.show_all,
    "/clinic/staff/{member}": staff.show_one,
    "/clinic/plans": plans.show_all,
    "/clinic/plans/{template}": plans.show_one,
    "/clinic/import": importing.show,
    "/clinic/backups": backups.show,
    "/clinic/record": record.show,
}
"""What is shown at which address; each is given the visit and the parts of its address as text."""
FIRST_ANSWER_SECONDS = 2.0
"""A view that takes longer is sent without its data, which follows over the socket."""


class Views(ui.sub_pages):
    """The place where one view at a time stands; unknown addresses are told in words."""

    def __init__(self, visit: Visit) -> None:
        """Show what the visit's address asks for."""
        self.visit = visit
        self.built = asyncio.Event()
        views = {address: self._announced(view) for address, view in VIEWS.items()}
        super().__init__(views, data={"visit": visit})

    def _announced(self, view: View) -> View:
        """Let a view begin by ending the one before, and put its refusals into words."""

        @wraps(view)
        async def shown(visit: Visit, **parts: Any) -> None:
            visit.leave()
            is_first = not self.built.is_set()
            try:
                await view(visit, **parts)
            except NotFound as missing:
                self._say_missing(missing.message)
            except RegimenError as refusal:
                self.clear()
                with self:
                    failures.problem(refusal)
            finally:
                self.built.set()
            if not is_first:
                visit.frame.arrived(visit.path)

        return shown

    def _say_missing(self, message: str) -> None:
        self.visit.client.status_code = 404
        ui.page_title("Not found · Regimen")
        self.clear()
        with self:
            reference = failures.reference_to(404, self.visit.path)
            not_found(message, reference=reference, on_back=lambda: self.visit.go("/sessions"))

    def _handle_scrolling(self, *_args: object, **_kwargs: object) -> None:
        """Left to the browser's side: a list scrolls back to its row, all else to the top."""

    def _render_404(self) -> None:
        self.visit.leave()
        self._say_missing("There is nothing at this address.")

    def _render_error(self, failure: Exception) -> None:
        failures.problem(failure)


def register(clinic: Clinic, oidc: OidcTerms | None = None) -> OpenPages:
    """Every address of the product, for this clinic; ``oidc`` names an identity provider.

    Hands back the pages that are open, which are to be watched.
    """
    assets.register()
    failures.register()
    health.register(clinic)
    prints.register(clinic)
    downloads = Downloads()
    downloads.register()
    uploads.register(clinic)
    sign_in.register(clinic, oidc)
    set_up_link.register(clinic)
    pin.register(clinic)
    locking.register(clinic, oidc)
    standing.register(clinic)
    open_pages.register()
    kept = OpenPages(clinic)
    sockets.register(clinic.note_forged)
    door.register(clinic)

    @app.get("/", include_in_schema=False)
    def front_door() -> RedirectResponse:
        return RedirectResponse("/sessions")

    @ui.page("/{address:path}", response_timeout=8)
    async def root(request: Request) -> Response | None:
        held = getattr(request.state, "signed_in", None)
        if held is None:  # below an address that stands open, where there is nothing
            return RedirectResponse("/sign-in", 303)
        entrance = Entrance(held, forms.page_seal(held.id), kept)
        await _show(clinic, request, downloads, entrance)
        return None

    return kept


async def _show(clinic: Clinic, request: Request, downloads: Downloads, entrance: Entrance) -> None:
    nonce = policy.nonce_of(request.scope)
    show_theme(request.cookies, nonce=nonce)
    assets.fetch_font(request.headers.get("user-agent", ""))
    profile = await off_loop(clinic.profile)
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    visit = Visit(clinic, profile, address=address, entrance=entrance, downloads=downloads)
    ui.on_exception(lambda failure: _say_failure(visit, failure))
    visit.client.sub_pages_router.on_path_changed(visit.moved)
    visit.frame.here(visit.path)
    with visit.frame.main:
        views = Views(visit)
    visit.open()
    visit.saved_views.open()
    if not views.has_404:
        waiting = background_tasks.create(views.built.wait(), name="first view")
        await asyncio.wait([waiting], timeout=FIRST_ANSWER_SECONDS)
    if views.built.is_set():
        drawn = first_view(visit.client.content, nonce=nonce)
        ui.add_body_html(drawn)  # markup: data in JSON, "<" escaped


def _say_failure(visit: Visit, failure: Exception) -> None:
    if isinstance(failure, RegimenError):
        visit.notices.refused(failure.message)
    else:
        visit.notices.failed(failures.reference_for(failure))
