"""Providers: their names, what they do, and the hours they keep."""

from sqlalchemy import delete, insert, select, update

from store.accounts.roles import write_roles
from store.derive import rename_provider
from store.displacement import settled
from store.lookup import find
from store.models import Provider, Staff
from store.setup.hours import check_places, week_words
from store.setup.links import check_known, links, names, write_links
from store.setup.naming import check_name
from store.tables import (
    BOOKING,
    LOCATION,
    PROVIDER,
    PROVIDER_HOURS,
    SERVICE,
    SERVICE_PROVIDER,
    STAFF,
)
from store.unit import Unit
from store.versions import check_version
from store.views import PlaceInterval, ProviderForm, SetUpOutcome
from store.words import Role


def add_provider(unit: Unit, form: ProviderForm) -> SetUpOutcome:
    """Add a provider, and a member of staff for them to work as.

    Raises Invalid, field name, service_ids or hours.
    """
    _check(unit, form, None)
    provider = Provider(name=form.name)
    unit.session.add(provider)
    unit.session.flush()
    assert provider.id is not None
    member = Staff(name=form.name, provider_id=provider.id)
    unit.session.add(member)
    unit.session.flush()
    write_roles(unit.session, member.id or 0, [Role.PROVIDER])
    _write_hours(unit, provider.id, form.hours)
    write_links(unit, SERVICE_PROVIDER, "provider_id", provider.id, form.service_ids)
    unit.tell("provider", provider.id, f"Added {provider.name}.", after=_words(unit, form))
    return SetUpOutcome(id=provider.id, message=f"Added {provider.name}.")


def edit_provider(unit: Unit, provider_id: int, form: ProviderForm) -> SetUpOutcome:
    """Write what was typed; Stale when somebody else wrote meanwhile."""
    provider = find(unit, Provider, provider_id, "provider")
    done = links(unit, SERVICE_PROVIDER, "provider_id", provider_id)
    stored = ProviderForm(
        name=provider.name, service_ids=done, hours=place_hours(unit, provider_id)
    )
    kept, typed = _words(unit, stored), _words(unit, form)
    check_version(form.version, provider.version, kept=kept, typed=typed)
    _check(unit, form, provider)
    if form.name != provider.name:
        _rename(unit, provider, form.name)
    provider.version += 1
    unit.session.flush()
    _write_hours(unit, provider_id, form.hours)
    write_links(unit, SERVICE_PROVIDER, "provider_id", provider_id, form.service_ids)
    unit.tell("provider", provider_id, f"Saved {provider.name}.", before=kept, after=typed)
    which = BOOKING.c.provider_id == provider_id
    return settled(unit, provider_id, f"Saved {provider.name}.", which)


def place_hours(unit: Unit, provider_id: int) -> tuple[PlaceInterval, ...]:
    """The weekly hours a provider keeps, at every location."""
    hours = PROVIDER_HOURS.c
    query = select(hours.location_id, hours.weekday, hours.starts, hours.ends)
    rows = unit.session.connection().execute(query.where(hours.provider_id == provider_id))
    return tuple(PlaceInterval.model_validate(row._asdict()) for row in rows)


def check_provider_name(unit: Unit, name: str, own_id: int) -> None:
    """Raises Invalid when somebody who works here has the name: it is how the diary tells them apart.

    Whoever left may have had it too.
    """
    check_name(unit, PROVIDER, name, PROVIDER.c.id != own_id, PROVIDER.c.disabled.is_(False))


def _check(unit: Unit, form: ProviderForm, provider: Provider | None) -> None:
    if provider is None or form.name != provider.name:
        check_provider_name(unit, form.name, (provider.id if provider else None) or 0)
    check_known(unit, SERVICE, form.service_ids, field="service_ids")
    check_known(unit, LOCATION, {each.location_id for each in form.hours}, field="hours")
    places = unit.session.connection().execute(select(LOCATION.c.id, LOCATION.c.zone))
    check_places(form.hours, {row.id: row.zone for row in places}, unit.now.date())


def _rename(unit: Unit, provider: Provider, name: str) -> None:
    """The member of staff goes by the same name, unless that was given another one."""
    theirs = (STAFF.c.provider_id == provider.id) & (STAFF.c.name == provider.name)
    unit.session.connection().execute(update(STAFF).where(theirs).values(name=name))
    rename_provider(unit.session, provider.id or 0, (provider.name, name))
    provider.name = name


def _write_hours(unit: Unit, provider_id: int, hours: tuple[PlaceInterval, ...]) -> None:
    connection = unit.session.connection()
    connection.execute(delete(PROVIDER_HOURS).where(PROVIDER_HOURS.c.provider_id == provider_id))
    rows = [{"provider_id": provider_id, **each.model_dump()} for each in hours]
    if rows:
        connection.execute(insert(PROVIDER_HOURS), rows)


def _words(unit: Unit, form: ProviderForm) -> dict[str, str]:
    places = {each.location_id for each in form.hours}
    told = [
        f"{names(unit, LOCATION, [place])} "
        f"{week_words([each for each in form.hours if each.location_id == place])}"
        for place in sorted(places)
    ]
    return {
        "name": form.name,
        "services": names(unit, SERVICE, form.service_ids),
        "hours": "; ".join(told),
    }
