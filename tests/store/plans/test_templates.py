"""Plan templates: named once, edited by version, offered until disabled."""

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, Stale
from store.models import Service
from store.views import CourseItem, Money, PlanForm
from tests.factories import FRONT_DESK, MANAGER
from tests.store.plans.forms import PEEL, STARTS_ON, template_form


def test_a_template_is_kept_as_typed_and_offered(clinic: Clinic) -> None:
    told = clinic.add_template(template_form(price=90_000), by=MANAGER)
    assert (told.id, told.message) == (1, "Three peels was added.")
    (kept,) = clinic.templates(by=MANAGER)
    assert kept.form == template_form(price=90_000, version=1)
    assert kept.service_names == ("Laser Peel", "Lip Filler")
    assert (kept.total, kept.problem) == (Money(amount=90_000), "")
    assert clinic.plan_choices(by=MANAGER).templates == (kept,)


def test_without_a_price_it_costs_what_its_services_cost(clinic: Clinic) -> None:
    clinic.add_template(template_form(), by=MANAGER)
    assert clinic.templates(by=MANAGER)[0].total == Money(amount=3 * 20_000 + 45_000)


def test_a_plan_begins_with_what_the_template_says(clinic: Clinic) -> None:
    clinic.add_template(template_form(), by=MANAGER)
    form = clinic.templates(by=MANAGER)[0].form.model_dump(exclude={"name", "version"})
    clinic.add_plan(
        PlanForm(key="from-template", patient_id=1, starts_on=STARTS_ON, **form), by=FRONT_DESK
    )
    assert clinic.patient(1, by=MANAGER).plans[0].total == 3


def test_two_names_that_read_the_same_are_one(clinic: Clinic) -> None:
    clinic.add_template(template_form(), by=MANAGER)
    with pytest.raises(Invalid, match="called Three peels already") as refused:
        clinic.add_template(template_form(name="three PEELS"), by=MANAGER)
    assert refused.value.field == "name"
    clinic.edit_template(1, template_form(name="Three Peels", version=1), by=MANAGER)
    assert clinic.templates(by=MANAGER)[0].name == "Three Peels"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"items": ()}, "items"),
        ({"sessions": 0}, "sessions"),
        ({"items": (CourseItem(service_id=1, units=4),), "price": 10_001}, "price"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    clinic: Clinic, typed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_template(template_form(**typed), by=MANAGER)
    assert refused.value.field == field
    assert clinic.templates(by=MANAGER) == ()


def test_the_second_editor_is_told(clinic: Clinic) -> None:
    clinic.add_template(template_form(), by=MANAGER)
    clinic.edit_template(1, template_form(items=(PEEL,), version=1), by=MANAGER)
    with pytest.raises(Stale):
        clinic.edit_template(1, template_form(goal="Other", version=1), by=MANAGER)
    assert clinic.templates(by=MANAGER)[0].form == template_form(items=(PEEL,), version=2)


def test_a_template_is_disabled_and_enabled_again(clinic: Clinic) -> None:
    clinic.add_template(template_form(), by=MANAGER)
    assert clinic.disable_template(1, by=MANAGER).message.endswith(
        "no longer offered for new plans."
    )
    (disabled,) = clinic.plan_choices(by=MANAGER).templates
    assert disabled.disabled
    with pytest.raises(NotAllowed, match="disabled already"):
        clinic.disable_template(1, by=MANAGER)
    clinic.enable_template(1, by=MANAGER)
    assert not clinic.plan_choices(by=MANAGER).templates[0].disabled


def test_a_service_no_longer_offered_is_told_of(clinic: Clinic) -> None:
    clinic.add_template(template_form(), by=MANAGER)
    with clinic.database.write() as session:
        session.get_one(Service, 2).disabled = True
    assert clinic.templates(by=MANAGER)[0].problem == "Lip Filler is no longer offered."
    assert [service.name for service in clinic.plan_choices(by=MANAGER).services] == ["Laser Peel"]


def test_only_a_manager_keeps_templates(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.add_template(template_form(), by=FRONT_DESK)
