"""Pages end once, whoever ends them first."""

import asyncio
from pathlib import Path

from nicegui.testing import User

from tests.factories import furnished
from tests.pages.entering import served


async def test_a_page_that_is_ended_here_is_not_ended_again_by_what_its_lost_socket_began(
    user: User, tmp_path: Path
) -> None:
    served(user, furnished(tmp_path))
    await user.open("/patients")
    client = user.client
    assert client is not None
    first, second = "test-first", "test-second"
    for socket, document in ((first, "one document"), (second, "another")):
        await client.handle_handshake(socket, "tab", None, document, None)
    client.handle_disconnect(first)
    ending = list(client._delete_tasks.values())
    assert ending
    client.delete()
    client.handle_disconnect(second)
    await asyncio.wait(ending, timeout=1)
    assert all(task.cancelled() for task in ending)
    assert not client._delete_tasks
