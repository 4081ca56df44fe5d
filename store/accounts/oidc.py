"""Accounts at an identity provider: whom they sign in, by their unchanging number there."""

from sqlalchemy import delete, select

from store.accounts.names import sign_in_key
from store.errors import WrongSignIn
from store.models import OidcAccount, Staff
from store.tables import OIDC_ACCOUNT, STAFF
from store.unit import Unit
from store.views import OidcProof

NOBODY = "This account opens nothing here. Ask a manager whether your sign-in name is the one it goes by."


def member_of(unit: Unit, proof: OidcProof) -> Staff:
    """Whoever an account signs in: the one it is bound to, else the one of its name, then bound.

    WrongSignIn, in the same words for all, for whoever is not of the staff, disabled, or has
    another account. Nobody is made by it.
    """
    member = _bound(unit, proof) or _named(unit, proof)
    if member is None or member.disabled:
        raise WrongSignIn(NOBODY)
    return member


def forget(unit: Unit, staff_id: int) -> bool:
    """Let somebody's account sign in no more; whether there was one."""
    own = delete(OIDC_ACCOUNT).where(OIDC_ACCOUNT.c.staff_id == staff_id)
    return bool(unit.session.connection().execute(own).rowcount)


def _bound(unit: Unit, proof: OidcProof) -> Staff | None:
    account = OIDC_ACCOUNT.c
    same = (account.issuer == proof.issuer) & (account.subject == proof.subject)
    held = select(account.staff_id).join(STAFF, STAFF.c.id == account.staff_id)
    query = held.where(same, STAFF.c.sign_in_key == account.sign_in_key)
    staff_id = unit.session.connection().execute(query).scalar()
    return unit.session.get(Staff, staff_id) if staff_id is not None else None


def _named(unit: Unit, proof: OidcProof) -> Staff | None:
    """Whoever a manager gave this name to sign in with, unless another account is theirs."""
    connection, key = unit.session.connection(), sign_in_key(proof.name)
    query = select(STAFF.c.id).where(STAFF.c.sign_in_key == key, STAFF.c.disabled.is_(False))
    staff_id = connection.execute(query).scalar() if key else None
    if staff_id is None:
        return None
    held = unit.session.get(OidcAccount, staff_id)
    if held is not None and (held.sign_in_key, held.issuer) == (key, proof.issuer):
        return None
    if held is not None:
        unit.session.expunge(held)
    same = (OIDC_ACCOUNT.c.issuer == proof.issuer) & (OIDC_ACCOUNT.c.subject == proof.subject)
    connection.execute(delete(OIDC_ACCOUNT).where(same | (OIDC_ACCOUNT.c.staff_id == staff_id)))
    unit.session.add(
        OidcAccount(
            staff_id=staff_id,
            issuer=proof.issuer,
            subject=proof.subject,
            sign_in_key=key,
            bound_at=unit.now,
        )
    )
    member = unit.session.get_one(Staff, staff_id)
    unit.tell("staff", staff_id, f"An account at {proof.label} signs {member.name} in from now on.")
    return member
