"""A patient's record: what is known of the person."""

from datetime import date

from store.views.frozen import Frozen


class PatientRecord(Frozen):
    """What every view of a whole patient has; what is not known is empty."""

    id: int
    version: int
    given_name: str
    family_name: str
    preferred_name: str
    birth_date: date | None
    phone: str
    email: str
    record_number: str
    alerts: tuple[str, ...]

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()
