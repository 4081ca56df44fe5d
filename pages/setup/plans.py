"""`/clinic/plans`: courses as the clinic usually prescribes them, to make plans from."""

from components.template_form import TemplateFields, template_rows
from pages.setup import listing, record_page
from pages.setup.listing import Listing
from pages.setup.record_page import Kind
from pages.visit import Visit
from store.views import PlanChoices, TemplateForm, TemplateView

LISTING = Listing(
    address="/clinic/plans",
    title="Plan templates",
    one="plan template",
    rows=lambda clinic, by: template_rows(clinic.plan_choices(by=by)),
    add="add_template",
    empty="A template says how many sessions a course has, how far apart, and what is done in them.",
)

KIND: Kind[PlanChoices, TemplateView, TemplateForm] = Kind(
    listing=LISTING,
    word="template",
    ask=lambda clinic, by: clinic.plan_choices(by=by),
    records=lambda choices: choices.templates,
    fields=lambda choices: TemplateFields(choices.currency),
)


async def show_all(visit: Visit) -> None:
    """The list of plan templates."""
    await listing.show(visit, LISTING)


async def show_one(visit: Visit, template: str) -> None:
    """One plan template, or a new one."""
    await record_page.show(visit, KIND, template)
