"""A field holds what a person put into it, whatever the server put there while that was on its way."""

from nicegui import ui
from nicegui.testing import User

from components.fields import Field


async def test_what_was_typed_holds_though_another_value_crossed_it(user: User) -> None:
    heard: list[object] = []

    @ui.page("/")
    def page() -> None:
        Field("Date", kind="date", on_change=heard.append)

    await user.open("/")
    (field,) = user.find(Field).elements
    user.find(Field).trigger("change", ["2026-12-01", 0])
    assert (field.value, field.props["stamp"], heard) == ("2026-12-01", 0, ["2026-12-01"])
    field.show("2026-11-25")
    user.find(Field).trigger("change", ["2026-12-09", 0])
    assert (field.value, heard[-1]) == ("2026-12-09", "2026-12-09")
    assert (field.props["value"], field.props["stamp"]) == ("2026-12-09", 2)
    user.find(Field).trigger("change", ["2026-12-10", 2])
    assert (field.value, field.props["stamp"]) == ("2026-12-10", 2)
