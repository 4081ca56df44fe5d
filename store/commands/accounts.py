"""Commands about accounts: who may come in, and coming in and going."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from store.accounts import entering, links, members, sign_ins, throttle
from store.accounts.hashing import Hashing
from store.accounts.passwords import check_password
from store.accounts.sign_ins import Limits
from store.commands.giving import NOBODY, Giving
from store.errors import NotAllowed, WrongSignIn
from store.tables import SIGN_IN, STAFF
from store.unit import Unit
from store.views import (
    AccountForm,
    Actor,
    NewLink,
    NewSignIn,
    SetUpOutcome,
    StaffForm,
)
from store.words import Role

WRONG_PASSWORD = "This is not your password of now."  # noqa: S105 - a sentence


class AccountCommands(Giving):
    """Given by managers for others; by everybody for themselves; and at the door by nobody yet.

    What hashes a password keeps no transaction open meanwhile.
    """

    hashing: Hashing
    limits: Limits

    if TYPE_CHECKING:

        def command(self, by: Actor) -> AbstractContextManager[Unit]:
            """Given by the clinic."""

    def add_staff(self, form: StaffForm, *, by: Actor) -> SetUpOutcome:
        """Add a member of staff."""
        with self._setting_up("add_staff", by) as unit:
            return members.add_staff(unit, form)

    def edit_staff(self, staff_id: int, form: StaffForm, *, by: Actor) -> SetUpOutcome:
        """Change a member of staff."""
        with self._setting_up("edit_staff", by) as unit:
            return members.edit_staff(unit, staff_id, form)

    def disable_staff(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Let a member of staff in no longer."""
        with self._setting_up("disable_staff", by) as unit:
            return members.disable_staff(unit, staff_id)

    def enable_staff(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Let a member of staff in again."""
        with self._setting_up("enable_staff", by) as unit:
            return members.enable_staff(unit, staff_id)

    def make_link(self, staff_id: int, *, by: Actor) -> NewLink:
        """A one-time link for a member of staff to choose a password with, good for 30 minutes."""
        with self._setting_up("make_link", by) as unit:
            return members.invite(unit, staff_id)

    def make_link_for(self, name: str, *, by: Actor) -> NewLink:
        """The same by a sign-in name, or a name that one member of staff alone has."""
        with self._setting_up("make_link", by) as unit:
            return members.invite(unit, members.named(unit, name))

    def end_sign_ins(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Sign a member of staff out of every device."""
        with self._setting_up("end_sign_ins", by) as unit:
            return members.sign_out_everywhere(unit, staff_id)

    def make_first_link(self) -> NewLink | None:
        """A link for the first manager; None when there is a manager who can sign in."""
        with self.command(NOBODY) as unit:
            if links.has_manager(unit.session.connection()):
                return None
            return links.make_link(unit, None)

    def use_link(
        self, token: str, password: str, form: AccountForm | None = None, *, address: str
    ) -> NewSignIn:
        """Choose a password by a one-time link, for the first manager with the account, and sign in.

        Raises NotFound when the link holds no longer; Invalid, field name, sign_in_name, password.
        """
        with self._look() as unit:
            entering.check_link_password(unit, token, password, form)
        digest = self.hashing.digest(password)
        with self.command(NOBODY) as unit:
            unit.is_set_up = True
            member = entering.use_link(unit, token, digest, form)
            return sign_ins.make_sign_in(unit, member, address, self.limits)

    def sign_in(self, name: str, password: str, *, address: str) -> NewSignIn:
        """Come in by name and password; WrongSignIn when they do not go together, SlowDown.

        Known and unknown names take the same: one guess counted, one hash evaluated.
        """
        with self.command(NOBODY) as unit:
            guess = throttle.begin_guess(unit, name, address)
            who = entering.known(unit.session.connection(), name)
        if not entering.proves(self.hashing, who, password) or who is None:
            raise WrongSignIn(entering.WRONG)
        is_old = self.hashing.is_outdated(who.digest)
        renewed = self.hashing.digest(password) if is_old else None
        with self.command(NOBODY) as unit:
            throttle.was_right(unit, guess)
            return entering.enter(unit, who, address=address, limits=self.limits, renewed=renewed)

    def sign_in_to_demo(self, role: Role, *, address: str) -> NewSignIn:
        """Come into a demo in a role; NotAllowed elsewhere."""
        with self.command(NOBODY) as unit:
            return entering.enter_demo(unit, role, address=address, limits=self.limits)

    def sign_out(self, token: str) -> None:
        """End the sign-in that a browser holds; nothing happens when it is over already."""
        with self.command(NOBODY) as unit:
            held = SIGN_IN.c.digest == sign_ins.fingerprint(token)
            sign_ins.end_sign_ins(unit, held, "Signed out.")

    def change_password(self, old: str, new: str, *, by: Actor) -> None:
        """Choose another password; every other device is signed out.

        Raises Invalid, field password; WrongSignIn, field old; SlowDown.
        """
        name, who = self._count_own_guess(by)
        if not entering.proves(self.hashing, who, old) or who is None:
            raise WrongSignIn(WRONG_PASSWORD, field="old")
        with self._look() as unit:
            names = entering.own_names(unit.session.connection(), by.name, name)
        check_password(new, names)
        digest = self.hashing.digest(new)
        with self._unit("change_password", by) as unit:
            entering.keep_password(unit, who.staff_id, digest, unit.now)
            others = (SIGN_IN.c.staff_id == by.staff_id) & (SIGN_IN.c.id != by.sign_in_id)
            sign_ins.end_sign_ins(unit, others, "They chose a new password.")

    def see(self, sign_in_id: int) -> None:
        """Whoever holds the sign-in did something just now, so that it does not end unseen."""
        with self.command(NOBODY) as unit:
            sign_ins.see(unit, sign_in_id)

    def _count_own_guess(self, by: Actor) -> tuple[str, entering.Known | None]:
        """A guess at one's own password counts as one at the door does."""
        with self._unit("change_password", by) as unit:
            connection = unit.session.connection()
            own = connection.execute(STAFF.select().where(STAFF.c.id == by.staff_id)).first()
            if own is None or not own.sign_in_key:
                raise NotAllowed("You have no password: you came in by a press, as in a demo.")
            throttle.begin_guess(unit, own.sign_in_name, f"sign-in {by.sign_in_id}")
            return own.sign_in_name, entering.known(connection, own.sign_in_name)
