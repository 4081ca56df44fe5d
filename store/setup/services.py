"""Services: how long they take, what they cost, who may do them and where."""

from typing import Any

from sqlalchemy import select

from store.displacement import settled, with_services
from store.errors import Invalid
from store.lookup import find
from store.models import ClinicProfile, Service
from store.phrases import money
from store.setup.links import check_known, links, names, write_links
from store.setup.naming import check_name
from store.tables import CLINIC_PROFILE, PROVIDER, ROOM, SERVICE, SERVICE_PROVIDER, SERVICE_ROOM
from store.unit import Unit
from store.versions import check_version
from store.views import ServiceForm, SetUpOutcome
from store.visits import GRID

LONGEST_MINUTES = 12 * 60
LONGEST_BUFFER = 4 * 60
HIGHEST_PRICE = 10**9
"""In minor units."""
MOST_PHRASES, LONGEST_PHRASE = 20, 200
_TYPED = (
    "name",
    "category",
    "minutes",
    "buffer_minutes",
    "price",
    "deposit",
    "needs_room",
    "phrases",
)


def add_service(unit: Unit, form: ServiceForm) -> SetUpOutcome:
    """Add a service. Raises Invalid, with the field of the form."""
    _check(unit, form, None)
    service = Service(**_values(form), currency=currency_of(unit))
    unit.session.add(service)
    unit.session.flush()
    assert service.id is not None
    _write_links(unit, service.id, form)
    unit.tell("service", service.id, f"Added {service.name}.", after=_words(unit, form))
    return SetUpOutcome(id=service.id, message=f"Added {service.name}.")


def add_services(unit: Unit, forms: tuple[ServiceForm, ...]) -> tuple[int, ...]:
    """Add several, all or none; their ids in the same order."""
    return tuple(add_service(unit, form).id for form in forms)


def edit_service(unit: Unit, service_id: int, form: ServiceForm) -> SetUpOutcome:
    """Write what was typed; Stale when somebody else wrote meanwhile.

    Bookings keep the length and the clean-up, sessions the price, that they were made with.
    """
    service = find(unit, Service, service_id, "service")
    kept, typed = _words(unit, _stored(unit, service)), _words(unit, form)
    check_version(form.version, service.version, kept=kept, typed=typed)
    _check(unit, form, service)
    for name, value in _values(form).items():
        setattr(service, name, value)
    service.version += 1
    unit.session.flush()
    _write_links(unit, service_id, form)
    unit.tell("service", service_id, f"Saved {service.name}.", before=kept, after=typed)
    return settled(unit, service_id, f"Saved {service.name}.", with_services([service_id]))


def currency_of(unit: Unit) -> str:
    """The clinic's currency."""
    query = select(CLINIC_PROFILE.c.currency).order_by(CLINIC_PROFILE.c.id).limit(1)
    found: str | None = unit.session.connection().execute(query).scalar()
    return found or ClinicProfile(name="").currency


def _check(unit: Unit, form: ServiceForm, service: Service | None) -> None:
    if service is None or form.name != service.name:
        check_name(unit, SERVICE, form.name, SERVICE.c.id != (service.id if service else 0))
    _check_times(form)
    _check_money(form)
    _check_phrases(form)
    check_known(unit, PROVIDER, form.provider_ids, field="provider_ids")
    check_known(unit, ROOM, form.room_ids, field="room_ids")


def _check_times(form: ServiceForm) -> None:
    if form.minutes <= 0 or form.minutes % GRID:
        raise Invalid(f"The duration goes in steps of {GRID} minutes.", field="minutes")
    if form.minutes > LONGEST_MINUTES:
        raise Invalid(f"A service lasts at most {LONGEST_MINUTES // 60} hours.", field="minutes")
    if form.buffer_minutes < 0:
        raise Invalid("The clean-up cannot be less than nothing.", field="buffer_minutes")
    if form.buffer_minutes > LONGEST_BUFFER:
        said = f"The clean-up lasts at most {LONGEST_BUFFER // 60} hours."
        raise Invalid(said, field="buffer_minutes")


def _check_money(form: ServiceForm) -> None:
    if not 0 <= form.price <= HIGHEST_PRICE:
        said = "The price is too high." if form.price > 0 else "The price cannot be negative."
        raise Invalid(said, field="price")
    if form.deposit < 0:
        raise Invalid("The deposit cannot be negative.", field="deposit")
    if form.deposit > form.price:
        raise Invalid("The deposit is at most the price.", field="deposit")


def _check_phrases(form: ServiceForm) -> None:
    if len(form.phrases) > MOST_PHRASES:
        raise Invalid(f"At most {MOST_PHRASES} phrases can be kept.", field="phrases")
    if any(len(phrase) > LONGEST_PHRASE for phrase in form.phrases):
        said = f"A phrase has at most {LONGEST_PHRASE} letters."
        raise Invalid(said, field="phrases")


def _values(form: ServiceForm) -> dict[str, Any]:
    typed = {name: getattr(form, name) for name in _TYPED}
    return {**typed, "phrases": [phrase for phrase in form.phrases if phrase]}


def _stored(unit: Unit, service: Service) -> ServiceForm:
    key = service.id or 0
    return ServiceForm(
        **{name: getattr(service, name) for name in _TYPED},
        provider_ids=links(unit, SERVICE_PROVIDER, "service_id", key),
        room_ids=links(unit, SERVICE_ROOM, "service_id", key),
    )


def _write_links(unit: Unit, service_id: int, form: ServiceForm) -> None:
    write_links(unit, SERVICE_PROVIDER, "service_id", service_id, form.provider_ids)
    write_links(unit, SERVICE_ROOM, "service_id", service_id, form.room_ids)


def _words(unit: Unit, form: ServiceForm) -> dict[str, str]:
    currency = currency_of(unit)
    return {
        "name": form.name,
        "category": form.category.label,
        "duration": f"{form.minutes} minutes",
        "clean-up": f"{form.buffer_minutes} minutes",
        "price": money(form.price, currency),
        "deposit": money(form.deposit, currency),
        "phrases": "; ".join(form.phrases) or "none",
        "room": "needed" if form.needs_room else "not needed",
        "providers": names(unit, PROVIDER, form.provider_ids),
        "rooms": names(unit, ROOM, form.room_ids),
    }
