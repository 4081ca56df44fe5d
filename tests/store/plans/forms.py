"""What a clinic of two services plans with: services 1 (Laser Peel) and 2 (Lip Filler)."""

from datetime import date
from typing import Any

from store.views import CourseItem, PlanForm, TemplateForm

STARTS_ON = date(2026, 3, 10)
PEEL, FILLER = CourseItem(service_id=1), CourseItem(service_id=2, first=1, last=1)


def plan_form(**values: Any) -> PlanForm:
    """Three peels four weeks apart for patient 1, a filler in the first."""
    return PlanForm.model_validate(
        {
            "key": "plan-form-1",
            "patient_id": 1,
            "starts_on": STARTS_ON,
            "treatment": "Laser Peel",
            "goal": "Even skin tone",
            "sessions": 3,
            "spacing_min": 21,
            "spacing_ideal": 28,
            "spacing_max": 42,
            "items": (PEEL, FILLER),
            **values,
        }
    )


def template_form(**values: Any) -> TemplateForm:
    """The same as a template."""
    whole = plan_form().model_dump(exclude={"key", "patient_id", "starts_on", "state"})
    return TemplateForm.model_validate({"name": "Three peels", **whole, **values})
