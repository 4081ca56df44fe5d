"""What is set up, in words: the rows of its lists, and what is missing."""

from collections.abc import Iterable, Sequence

from components.money import money_text
from components.record_list import Row
from components.week_hours import days_text, hours_text
from store.views import (
    LocationView,
    ProviderView,
    RoomView,
    ServiceView,
    SetUpView,
    TemplateView,
)

Disabling = LocationView | RoomView | ProviderView | ServiceView | TemplateView
"""What can be disabled."""


def location_rows(view: SetUpView) -> list[Row]:
    """Locations with their zone and opening hours."""
    return [
        Row(
            f"/clinic/locations/{one.id}",
            one.name,
            (hours_text(one.hours, none="never open"), one.zone.replace("_", " ")),
            warning=location_gap(view, one),
            disabled=one.disabled,
        )
        for one in view.locations
    ]


def room_rows(view: SetUpView) -> list[Row]:
    """Rooms under their location, with how many services they suit."""
    rows = [
        Row(
            f"/clinic/rooms/{one.id}",
            one.name,
            (f"Suits {_services(len(one.service_ids), view)}",),
            warning=room_gap(view, one),
            disabled=one.disabled,
            group=place.name,
        )
        for place in view.locations
        for one in view.rooms
        if one.location_id == place.id
    ]
    return sorted(rows, key=lambda row: row.disabled)


def provider_rows(view: SetUpView) -> list[Row]:
    """Providers with what they do and, a line each, when they work where."""
    return [
        Row(
            f"/clinic/providers/{one.id}",
            one.name,
            (f"Does {_services(len(one.service_ids), view)}", "\n".join(_workplaces(view, one))),
            warning=provider_gap(view, one),
            disabled=one.disabled,
        )
        for one in view.providers
    ]


def service_rows(view: SetUpView) -> list[Row]:
    """Services under their category, with time and price."""
    categories = {one.category: None for one in view.services}
    rows = [
        Row(
            f"/clinic/services/{one.id}",
            one.name,
            (duration_text(one), money_text(one.price)),
            warning=service_gap(view, one),
            disabled=one.disabled,
            group=category.label,
        )
        for category in sorted(categories, key=lambda each: each.label)
        for one in view.services
        if one.category is category
    ]
    return sorted(rows, key=lambda row: row.disabled)


def counts(
    view: SetUpView, templates: Sequence[TemplateView]
) -> list[tuple[str, str, str, str, str]]:
    """Address, name, icon and number of each kind, and how many more are disabled."""
    kinds: tuple[tuple[str, str, str, Sequence[Disabling]], ...] = (
        ("locations", "Locations", "map-pin", view.locations),
        ("rooms", "Rooms", "slot", view.rooms),
        ("providers", "Providers", "person", view.providers),
        ("services", "Services", "list", view.services),
        ("plans", "Plan templates", "note", templates),
    )
    return [
        (f"/clinic/{kind}", name, icon, str(len(those) - (off := _off(those))), _more(off))
        for kind, name, icon, those in kinds
    ]


def gaps(view: SetUpView) -> list[tuple[str, str, str]]:
    """What keeps something from being booked: its name, what is missing, and where to mend it."""
    found = [
        *(("locations", one.id, one.name, location_gap(view, one)) for one in view.locations),
        *(("rooms", one.id, one.name, room_gap(view, one)) for one in view.rooms),
        *(("providers", one.id, one.name, provider_gap(view, one)) for one in view.providers),
        *(("services", one.id, one.name, service_gap(view, one)) for one in view.services),
    ]
    return [(name, gap, f"/clinic/{kind}/{key}") for kind, key, name, gap in found if gap]


def location_gap(view: SetUpView, location: LocationView) -> str:
    """Why nothing can be booked at a location; empty when it can."""
    if location.disabled:
        return ""
    if not location.hours:
        return "never open"
    staffed = {at for who in view.providers if not who.disabled for at in _places(who)}
    return "" if location.id in staffed else "nobody works here"


def room_gap(_view: SetUpView, room: RoomView) -> str:
    """Why nothing can be booked into a room."""
    return "suits no service" if not room.disabled and not room.service_ids else ""


def provider_gap(_view: SetUpView, provider: ProviderView) -> str:
    """Why nothing can be booked with a provider."""
    if provider.disabled:
        return ""
    if not provider.service_ids:
        return "does no service"
    return "" if _places(provider) else "has no hours"


def service_gap(view: SetUpView, service: ServiceView) -> str:
    """Why a service cannot be booked."""
    if service.disabled:
        return ""
    if not service.provider_ids & {one.id for one in view.providers if not one.disabled}:
        return "nobody does it"
    rooms = {one.id for one in view.rooms if not one.disabled}
    return "no room suits" if service.needs_room and not service.room_ids & rooms else ""


def duration_text(service: ServiceView) -> str:
    """Such as "45 min + 10 min buffer"."""
    buffer = f" + {service.buffer_minutes} min buffer" if service.buffer_minutes else ""
    return f"{service.minutes} min{buffer}"


def _off(those: Iterable[Disabling]) -> int:
    return sum(one.disabled for one in those)


def _more(disabled: int) -> str:
    return f"and {disabled} disabled" if disabled else ""


def _places(provider: ProviderView) -> set[int]:
    usual = {one.location_id for one in provider.hours}
    return usual | {one.location_id for one in provider.exceptions if one.intervals}


def _workplaces(view: SetUpView, provider: ProviderView) -> Iterable[str]:
    """Their days, with the location's name where there is more than one."""
    is_one = len(view.locations) == 1
    for place in view.locations:
        hours = [one for one in provider.hours if one.location_id == place.id]
        if hours:
            yield days_text(hours) if is_one else f"{place.name}: {days_text(hours)}"


def _services(count: int, view: SetUpView) -> str:
    if count and count == sum(not one.disabled for one in view.services):
        return "every service"
    return "1 service" if count == 1 else f"{count or 'no'} services"
