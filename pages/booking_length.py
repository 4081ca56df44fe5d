"""How long a booking lasts, typed in a small form: resizing without a drag."""

from datetime import timedelta

from components.session_forms import length_form
from pages.visit import Visit
from store.errors import Invalid, RegimenError
from store.views import BookingView, MoveRequest

MOST_DIGITS = 4


def change_length(visit: Visit, booking: BookingView) -> None:
    """Open the form; a refusal stays in it with what was typed."""
    if not booking.reschedule.is_allowed:
        return
    with visit.frame.main:
        form = length_form(booking)
    visit.on_leave(form.close)

    async def save() -> bool:
        try:
            minutes = _minutes(str(form.fields["minutes"].value))
            request = MoveRequest(
                key=form.draft.key,
                booking_id=booking.id,
                version=booking.version,
                starts_at=booking.starts_at,
                ends_at=booking.starts_at + timedelta(minutes=minutes),
            )
            outcome = await visit.carry(visit.clinic.move, request)
        except RegimenError as refusal:
            form.refuse(refusal.message, "minutes")
            return False
        visit.tell(outcome)
        return True

    form.open(save, draft=visit.draft("length", booking.id))


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text)):
        raise Invalid("Type how many minutes it lasts, such as 45.", field="minutes")
    return int(text)
