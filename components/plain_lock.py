"""The lock of a plain page: what covers it, or leads away from it, with the sign-in it was loaded by."""

from markupsafe import Markup

from components.assets import address

NOTHING = Markup()
_HEAD = Markup(
    '<link rel="stylesheet" href="{style}">'
    '<script defer src="{script}" data-who="{who}" data-seconds="{seconds}" data-seal="{seal}"></script>'
)


def plain_lock(who: int, *, seconds: int, seal: str) -> Markup:
    """For the head of a page that a signed-in person alone may see, in front of its own style.

    ``who`` is the sign-in, which locks after so many ``seconds`` untouched; 0: never.
    """
    return _HEAD.format(
        style=address("lock.css"),
        script=address("plain_lock.js"),
        who=who,
        seconds=seconds,
        seal=seal,
    )
