"""Serves a clinic to a simulated user who is signed in, as everybody behind the door is."""

from nicegui.testing import User

from pages import cookies, site
from store.accounts.roles import write_roles
from store.accounts.sign_ins import make_sign_in
from store.clinic import Clinic
from store.models import Staff
from store.views import Actor, NewSignIn
from tests.factories import FRONT_DESK, add_all

ADDRESS = "192.0.2.7"


def served(user: User, clinic: Clinic, *, by: Actor | None = FRONT_DESK) -> Clinic:
    """The clinic with its pages registered; nobody is signed in without ``by``."""
    site.register(clinic)
    if by is not None:
        hold(user, signed_in(clinic, by))
    return clinic


def signed_in(clinic: Clinic, by: Actor) -> NewSignIn:
    """A sign-in of somebody who may not have a password; made one of the staff when they are not."""
    with clinic.command("", by) as unit:
        member = unit.session.get(Staff, by.staff_id)
        if member is None:
            member = Staff(id=by.staff_id, name=by.name, provider_id=by.provider_id)
            add_all(unit.session, member)
            write_roles(unit.session, member.id or 0, by.roles)
        return make_sign_in(unit, member, ADDRESS, clinic.limits)


def hold(user: User, made: NewSignIn) -> None:
    """Let the user's browser hold the sign-in."""
    user.http_client.cookies.set(cookies.SIGN_IN, made.token)
