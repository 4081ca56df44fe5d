"""Questions about who is here and who may come in."""

from sqlalchemy import select
from sqlmodel import Session

from store import rights
from store.accounts import links, second_factor, sign_ins
from store.commands.giving import NOBODY
from store.queries.staff import staff_book
from store.questions.asking import Asking
from store.tables import STAFF
from store.unit import Unit
from store.views import Actor, LinkView, NewSecondFactor, SecondFactorView, SignedIn, StaffBook


class AccountQuestions(Asking):
    """Asked at the door, by every page, and on the staff screen."""

    def signed_in(self, token: str) -> SignedIn | None:
        """Who holds this sign-in, if it still holds."""
        with self.database.read() as connection:
            return sign_ins.signed_in(connection, token, self.now())

    def check_sign_in(self, by: Actor) -> None:
        """Raises NotSignedIn when the sign-in somebody acts under is over."""
        with self.database.read() as connection:
            sign_ins.check_sign_in(connection, by.sign_in_id, self.now())

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
        with self.database.read() as connection:
            return staff_book(connection, self.now())
