"""The fields of a member of staff: who they are, what they work as, and which provider they are."""

from collections.abc import Mapping

from nicegui import ui

from components.fields import line, select
from components.form_dialog import Entry
from components.record_form import panel
from store.views import StaffBook, StaffForm, StaffView
from store.words import Role

NO_PROVIDER = "No provider"


class StaffFields:
    """Drawn where it is made; somebody new works at the front desk."""

    def __init__(self) -> None:
        """Choices come with ``offer``."""
        with panel("Person"), ui.element("div").classes("record-grid"):
            self._name = line("Name")
            self._sign_in_name = line("Sign-in name")
            self._sign_in_name.props["hint"] = "Typed at the sign-in; small and capital are alike."
            self._role = select("Role", [(role.value, role.label) for role in Role])
            self._provider = select("Provider", ())
            self._provider.props["hint"] = "Whose hours and treatments are theirs."
        self._own: int | None = None
        self.by_name: Mapping[str, Entry] = {
            "name": self._name,
            "sign_in_name": self._sign_in_name,
            "role": self._role,
            "provider_id": self._provider,
        }

    def offer(self, around: StaffBook) -> None:
        """Providers there are; a disabled one only for whom it is already."""
        offered = [one for one in around.providers if not one.disabled or one.id == self._own]
        self._provider.offer([("", NO_PROVIDER), *((str(one.id), one.name) for one in offered)])

    def show(self, record: StaffView | None) -> None:
        """Put a member of staff in."""
        self._own = record.provider_id if record else None
        self._name.show(record.name if record else "")
        self._sign_in_name.show(record.sign_in_name if record else "")
        self._role.show(record.role.value if record else Role.FRONT_DESK.value)
        self._provider.show(str(record.provider_id or "") if record else "")

    def read(self, version: int | None) -> StaffForm:
        """What is typed."""
        provider = str(self._provider.value)
        return StaffForm(
            name=str(self._name.value),
            sign_in_name=str(self._sign_in_name.value),
            role=Role.of(str(self._role.value)),
            provider_id=int(provider) if provider.isdecimal() else None,
            version=version,
        )
