"""A page as it was served and a socket for it, without a browser: what a raw client sees and says."""

import ast
import http.client
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import socketio

from tools.entering import cookie_of, signed_in, state_of


class Page:
    """A page as it was served: its number, and what each of its elements listens to."""

    def __init__(self, address: str, path: str, *, token: str = "") -> None:
        """Loaded under this sign-in, else under the front desk's of a demo."""
        self.address = address
        self.cookie = cookie_of(state_of(token) if token else signed_in(address))
        line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        line.request("GET", path, headers={"Cookie": self.cookie})
        text = line.getresponse().read().decode()
        line.close()
        found = re.search(r"query: (\{[^}]*\})", text)
        elements = re.search(r"String\.raw`(.*?)`\)", text, re.DOTALL)
        assert found is not None
        assert elements is not None
        self.query: dict[str, Any] = ast.literal_eval(found[1])
        plain = elements[1].replace("&lt;", "<").replace("&gt;", ">").replace("&#36;", "$")
        told = json.loads(plain.replace("&#96;", "`").replace("&amp;", "&"))
        self.elements: dict[int, dict[str, Any]] = {int(key): one for key, one in told.items()}
        listening = [
            (number, event["listener_id"], bool(element.get("props", {}).get("refusal")))
            for number, element in self.elements.items()
            for event in element.get("events", [])
        ]
        self.listeners = [(number, listener) for number, listener, _ in listening]
        self.disabled = [(number, listener) for number, listener, is_off in listening if is_off]
        self.client_id: str = self.query["client_id"]

    def event(self, number: Any, listener: Any, *args: Any) -> dict[str, Any]:
        """What the browser says when something is done to an element."""
        told = [json.dumps(arg) for arg in args]
        return {"id": number, "client_id": self.client_id, "listener_id": listener, "args": told}


@asynccontextmanager
async def socket_of(page: Page) -> AsyncIterator[socketio.AsyncClient]:
    """What this page's browser opens; at the end all that was said has been heard."""
    guest = socketio.AsyncClient()
    asked = {**page.query, "implicit_handshake": "true", "tab_id": "t", "document_id": "d"}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    await guest.connect(
        f"{page.address}?{query}",
        headers={"Origin": page.address, "Cookie": page.cookie},
        transports=["websocket"],
        socketio_path="/_nicegui_ws/socket.io",
    )
    yield guest
    await answered(guest)
    await guest.disconnect()


async def answered(guest: socketio.AsyncClient) -> None:
    """Wait until everything said so far was heard: what is asked last is answered last."""
    await guest.call("handshake", {"client_id": "nobody", "tab_id": "", "document_id": ""})
