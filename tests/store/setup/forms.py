"""Forms that can be saved as they are; tests override what matters."""

from typing import Any

from store.views import (
    LocationForm,
    PlaceInterval,
    ProviderForm,
    RoomForm,
    ServiceForm,
    WeekInterval,
)
from store.words import Category

NINE, ONE, FIVE = 9 * 60, 13 * 60, 17 * 60


def week(*spans: tuple[int, int, int]) -> tuple[WeekInterval, ...]:
    """Weekday, start and end of each."""
    return tuple(WeekInterval(weekday=day, starts=a, ends=b) for day, a, b in spans)


def there(location_id: int, *spans: tuple[int, int, int]) -> tuple[PlaceInterval, ...]:
    """The same at a location."""
    return tuple(
        PlaceInterval(location_id=location_id, weekday=day, starts=a, ends=b) for day, a, b in spans
    )


def location(**values: Any) -> LocationForm:
    return LocationForm.model_validate(
        {"name": "Uptown", "zone": "America/Chicago", "hours": week((0, NINE, FIVE)), **values}
    )


def room(**values: Any) -> RoomForm:
    return RoomForm.model_validate({"name": "Room 3", "location_id": 1, **values})


def provider(**values: Any) -> ProviderForm:
    return ProviderForm.model_validate(
        {
            "name": "Ada Brandt",
            "service_ids": frozenset({1}),
            "hours": there(1, (0, NINE, FIVE)),
            **values,
        }
    )


def service(**values: Any) -> ServiceForm:
    return ServiceForm.model_validate(
        {
            "name": "Scalp peel",
            "category": Category.HAIR,
            "minutes": 30,
            "buffer_minutes": 5,
            "price": 12_000,
            "deposit": 2_000,
            "provider_ids": frozenset({1}),
            "room_ids": frozenset({1, 2}),
            **values,
        }
    )
