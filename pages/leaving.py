"""Requests whose browser left before they were answered: an end, and no failure."""

from contextlib import suppress

from anyio import CancelScope
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEFT = 499
"""What an answer that nobody waits for is called; it reaches nobody."""


async def answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let the app answer a request; whatever fails in it is raised as ever.

    Only where the browser left and nothing was said yet the answer is made here: without one, what
    stands around this would take the request for a failure of ours.
    """
    is_gone = has_begun = False

    async def heard() -> Message:
        nonlocal is_gone
        message = await receive()
        is_gone = is_gone or message["type"] == "http.disconnect"
        return message

    async def told(message: Message) -> None:
        nonlocal has_begun
        with CancelScope(shield=not has_begun):  # taken or not, but never in between
            await send(message)
        has_begun = True

    with suppress(ClientDisconnect):
        await app(scope, heard, told)
    if is_gone and not has_begun:
        await Response(status_code=LEFT)(scope, receive, send)
