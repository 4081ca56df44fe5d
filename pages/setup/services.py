"""`/clinic/services`: what the clinic can do, how long it takes and what it costs."""

from components.service_form import ServiceFields
from components.setup_reading import service_rows
from pages.setup import listing, record_page
from pages.setup.listing import Listing
from pages.setup.record_page import Kind
from pages.visit import Visit
from store.views import ServiceForm, ServiceView, SetUpView

LISTING = Listing(
    address="/clinic/services",
    title="Services",
    one="service",
    rows=lambda clinic, by: service_rows(clinic.set_up(by=by)),
    add="add_service",
    empty="A service says how long it takes, what it costs, who does it and which rooms suit.",
)

KIND: Kind[SetUpView, ServiceView, ServiceForm] = Kind(
    listing=LISTING,
    word="service",
    ask=lambda clinic, by: clinic.set_up(by=by),
    records=lambda view: view.services,
    fields=lambda view: ServiceFields(view.currency),
)


async def show_all(visit: Visit) -> None:
    """The list of services."""
    await listing.show(visit, LISTING)


async def show_one(visit: Visit, service: str) -> None:
    """One service, or a new one."""
    await record_page.show(visit, KIND, service)
