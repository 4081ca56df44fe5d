"""What NiceGUI is told of handlers is what it would find out itself, without finding it out again."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from nicegui import helpers, ui
from nicegui.helpers import functions
from nicegui.testing import User

from pages import handlers


class Handlers:
    def nothing(self) -> None: ...

    def one(self, event: object) -> None: ...

    def perhaps(self, event: object = None, *more: object, **named: object) -> None: ...

    @staticmethod
    def still(event: object) -> None: ...


class Children(Handlers):
    def nothing(self, event: object) -> None: ...  # type: ignore[override]


@pytest.fixture
def registered() -> Iterator[None]:
    own = helpers.expects_arguments
    handlers.register()
    yield
    helpers.expects_arguments = own


@pytest.mark.parametrize("owner", [Handlers(), Children()])
@pytest.mark.parametrize("name", ["nothing", "one", "perhaps", "still"])
def test_the_answer_is_niceguis_own(owner: Handlers, name: str) -> None:
    handler = getattr(owner, name)
    for _ in range(2):
        assert handlers.expects_arguments(handler) is functions.expects_arguments(handler)


@pytest.mark.parametrize("handler", [lambda: 0, lambda event: event, partial(print, 1), print])
def test_what_is_no_method_is_asked_each_time(handler: object) -> None:
    assert handlers.expects_arguments(handler) is functions.expects_arguments(handler)  # type: ignore[arg-type]


async def test_a_hundred_more_elements_need_no_more_signatures(
    user: User, registered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(function: Callable[..., object]) -> inspect.Signature:
        asked.append(function)
        return inspect.signature(function)

    @ui.page("/")
    def page() -> None:
        ui.element("main")

    await user.open("/")
    monkeypatch.setattr(functions, "signature", counted)
    with user:
        ui.element("div").classes("one")
        asked.clear()
        for _ in range(100):
            ui.element("div").classes("one").props.update({"title": "x"})
    assert asked == []
