"""One session whole, at /sessions/{session}."""

from nicegui import ui

from components import session_reading as reading
from components.live import News
from components.session_view import SessionView
from pages import break_glass
from pages.allowing import session_to
from pages.ids import NO_SESSION, row_id
from pages.session_actions import SessionActions
from pages.visit import Visit
from store.errors import NotFound, RegimenError
from store.views import SessionDetail

MINUTE = 60.0


async def show(visit: Visit, session: str) -> None:
    """Everything about one session, followed as it changes."""
    asked = row_id(session, NO_SESSION)
    try:
        detail = await visit.look(visit.clinic.session, asked)
    except NotFound:
        if await break_glass.offer(visit, "session", asked):
            return
        raise
    visit.saw("session", detail.id, patient_id=detail.patient_id)
    await SessionPage(visit, detail).build()


class SessionPage:
    """Keeps the view in step with the clinic."""

    def __init__(self, visit: Visit, detail: SessionDetail) -> None:
        """Shows ``detail`` until something changes."""
        self.visit = visit
        self.detail = detail
        self._actions = SessionActions(visit, lambda: self.detail)
        self._ticket = 0

    async def build(self) -> None:
        """Draw it and follow what concerns it."""
        self.visit.entitle(reading.title(self.detail))
        with ui.element("div").classes("page"):
            self._banner = break_glass.Banner(self.visit, self.detail.patient_id)
            shown = session_to(self.visit.actor, self.detail)
            self._view = SessionView(shown, on_act=self._actions.carry_out)
        await self._banner.refresh()
        self.visit.follow(self.refresh, concerns=self._concerns)
        ui.timer(MINUTE, self.refresh, immediate=False)

    async def refresh(self) -> None:
        """Ask again; an answer that another question has overtaken is dropped."""
        self._ticket += 1
        ticket = self._ticket
        try:
            detail = await self.visit.look(self.visit.clinic.session, self.detail.id)
        except NotFound as missing:
            await break_glass.lost(self.visit, missing)
            return
        except RegimenError as refusal:
            self.visit.notices.refused(refusal.message)
            return
        if ticket != self._ticket:
            return
        if reading.title(detail) != reading.title(self.detail):
            self.visit.entitle(reading.title(detail))
        self.detail = detail
        self._view.show(session_to(self.visit.actor, detail))
        await self._banner.refresh()

    def _concerns(self, news: News) -> bool:
        return (
            self.detail.id in news.session_ids
            or self.detail.patient_id in news.patient_ids
            or self.detail.plan_id in news.plan_ids
            or news.is_set_up
        )
