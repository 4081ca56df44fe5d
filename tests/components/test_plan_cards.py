"""A card says what comes next in its plan."""

from datetime import date
from typing import Any

import pytest

from components.plan_cards import next_text
from store.views import Money, PlanCard
from store.words import PaymentOption, PlanState


def card(**values: Any) -> PlanCard:
    return PlanCard.model_validate(
        {
            "id": 1,
            "goal": "Even skin tone",
            "treatment": "Laser Peel",
            "state": PlanState.ACTIVE,
            "completed": 3,
            "total": 6,
            "next_session_id": 4,
            "next_on": date(2026, 3, 12),
            "next_is_scheduled": False,
            "is_overdue": False,
            "payment_option": PaymentOption.PAY_AS_YOU_GO,
            "deposit": Money(amount=0),
            "spacing_text": "",
            **values,
        }
    )


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Next due 12 Mar 2026"),
        ({"next_is_scheduled": True}, "Next scheduled 12 Mar 2026"),
        ({"is_overdue": True}, "Next due 12 Mar 2026, overdue"),
        ({"next_on": None}, "Next: no date yet"),
        ({"next_on": None, "next_session_id": None}, "Nothing ahead"),
    ],
)
def test_what_comes_next_is_said_in_words(values: dict[str, Any], text: str) -> None:
    assert next_text(card(**values)) == text
