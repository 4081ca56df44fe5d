"""What a plan and a template are typed with: aim, sessions and spacing, items, price."""

from collections.abc import Iterable
from typing import Any

from nicegui import ui

from components.course_items import CourseItems
from components.fields import Field, OnChange, select
from components.form_dialog import Entry
from components.money import read_price, typed_amount
from components.text import words
from store.errors import Invalid
from store.views import CourseForm, Money, ServiceChoice
from store.words import PaymentOption

WAIT_MS = 400
DAYS = {
    "spacing_min": "Days, at least",
    "spacing_ideal": "Days, ideally",
    "spacing_max": "Days, at most",
}
GRIDS = dict(enumerate(("is-one", "is-two", "is-three", "is-four"), 1))
OPTIONS = tuple((one.value, one.label) for one in PaymentOption)


class CourseFields:
    """Each part is drawn where its method is called; ``by_name`` has them by what refusals use."""

    def __init__(self, currency: str, *, on_change: OnChange | None = None) -> None:
        """Money is typed in ``currency``; ``on_change`` is called as one types."""
        self._currency = currency
        self._on_change = on_change
        self.by_name: dict[str, Entry] = {}

    def about(self) -> None:
        """What is treated, and to what end."""
        self._add("treatment", Field("Treatment", **self._typed))
        goal = self._add("goal", Field("Goal", **self._typed))
        goal.props["hint"] = "Left empty, it is the treatment."

    def spacing(self, *, with_count: bool = True) -> None:
        """How many sessions, and the days between them."""
        if with_count:
            count = Field("Sessions", kind="number", wait_ms=WAIT_MS, on_change=self._counted)
            self._add("sessions", count).props.update({"min": "1", "max": "60"})
        for name, label in DAYS.items():
            field = Field(label, kind="number", **self._typed)
            self._add(name, field).props.update({"min": "1", "max": "730"})
        for entry in self.by_name.values():
            if entry.props.get("kind") == "number":
                entry.props["input_mode"] = "numeric"

    def items(self) -> None:
        """What is done in the sessions."""
        self._items = CourseItems("Items of its sessions", on_change=self._items_changed)
        self.by_name["items"] = self._items

    def terms(self, *, with_price: bool = True) -> None:
        """How it is paid for."""
        if with_price:
            price = Field(f"Price of the course in {self._currency}", **self._typed)
            price.props["hint"] = "Empty: each service at its own price."
            self._add("price", price).props["input_mode"] = "decimal"
        self._add("payment_option", select("Payment option", OPTIONS, on_change=self._on_change))
        deposit = Field(f"Deposit a session in {self._currency}", **self._typed)
        self._add("deposit", deposit).props["input_mode"] = "decimal"

    def offer(self, services: Iterable[ServiceChoice]) -> None:
        """Services to choose from."""
        self._items.offer(services)

    def show(self, form: CourseForm) -> None:
        """Put a course in, in place of what is typed."""
        for name in self.by_name.keys() & {"treatment", "goal"}:
            self._field(name).show(getattr(form, name))
        for name in self.by_name.keys() & {"sessions", *DAYS}:
            self._field(name).show(_shown(getattr(form, name)))
        for name in self.by_name.keys() & {"price", "deposit"}:
            self._field(name).show(self._money(getattr(form, name)))
        self._field("payment_option").show(form.payment_option.value)
        if "items" in self.by_name:
            self._items.count(form.sessions)
            self._items.show(form.items)

    def read(self) -> dict[str, Any]:
        """What is typed, by the names of the forms; raises Invalid, with the field."""
        found: dict[str, Any] = {}
        for name in self.by_name:
            if name in DAYS:
                found[name] = _count(self.text(name), name, "Days are a whole number.")
            elif name == "sessions":
                told = "The number of sessions is a whole number."
                found[name] = _count(self.text(name), name, told) or 0
            elif name in ("price", "deposit"):
                found[name] = self._amount(name)
            elif name == "payment_option":
                found[name] = PaymentOption.of(self.text(name))
            elif name in ("treatment", "goal"):
                found[name] = self.text(name)
        if "items" in self.by_name:
            found["items"] = self._items.value
        if "deposit" in found:
            found["deposit"] = found["deposit"] or 0
        return found

    def text(self, name: str) -> str:
        """What stands in a field."""
        return str(self._field(name).value).strip()

    @property
    def _typed(self) -> dict[str, Any]:
        return {"wait_ms": WAIT_MS, "on_change": self._on_change} if self._on_change else {}

    def _add(self, name: str, field: Field) -> Field:
        self.by_name[name] = field
        return field

    def _field(self, name: str) -> Field:
        field = self.by_name[name]
        assert isinstance(field, Field)
        return field

    def _money(self, amount: int | None) -> str:
        if amount is None:
            return ""
        return typed_amount(Money(amount=amount, currency=self._currency))

    def _amount(self, name: str) -> int | None:
        text = self.text(name)
        amount = read_price(text, self._currency) if text else None
        if text and amount is None:
            raise Invalid("Type an amount such as 120.00, or nothing.", field=name)
        return amount

    async def _counted(self, told: Any) -> None:
        text = str(told).strip()
        if text.isascii() and text.isdecimal() and 0 < int(text[:4]) <= 60:
            self._items.count(int(text))
        await self._tell()

    async def _items_changed(self) -> None:
        await self._tell()

    async def _tell(self) -> None:
        if self._on_change is not None:
            answer = self._on_change(None)
            if answer is not None:
                await answer


def group(title: str, *, columns: int = 2) -> ui.element:
    """A part of a form in a dialog, in so many columns; put its fields into it with ``with``."""
    with ui.element("div").classes("form-group") as around:
        around.props.update({"role": "group", "aria-label": title})
        words(title, tag="h3")
        grid = ui.element("div").classes("form-grid")
        grid.classes.append(GRIDS[columns])
        return grid


def _count(text: str, field: str, told: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise Invalid(told, field=field)
    return int(text)


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
