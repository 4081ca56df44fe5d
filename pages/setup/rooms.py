"""`/clinic/rooms`: treatment rooms and what they suit."""

from components.room_form import RoomFields
from components.setup_reading import room_rows
from pages.setup import listing, record_page
from pages.setup.listing import Listing
from pages.setup.record_page import Kind
from pages.visit import Visit
from store.views import RoomForm, RoomView, SetUpView

LISTING = Listing(
    address="/clinic/rooms",
    title="Rooms",
    one="room",
    rows=lambda clinic, by: room_rows(clinic.set_up(by=by)),
    add="add_room",
    empty="A room belongs to a location and takes one booking at a time.",
)

KIND: Kind[SetUpView, RoomView, RoomForm] = Kind(
    listing=LISTING,
    word="room",
    ask=lambda clinic, by: clinic.set_up(by=by),
    records=lambda view: view.rooms,
    fields=lambda _view: RoomFields(),
)


async def show_all(visit: Visit) -> None:
    """The list of rooms."""
    await listing.show(visit, LISTING)


async def show_one(visit: Visit, room: str) -> None:
    """One room, or a new one."""
    await record_page.show(visit, KIND, room)
