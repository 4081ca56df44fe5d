"""A week of everybody in the calendar, with how much each has booked on each day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from nicegui import ui

from components.booking_look import count_chips, count_words, day_words
from store.views import TeamCell, TeamRow, TeamView

Link = Callable[..., str]
"""Gives the calendar's address with some of what it shows changed."""


class CalendarTeam(ui.element, component="scripts/calendar_team.js"):
    """A table of providers and days; each cell is a link to that day of that provider."""

    def __init__(self, *, link: Link) -> None:
        """``link`` takes what changes by the names of CalendarQuery."""
        super().__init__()
        self._link = link
        self.props["team"] = {}

    def show(self, view: TeamView) -> None:
        """Draw this week."""
        self.props["team"] = team_data(view, self._link)


def team_data(view: TeamView, link: Link) -> dict[str, Any]:
    """The week as the browser draws it."""
    days = [cell.day for cell in view.rows[0].cells] if view.rows else []
    week = day_words(view.first_day)
    return {
        "label": f"Bookings of everybody in the week of {week}",
        "empty": f"Nobody works at {view.location_name} in the week of {week}.",
        "days": tuple(_day(day, view, link) for day in days),
        "rows": tuple(_row(row, view, link) for row in view.rows),
    }


def _day(day: date, view: TeamView, link: Link) -> dict[str, Any]:
    return {
        "label": f"{day:%a} {day.day} {day:%b}",
        "name": f"{day_words(day)}, the day of everybody",
        "href": link(view="day", day=day, provider_id=None),
        "today": day == view.today,
    }


def _row(row: TeamRow, view: TeamView, link: Link) -> dict[str, Any]:
    return {
        "id": row.provider_id,
        "name": row.name,
        "title": f"{row.name}, the week",
        "href": link(view="week", day=view.first_day, provider_id=row.provider_id),
        "cells": tuple(_cell(cell, row, view, link) for cell in row.cells),
    }


def _cell(cell: TeamCell, row: TeamRow, view: TeamView, link: Link) -> dict[str, Any]:
    told = (row.name, day_words(cell.day), count_words(cell.counts), cell.span, cell.hours.lower())
    return {
        "name": ", ".join(text for text in told if text),
        "href": link(view="day", day=cell.day, provider_id=row.provider_id),
        "total": cell.total,
        "span": cell.span,
        "counts": count_chips(cell.counts),
        "hours": cell.hours if not (cell.is_working and cell.total) else "",
        "works": cell.is_working,
        "today": cell.day == view.today,
    }
