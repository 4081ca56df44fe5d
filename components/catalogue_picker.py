"""The ready catalogue: services to tick, a whole category at once, price and duration in place."""

from collections.abc import Sequence
from typing import Any

from components.kept import Kept
from components.money import typed_amount
from components.service_form import amount, whole
from store.errors import Invalid
from store.views import Money, ServiceForm

Pick = tuple[int, str, str]
"""The place in the catalogue, and duration and price as typed."""


class CataloguePicker(Kept[tuple[Pick, ...]], component="scripts/catalogue_picker.js"):
    """Nothing is ticked at first."""

    def __init__(self, catalogue: Sequence[ServiceForm], *, currency: str) -> None:
        """What is already offered should be left out of ``catalogue``."""
        self._catalogue = tuple(catalogue)
        super().__init__(())
        self._currency = currency
        groups: dict[str, list[tuple[int, str, str, str]]] = {}
        for at, one in enumerate(self._catalogue):
            price = typed_amount(Money(amount=one.price, currency=currency))
            row = (at, one.name, str(one.minutes), price)
            groups.setdefault(one.category.label, []).append(row)
        self.props.update({"groups": tuple(groups.items()), "currency": currency})

    def read(self, told: Any) -> tuple[Pick, ...]:
        """Places that there are, with short texts."""
        picks = tuple((int(at), str(minutes)[:20], str(price)[:20]) for at, minutes, price in told)
        if not all(0 <= at < len(self._catalogue) for at, _, _ in picks):
            raise ValueError(told)
        return picks

    def forms(
        self, *, provider_ids: frozenset[int], room_ids: frozenset[int]
    ) -> tuple[ServiceForm, ...]:
        """What is ticked, done by these and in these; Invalid names the service it is about."""
        return tuple(
            self._form(*pick).model_copy(
                update={"provider_ids": provider_ids, "room_ids": room_ids}
            )
            for pick in self.value
        )

    def _form(self, at: int, minutes: str, price: str) -> ServiceForm:
        service = self._catalogue[at]
        try:
            typed = {
                "minutes": whole(minutes.strip(), "The duration", field="minutes"),
                "price": amount(price, self._currency, field="price"),
            }
        except Invalid as wrong:
            raise Invalid(f"{service.name}: {wrong.message}", field="services") from wrong
        return service.model_copy(update=typed)
