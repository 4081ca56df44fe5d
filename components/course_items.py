"""The items of a course as rows: service, units, and the sessions it is done in."""

from collections.abc import Iterable
from typing import Any

from components.kept import Kept, Told
from store.views import CourseItem, ServiceChoice
from store.words import Category

Items = tuple[CourseItem, ...]
MOST = 60
"""Rows and sessions that are taken from the browser."""


class CourseItems(Kept[Items], component="scripts/course_items.js"):
    """The value is what the course consists of; a row without a service has service 0."""

    def __init__(self, label: str, *, on_change: Told | None = None) -> None:
        """``label`` names the whole; nothing to choose from until ``offer``."""
        super().__init__((), on_change=on_change)
        self.props.update({"label": label, "services": (), "sessions": 1})

    def offer(self, services: Iterable[ServiceChoice]) -> None:
        """What can be chosen, by category; what is chosen stays."""
        some = tuple(services)
        groups = tuple(
            (category.label, tuple((one.id, one.name) for one in some if one.category is category))
            for category in sorted(Category, key=lambda each: each.label)
            if any(one.category is category for one in some)
        )
        if self.props["services"] != groups:
            self.props["services"] = groups

    def count(self, sessions: int) -> None:
        """So many sessions there are to choose among."""
        if self.props["sessions"] != sessions:
            self.props["sessions"] = sessions

    def written(self, value: Items) -> Any:
        """A row an item."""
        return [[item.service_id, item.units, item.first, item.last] for item in value]

    def read(self, told: Any) -> Items:
        """Rows as the browser tells them."""
        return tuple(
            CourseItem(
                service_id=int(service),
                units=int(units),
                first=int(first),
                last=None if last is None else int(last),
            )
            for service, units, first, last in told[:MOST]
        )
