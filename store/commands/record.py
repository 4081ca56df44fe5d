"""The audit trail: what pages tell it, and what managers read and take out of it."""

from collections.abc import Callable
from pathlib import Path

from store import rights, sight
from store.accounts.present import check_staff
from store.audit import Entry, reading
from store.audit.taking_out import write_record
from store.commands.giving import Giving
from store.unit import Told
from store.views import Actor, RecordPage, RecordQuery, Seen
from store.words import Deed, Result


class RecordCommands(Giving):
    """Noting is for every page; reading and taking out for managers."""

    def note(self, seen: Seen, who: Actor) -> None:
        """Let the trail know that somebody opened or printed something; takes no time.

        It is added with the next ``append_noted``.
        """
        kind, verb = (Deed.EXPORT, "print") if seen.is_print else (Deed.VIEW, "view")
        about = {seen.kind: {seen.key}} if seen.key else {}
        if seen.patient_id is not None:
            about = {**about, "patient": {seen.patient_id}}
        command = f"{verb}_{seen.kind}"
        self.waiting.add(Entry(self.now(), who, command, kind=kind, about=about))

    def note_forged(self, what: str, who: Actor) -> None:
        """Let the trail know what came that no page sends, and was not heard; the same otherwise."""
        refused = Entry(self.now(), who, "forge", what, kind=Deed.DOOR, result=Result.REFUSED)
        self.waiting.add(refused)

    def note_beyond(self, said: str, patient_id: int | None, who: Actor) -> None:
        """Let the trail know that somebody looked for what they may not see; the same otherwise.

        ``said`` holds nothing that was typed; ``patient_id`` is whose it was, if anybody's.
        """
        about = {} if patient_id is None else {"patient": {patient_id}}
        refused = Entry(self.now(), who, "look_beyond", said, Deed.VIEW, Result.REFUSED, about)
        self.waiting.add(refused)

    def append_noted(self) -> bool:
        """Add what was noted; False when the disk takes none of it just now, and it waits on."""
        return self.waiting.append()

    def read_record(self, query: RecordQuery, *, by: Actor) -> RecordPage:
        """A page of the trail. Raises NotAllowed, which is on record, and NotFound."""
        return self._reading("read_record", query, by)

    def who_saw(self, patient_id: int, *, by: Actor, before: int | None = None) -> RecordPage:
        """Who opened, printed or took out what of one patient; the same otherwise."""
        query = RecordQuery(what="seen", patient_id=patient_id, before=before)
        return self._reading("who_saw", query, by)

    def export_record(
        self,
        query: RecordQuery,
        target: Path,
        *,
        by: Actor,
        progress: Callable[[int, int], None] = lambda done, total: None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> int:
        """Write all that a query asks for to a CSV file, and answer how many entries it has."""
        with self.on_record("export_record", by, kind=Deed.EXPORT):
            self._allow("export_record", by)
            count = write_record(self.database, query, target, progress, is_stopped)
        said = f"Exported {count:,} entries of this record to {target.name}."
        asked = query.model_dump(mode="json", exclude_defaults=True)
        told = Told("record", 0, said, {}, {"rows": count, "asked": asked})
        entry = Entry(self.now(), by, "export_record", said, kind=Deed.EXPORT, told=[told])
        self.waiting.append_now(entry)
        return count

    def _reading(self, command: str, query: RecordQuery, by: Actor) -> RecordPage:
        about = {"patient": query.patient_id}
        with self.on_record(command, by, kind=Deed.VIEW, about=about):
            self._allow(command, by)
            self.append_noted()
            with self.database.read() as connection:
                return reading.record_page(connection, query)

    def _allow(self, command: str, by: Actor) -> None:
        rights.check(by, command)
        with self._look(by) as unit:
            check_staff(unit)
            sight.check_whole(by.sight)
