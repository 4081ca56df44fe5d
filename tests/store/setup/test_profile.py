"""The clinic's name and currency."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import Invalid
from store.views import Money
from tests.factories import MANAGER, add_patient, add_plan, make_clinic
from tests.store.setup import forms


def test_a_clinic_is_named(clinic: Clinic) -> None:
    told = clinic.name_clinic("  Quay   Skin ", " eur ", by=MANAGER)
    assert told.message == "The clinic is Quay Skin."
    view = clinic.set_up(by=MANAGER)
    assert (view.clinic_name, view.currency, view.is_demo) == ("Quay Skin", "EUR", False)


def test_an_empty_database_can_be_named(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    nobody = MANAGER.model_copy(update={"staff_id": None})
    assert clinic.set_up(by=MANAGER).clinic_name == ""
    clinic.name_clinic("Quay Skin", "CHF", by=nobody)
    assert (clinic.profile().name, clinic.set_up(by=MANAGER).currency) == ("Quay Skin", "CHF")


@pytest.mark.parametrize(
    ("name", "currency", "field"),
    [
        ("", "USD", "name"),
        ("x" * 201, "USD", "name"),
        ("Quay Skin", "", "currency"),
        ("Quay Skin", "US", "currency"),
        ("Quay Skin", "DOLLAR", "currency"),
        ("Quay Skin", "ZZZ", "currency"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, name: str, currency: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.name_clinic(name, currency, by=MANAGER)
    assert refused.value.field == field
    assert clinic.set_up(by=MANAGER).clinic_name == "Harbour Skin"


def test_prices_keep_their_number_in_another_currency(clinic: Clinic) -> None:
    clinic.name_clinic("Quay Skin", "JPY", by=MANAGER)
    peel = clinic.set_up(by=MANAGER).services[0]
    assert (peel.price, peel.version) == (Money(amount=200, currency="JPY"), 2)
    key = clinic.add_service(forms.service(), by=MANAGER).id
    added = next(each for each in clinic.set_up(by=MANAGER).services if each.id == key)
    assert added.price is not None
    assert added.price.currency == "JPY"
    clinic.name_clinic("Quay Skin", "KWD", by=MANAGER)
    assert clinic.set_up(by=MANAGER).services[0].price == Money(amount=200_000, currency="KWD")


def test_the_currency_stays_once_something_was_planned(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_plan(session, add_patient(session))
    with pytest.raises(Invalid, match="are in USD already") as refused:
        clinic.name_clinic("Quay Skin", "EUR", by=MANAGER)
    assert refused.value.field == "currency"
    clinic.name_clinic("Quay Skin", "USD", by=MANAGER)
