"""Plans and the templates they are made from, before and after they are saved.

Money in minor units of the clinic's currency, None when out of sight; spacing in days. Making a form raises errors.Invalid,
with the field, for text that cannot be kept.
"""

from datetime import date

from store.views.frozen import Action, Frozen, Money
from store.views.people import Line
from store.words import Category, PaymentOption, PlanState, SessionStatus


class CourseItem(Frozen):
    """A service in the sessions from ``first`` to ``last``; None is the end of the course."""

    service_id: int
    units: int = 1
    first: int = 1
    last: int | None = None


class CourseForm(Frozen):
    """What a template and a new plan have in common."""

    treatment: Line = ""
    goal: Line = ""
    sessions: int = 1
    spacing_min: int | None = None
    spacing_ideal: int | None = None
    spacing_max: int | None = None
    items: tuple[CourseItem, ...] = ()
    price: int | None = None
    """Of the whole course, shared out over its items; None: each service has its own price."""
    payment_option: PaymentOption = PaymentOption.PAY_AS_YOU_GO
    deposit: int = 0
    """Asked for on each session."""


class TemplateForm(CourseForm):
    """A template as typed in; ``version`` is that of the one edited, None for a new one."""

    name: Line = ""
    version: int | None = None


class TemplateView(Frozen):
    """A template; ``form`` is what a plan or an edit begins with."""

    id: int
    name: str
    disabled: bool
    form: TemplateForm
    service_names: tuple[str, ...]
    """Of its items, each once."""
    spacing_text: str
    total: Money | None
    """What the whole course costs at today's prices."""
    problem: str
    """Why no plan can be made from it as it is, such as a service no longer offered; else empty."""

    @property
    def version(self) -> int:
        """Grows with every change."""
        return self.form.version or 0


class PlanForm(CourseForm):
    """A new plan as typed in; the same ``key`` makes it once."""

    key: str
    patient_id: int
    starts_on: date
    state: PlanState = PlanState.PRESCRIBED


class PlannedItem(Frozen):
    """An item as a new plan would have it; ``price`` is that of all its units."""

    service_name: str
    units: int
    price: Money | None


class PlannedSession(Frozen):
    """A session as a new plan would have it."""

    position: int
    target_date: date | None
    items: tuple[PlannedItem, ...]
    price: Money | None


class PlanPreview(Frozen):
    """What saving a plan would make."""

    sessions: tuple[PlannedSession, ...]
    total: Money | None


class PlanEdit(Frozen):
    """What may be changed of a plan as a whole; ``version`` is the plan's as it was seen."""

    treatment: Line
    goal: Line
    spacing_min: int | None = None
    spacing_ideal: int | None = None
    spacing_max: int | None = None
    payment_option: PaymentOption
    deposit: int
    version: int


class PlanStep(Frozen):
    """A session of a plan, with what may be done to its place in it."""

    id: int
    position: int
    status: SessionStatus
    target_date: date | None
    booked_on: date | None
    """The local day of its shown part."""
    services: tuple[str, ...]
    drop: Action
    move: Action


class PlanView(Frozen):
    """A plan whole, with what may be done to it."""

    id: int
    version: int
    patient_id: int
    goal: str
    treatment: str
    state: PlanState
    spacing_min: int | None
    spacing_ideal: int | None
    spacing_max: int | None
    payment_option: PaymentOption
    deposit: Money | None
    steps: tuple[PlanStep, ...]
    edit: Action
    prescribe: Action
    finish: Action
    reopen: Action
    cancel: Action


class ServiceChoice(Frozen):
    """A service to put into a course."""

    id: int
    name: str
    category: Category
    price: Money | None


class PlanChoices(Frozen):
    """What a new plan is made from: templates, the disabled ones last, and services on offer."""

    currency: str
    today: date
    """At the clinic's first location."""
    templates: tuple[TemplateView, ...]
    services: tuple[ServiceChoice, ...]
