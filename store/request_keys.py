"""Pressing twice is once: a command under a key that was carried out answers the same again."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import delete, insert, select, update

from store.errors import Invalid
from store.tables import REQUEST_KEY
from store.unit import Unit

KEPT = timedelta(days=1)
"""How long a key is remembered."""
LONGEST_KEY = 100

P = ParamSpec("P")
Answer = TypeVar("Answer")


def once(
    unit: Unit,
    key: str | None,
    act: Callable[Concatenate[Unit, P], Answer],
    *args: P.args,
    **values: P.kwargs,
) -> Answer:
    """Carry ``act`` out unless this key was carried out before; then its first answer again.

    Raises Invalid when the key stands for another command or other values. What is refused leaves
    no key behind, and without a key every time is another.
    """
    if key is None:
        return act(unit, *args, **values)
    if not 0 < len(key) <= LONGEST_KEY:
        raise Invalid("This form has no proper key. Open it again.")
    connection = unit.session.connection()
    asked = _plain([unit.command, args, sorted(values.items())])
    digest = sha256(json.dumps(asked, default=str).encode()).hexdigest()
    answers: TypeAdapter[Answer] = TypeAdapter(get_type_hints(act)["return"])
    found = connection.execute(
        select(REQUEST_KEY.c.outcome).where(REQUEST_KEY.c.key == key)
    ).scalar()
    if found is not None:
        if found["digest"] != digest:
            raise Invalid("This form was saved already with other values. Open it again.")
        unit.is_repeat = True
        return answers.validate_python(found["outcome"])
    answer = act(unit, *args, **values)
    kept = {
        "command": unit.command,
        "digest": digest,
        "outcome": answers.dump_python(answer, mode="json"),
    }
    connection.execute(delete(REQUEST_KEY).where(REQUEST_KEY.c.made_at < unit.now - KEPT))
    connection.execute(insert(REQUEST_KEY).values(key=key, made_at=unit.now, outcome=kept))
    return answer


def answered(unit: Unit, key: str, command: str) -> Any:
    """What this command answered under a key within the last day; None when it did not."""
    query = select(REQUEST_KEY.c.outcome).where(
        REQUEST_KEY.c.key == key, REQUEST_KEY.c.made_at >= unit.now - KEPT
    )
    kept = unit.session.connection().execute(query).scalar()
    return kept["outcome"] if kept and kept.get("command") == command else None


def spend(unit: Unit, key: str) -> None:
    """Let the key stand for nothing any more: what it made was taken back, and is not made again."""
    spent = {"command": "", "digest": "", "outcome": None}
    query = update(REQUEST_KEY).where(REQUEST_KEY.c.key == key)
    unit.session.connection().execute(query.values(outcome=spent))


def _plain(asked: Any) -> Any:
    """The same for the same request in every process, whatever the order of its sets."""
    if isinstance(asked, BaseModel):
        values = {name: _plain(getattr(asked, name)) for name in type(asked).model_fields}
        return [type(asked).__name__, values]
    if isinstance(asked, set | frozenset):
        return sorted((_plain(each) for each in asked), key=str)
    return [_plain(each) for each in asked] if isinstance(asked, list | tuple) else asked
