"""The plan templates of the demo clinic."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from store.demo.rows import CURRENCY, SERVICE_IDS
from store.search import normalise
from store.tables import PLAN_TEMPLATE, PLAN_TEMPLATE_ITEM
from store.words import PaymentOption

CONSULTATION = ("Skin consultation", 1, 1)
_PREPAID = PaymentOption.PREPAID_PACKAGE


@dataclass(frozen=True, slots=True)
class Template:
    """A template before it has an id; items are a service with its first and last session.

    Price and deposit in dollars; no price is what the services cost by themselves.
    """

    name: str
    treatment: str
    goal: str
    total: int
    spacing: tuple[int, int, int]
    items: tuple[tuple[str, int, int | None], ...]
    price: int | None = None
    option: PaymentOption = PaymentOption.PAY_AS_YOU_GO
    deposit: int = 0


TEMPLATES = (
    Template(
        "Hair removal, underarms, 6 sessions",
        "Laser hair removal, underarms",
        "Lasting hair reduction under the arms",
        6,
        (28, 35, 56),
        (CONSULTATION, ("Laser hair removal, underarms", 1, None)),
        610,
        _PREPAID,
    ),
    Template(
        "Hair removal, lower legs, 6 sessions",
        "Laser hair removal, legs",
        "Smooth legs before the summer",
        6,
        (35, 42, 70),
        (CONSULTATION, ("Laser hair removal, lower legs", 1, None)),
        1_640,
        _PREPAID,
    ),
    Template(
        "Hair removal, face, 8 sessions",
        "Laser hair removal, face",
        "Less facial hair, calmer skin",
        8,
        (28, 28, 49),
        (
            CONSULTATION,
            ("Laser hair removal, face", 1, None),
            ("LED light therapy", 1, None),
        ),
    ),
    Template(
        "Microneedling, 4 sessions",
        "Microneedling",
        "Smoother texture, smaller pores",
        4,
        (28, 35, 60),
        (("Skin imaging and analysis", 1, 1), ("Microneedling, face", 1, None)),
        1_250,
        _PREPAID,
        50,
    ),
    Template(
        "Light peel, 5 sessions",
        "Chemical peel",
        "Even tone, fewer dark spots",
        5,
        (14, 21, 35),
        (CONSULTATION, ("Chemical peel, light", 1, None)),
    ),
    Template(
        "Pulsed light for redness, 3 sessions",
        "Intense pulsed light",
        "Even out facial redness",
        3,
        (21, 28, 42),
        (
            ("Skin imaging and analysis", 1, 1),
            ("Intense pulsed light, face", 1, None),
            ("Skin imaging and analysis", 3, 3),
        ),
        deposit=50,
    ),
    Template(
        "Tattoo removal, small, 6 sessions",
        "Tattoo removal",
        "Fade the tattoo",
        6,
        (42, 56, 90),
        (CONSULTATION, ("Tattoo removal, small", 1, None)),
        1_180,
        deposit=50,
    ),
    Template(
        "Botulinum toxin, upper face, one year",
        "Botulinum toxin",
        "Soften lines on forehead and around the eyes",
        4,
        (80, 90, 150),
        (("Medical consultation", 1, 1), ("Botulinum toxin, upper face", 1, None)),
        deposit=75,
    ),
    Template(
        "Lip filler with review",
        "Lip filler",
        "Natural lip definition",
        2,
        (28, 180, 300),
        (("Medical consultation", 1, 1), ("Dermal filler, lips", 1, None)),
        deposit=100,
    ),
    Template(
        "Cryolipolysis, abdomen and flanks",
        "Cryolipolysis",
        "Reduce stubborn fat at the waist",
        2,
        (42, 60, 90),
        (
            CONSULTATION,
            ("Cryolipolysis, abdomen", 1, None),
            ("Cryolipolysis, flanks", 1, None),
        ),
        2_590,
        deposit=150,
    ),
    Template(
        "Hydrating facial, monthly for half a year",
        "Hydrating facial",
        "Fresh, hydrated skin",
        6,
        (21, 30, 45),
        (("Hydrating facial", 1, None), ("LED light therapy", 2, None)),
        1_120,
        _PREPAID,
    ),
)


def template_rows() -> Iterable[tuple[Table, dict[str, Any]]]:
    """All of them with their items, in an order that a database accepts."""
    for key, template in enumerate(TEMPLATES, 1):
        least, ideal, most = template.spacing
        yield (
            PLAN_TEMPLATE,
            {
                "id": key,
                "name": template.name,
                "name_key": normalise(template.name),
                "treatment": template.treatment,
                "goal": template.goal,
                "total": template.total,
                "spacing_min": least,
                "spacing_ideal": ideal,
                "spacing_max": most,
                "price": None if template.price is None else 100 * template.price,
                "currency": CURRENCY,
                "payment_option": template.option,
                "deposit": 100 * template.deposit,
                "disabled": False,
                "version": 1,
            },
        )
        for position, (service, first, last) in enumerate(template.items, 1):
            span = {"first": first, "last": last}
            item = {"template_id": key, "position": position, "units": 1, **span}
            yield PLAN_TEMPLATE_ITEM, {**item, "service_id": SERVICE_IDS[service]}
