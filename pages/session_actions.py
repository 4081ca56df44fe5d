"""What the buttons of the detail view do: at once, or after a small form."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from components import session_forms as forms
from components.form_dialog import FormDialog
from components.money import read_amount
from pages.booking import open_booking
from pages.off_loop import off_loop
from pages.visit import Visit
from store import rights
from store.actions import BEFORE_CHECK_IN
from store.errors import Invalid, NotAllowed, RegimenError, Stale
from store.views import Action, BillingView, BookingView, ItemView, Money, Outcome, SessionDetail
from store.words import PaymentMethod

T = TypeVar("T", BookingView, ItemView)
Command = Callable[..., Outcome]
Says = Callable[[Outcome], None]
Values = Callable[[], dict[str, Any]]
"""What the form says, as arguments of its command; raises Invalid for what cannot be."""

COMMANDS = {"remove": "remove_item"}
FORMS = (
    "cancel",
    "no_show",
    "check_out",
    "perform",
    "document",
    "add_item",
    "take_payment",
    "refund",
)
STEPS = ("confirm", "check_in", "start", "step_back")


class SessionActions:
    """Carries out what is pressed on the session shown just now."""

    def __init__(
        self, visit: Visit, detail: Callable[[], SessionDetail], *, resumes: bool = True
    ) -> None:
        """``detail`` answers the session as it is shown; what was typed ``resumes`` on its own page."""
        self.visit = visit
        self._detail = detail
        if not resumes:
            return
        for name in FORMS:
            visit.on_draft(name, partial(self.carry_out, name))
        visit.on_draft("book", lambda _: self.carry_out("book", 0))
        visit.on_draft("move", partial(self.carry_out, "reschedule"))

    async def carry_out(self, name: str, key: int) -> None:
        """Do what ``name`` says with the booking, item, change or session ``key``.

        What has gone meanwhile, or is not allowed by now, is left alone: the view says so already.
        """
        if name in STEPS or name in ("check_out", "reschedule", "cancel", "no_show"):
            await self._to_booking(name, _find(self._detail().bookings, key))
        elif name in ("perform", "unmark", "document", "remove"):
            await self._to_item(name, _find(self._detail().items, key))
        elif name == "undo":
            await self.visit.do(self.visit.clinic.undo, key)
        else:
            await self._to_session(name)

    async def _to_booking(self, name: str, booking: BookingView | None) -> None:
        if booking is None or not _allowed(booking, name):
            return
        if name in STEPS:
            command = getattr(self.visit.clinic, name)
            await self.visit.do(command, booking.id, version=booking.version)
            return
        if name == "reschedule":
            await open_booking(self.visit, self._detail().id, moving=booking.id)
            return
        {"cancel": self._cancel, "no_show": self._no_show, "check_out": self._check_out}[name](
            booking
        )

    async def _to_item(self, name: str, item: ItemView | None) -> None:
        if item is None or not _allowed(item, name):
            return
        clinic = self.visit.clinic
        try:
            rights.check(self.visit.actor, COMMANDS.get(name, name))
        except NotAllowed as refusal:
            self.visit.notices.refused(refusal.message)
            return
        if name == "perform":
            await self._perform(item)
        elif name == "document":
            self._document(item)
        else:
            await self.visit.do(clinic.unmark if name == "unmark" else clinic.remove_item, item.id)

    async def _to_session(self, name: str) -> None:
        detail = self._detail()
        if name == "book" and detail.create_booking.is_allowed:
            await open_booking(self.visit, detail.id)
        elif name == "add_item" and detail.add_item.is_allowed:
            await self._add_item()
        elif detail.billing is not None:
            self._to_money(name, detail.billing)

    def _to_money(self, name: str, billing: BillingView) -> None:
        if name == "take_payment" and billing.take_payment.is_allowed:
            self._take_payment(billing)
        elif name == "refund" and billing.refund.is_allowed:
            self._refund(billing)

    def _cancel(self, booking: BookingView) -> None:
        form = self._form(lambda: forms.cancel_form(booking))
        self._end_booking(
            form, self.visit.clinic.cancel, booking, lambda: {"reason": form.fields["reason"].value}
        )

    def _no_show(self, booking: BookingView) -> None:
        form = self._form(lambda: forms.no_show_form(booking))
        self._end_booking(form, self.visit.clinic.no_show, booking, dict)

    def _check_out(self, booking: BookingView) -> None:
        items = [item for item in self._detail().items if item.id in booking.item_ids]
        form = self._form(lambda: forms.check_out_form(booking, items))
        self._end_booking(
            form, self.visit.clinic.check_out, booking, lambda: {"performed": forms.ticked(form)}
        )

    async def _perform(self, item: ItemView) -> None:
        booking = _find(self._detail().bookings, item.booking_id or 0)
        performer = self.visit.actor.provider_id
        if booking is not None and booking.status not in BEFORE_CHECK_IN:
            await self.visit.do(self.visit.clinic.perform, item.id)
            return
        choices = await self.visit.look(self.visit.clinic.filter_choices)
        form = self._form(
            lambda: forms.perform_form(
                item,
                locations=choices.locations,
                providers=choices.providers,
                location_id=self._usual_place(booking),
                provider_id=performer or (booking.provider_id if booking else None),
            )
        )
        self._open(form, self.visit.clinic.perform, item.id, lambda: _place(form))

    def _usual_place(self, booking: BookingView | None) -> int | None:
        """Where the item is booked, else where the session's other bookings are."""
        near = (booking,) if booking else self._detail().bookings
        return near[0].location_id if near else None

    def _document(self, item: ItemView) -> None:
        form = self._form(lambda: forms.note_form(item))
        self._open(
            form,
            self.visit.clinic.document,
            item.id,
            lambda: {"note": form.fields["note"].value, "version": form.draft.version},
            version=lambda: self._detail().version,
        )

    async def _add_item(self) -> None:
        services = await self.visit.ask(self.visit.clinic.services)
        form = self._form(lambda: forms.item_form(services))
        self._open(
            form,
            self.visit.clinic.add_item,
            self._detail().id,
            lambda: {**_service(form), "key": form.draft.key},
        )

    def _take_payment(self, billing: BillingView) -> None:
        owed = billing.balance
        form = self._form(
            lambda: forms.money_form("Take payment", owed=owed, says=lambda t: f"{t} is owed.")
        )
        self._pay(form, self.visit.clinic.take_payment, owed, says=self._tell_paid)

    def _refund(self, billing: BillingView) -> None:
        paid = billing.paid
        form = self._form(
            lambda: forms.money_form("Refund", owed=paid, says=lambda t: f"{t} was paid.")
        )
        self._pay(form, self.visit.clinic.refund, paid)

    def _tell_paid(self, outcome: Outcome) -> None:
        """Money that was taken is not undone but given back: by its own form, on the record."""
        give_back = partial(self.carry_out, "refund", outcome.session_id)
        self.visit.notices.saved(outcome.message, on_undo=give_back, undo="Refund")

    def _pay(
        self, form: FormDialog, command: Command, most: Money, *, says: Says | None = None
    ) -> None:
        self._open(
            form,
            command,
            self._detail().id,
            lambda: {**_money(form, most.currency), "key": form.draft.key},
            says=says,
        )

    def _end_booking(
        self, form: FormDialog, command: Command, booking: BookingView, values: Values
    ) -> None:
        def version() -> int:
            now = _find(self._detail().bookings, booking.id)
            return now.version if now else booking.version

        self._open(
            form,
            command,
            booking.id,
            lambda: {**values(), "version": form.draft.version},
            version=version,
        )

    def _form(self, build: Callable[[], FormDialog]) -> FormDialog:
        with self.visit.frame.main:
            form = build()
        self.visit.on_leave(form.close)
        return form

    def _open(
        self,
        form: FormDialog,
        command: Command,
        key: int,
        values: Values,
        *,
        version: Callable[[], int] | None = None,
        says: Says | None = None,
    ) -> None:
        """``version`` is the record's as it is shown; after a change by somebody else was told,
        another press knows of it.
        """

        async def save() -> bool:
            try:
                outcome = await off_loop(command, key, by=self.visit.actor, **values())
            except RegimenError as refusal:
                form.refuse(refusal.message, refusal.field)
                if isinstance(refusal, Stale) and version:
                    form.draft.see(version())
                return False
            (says or self.visit.tell)(outcome)
            return True

        draft = self.visit.draft(command.__name__, key)
        form.open(save, draft=draft, version=version() if version else None)


def _find(among: tuple[T, ...], key: int) -> T | None:
    return next((one for one in among if one.id == key), None)


def _allowed(about: BookingView | ItemView, name: str) -> bool:
    action: Action = getattr(about, name)
    return action.is_allowed


def _place(form: FormDialog) -> dict[str, Any]:
    return {
        "location_id": _picked(form, "location"),
        "provider_id": _picked(form, "provider"),
    }


def _service(form: FormDialog) -> dict[str, Any]:
    service, units = _picked(form, "service"), str(form.fields["units"].value)
    if service is None:
        raise Invalid("Choose a service.", field="service")
    if not (units.isascii() and units.isdecimal() and len(units) < 6):
        raise Invalid("Units are a whole number from 1 on.", field="units")
    return {"service_id": service, "units": int(units)}


def _money(form: FormDialog, currency: str) -> dict[str, Any]:
    amount = read_amount(str(form.fields["amount"].value), currency)
    if amount is None:
        raise Invalid("Type an amount above 0, such as 120.00.", field="amount")
    picked = form.fields["method"].value
    method = next((one for one in PaymentMethod if one.value == picked), None)
    if method is None:
        raise Invalid("Choose how it is paid.", field="method")
    return {"amount": amount, "method": method}


def _picked(form: FormDialog, name: str) -> int | None:
    value = str(form.fields[name].value)
    return int(value) if value.isascii() and value.isdecimal() else None
