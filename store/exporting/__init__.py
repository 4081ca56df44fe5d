"""Takes the session list out, as it is filtered and sorted, to CSV and to a workbook."""

from store.exporting.sessions import export_sessions

__all__ = ["export_sessions"]
