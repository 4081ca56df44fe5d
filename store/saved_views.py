"""Views of the session list that people keep by name, for themselves or for everybody."""

from sqlalchemy import Connection, or_, select
from sqlmodel import col
from sqlmodel import select as rows

from store import rights
from store.errors import Invalid, NotAllowed, Stale
from store.lookup import find
from store.models import SavedView
from store.snapshots import taken
from store.tables import SAVED_VIEW
from store.text import clean, required
from store.unit import Unit
from store.views import Actor, SavedViewForm, SavedViewRow

LONGEST_NAME = 60
LONGEST_PARAMS = 2_000
KEPT = ("name", "params", "is_shared")
MOST = 50
"""Of one person, and shared ones."""


def save_view(unit: Unit, form: SavedViewForm) -> int:
    """Keep a view and hand back its id; only managers keep views for everybody."""
    view = SavedView(name="", params="", owner_id=unit.by.staff_id)
    _write(unit, view, form)
    unit.session.add(view)
    unit.session.flush()
    unit.views_changed = True
    assert view.id is not None
    unit.tell("view", view.id, f"Saved the view {view.name}.", after=taken(view, KEPT))
    return view.id


def change_view(unit: Unit, view_id: int, form: SavedViewForm) -> None:
    """Let a view have another name, other filters or other readers; Stale when it changed since."""
    view = _own(unit, view_id)
    _check_seen(view, form.version)
    was = taken(view, KEPT)
    _write(unit, view, form)
    told = taken(view, KEPT)
    unit.tell("view", view_id, f"Changed the view {view.name}.", before=was, after=told)
    view.version += 1
    unit.views_changed = True


def drop_view(unit: Unit, view_id: int, *, version: int | None = None) -> None:
    """Keep a view no longer; Stale when it changed since ``version``."""
    view = _own(unit, view_id)
    _check_seen(view, version)
    unit.tell("view", view_id, f"Dropped the view {view.name}.", before=taken(view, KEPT))
    unit.session.delete(view)
    unit.views_changed = True


def saved_views(connection: Connection, by: Actor) -> tuple[SavedViewRow, ...]:
    """A person's own views by name, then those shared by others."""
    column = SAVED_VIEW.c
    beyond = rights.beyond(by, "change_view")
    visible = or_(column.is_shared, column.owner_id == by.staff_id)
    found = connection.execute(select(SAVED_VIEW).where(visible).order_by(column.name, column.id))
    views = [
        SavedViewRow(
            id=row.id,
            name=row.name,
            params=row.params,
            is_shared=row.is_shared,
            is_mine=row.owner_id == by.staff_id,
            may_change=row.owner_id == by.staff_id or not beyond,
            version=row.version,
        )
        for row in found
    ]
    return tuple(sorted(views, key=lambda view: (view.is_shared, view.name.casefold(), view.id)))


def _own(unit: Unit, view_id: int) -> SavedView:
    view = find(unit, SavedView, view_id, "view")
    is_mine = view.owner_id == unit.by.staff_id
    if not is_mine and (rights.beyond(unit.by, "change_view") or not view.is_shared):
        raise NotAllowed(rights.BEYOND["change_view"])
    return view


def _check_seen(view: SavedView, version: int | None) -> None:
    if version is not None and version != view.version:
        said = f"Somebody changed this view meanwhile. It is now “{view.name}”"
        shared = ", shared with everybody" if view.is_shared else ""
        raise Stale(f"{said}{shared}. Nothing was overwritten.", field="name")


def _write(unit: Unit, view: SavedView, form: SavedViewForm) -> None:
    refusal = rights.beyond(unit.by, "save_view")
    if form.is_shared and not view.is_shared and refusal:
        raise NotAllowed(refusal, field="is_shared")
    view.name = required(form.name, "The name", limit=LONGEST_NAME, field="name")
    view.params = clean(form.params, "The address", limit=LONGEST_PARAMS)
    view.is_shared = form.is_shared
    others = [one for one in _beside(unit, view) if one.id != view.id]
    if view.name.casefold() in {one.name.casefold() for one in others}:
        raise Invalid(f"There is a view named “{view.name}” already.", field="name")
    if len(others) >= MOST:
        raise Invalid(f"{MOST} views are the most; delete one first.")


def _beside(unit: Unit, view: SavedView) -> list[SavedView]:
    """Those it is listed with: all shared ones, or those of its owner."""
    query = rows(SavedView).where(col(SavedView.is_shared).is_(view.is_shared))
    if not view.is_shared:
        query = query.where(SavedView.owner_id == view.owner_id)
    with unit.session.no_autoflush:
        return list(unit.session.exec(query))
