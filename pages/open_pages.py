"""Every open page by the sign-in that loaded it, so that all of them end when that does."""

from collections.abc import Callable

from nicegui import Client, core

from store.clinic import Clinic
from store.events import SessionsChanged


class OpenPages:
    """Hears once for all pages which sign-ins are over."""

    def __init__(self, clinic: Clinic) -> None:
        """Listen to the clinic's news, which come from any thread."""
        self._by_sign_in: dict[int, dict[str, Callable[[], None]]] = {}
        clinic.hub.subscribe(self._hear)

    def open(self, client: Client, sign_in_id: int, *, on_end: Callable[[], None]) -> None:
        """Keep a page until it is gone; ``on_end`` is called once its sign-in is over."""
        self._by_sign_in.setdefault(sign_in_id, {})[client.id] = on_end
        client.on_delete(lambda: self._close(client.id, sign_in_id))

    def end(self, sign_in_ids: frozenset[int]) -> None:
        """Send everybody away who came in by one of these; on the event loop."""
        for sign_in_id in sign_in_ids:
            for on_end in list(self._by_sign_in.get(sign_in_id, {}).values()):
                on_end()

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
        if news.signed_out and core.loop is not None:
            core.loop.call_soon_threadsafe(self.end, news.signed_out)
