"""`/clinic/staff`: who works here, as what, and whether they can sign in."""

from collections.abc import Callable

from nicegui import ui

from components.notices import state
from components.section import Section
from components.staff_account import AccountPanel, staff_rows
from components.staff_form import StaffFields
from components.text import heading
from pages import allowing
from pages.setup import listing, record_page
from pages.setup.listing import Listing
from pages.setup.record_page import Kind
from pages.visit import Visit
from store.errors import RegimenError
from store.views import SetUpOutcome, StaffBook, StaffForm, StaffView

ADDRESS = "/clinic/staff"


class Account:
    """The account of one member of staff: links and sign-ins, each done at once."""

    def __init__(self, visit: Visit, around: StaffBook, record: StaffView) -> None:
        """Shown below the form."""
        self._visit, self._around, self._record = visit, around, record
        clinic = visit.clinic
        self._panel = AccountPanel(
            on_link=self._make_link,
            on_sign_out=lambda: self._do(clinic.end_sign_ins),
            on_reset=lambda: self._do(clinic.reset_second_factor),
            on_forget=lambda: self._do(clinic.forget_oidc_account),
        )

    def show(self, around: StaffBook, record: StaffView) -> None:
        """Bring it up to date."""
        self._around, self._record = around, record
        self._panel.show(record)

    def show_right(self) -> None:
        """Say what whoever works here may not do."""
        self._panel.lock(allowing.refusal(self._visit.actor, "make_link"))

    async def _make_link(self) -> None:
        visit = self._visit
        try:
            link = await visit.carry(visit.clinic.make_link, self._record.id)
        except RegimenError as refusal:
            visit.notices.refused(refusal.message)
            return
        base = str(visit.client.request.base_url)
        self._panel.show_link(link, base, self._around.zone)

    async def _do(self, command: Callable[..., SetUpOutcome]) -> None:
        visit = self._visit
        try:
            outcome = await visit.carry(command, self._record.id)
        except RegimenError as refusal:
            visit.notices.refused(refusal.message)
        else:
            visit.notices.saved(outcome.message)


async def show_all(visit: Visit) -> None:
    """The list of the staff."""
    if not _is_refused(visit):
        await listing.show(visit, _listing())


async def show_one(visit: Visit, member: str) -> None:
    """One member of staff, or a new one."""
    if not _is_refused(visit):
        await record_page.show(visit, _kind(), member)


def _is_refused(visit: Visit) -> bool:
    """Say to whoever does not look after the staff that others do."""
    refusal = allowing.refusal(visit.actor, "edit_staff")
    if refusal:
        ui.page_title("Staff · Regimen")
        with Section(ADDRESS):
            with ui.element("div").classes("page-head"):
                heading("Staff")
            state("person", allowing.for_whom(visit.actor), refusal)
    return bool(refusal)


def _listing() -> Listing:
    return Listing(
        address=ADDRESS,
        title="Staff",
        one="member of staff",
        rows=lambda clinic, by: staff_rows(clinic.staff(by)),
        add="add_staff",
        empty="Add everybody who works with Regimen; each comes in by a one-time link.",
    )


def _kind() -> Kind[StaffBook, StaffView, StaffForm]:
    return Kind(
        listing=_listing(),
        word="staff",
        ask=lambda clinic, by: clinic.staff(by),
        records=lambda book: book.staff,
        fields=lambda _book: StaffFields(),
        part=Account,
        stays=True,
    )
