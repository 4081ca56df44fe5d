"""What saving a new plan would make, shown beside its form."""

from nicegui import ui

from components.money import money_text
from store.views import PlannedItem, PlannedSession, PlanPreview


class PlanPreviewList(ui.element, component="scripts/plan_preview.js"):
    """Sessions with their target dates, or why there are none yet."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__()
        self.props.update({"sessions": (), "total": "", "problem": ""})

    def show(self, preview: PlanPreview) -> None:
        """List its sessions."""
        rows = tuple(_row(one) for one in preview.sessions)
        self.props.update({"sessions": rows, "total": money_text(preview.total), "problem": ""})

    def miss(self, problem: str) -> None:
        """Say what is still missing."""
        self.props["problem"] = problem


def _row(session: PlannedSession) -> tuple[int, str, str, str]:
    day = session.target_date
    due = f"due {day:%a} {day.day} {day:%b %Y}" if day else "no target date"
    items = ", ".join(_item(item) for item in session.items)
    return session.position, due, items, money_text(session.price)


def _item(item: PlannedItem) -> str:
    return item.service_name if item.units == 1 else f"{item.units} × {item.service_name}"
