"""Every open page by the sign-in that loaded it, so that all of them end, lock and unlock with it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from nicegui import Client, app, core

from pages.failures import reference_for
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.events import SessionsChanged

RUN_OUT_SECONDS = 2.0


class OpenPage(Protocol):
    """What is told to a page, on the event loop."""

    def send_away(self) -> None:
        """Its sign-in is over."""

    def cover(self) -> None:
        """Its sign-in is locked."""

    def uncover(self) -> None:
        """Its sign-in is locked no longer."""

    def hand_over(self) -> None:
        """Somebody else works on the device now."""


def register() -> None:
    """Let every page that goes take along what was to delete it later."""
    app.on_delete(_go_once)


def _go_once(client: Client) -> None:
    """The framework deletes a page some time after its socket is gone, deleted meanwhile or not."""
    deleting, client._delete_tasks = client._delete_tasks, {}  # noqa: SLF001 - it has no other name
    for task in deleting.values():
        task.cancel()
    client._socket_to_document_id.clear()  # noqa: SLF001 - a socket that goes later begins no other


class OpenPages:
    """Hears once for all pages what becomes of their sign-ins."""

    def __init__(self, clinic: Clinic) -> None:
        """Listen to the clinic's news, which come from any thread."""
        self._clinic = clinic
        self._by_sign_in: dict[int, dict[str, OpenPage]] = {}
        clinic.hub.subscribe(self._hear)

    def open(self, client: Client, sign_in_id: int, page: OpenPage) -> None:
        """Keep a page until it is gone."""
        self._by_sign_in.setdefault(sign_in_id, {})[client.id] = page
        client.on_delete(lambda: self._close(client.id, sign_in_id))

    def tell(self, sign_in_ids: frozenset[int], told: Callable[[OpenPage], None]) -> None:
        """Tell every page that was loaded under one of these; on the event loop."""
        for sign_in_id in sign_in_ids:
            for page in list(self._by_sign_in.get(sign_in_id, {}).values()):
                told(page)

    async def watch(self) -> None:
        """Send away the pages whose sign-ins ran out, until the server stops."""
        while True:
            await asyncio.sleep(RUN_OUT_SECONDS)
            try:
                await self.look()
            except RegimenError:
                continue
            except Exception as failure:  # noqa: BLE001 - a loop that ends would end unseen
                reference_for(failure)

    async def look(self) -> None:
        """Send away the pages whose sign-ins ran out: nothing happens by which they would hear."""
        if sign_ins := self.sign_ins:
            over = await off_loop(self._clinic.over, sign_ins)
            self.tell(over, lambda page: page.send_away())

    @property
    def sign_ins(self) -> frozenset[int]:
        """Those that some page is open under."""
        return frozenset(self._by_sign_in)

    def _close(self, client_id: str, sign_in_id: int) -> None:
        pages = self._by_sign_in.get(sign_in_id, {})
        pages.pop(client_id, None)
        if not pages:
            self._by_sign_in.pop(sign_in_id, None)

    def _hear(self, news: SessionsChanged) -> None:
        loop = core.loop
        if loop is None:
            return
        for sign_in_ids, told in (
            (news.signed_out, lambda page: page.send_away()),
            (news.locked, lambda page: page.cover()),
            (news.unlocked, lambda page: page.uncover()),
            (news.handed_over, lambda page: page.hand_over()),
        ):
            if sign_in_ids:
                loop.call_soon_threadsafe(self.tell, sign_in_ids, told)
