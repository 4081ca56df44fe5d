"""Who is here: until there are accounts, whoever this browser says it works as."""

from collections.abc import Mapping

from store.views import Actor, ClinicView, StaffMember
from store.words import Role

COOKIE = "regimen-staff"
NOBODY = Actor(staff_id=None, name="Nobody", role=Role.FRONT_DESK)


def actor_of(clinic: ClinicView, cookies: Mapping[str, str], *, origin: str = "") -> Actor:
    """The member of staff picked in this browser, or the first at the front desk.

    ``origin`` is the address of the browser.
    """
    picked = cookies.get(COOKIE, "")
    by_id = {str(member.id): member for member in clinic.staff}
    if picked in by_id:
        return actor(by_id[picked], origin=origin)
    at_desk = [member for member in clinic.staff if member.role is Role.FRONT_DESK]
    those = (actor(member, origin=origin) for member in [*at_desk, *clinic.staff])
    return next(those, NOBODY.model_copy(update={"origin": origin}))


def actor(member: StaffMember, *, origin: str = "") -> Actor:
    """Somebody of the staff, acting in their role."""
    return Actor(
        staff_id=member.id,
        name=member.name,
        role=member.role,
        provider_id=member.provider_id,
        origin=origin,
    )
