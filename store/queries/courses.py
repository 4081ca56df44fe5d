"""What plans are made from: services on offer, templates, the clinic's currency."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from store.courses import Offer, planned
from store.errors import Invalid
from store.queries.moment import load_moment
from store.queries.patients import spacing_text
from store.tables import CLINIC_PROFILE, PLAN_TEMPLATE, PLAN_TEMPLATE_ITEM, SERVICE
from store.views import (
    EVERYTHING,
    CourseForm,
    CourseItem,
    Money,
    PlanChoices,
    PlanForm,
    PlannedItem,
    PlannedSession,
    PlanPreview,
    ServiceChoice,
    Sight,
    TemplateForm,
    TemplateView,
)


def currency_of(connection: Connection) -> str:
    """The clinic's currency."""
    return connection.execute(select(CLINIC_PROFILE.c.currency)).scalar() or "USD"


def offers(connection: Connection, ids: Iterable[int] | None = None) -> dict[int, Offer]:
    """Services by id, disabled ones too; those named, or all."""
    names = ("id", "name", "category", "price", "currency", "disabled")
    query = select(*(SERVICE.c[name] for name in names)).order_by(SERVICE.c.name, SERVICE.c.id)
    if ids is not None:
        query = query.where(SERVICE.c.id.in_(set(ids)))
    return {row.id: Offer(*row) for row in connection.execute(query)}


def templates(connection: Connection, sight: Sight = EVERYTHING) -> tuple[TemplateView, ...]:
    """Every template by name, the disabled ones last; four queries."""
    rows = connection.execute(
        select(PLAN_TEMPLATE).order_by(PLAN_TEMPLATE.c.disabled, PLAN_TEMPLATE.c.name_key)
    ).all()
    items: dict[int, list[CourseItem]] = {}
    lines = select(PLAN_TEMPLATE_ITEM).order_by(PLAN_TEMPLATE_ITEM.c.position)
    for line in connection.execute(lines):
        item = CourseItem(
            service_id=line.service_id, units=line.units, first=line.first, last=line.last
        )
        items.setdefault(line.template_id, []).append(item)
    known, currency = offers(connection), currency_of(connection)
    found = (_template(row, items.get(row.id, []), known, currency) for row in rows)
    return tuple(found) if sight.money else tuple(map(_without_prices, found))


def plan_choices(connection: Connection, now: datetime, sight: Sight = EVERYTHING) -> PlanChoices:
    """What the form of a new plan offers."""
    return PlanChoices(
        currency=currency_of(connection),
        today=load_moment(connection, now).today(None),
        templates=templates(connection, sight),
        services=tuple(
            ServiceChoice(
                id=offer.id,
                name=offer.name,
                category=offer.category,
                price=_price(offer.price, offer.currency, sight),
            )
            for offer in offers(connection).values()
            if not offer.disabled
        ),
    )


def plan_preview(
    connection: Connection, form: CourseForm, sight: Sight = EVERYTHING
) -> PlanPreview:
    """What saving the form would make; raises Invalid, with the field."""
    currency = currency_of(connection)
    known = offers(connection, (item.service_id for item in form.items))
    starts_on = form.starts_on if isinstance(form, PlanForm) else None
    steps = planned(form, known, currency, starts_on)
    return PlanPreview(
        sessions=tuple(
            PlannedSession(
                position=step.position,
                target_date=step.target_date,
                items=tuple(
                    PlannedItem(
                        service_name=task.offer.name,
                        units=task.units,
                        price=_price(task.price, currency, sight),
                    )
                    for task in step.tasks
                ),
                price=_price(step.price, currency, sight),
            )
            for step in steps
        ),
        total=_price(sum(step.price for step in steps), currency, sight),
    )


def _price(amount: int, currency: str, sight: Sight) -> Money | None:
    return Money(amount=amount, currency=currency) if sight.money else None


def _without_prices(view: TemplateView) -> TemplateView:
    form = view.form.model_copy(update={"price": None, "deposit": 0})
    return view.model_copy(update={"form": form, "total": None})


def _template(
    row: Row[Any], items: Sequence[CourseItem], known: Mapping[int, Offer], currency: str
) -> TemplateView:
    form = TemplateForm(
        name=row.name,
        treatment=row.treatment,
        goal=row.goal,
        sessions=row.total,
        spacing_min=row.spacing_min,
        spacing_ideal=row.spacing_ideal,
        spacing_max=row.spacing_max,
        items=tuple(items),
        price=row.price,
        payment_option=row.payment_option,
        deposit=row.deposit,
        version=row.version,
    )
    total, problem = 0, ""
    try:
        total = sum(step.price for step in planned(form, known, currency))
    except Invalid as invalid:
        total, problem = row.price or 0, invalid.message
    names = dict.fromkeys(known[item.service_id].name for item in items)
    return TemplateView(
        id=row.id,
        name=row.name,
        disabled=row.disabled,
        form=form,
        service_names=tuple(names),
        spacing_text=spacing_text(row.spacing_min, row.spacing_ideal, row.spacing_max),
        total=Money(amount=total, currency=currency),
        problem=problem,
    )
