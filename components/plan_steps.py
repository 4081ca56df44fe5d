"""The dialog that arranges a plan's sessions; every press is carried out at once."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components.buttons import Button
from components.dialog import Dialog
from components.status_chip import LOOKS
from components.text import words
from store.views import PlanStep, PlanView


class PlanSteps(Dialog):
    """Tells what is asked for, and shows what became of it beside the way to take it back."""

    def __init__(
        self,
        *,
        on_order: Callable[[tuple[int, ...]], Awaitable[Any]],
        on_drop: Callable[[int], Awaitable[Any]],
        on_add: Callable[[], Awaitable[Any]],
        on_undo: Callable[[], Awaitable[Any]],
    ) -> None:
        """``on_order`` gets the sessions' ids as they should stand, ``on_drop`` one of them."""
        super().__init__("Sessions of the plan", wide=True)
        self._plan: PlanView | None = None
        self._on_order, self._on_drop = on_order, on_drop
        with self:
            words(
                "Target dates follow the plan's spacing, but for what is booked or took place.",
                tag="p",
                classes="muted",
            )
            self._list = _Steps(on_move=self._move, on_drop=self._drop)
            with ui.element("div").classes("dialog-actions plan-steps-foot"):
                self._told = words("", tag="p", classes="plan-steps-told any-text")
                self._told.props["role"] = "status"
                self._undo = Button("Undo", kind="quiet", icon="undo", on_press=on_undo)
                self._add = Button("Add a session", icon="plus", on_press=on_add)
                Button("Done", kind="primary", on_press=self.close)
        self._undo.set_visibility(False)

    def show(self, plan: PlanView) -> None:
        """Draw its sessions."""
        self._plan = plan
        self._list.props["steps"] = tuple(_row(step, len(plan.steps)) for step in plan.steps)
        self._add.refuse(plan.edit.refusal)

    def tell(self, message: str, *, can_undo: bool = False) -> None:
        """Say what was done, or why not."""
        self._told.set_text(message)
        self._undo.set_visibility(can_undo)

    async def _move(self, session_id: int, by: int) -> None:
        ids = [step.id for step in self._plan.steps] if self._plan else []
        if session_id not in ids or by not in (-1, 1):
            return
        at = ids.index(session_id)
        to = min(max(at + by, 0), len(ids) - 1)
        ids[at], ids[to] = ids[to], ids[at]
        await self._on_order(tuple(ids))

    async def _drop(self, session_id: int) -> None:
        if self._plan and session_id in {step.id for step in self._plan.steps}:
            await self._on_drop(session_id)


class _Steps(ui.element, component="scripts/plan_steps.js"):
    def __init__(
        self,
        *,
        on_move: Callable[[int, int], Awaitable[Any]],
        on_drop: Callable[[int], Awaitable[Any]],
    ) -> None:
        super().__init__()
        self.props["steps"] = ()
        self._on_move, self._on_drop = on_move, on_drop
        self.on("move", self._moved)
        self.on("drop", self._dropped)

    def _moved(self, event: events.GenericEventArguments) -> Any:
        told = event.args if isinstance(event.args, dict) else {}
        return self._on_move(told.get("id", 0), told.get("by", 0))

    def _dropped(self, event: events.GenericEventArguments) -> Any:
        return self._on_drop(event.args) if isinstance(event.args, int) else None


def _row(step: PlanStep, count: int) -> dict[str, Any]:
    return {
        "id": step.id,
        "place": f"{step.position} of {count}",
        "services": ", ".join(step.services),
        "when": _when(step),
        "status": step.status.label,
        "icon": LOOKS[step.status][0],
        "tone": LOOKS[step.status][1],
        "fixed": step.move.refusal,
        "kept": step.drop.refusal,
    }


def _when(step: PlanStep) -> str:
    day = step.booked_on or step.target_date
    if day is None:
        return "no target date"
    text = f"{day:%a} {day.day} {day:%b %Y}"
    return text if step.booked_on else f"due {text}"
