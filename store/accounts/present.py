"""Whether whoever acts still works here, in the roles they act in."""

from sqlalchemy import select

from store.accounts.roles import ROLES, roles_of
from store.accounts.sign_ins import check_sign_in
from store.errors import NotAllowed
from store.tables import STAFF
from store.unit import Unit


def check_staff(unit: Unit) -> None:
    """Raises NotAllowed when whoever acts is not of the staff, or no longer in those roles.

    A page that was opened before a member of staff was disabled still acts in their name; one whose
    sign-in is over raises NotSignedIn.
    """
    by, connection = unit.by, unit.session.connection()
    check_sign_in(connection, by.sign_in_id, unit.now)
    if by.staff_id is None:
        return
    own = select(STAFF.c.disabled, STAFF.c.provider_id, ROLES).where(STAFF.c.id == by.staff_id)
    member = connection.execute(own).first()
    if member is None or member.disabled:
        raise NotAllowed(f"{by.name} no longer works here.")
    if (roles_of(member.roles), member.provider_id) != (by.roles, by.provider_id):
        raise NotAllowed(f"{by.name} has another role by now: sign in again.")
