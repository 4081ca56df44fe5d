"""The ready catalogue can be taken as it is."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.words import Category
from tests.factories import MANAGER, make_clinic

NOBODY = MANAGER.model_copy(update={"staff_id": None})


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return make_clinic(tmp_path)


def test_it_has_every_category_in_the_order_of_the_vocabulary(clinic: Clinic) -> None:
    categories = [form.category for form in clinic.catalogue()]
    assert list(dict.fromkeys(categories)) == list(Category)
    assert len(categories) >= 60
    assert categories == sorted(categories, key=list(Category).index)


def test_all_of_it_can_be_added_at_once(clinic: Clinic) -> None:
    forms = clinic.catalogue()
    assert len(clinic.add_services(forms, by=NOBODY)) == len(forms)
    assert len(clinic.set_up(by=MANAGER).services) == len({form.name for form in forms})


@pytest.mark.parametrize(
    ("currency", "price"), [("USD", 12_000), ("JPY", 12_000), ("KWD", 120_000)]
)
def test_prices_are_suggested_in_the_clinics_currency(
    clinic: Clinic, currency: str, price: int
) -> None:
    clinic.name_clinic("Quay Skin", currency, by=NOBODY)
    suggested = {form.name: form.price for form in clinic.catalogue()}
    assert suggested["Laser hair removal, underarms"] == price
