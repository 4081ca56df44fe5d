"""The small forms of the detail view: each draws its fields and answers them by name."""

from collections.abc import Callable, Iterable, Mapping

from components.fields import Field, check, select
from components.form_dialog import FormDialog
from components.money import money_text, typed_amount
from components.phrase_list import PhraseList
from components.session_reading import booking_when
from components.text import words
from store.views import BookingView, Choice, ItemView, Money
from store.words import PaymentMethod

Fields = Mapping[str, Field]
ITEM_FIELD = "item-"


def cancel_form(booking: BookingView) -> FormDialog:
    """Asks why a booking is cancelled."""

    def build() -> Fields:
        _what(booking)
        reason = Field("Reason", kind="area")
        reason.props["required"] = True
        return {"reason": reason}

    title, back = "Cancel booking", "Keep booking"
    return FormDialog(title, save=title, back=back, kind="danger", build=build)


def no_show_form(booking: BookingView) -> FormDialog:
    """Asks once more before the patient counts as not having come."""

    def build() -> Fields:
        _what(booking)
        words("Its items go back to be booked again.", tag="p", classes="muted")
        return {}

    return FormDialog("No show", save="Mark No Show", back="Keep booking", build=build)


def length_form(booking: BookingView) -> FormDialog:
    """Asks how many minutes a booking lasts; its start stays."""
    lasts = int((booking.ends_at - booking.starts_at).total_seconds()) // 60

    def build() -> Fields:
        _what(booking)
        minutes = Field("Minutes", kind="number", value=str(lasts))
        minutes.props.update({"min": "5", "step": "5", "input_mode": "numeric"})
        return {"minutes": minutes}

    return FormDialog("Change length", save="Change length", back="Leave as it is", build=build)


def check_out_form(booking: BookingView, items: Iterable[ItemView]) -> FormDialog:
    """Settles each item: ticked was performed, the others are booked again."""

    def build() -> Fields:
        _what(booking)
        words(
            "Tick what was performed. The rest goes back to be booked again.",
            tag="p",
            classes="muted",
        )
        return {f"{ITEM_FIELD}{item.id}": check(item.service_name, value=True) for item in items}

    return FormDialog("Check out", save="Check out", build=build)


def ticked(form: FormDialog) -> frozenset[int]:
    """The items ticked in the check-out form."""
    names = {name for name, field in form.fields.items() if field.value is True}
    return frozenset(int(name.removeprefix(ITEM_FIELD)) for name in names)


def note_form(item: ItemView) -> FormDialog:
    """Takes the note of an item."""

    def build() -> Fields:
        note = Field("Note", kind="area", value=item.note)
        note.props.update({"rows": 8, "required": True})
        if item.phrases:
            PhraseList(item.phrases, into=note)
        return {"note": note}

    return FormDialog(f"Note for {item.service_name}", save="Save note", build=build)


def perform_form(
    item: ItemView,
    *,
    locations: Iterable[Choice],
    providers: Iterable[Choice],
    location_id: int | None,
    provider_id: int | None,
) -> FormDialog:
    """Asks where and by whom an item was performed that has no booking, or leaves it."""

    def build() -> Fields:
        if item.booking_id is not None:
            words("The patient is not checked in: the item leaves its booking.", classes="muted")
        return {
            "location": select("Location", _offered(locations), value=_key(location_id)),
            "provider": select("Performed by", _offered(providers), value=_key(provider_id)),
        }

    title = f"Mark {item.service_name} performed"
    return FormDialog(title, save="Mark performed", build=build)


def item_form(services: Iterable[Choice]) -> FormDialog:
    """Asks for a service and its units."""

    def build() -> Fields:
        units = Field("Units", kind="number", value="1")
        units.props.update({"min": "1", "step": "1", "input_mode": "numeric"})
        return {"service": select("Service", _offered(services)), "units": units}

    return FormDialog("Add item", save="Add item", build=build)


def money_form(title: str, *, owed: Money, says: Callable[[str], str]) -> FormDialog:
    """Asks for an amount, at first the whole of it, and the means; ``says`` puts it in words."""

    def build() -> Fields:
        words(says(money_text(owed)), tag="p", classes="muted")
        # Wide enough for commas, which a number field would not take.
        amount = Field(f"Amount in {owed.currency}", value=typed_amount(owed))
        amount.props.update({"input_mode": "decimal", "required": True})
        methods = [(method.value, method.label) for method in PaymentMethod]
        return {
            "amount": amount,
            "method": select("Method", methods, value=PaymentMethod.CARD.value),
        }

    return FormDialog(title, save=title, build=build)


def _what(booking: BookingView) -> None:
    words(booking_when(booking), tag="p")
    words(", ".join(booking.service_names), tag="p", classes="muted any-text")


def _offered(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    kept = [(str(one.id), one.name) for one in choices if not one.disabled]
    return [("", "Choose…"), *kept]


def _key(chosen: int | None) -> str:
    return "" if chosen is None else str(chosen)
