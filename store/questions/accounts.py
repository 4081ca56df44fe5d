"""Questions about who is here and who may come in."""

from sqlalchemy import select
from sqlmodel import Session

from store import rights
from store.accounts import farewell, links, locking, second_factor, sign_ins
from store.commands.giving import NOBODY
from store.queries import choices
from store.queries.staff import staff_book
from store.questions.asking import Asking
from store.sight import check_whole
from store.tables import PIN, STAFF
from store.unit import Unit
from store.views import (
    Actor,
    Doorstep,
    LinkView,
    LockScreen,
    NewSecondFactor,
    SecondFactorView,
    SignedIn,
    StaffBook,
)


class AccountQuestions(Asking):
    """Asked at the door, by every page, and on the staff screen."""

    def signed_in(self, token: str) -> SignedIn | None:
        """Who holds this sign-in, if it still holds."""
        with self.database.read() as connection:
            return sign_ins.signed_in(connection, token, self.now())

    def check_sign_in(self, by: Actor) -> None:
        """Raises NotSignedIn when the sign-in somebody acts under is over, Locked when locked."""
        with self.database.read() as connection:
            sign_ins.check_sign_in(connection, by.sign_in_id, self.now())

    def over(self, sign_in_ids: frozenset[int]) -> frozenset[int]:
        """Those of these sign-ins that hold no longer, ended or run out by the clock."""
        with self.database.read() as connection:
            return farewell.over(connection, sign_in_ids, self.now())

    def doorstep(self, token: str) -> Doorstep:
        """What the sign-in page says; ``token`` is what the browser holds of before, if anything."""
        with self.database.read() as connection:
            return Doorstep(
                is_demo=choices.profile(connection).is_demo,
                is_new=not links.has_manager(connection),
                farewell=farewell.farewell(connection, token, self.now()) if token else "",
            )

    def lock_screen(self, token: str, device: str) -> LockScreen:
        """Who may unlock a browser that holds ``token`` and is known by ``device``."""
        now = self.now()
        with self.database.read() as connection:
            clinic = choices.profile(connection)
            current = locking.held_by(connection, token, now)
            near = locking.on_device(connection, device, now=now, zone=clinic.zone)
        return LockScreen(
            clinic=clinic.name,
            zone=clinic.zone,
            now=now,
            is_demo=clinic.is_demo,
            current=current,
            others=tuple(
                one for one in near if not current or one.sign_in_id != current.sign_in_id
            ),
        )

    def has_pin(self, by: Actor) -> bool:
        """Whether somebody chose a PIN."""
        with self.database.read() as connection:
            own = select(PIN.c.staff_id).where(PIN.c.staff_id == by.staff_id)
            return connection.execute(own).first() is not None

    def link(self, token: str) -> LinkView:
        """What a one-time link is for; NotFound when it holds no longer."""
        with self.database.read() as connection, Session(connection) as session:
            return links.link_view(Unit(session, self.now(), NOBODY), token)

    def second_factor(self, by: Actor) -> SecondFactorView:
        """What somebody is told of their own second factor."""
        with self.database.read() as connection:
            return second_factor.view(connection, by.staff_id)

    def begun_second_factor(self, secret: str, by: Actor) -> NewSecondFactor:
        """The key that somebody was shown already, as they are shown it once more."""
        with self.database.read() as connection:
            name = connection.execute(select(STAFF.c.sign_in_name).where(STAFF.c.id == by.staff_id))
            return second_factor.shown(connection, secret, name.scalar() or by.name)

    def staff(self, by: Actor) -> StaffBook:
        """Everybody on the staff; NotAllowed for whoever does not look after them."""
        rights.check(by, "edit_staff")
        check_whole(by.sight)
        with self.database.read() as connection:
            return staff_book(connection, self.now())
