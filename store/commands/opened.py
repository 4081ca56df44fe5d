"""Commands that open the record of somebody else's patient for a while."""

from store import opened
from store.commands.giving import Giving
from store.views import Actor, OpenedView


class OpenedCommands(Giving):
    """Given by whoever is limited to their own patients."""

    def open_record(self, patient_id: int, reason: str, *, by: Actor) -> OpenedView:
        """See a patient who is not one's own, for a reason and 60 minutes; on record."""
        with self._unit("open_record", by, patient=patient_id) as unit:
            return opened.open_record(unit, patient_id, reason)

    def close_record(self, patient_id: int, *, by: Actor) -> None:
        """Give such a record back before its time."""
        with self._unit("close_record", by, patient=patient_id) as unit:
            opened.close_record(unit, patient_id)
