"""Templates of plans: made, edited, disabled and enabled again."""

from typing import Any

from sqlmodel import col, delete, select

from store.courses import planned
from store.errors import Invalid, NotAllowed
from store.lookup import find
from store.models import PlanTemplate, PlanTemplateItem
from store.phrases import money
from store.queries.courses import currency_of, offers
from store.queries.patients import spacing_text
from store.search import normalise
from store.setup.links import names
from store.snapshots import taken
from store.tables import SERVICE
from store.unit import Unit
from store.versions import check_version
from store.views import CourseItem, SetUpOutcome, TemplateForm

TERMS = (
    "name",
    "treatment",
    "goal",
    "total",
    "spacing_min",
    "spacing_ideal",
    "spacing_max",
    "price",
    "payment_option",
    "deposit",
)


def add_template(unit: Unit, form: TemplateForm) -> SetUpOutcome:
    """Keep a course to make plans from. Raises Invalid, with the field."""
    values = _values(unit, form, None)
    template = PlanTemplate(**values)
    unit.session.add(template)
    unit.session.flush()
    assert template.id is not None
    _write_items(unit, template.id, form)
    unit.tell("template", template.id, f"{form.name} was added.", after=taken(template, TERMS))
    return SetUpOutcome(id=template.id, message=f"{form.name} was added.")


def edit_template(unit: Unit, template_id: int, form: TemplateForm) -> SetUpOutcome:
    """Write what was typed; plans made from it before stay as they are. Raises Stale, Invalid."""
    template = _find(unit, template_id)
    kept, typed = _words(unit, _stored(unit, template)), _words(unit, form)
    check_version(form.version, template.version, kept=kept, typed=typed)
    was = taken(template, TERMS)
    for name, value in _values(unit, form, template_id).items():
        setattr(template, name, value)
    told = taken(template, TERMS)
    unit.tell("template", template_id, f"{form.name} was saved.", before=was, after=told)
    template.version += 1
    _write_items(unit, template_id, form)
    return SetUpOutcome(id=template_id, message=f"{form.name} was saved.")


def switch_template(unit: Unit, template_id: int, *, disabled: bool) -> SetUpOutcome:
    """Offer it for new plans no longer, or again."""
    template = _find(unit, template_id)
    state = "disabled" if disabled else "enabled"
    if template.disabled == disabled:
        raise NotAllowed(f"{template.name} is {state} already.")
    was = {"disabled": template.disabled}
    template.disabled = disabled
    said, told = f"{template.name} was {state}.", {"disabled": disabled}
    unit.tell("template", template_id, said, before=was, after=told)
    template.version += 1
    unit.session.flush()
    offered = "is no longer offered for new plans" if disabled else "is offered for new plans again"
    return SetUpOutcome(id=template_id, message=f"{template.name} {offered}.")


def _find(unit: Unit, template_id: int) -> PlanTemplate:
    return find(unit, PlanTemplate, template_id, "plan template")


def _values(unit: Unit, form: TemplateForm, own_id: int | None) -> dict[str, Any]:
    connection = unit.session.connection()
    currency = currency_of(connection)
    known = offers(connection, (item.service_id for item in form.items))
    key = normalise(form.name)
    if not key:
        raise Invalid("The name is missing.", field="name")
    same = select(PlanTemplate).where(PlanTemplate.name_key == key)
    other = unit.session.exec(same).first()
    if other and other.id != own_id:
        raise Invalid(f"There is a template called {other.name} already.", field="name")
    planned(form, known, currency)
    return {
        "name": form.name,
        "name_key": key,
        "treatment": form.treatment,
        "goal": form.goal,
        "total": form.sessions,
        "spacing_min": form.spacing_min,
        "spacing_ideal": form.spacing_ideal,
        "spacing_max": form.spacing_max,
        "price": form.price,
        "currency": currency,
        "payment_option": form.payment_option,
        "deposit": form.deposit,
    }


def _stored(unit: Unit, template: PlanTemplate) -> TemplateForm:
    own = select(PlanTemplateItem).where(PlanTemplateItem.template_id == template.id)
    items = unit.session.exec(own.order_by(col(PlanTemplateItem.position)))
    fields = TemplateForm.model_fields.keys() - {"sessions", "items", "version"}
    return TemplateForm(
        **{name: getattr(template, name) for name in fields},
        sessions=template.total,
        items=tuple(
            CourseItem(service_id=one.service_id, units=one.units, first=one.first, last=one.last)
            for one in items
        ),
    )


def _words(unit: Unit, form: TemplateForm) -> dict[str, str]:
    currency = currency_of(unit.session.connection())
    return {
        "name": form.name,
        "treatment": form.treatment,
        "goal": form.goal,
        "sessions": str(form.sessions),
        "spacing": spacing_text(form.spacing_min, form.spacing_ideal, form.spacing_max),
        "items": ", ".join(_item_words(unit, item) for item in form.items),
        "price": "" if form.price is None else money(form.price, currency),
        "payment option": form.payment_option.label,
        "deposit": money(form.deposit, currency),
    }


def _item_words(unit: Unit, item: CourseItem) -> str:
    times = "" if item.units == 1 else f"{item.units} × "
    until = "" if item.last is None else f" to {item.last}"
    since = "" if (item.first, item.last) == (1, None) else f" from session {item.first}{until}"
    return f"{times}{names(unit, SERVICE, [item.service_id])}{since}"


def _write_items(unit: Unit, template_id: int, form: TemplateForm) -> None:
    own = col(PlanTemplateItem.template_id) == template_id
    unit.session.exec(delete(PlanTemplateItem).where(own))
    for position, item in enumerate(form.items, 1):
        row = PlanTemplateItem(template_id=template_id, position=position, **item.model_dump())
        unit.session.add(row)
    unit.session.flush()
