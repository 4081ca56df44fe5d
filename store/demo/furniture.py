"""The rows of what a clinic has before its first patient: places, team and services."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Table

from store.demo.catalogue import OFFERS, Offer
from store.demo.people import staff_rows
from store.demo.places import Member, Site, opening
from store.demo.rows import CURRENCY, SERVICE_IDS
from store.demo.templates import template_rows
from store.setup.catalogue import PHRASES
from store.tables import (
    BUSINESS_HOURS,
    CLINIC_PROFILE,
    LOCATION,
    LOCATION_EXCEPTION,
    PROVIDER,
    PROVIDER_EXCEPTION,
    PROVIDER_HOURS,
    ROOM,
    SERVICE,
    SERVICE_PROVIDER,
    SERVICE_ROOM,
    STAFF,
    STAFF_ROLE,
    TIME_OFF,
)

NAME = "Lumen Aesthetics"
CLOSED: Any = ((None, None),)
"""What stands for a day without hours."""
Rows = Iterable[tuple[Table, dict[str, Any]]]


def furniture(sites: list[Site]) -> Rows:
    """Everything but patients and their courses, in an order that a database accepts."""
    profile = {"id": 1, "name": NAME, "currency": CURRENCY, "is_demo": True}
    yield CLINIC_PROFILE, profile
    for site in sites:
        yield from _place(site)
    for key, name in sorted({m.provider_id: m.name for s in sites for m in s.team}.items()):
        yield PROVIDER, {"id": key, "name": name, "disabled": False, "version": 1}
    for row in staff_rows(sites):
        role = {"staff_id": row["id"], "role": row.pop("role")}
        yield STAFF, row
        yield STAFF_ROLE, role
    for site in sites:
        for member in site.team:
            yield from _hours(member, site)
    for offer in OFFERS:
        yield from _service(offer, sites)
    yield from template_rows()


def _place(site: Site) -> Rows:
    yield (
        LOCATION,
        {"id": site.id, "name": site.name, "zone": site.zone, "disabled": False, "version": 1},
    )
    for weekday in range(7):
        opens, closes = opening(weekday)
        hours = {"location_id": site.id, "weekday": weekday}
        yield BUSINESS_HOURS, {**hours, "opens": opens, "closes": closes}
    for room in site.rooms:
        place = {"id": room.id, "location_id": site.id}
        yield ROOM, {**place, "name": room.name, "disabled": False, "version": 1}
    for day, (spans, reason) in sorted(site.special.items()):
        whole = {"location_id": site.id, "day": day, "reason": reason}
        for opens, closes in spans or CLOSED:
            yield LOCATION_EXCEPTION, {**whole, "opens": opens, "closes": closes}


def _hours(member: Member, site: Site) -> Rows:
    where = {"provider_id": member.provider_id, "location_id": site.id}
    for weekday, spans in sorted(member.weekly.items()):
        for starts, ends in spans:
            yield PROVIDER_HOURS, {**where, "weekday": weekday, "starts": starts, "ends": ends}
    for day, (spans, reason) in member.exceptions.items():
        whole = {**where, "day": day, "reason": reason}
        for starts, ends in spans or CLOSED:
            yield PROVIDER_EXCEPTION, {**whole, "starts": starts, "ends": ends}
    for first, last, reason in (*member.away, *member.called_away):
        yield TIME_OFF, {"provider_id": member.provider_id, **_span(site, first, last, reason)}


def _span(site: Site, first: date, last: date, reason: str) -> dict[str, Any]:
    starts_at, ends_at = site.instant(first, 0), site.instant(last, 1440)
    return {"starts_at": starts_at, "ends_at": ends_at, "reason": reason}


def _service(offer: Offer, sites: list[Site]) -> Rows:
    key = SERVICE_IDS[offer.name]
    yield (
        SERVICE,
        {
            "id": key,
            "name": offer.name,
            "category": offer.category,
            "minutes": offer.minutes,
            "buffer_minutes": offer.buffer,
            "price": 100 * offer.price,
            "deposit": 100 * offer.deposit,
            "currency": CURRENCY,
            "needs_room": bool(offer.rooms),
            "phrases": list(PHRASES[offer.category]),
            "disabled": False,
            "version": 1,
        },
    )
    able = {m.provider_id for site in sites for m in site.team if offer.skill in m.skills}
    for provider_id in sorted(able):
        yield SERVICE_PROVIDER, {"service_id": key, "provider_id": provider_id}
    for room in (room for site in sites for room in site.rooms):
        if not offer.rooms or room.kind in offer.rooms:
            yield SERVICE_ROOM, {"service_id": key, "room_id": room.id}
