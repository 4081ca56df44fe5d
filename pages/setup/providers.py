"""`/clinic/providers`: who works here, when and where, and when they are off."""

from components.provider_form import ProviderFields
from components.setup_reading import provider_rows
from pages.setup import listing, record_page
from pages.setup.absences import Absences
from pages.setup.listing import Listing
from pages.setup.record_page import Kind
from pages.visit import Visit
from store.views import ProviderForm, ProviderView, SetUpView

LISTING = Listing(
    address="/clinic/providers",
    title="Providers",
    one="provider",
    rows=lambda clinic, by: provider_rows(clinic.set_up(by=by)),
    add="add_provider",
    empty="A provider does services, and works at locations in hours of their own.",
)

KIND: Kind[SetUpView, ProviderView, ProviderForm] = Kind(
    listing=LISTING,
    word="provider",
    ask=lambda clinic, by: clinic.set_up(by=by),
    records=lambda view: view.providers,
    fields=lambda _view: ProviderFields(),
    part=Absences,
)


async def show_all(visit: Visit) -> None:
    """The list of providers."""
    await listing.show(visit, LISTING)


async def show_one(visit: Visit, provider: str) -> None:
    """One provider, or a new one."""
    await record_page.show(visit, KIND, provider)
