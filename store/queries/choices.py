"""What filters and forms offer, and the clinic as the page frame shows it."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from store.queries.sight import sees_location, sees_provider
from store.tables import CLINIC_PROFILE, LOCATION, PROVIDER, ROOM, SERVICE, SESSION
from store.views import EVERYTHING, Choice, ClinicView, FilterChoices, Sight
from store.words import Category, SessionStatus

NO_ZONE = "UTC"


def filter_choices(connection: Connection, sight: Sight = EVERYTHING) -> FilterChoices:
    """Providers and locations in sight by name, disabled ones too: old sessions still have them."""
    return FilterChoices(
        providers=providers(connection, sight),
        locations=_choices(connection, _named(LOCATION).where(sees_location(sight))),
        categories=_categories(connection),
        rooms=rooms(connection, sight),
        money=sight.money,
    )


def providers(connection: Connection, sight: Sight = EVERYTHING) -> tuple[Choice, ...]:
    """Providers in sight by name, disabled ones too."""
    return _choices(connection, _named(PROVIDER).where(sees_provider(sight)))


def rooms(connection: Connection, sight: Sight = EVERYTHING) -> tuple[Choice, ...]:
    """Rooms of locations in sight by name, disabled ones too."""
    here = select(LOCATION.c.id).where(sees_location(sight))
    return _choices(connection, _named(ROOM).where(ROOM.c.location_id.in_(here)))


def services(connection: Connection) -> tuple[Choice, ...]:
    """What can be added to a session, by name."""
    return _choices(connection, _named(SERVICE).where(SERVICE.c.disabled.is_(False)))


def profile(connection: Connection) -> ClinicView:
    """The clinic's name and zone; an unnamed clinic before its set-up."""
    zone = select(LOCATION.c.zone).order_by(LOCATION.c.id).limit(1).scalar_subquery()
    clinic = connection.execute(
        select(CLINIC_PROFILE.c.name, CLINIC_PROFILE.c.is_demo, zone.label("zone"))
    ).first()
    return ClinicView(
        name=clinic.name if clinic else "",
        is_demo=clinic.is_demo if clinic else False,
        zone=clinic.zone or NO_ZONE if clinic else NO_ZONE,
        has_location=connection.execute(select(LOCATION.c.id).limit(1)).first() is not None,
    )


def _named(table: Any) -> Select[Any]:
    columns = (table.c.id, table.c.name, table.c.disabled)
    return select(*columns).order_by(table.c.name, table.c.id)


def _choices(connection: Connection, query: Select[Any]) -> tuple[Choice, ...]:
    found = connection.execute(query)
    return tuple(Choice(id=row.id, name=row.name, disabled=row.disabled) for row in found)


def _categories(connection: Connection) -> tuple[Category, ...]:
    """The categories that occur among services and sessions, in the order of the vocabulary."""
    found = connection.execute(_OCCURRING).one()
    return tuple(word for word, is_there in zip(Category, found, strict=True) if is_there)


def _occurs(word: Category) -> ColumnElement[bool]:
    # Every status by name, so that the index by status and category is gone through, not the table.
    with_status = or_(*(SESSION.c.status == status for status in SessionStatus))
    in_sessions = exists().where(with_status, SESSION.c.category == word)
    return exists().where(SERVICE.c.category == word) | in_sessions


_OCCURRING = select(*map(_occurs, Category))
