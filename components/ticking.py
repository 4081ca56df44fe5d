"""What can be ticked in the forms of a clinic: services by category, rooms by location, people."""

from components.tick_groups import Group
from store.views import SetUpView
from store.words import Category


def services_by_category(view: SetUpView) -> list[Group]:
    """Services on offer, under their categories."""
    return [
        (category.label, options)
        for category in sorted(Category, key=lambda each: each.label)
        if (
            options := tuple(
                (one.id, one.name)
                for one in view.services
                if one.category is category and not one.disabled
            )
        )
    ]


def rooms_by_location(view: SetUpView) -> list[Group]:
    """Rooms in use, under their locations."""
    return [
        (place.name, options)
        for place in view.locations
        if (
            options := tuple(
                (one.id, one.name)
                for one in view.rooms
                if one.location_id == place.id and not one.disabled
            )
        )
    ]


def everybody(view: SetUpView) -> list[Group]:
    """Providers who work here."""
    options = tuple((one.id, one.name) for one in view.providers if not one.disabled)
    return [("Providers", options)] if options else []


def all_ids(groups: list[Group]) -> frozenset[int]:
    """Everything that can be ticked."""
    return frozenset(key for _, options in groups for key, _ in options)
