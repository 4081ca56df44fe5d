"""One-time links: the way to a first account, and back in for whoever lost a password."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from store.accounts.roles import FULL_MANAGER
from store.accounts.sign_ins import fingerprint
from store.errors import NotAllowed, NotFound
from store.models import OneTimeLink, Staff
from store.tables import CLINIC_PROFILE, CREDENTIAL, ONE_TIME_LINK, STAFF
from store.unit import Unit
from store.views import LinkView, NewLink
from store.words import LinkPurpose

LASTS = timedelta(minutes=30)
GONE = (
    "This link was used already, or its 30 minutes are over. Ask a manager for a new one;"
    " whoever looks after the server prints one with `python -m store link`."
)


def make_link(unit: Unit, member: Staff | None) -> NewLink:
    """A link for a member of staff, or for the first manager; earlier ones hold no longer."""
    staff_id = member.id if member else None
    void_links(unit, ONE_TIME_LINK.c.staff_id.is_not_distinct_from(staff_id))
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        digest=fingerprint(token),
        staff_id=staff_id,
        purpose=LinkPurpose.PASSWORD if member else LinkPurpose.SET_UP,
        ends_at=unit.now + LASTS,
    )
    unit.session.add(link)
    name = member.name if member else ""
    message = f"Made a link for {name}." if member else "Made a link for the first manager."
    unit.tell("staff", staff_id, message, after={"holds_until": link.ends_at.isoformat()})
    return NewLink(token=token, name=name, ends_at=link.ends_at, message=message)


def void_links(unit: Unit, which: ColumnElement[bool]) -> None:
    """Let links that were not used yet hold no longer."""
    unused = which & ONE_TIME_LINK.c.used_at.is_(None)
    unit.session.connection().execute(
        update(ONE_TIME_LINK).where(unused).values(ends_at=unit.now, used_at=unit.now)
    )


def find_link(unit: Unit, token: str) -> OneTimeLink:
    """The link of an address, while it holds; NotFound otherwise."""
    query = select(ONE_TIME_LINK.c.id).where(ONE_TIME_LINK.c.digest == fingerprint(token))
    key = unit.session.connection().execute(query).scalar()
    link = unit.session.get(OneTimeLink, key) if key is not None else None
    if link is None or link.used_at is not None or unit.now >= link.ends_at:
        raise NotFound(GONE)
    if link.staff_id is None and has_manager(unit.session.connection()):
        raise NotFound(GONE)
    if link.staff_id is not None and unit.session.get_one(Staff, link.staff_id).disabled:
        raise NotFound(GONE)
    return link


def link_view(unit: Unit, token: str) -> LinkView:
    """What the link is for; NotFound when it holds no longer."""
    link = find_link(unit, token)
    member = unit.session.get(Staff, link.staff_id) if link.staff_id else None
    return LinkView(
        purpose=link.purpose,
        name=member.name if member else "",
        sign_in_name=member.sign_in_name if member else "",
    )


def has_manager(connection: Connection, *, but: int = 0) -> bool:
    """Whether some manager without limits, ``but`` for one, can sign in; in a demo every one can."""
    has_password = exists().where(CREDENTIAL.c.staff_id == STAFF.c.id)
    is_demo = exists().where(CLINIC_PROFILE.c.is_demo.is_(True))
    others = STAFF.c.disabled.is_(False) & (STAFF.c.id != but)
    query = select(STAFF.c.id).where(others, FULL_MANAGER, or_(has_password, is_demo)).limit(1)
    return connection.execute(query).first() is not None


def check_other_manager(unit: Unit, member: Staff) -> None:
    """Raises NotAllowed when nobody else could manage all of the clinic."""
    connection, key = unit.session.connection(), member.id or 0
    is_one = select(STAFF.c.id).where(STAFF.c.id == key, FULL_MANAGER)
    if connection.execute(is_one).first() and not has_manager(connection, but=key):
        said = "is the only manager who can sign in and is limited in nothing"
        raise NotAllowed(f"{member.name} {said}.")
