"""Commands that take data out of the clinic."""

from collections.abc import Callable
from pathlib import Path

from store import rights
from store.accounts.present import check_staff
from store.audit import Entry
from store.commands.giving import Giving
from store.exporting import export_sessions
from store.sight import sight_of, within
from store.unit import Told
from store.views import Actor, SessionQuery
from store.words import Deed, ExportKind


class ExportCommands(Giving):
    """Given where the list is shown."""

    def export_sessions(
        self,
        query: SessionQuery,
        kind: ExportKind,
        target: Path,
        *,
        by: Actor,
        progress: Callable[[int, int], None] = lambda done, total: None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> int:
        """Write the list as it is filtered and sorted; see ``store.exporting``."""
        with self.on_record("export_sessions", by, kind=Deed.EXPORT):
            rights.check(by, "export_sessions")
            with self._look(by) as unit:
                check_staff(unit)
                sight = sight_of(unit.session.connection(), by, unit.now)
            count = export_sessions(
                self.database,
                within(query, sight),
                kind,
                target,
                now=self.now(),
                progress=progress,
                is_stopped=is_stopped,
            )
        asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"sight"})
        said = f"Exported {count:,} sessions to {target.name}."
        told = Told("list", 0, said, {}, {"rows": count, "asked": asked})
        whose = {} if query.patient_id is None else {"patient": {query.patient_id}}
        entry = Entry(
            self.now(), by, "export_sessions", said, Deed.EXPORT, about=whose, told=[told]
        )
        self.waiting.append_now(entry)
        return count
