"""What NiceGUI asks of a handler's signature, asked once for each method.

Every element is made with three collections that tell it of changes, and for each of them NiceGUI
inspects the same few methods anew: about a quarter of the time in which a page is built. What a method
expects does not change, so the answer is kept with its function.
"""

from collections.abc import Callable
from types import MethodType
from typing import Any
from weakref import WeakKeyDictionary

from nicegui import helpers

_inspected: Callable[[Callable[..., Any]], bool] = helpers.expects_arguments
_known: WeakKeyDictionary[Callable[..., Any], bool] = WeakKeyDictionary()


def expects_arguments(func: Callable[..., Any]) -> bool:
    """Whether a handler must be given arguments; the same as NiceGUI's own answer."""
    if not isinstance(func, MethodType):
        return _inspected(func)
    function = func.__func__
    if function not in _known:
        _known[function] = _inspected(func)
    return _known[function]


def register() -> None:
    """Let NiceGUI ask here."""
    helpers.expects_arguments = expects_arguments
