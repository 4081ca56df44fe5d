"""What the store's door gives is decided, not accidental."""

import store
import store.views


def test_the_door_gives_exactly_what_it_names() -> None:
    assert store.__all__ == [
        "Clinic",
        "Database",
        "RegimenError",
        "begin",
        "is_empty",
        "open_clinic",
    ]
    assert all(hasattr(store, name) for name in store.__all__)


def test_views_name_everything_they_give() -> None:
    given = {
        name
        for name, value in vars(store.views).items()
        if isinstance(value, type) and value.__module__.startswith("store.views")
    }
    assert given <= set(store.views.__all__)
