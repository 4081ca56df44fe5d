"""The fields of a member of staff: who they are, what they work as, and what they are limited to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from nicegui import ui

from components.buttons import Button
from components.fields import line, select
from components.form_dialog import Entry
from components.record_form import panel
from components.tick_list import Option, TickList
from store.views import Choice, StaffBook, StaffForm, StaffView
from store.words import Role

NO_PROVIDER = "No provider"
WHOSE = "Whose hours and treatments are theirs."
MAY = MappingProxyType(
    {
        Role.MANAGER: "Everything, the clinic's own screens, the staff and the record included.",
        Role.FRONT_DESK: "Books, moves and cancels; keeps patients and plans; takes payments.",
        Role.PROVIDER: "The same, and performs, writes notes and takes own time off.",
        Role.READ_ONLY: "Looks and prints, but changes and exports nothing; no money, no notes.",
    }
)
"""What each role may do."""
OWN, NO_MONEY, NO_NOTES = "own_patients", "no_money", "no_notes"
NONE: frozenset[str] = frozenset()
NARROWER: tuple[Option, ...] = (
    (OWN, "Own patients only", "For providers: those patients alone whom they treat."),
    (NO_MONEY, "No money", "Prices, charges, payments and balances are left out."),
    (NO_NOTES, "No notes", "What was written down about a treatment is left out."),
)


class StaffFields:
    """Drawn where it is made; somebody new works at the front desk and is limited in nothing."""

    fillers: Sequence[Button] = ()

    def __init__(self) -> None:
        """Choices come with ``offer``."""
        with panel("Person"), ui.element("div").classes("record-grid"):
            self._name = line("Name")
            self._sign_in_name = line("Sign-in name")
            self._sign_in_name.props["hint"] = "Typed at the sign-in; small and capital are alike."
        hint = "Whoever has several roles may do what each of them may."
        with panel("Work", hint), ui.element("div").classes("record-grid"):
            self._roles = TickList("Roles", [(one.value, one.label, MAY[one]) for one in Role])
            self._provider = select("Provider", (), on_change=lambda _: self._tell_others())
        hint = "What they may see is narrowed by what is ticked. A manager without limits remains."
        with panel("Limits", hint), ui.element("div").classes("record-grid"):
            self._locations = TickList("Only these locations", hint="None ticked: all of them.")
            self._narrower = TickList("Of what they see there", NARROWER)
        self._own: StaffView | None = None
        self._around: StaffBook | None = None
        self.by_name: Mapping[str, Entry] = {
            "name": self._name,
            "sign_in_name": self._sign_in_name,
            "roles": self._roles,
            "provider_id": self._provider,
            "location_ids": self._locations,
            OWN: self._narrower,
        }

    def offer(self, around: StaffBook) -> None:
        """Providers and locations there are; a disabled one only for whom it is already."""
        self._around, own = around, self._own
        providers = _offered(around.providers, {own.provider_id} if own else set())
        self._provider.offer([("", NO_PROVIDER), *((str(one.id), one.name) for one in providers)])
        places = _offered(around.locations, own.location_ids if own else frozenset())
        self._locations.offer([(str(one.id), one.name, "") for one in places])
        self._tell_others()

    def show(self, record: StaffView | None) -> None:
        """Put a member of staff in."""
        self._own = record
        if self._around is not None:
            self.offer(self._around)
        self._name.show(record.name if record else "")
        self._sign_in_name.show(record.sign_in_name if record else "")
        roles = record.roles if record else (Role.FRONT_DESK,)
        self._roles.show(frozenset(role.value for role in roles))
        self._provider.show(str(record.provider_id or "") if record else "")
        self._locations.show(frozenset(str(one) for one in record.location_ids) if record else NONE)
        self._narrower.show(_narrower(record) if record else NONE)
        self._tell_others()

    def _tell_others(self) -> None:
        """Say who else works as this provider: allowed, but seldom meant."""
        chosen, others = str(self._provider.value), ""
        if self._around is not None and chosen.isdecimal():
            own = self._own.id if self._own else None
            others = also(self._around, int(chosen), but=own)
        self._provider.props["hint"] = f"{others} works as this provider too." if others else WHOSE

    def read(self, version: int | None) -> StaffForm:
        """What is typed."""
        provider, narrower = str(self._provider.value), self._narrower.value
        return StaffForm(
            name=str(self._name.value),
            sign_in_name=str(self._sign_in_name.value),
            roles=frozenset(Role.of(one) for one in self._roles.value),
            provider_id=int(provider) if provider.isdecimal() else None,
            location_ids=frozenset(int(one) for one in self._locations.value),
            own_patients=OWN in narrower,
            sees_money=NO_MONEY not in narrower,
            sees_notes=NO_NOTES not in narrower,
            version=version,
        )


def also(book: StaffBook, provider_id: int | None, *, but: int | None) -> str:
    """Who else, disabled ones aside, works as the provider; empty when nobody does."""
    others = (one for one in book.staff if one.provider_id == provider_id and one.id != but)
    names = [one.name for one in others if not one.disabled]
    return names[0] if provider_id is not None and names else ""


def _offered(those: tuple[Choice, ...], kept: set[int | None] | frozenset[int]) -> list[Choice]:
    return [one for one in those if not one.disabled or one.id in kept]


def _narrower(record: StaffView) -> frozenset[str]:
    limits = {
        OWN: record.own_patients,
        NO_MONEY: not record.sees_money,
        NO_NOTES: not record.sees_notes,
    }
    return frozenset(key for key, holds in limits.items() if holds)
