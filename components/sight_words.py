"""How somebody is limited, in plain words for themselves."""

from store.views import Sight


def limits(sight: Sight) -> tuple[str, ...]:
    """A sentence a limit; none for whoever sees everything."""
    told = (
        (sight.location_ids is not None, f"You see only {_places(sight)}."),
        (sight.own_provider_id is not None, "You see only patients whom you treat."),
        (not sight.money, "Prices and payments are not shown to you."),
        (not sight.notes, "Notes on treatments are not shown to you."),
    )
    return tuple(sentence for is_so, sentence in told if is_so)


def within_limits(text: str, sight: Sight) -> str:
    """What an empty list says, with what may keep it empty for somebody."""
    about_records = limits(sight.model_copy(update={"money": True, "notes": True}))
    return " ".join((text, *about_records))


def _places(sight: Sight) -> str:
    count = len(sight.location_ids or ())
    return "what takes place at your location" if count == 1 else f"your {count} locations"
