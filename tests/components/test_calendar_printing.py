"""A calendar on paper says of a booking what its reader may know, and of nobody else's anything."""

from typing import Any

import pytest

from components.calendar_printing import column_pages
from store.words import BillingStatus
from tests.components.test_resource_grid import ENTRY, view


def row(**values: Any) -> dict[str, Any]:
    entry = ENTRY.model_copy(update=values)
    page = next(one for one in column_pages(view(entry)) if one["count"])
    (found,) = page["days"][0]["rows"]
    return dict(found)


@pytest.mark.parametrize(
    ("billing", "marks"),
    [
        (BillingStatus.PREPAID, "has alerts, prepaid"),
        (BillingStatus.DEPOSIT_DUE, "has alerts, deposit due"),
        (None, "has alerts"),
    ],
)
def test_alerts_and_what_is_paid_stand_under_the_name(
    billing: BillingStatus | None, marks: str
) -> None:
    assert row(has_alerts=True, billing=billing)["marks"] == marks


def test_of_somebody_elses_patient_the_time_alone_is_printed() -> None:
    busy = row(
        is_busy=True,
        patient_name="",
        treatment="",
        service_names=(),
        room_name="",
        status=None,
        has_alerts=False,
        billing=None,
    )
    assert [text for text in busy.values() if text] == [ENTRY.time_text, "Busy"]
