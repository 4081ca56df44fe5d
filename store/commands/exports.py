"""Commands that take data out of the clinic."""

from collections.abc import Callable
from pathlib import Path

from store import rights
from store.commands.giving import Giving
from store.exporting import export_sessions
from store.views import Actor, SessionQuery
from store.words import ExportKind


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
        rights.check(by, "export_sessions")
        with self._look(by) as unit:
            rights.check_staff(unit)
        return export_sessions(
            self.database,
            query,
            kind,
            target,
            now=self.now(),
            progress=progress,
            is_stopped=is_stopped,
        )
