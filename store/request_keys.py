"""Pressing twice is once: a command under a key that was carried out answers the same again."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from pydantic import BaseModel
from sqlalchemy import delete, insert, select

from store.errors import Invalid
from store.tables import REQUEST_KEY
from store.unit import Unit
from store.views import Outcome

KEPT = timedelta(days=1)
"""How long a key is remembered."""


def once(unit: Unit, key: str, request: object, act: Callable[[], Outcome]) -> Outcome:
    """Run ``act`` unless this key was carried out before; then its first outcome again.

    ``request`` says what is asked, a model or plain values. Raises Invalid when the key already
    stands for another request. A refused act leaves no key behind.
    """
    connection = unit.session.connection()
    digest = _digest(request)
    found = connection.execute(
        select(REQUEST_KEY.c.outcome).where(REQUEST_KEY.c.key == key)
    ).scalar()
    if found is not None:
        if found["digest"] != digest:
            raise Invalid("This form was saved already with other values. Open it again.")
        unit.is_repeat = True
        return Outcome.model_validate(found["outcome"])
    outcome = act()
    kept = {"digest": digest, "outcome": outcome.model_dump(mode="json")}
    connection.execute(delete(REQUEST_KEY).where(REQUEST_KEY.c.made_at < unit.now - KEPT))
    connection.execute(insert(REQUEST_KEY).values(key=key, made_at=unit.now, outcome=kept))
    return outcome


def _digest(request: object) -> str:
    values: Any = request
    if isinstance(request, BaseModel):
        values = [type(request).__name__, request.model_dump(mode="json")]
    return sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
