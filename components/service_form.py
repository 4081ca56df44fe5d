"""The fields of a service: what it is, how long it takes, what it costs, who does it and where."""

from collections.abc import Sequence

from nicegui import ui

from components.buttons import Button
from components.fields import Field, check, line, select
from components.form_dialog import Entry
from components.money import read_price, typed_amount
from components.record_form import panel
from components.tick_groups import TickGroups
from components.ticking import all_ids, everybody, rooms_by_location
from store.errors import Invalid
from store.views import Money, ServiceForm, ServiceView, SetUpView
from store.words import Category

USUAL_MINUTES = "30"
NO_PROVIDERS = "There are no providers yet."
NO_ROOMS = "There are no rooms yet."


class ServiceFields:
    """Drawn where it is made; everybody does a new service, and every room suits it."""

    fillers: Sequence[Button] = ()

    def __init__(self, currency: str) -> None:
        """Money is typed in ``currency``."""
        self._currency = currency
        self._everybody: frozenset[int] = frozenset()
        self._everywhere: frozenset[int] = frozenset()
        self._kept: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
        self.by_name: dict[str, Entry] = {}
        with panel("Service"), ui.element("div").classes("record-grid"):
            self._about()
        with panel("Notes"):
            self.by_name["phrases"] = self._phrases = line("Phrases for notes", kind="area")
            self._phrases.props["hint"] = "One on each line; one press puts it into a note."
        with panel("Providers who do it"):
            self.by_name["provider_ids"] = self._providers = TickGroups(
                "Providers who do it", empty=NO_PROVIDERS
            )
        with panel("Rooms that suit it"):
            self.by_name["needs_room"] = self._needs_room = check("It needs a room", value=True)
            self.by_name["room_ids"] = self._rooms = TickGroups(
                "Rooms that suit it", empty=NO_ROOMS
            )

    def offer(self, around: SetUpView) -> None:
        """Providers and rooms there are."""
        people, rooms = everybody(around), rooms_by_location(around)
        self._everybody, self._everywhere = all_ids(people), all_ids(rooms)
        self._providers.offer(people)
        self._rooms.offer(rooms)

    def show(self, record: ServiceView | None) -> None:
        """Put a service in; who did it but works here no longer is kept."""
        free = Money(amount=0, currency=self._currency)
        shown = {
            "name": record.name if record else "",
            "category": record.category.value if record else Category.LASER.value,
            "minutes": str(record.minutes) if record else USUAL_MINUTES,
            "buffer_minutes": str(record.buffer_minutes) if record else "0",
            "price": typed_amount(record.price) if record else "",
            "deposit": typed_amount(record.deposit if record else free),
        }
        for name, text in shown.items():
            field = self.by_name[name]
            assert isinstance(field, Field)
            field.show(text)
        self._phrases.show("\n".join(record.phrases) if record else "")
        self._needs_room.show(record.needs_room if record else True)
        people = record.provider_ids if record else self._everybody
        rooms = record.room_ids if record else self._everywhere
        self._kept = (people - self._everybody, rooms - self._everywhere)
        self._providers.show(people & self._everybody)
        self._rooms.show(rooms & self._everywhere)

    def read(self, version: int | None) -> ServiceForm:
        """What is typed."""
        people, rooms = self._kept
        return ServiceForm(
            name=self._text("name"),
            category=Category.of(self._text("category")),
            minutes=whole(self._text("minutes"), "The duration", field="minutes"),
            buffer_minutes=whole(
                self._text("buffer_minutes"), "The buffer", field="buffer_minutes"
            ),
            price=amount(self._text("price"), self._currency, field="price"),
            deposit=amount(self._text("deposit") or "0", self._currency, field="deposit"),
            needs_room=bool(self._needs_room.value),
            phrases=tuple(filter(None, map(str.strip, self._text("phrases").splitlines()))),
            provider_ids=self._providers.value | people,
            room_ids=self._rooms.value | rooms,
            version=version,
        )

    def _about(self) -> None:
        categories = [(one.value, one.label) for one in sorted(Category, key=lambda c: c.label)]
        fields = {
            "name": line("Name"),
            "category": select("Category", categories),
            "minutes": line("Duration in minutes", kind="number"),
            "buffer_minutes": line("Clean-up buffer in minutes", kind="number"),
            "price": line(f"Price in {self._currency}"),
            "deposit": line(f"Deposit in {self._currency}"),
        }
        for name, least in (("minutes", "5"), ("buffer_minutes", "0")):
            fields[name].props.update({"min": least, "step": "5", "input_mode": "numeric"})
        for name in ("price", "deposit"):
            fields[name].props["input_mode"] = "decimal"
        self.by_name.update(fields)

    def _text(self, name: str) -> str:
        return str(self.by_name[name].value).strip()


def whole(text: str, what: str, *, field: str) -> int:
    """A whole number of minutes; Invalid, at its field, for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise Invalid(f"{what} is a whole number of minutes.", field=field)
    return int(text)


def amount(text: str, currency: str, *, field: str) -> int:
    """Minor units of what was typed; Invalid, at its field, for anything else."""
    read = read_price(text, currency)
    if read is None:
        raise Invalid("Type an amount such as 120.00; 0 for nothing.", field=field)
    return read
