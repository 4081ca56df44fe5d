"""Commands about accounts: who may come in, and coming in and going."""

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement

from store import rights
from store.accounts import (
    ends,
    entering,
    links,
    locking,
    members,
    pending,
    second_factor,
    sign_ins,
    throttle,
)
from store.accounts.hashing import Hashing
from store.accounts.passwords import check_password
from store.accounts.present import check_staff
from store.accounts.sign_ins import Limits
from store.audit import SERVER
from store.commands.giving import NOBODY, Aimed, Giving
from store.database import SOON_MS
from store.errors import CodeAsked, NotAllowed, WrongSignIn
from store.models import Staff
from store.request_keys import once
from store.tables import SIGN_IN, STAFF
from store.unit import Unit
from store.views import (
    AccountForm,
    Actor,
    NewLink,
    NewSignIn,
    SetUpOutcome,
    SignedIn,
    StaffForm,
)
from store.words import Deed, Role

WRONG_PASSWORD = "This is not your password of now."  # noqa: S105 - a sentence


class Way(NamedTuple):
    """How somebody comes in: from which address, and with which browser if it is known."""

    address: str
    device: str = ""


class AccountCommands(Giving):
    """Given by managers for others; by everybody for themselves; and at the door by nobody yet.

    What hashes a password keeps no transaction open meanwhile.
    """

    hashing: Hashing
    limits: Limits

    if TYPE_CHECKING:

        def signed_in(self, token: str) -> SignedIn | None:
            """Given by the clinic."""

    def add_staff(self, form: StaffForm, *, by: Actor, key: str | None = None) -> SetUpOutcome:
        """Add a member of staff; once a key."""
        with self._setting_up("add_staff", by) as unit:
            return once(unit, key, members.add_staff, form)

    def edit_staff(self, staff_id: int, form: StaffForm, *, by: Actor) -> SetUpOutcome:
        """Change a member of staff."""
        with self._setting_up("edit_staff", by, staff=staff_id) as unit:
            return members.edit_staff(unit, staff_id, form)

    def disable_staff(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Let a member of staff in no longer."""
        with self._setting_up("disable_staff", by, staff=staff_id) as unit:
            return members.disable_staff(unit, staff_id)

    def enable_staff(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Let a member of staff in again."""
        with self._setting_up("enable_staff", by, staff=staff_id) as unit:
            return members.enable_staff(unit, staff_id)

    def make_link(self, staff_id: int, *, by: Actor) -> NewLink:
        """A one-time link for a member of staff to choose a password with, good for 30 minutes."""
        with self._setting_up("make_link", by, staff=staff_id) as unit:
            return members.invite(unit, staff_id)

    def make_link_for(self, name: str, *, by: Actor) -> NewLink:
        """The same by a sign-in name, or a name that one member of staff alone has."""
        with self._setting_up("make_link_for", by) as unit:
            return members.invite(unit, members.named(unit, name))

    def end_sign_ins(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Sign a member of staff out of every device."""
        with self._setting_up("end_sign_ins", by, staff=staff_id) as unit:
            return members.sign_out_everywhere(unit, staff_id)

    def make_first_link(self) -> NewLink | None:
        """A link for the first manager; None when there is a manager who can sign in."""
        with self._look() as unit:
            if links.has_manager(unit.session.connection()):
                return None
        with self.command("make_first_link", SERVER) as unit:
            return links.make_link(unit, None)

    def use_link(
        self,
        token: str,
        password: str,
        form: AccountForm | None = None,
        *,
        address: str,
        device: str = "",
    ) -> NewSignIn:
        """Choose a password by a one-time link, for the first manager with the account, and sign in.

        Raises NotFound when the link holds no longer; Invalid, field name, sign_in_name, password;
        CodeAsked, with the password kept, when a second factor has to follow.
        """
        guest = visitor(address)
        with self.on_record("use_link", guest, kind=Deed.DOOR):
            with self._look() as unit:
                entering.check_link_password(unit, token, password, form)
            digest = self.hashing.digest(password)
            with self.command("use_link", guest) as unit:
                unit.is_set_up = True
                member = entering.use_link(unit, token, digest, form)
                second_factor.note_password(unit, member.id, password)
                made = self._come_closer(unit, member, Way(address, device))
        return _whole(made)

    def sign_in(self, name: str, password: str, *, address: str, device: str = "") -> NewSignIn:
        """Come in by name and password; WrongSignIn when they do not go together, SlowDown.

        CodeAsked when both are right and a second factor has to follow.
        ``device`` is what the browser is known by; whoever else is signed in with it is locked.
        Known and unknown names take the same: one guess counted, one hash evaluated.
        """
        guest = visitor(address)
        with self.on_record("sign_in", guest, kind=Deed.DOOR) as aimed:
            self._aim_at(aimed, entering.called(name))
            with self.command("", guest) as unit:
                guess = throttle.begin_guess(unit, name, address)
                who = entering.known(unit.session.connection(), name)
            if not entering.proves(self.hashing, who, password) or who is None:
                raise WrongSignIn(entering.WRONG)
            is_old = self.hashing.is_outdated(who.digest)
            renewed = self.hashing.digest(password) if is_old else None
            with self.command("sign_in", guest) as unit:
                member = entering.proven(unit, who, renewed=renewed)
                made = self._come_closer(unit, member, Way(address, device), guess)
        return _whole(made)

    def sign_in_to_demo(self, role: Role, *, address: str, device: str = "") -> NewSignIn:
        """Come into a demo in a role; NotAllowed elsewhere."""
        guest = visitor(address)
        with (
            self.on_record("sign_in", guest, kind=Deed.DOOR),
            self.command("sign_in", guest) as unit,
        ):
            return self._enter(unit, entering.in_demo(unit, role), Way(address, device))

    def sign_out(self, token: str, *, address: str = "") -> None:
        """End the sign-in that a browser holds; nothing happens when it is over already."""
        held = self.signed_in(token)
        if held is None:
            return
        by = held.actor.model_copy(update={"origin": address})
        with self.command("sign_out", by) as unit:
            sign_ins.end_sign_ins(unit, SIGN_IN.c.id == held.id, ends.BY_THEMSELVES)
            unit.kind = Deed.DOOR
            unit.tell("staff", by.staff_id, f"{by.name} signed out.")

    def change_password(self, old: str, new: str, *, by: Actor) -> None:
        """Choose another password; every other device is signed out.

        Raises Invalid, field password; WrongSignIn, field old; SlowDown.
        """
        with self.on_record("change_password", by):
            rights.check(by, "change_password")
            who, digest = self._chosen(old, new, by)
        with self._unit("change_password", by) as unit:
            entering.keep_password(unit, who.staff_id, digest, unit.now)
            second_factor.note_password(unit, who.staff_id, new)
            others = (SIGN_IN.c.staff_id == by.staff_id) & (SIGN_IN.c.id != by.sign_in_id)
            sign_ins.end_sign_ins(unit, others, ends.CHOSE_ANEW)
            unit.tell("staff", by.staff_id, f"{by.name} chose a new password.")

    def see(self, sign_in_id: int) -> None:
        """Whoever holds the sign-in did something just now, so that it does not end unseen.

        Raises Unavailable soon while somebody else writes: the next touch comes in half a minute.
        """
        with self.database.write(patience_ms=SOON_MS) as session:
            sign_ins.see(Unit(session, self.now(), NOBODY, command=""), sign_in_id)

    def _aim_at(self, aimed: Aimed, whose: ColumnElement[bool]) -> None:
        """Let a refusal name the account that was tried; nothing is kept of a name that is nobody's."""
        with self.database.read() as connection:
            found = entering.tried(connection, whose)
        aimed.about["staff"], aimed.whom = found

    def _come_closer(
        self, unit: Unit, member: Staff, way: Way, guess: int | None = None
    ) -> NewSignIn | CodeAsked:
        """Let somebody in, or keep that they are asked for a code first; ``guess`` was right."""
        if asked := pending.ask_code(unit, member, guess):
            return asked
        if guess is not None:
            throttle.was_right(unit, guess)
        return self._enter(unit, member, way)

    def _enter(self, unit: Unit, member: Staff, way: Way) -> NewSignIn:
        """Let somebody in who proved who they are, as their own deed.

        What they have on this device already is begun anew, so that its pages stay.
        """
        made = locking.renew(
            unit, member, way.address, self.limits, device=way.device
        ) or sign_ins.make_sign_in(unit, member, way.address, self.limits, device=way.device)
        locking.give_way(unit, made, way.device)
        unit.by = made.actor.model_copy(update={"origin": way.address})
        unit.kind = Deed.DOOR
        unit.tell("staff", member.id, f"{member.name} signed in.")
        return made

    def _chosen(self, old: str, new: str, by: Actor) -> tuple[entering.Known, str]:
        """Whose password it is and the hash of the new one, once the old one was proved."""
        name, who = self._prove_own(old, by)
        with self._look() as unit:
            connection = unit.session.connection()
            names = entering.own_names(connection, by.name, name)
            least = second_factor.least(connection, by.staff_id)
        check_password(new, names, least=least)
        return who, self.hashing.digest(new)

    def _prove_own(self, password: str, by: Actor) -> tuple[str, entering.Known]:
        """Who somebody is to the door, once they proved it by their password of now."""
        name, who, guess = self._guess_own(password, by)
        with self.command("", by) as unit:
            throttle.was_right(unit, guess)
        return name, who

    def _guess_own(self, password: str, by: Actor) -> tuple[str, entering.Known, int]:
        """The same, with the guess still counted as a wrong one, for what has to be proved besides."""
        name, who, guess = self._count_own_guess(by)
        if not entering.proves(self.hashing, who, password) or who is None:
            raise WrongSignIn(WRONG_PASSWORD, field="old")
        return name, who, guess

    def _count_own_guess(self, by: Actor) -> tuple[str, entering.Known | None, int]:
        """A guess at one's own password counts as one at the door does."""
        with self.command("", by) as unit:
            check_staff(unit)
            connection = unit.session.connection()
            own = connection.execute(STAFF.select().where(STAFF.c.id == by.staff_id)).first()
            if own is None or not own.sign_in_key:
                raise NotAllowed("You have no password: you came in by a press, as in a demo.")
            guess = throttle.begin_guess(unit, own.sign_in_name, f"sign-in {by.sign_in_id}")
            return own.sign_in_name, entering.known(connection, own.sign_in_name), guess


def _whole(made: NewSignIn | CodeAsked) -> NewSignIn:
    """A sign-in; raises CodeAsked, after what it stands for was kept, while it is half of one."""
    if isinstance(made, CodeAsked):
        raise made
    return made


def visitor(address: str) -> Actor:
    """Somebody at the door who is nobody yet."""
    return NOBODY.model_copy(update={"origin": address})
