"""Questions about records that somebody opened for a while."""

from store import opened
from store.questions.asking import Asking
from store.views import Actor, OpenedView, RecordSearch


class OpenedQuestions(Asking):
    """Asked for whoever is limited to their own patients."""

    def opened_record(self, patient_id: int, *, by: Actor) -> OpenedView | None:
        """Until when and why this person has the record open; None when it is not."""
        with self._seeing(by) as (connection, now, _):
            return opened.opened_by(connection, patient_id, by, now)

    def record_behind(self, kind: str, key: int, *, by: Actor) -> int | None:
        """The patient behind a "patient" or "session" that is not in sight, to be opened for a reason.

        None for whoever is not limited to own patients. Raises NotFound.
        """
        with self._seeing(by) as (connection, _, sight):
            if sight.own_provider_id is None:
                return None
            return opened.whose(connection, kind, key, sight)

    def find_record(self, asked: RecordSearch, *, by: Actor) -> int:
        """The patient of exactly this record number, or name and birth date; NotFound otherwise."""
        with self._seeing(by) as (connection, _, sight):
            return opened.exactly(connection, asked, sight)
