"""Commands about second factors and accounts at an identity provider, and coming in by them."""

from store import rights
from store.accounts import ends, entering, links, members, oidc, pending, second_factor, throttle
from store.accounts.passwords import is_short
from store.accounts.present import check_staff
from store.accounts.sign_ins import end_sign_ins
from store.audit import Entry
from store.commands.accounts import AccountCommands, Way, visitor
from store.errors import CodeAsked, Invalid, NotAllowed, WrongSignIn
from store.lookup import find
from store.models import Credential, Staff
from store.tables import SIGN_IN, STAFF
from store.unit import Unit
from store.views import Actor, NewSecondFactor, NewSignIn, OidcProof, SetUpOutcome
from store.words import Deed

OWN = "Turn your own off under your name, Second factor; it asks for your password and a code."


class FactorCommands(AccountCommands):
    """Given by everybody for themselves, by managers for others, and at the door by nobody yet."""

    def sign_in_with_code(
        self, token: str, code: str, *, address: str, device: str = ""
    ) -> NewSignIn:
        """Finish a sign-in that asked for a code: the app's or a recovery code, each good once.

        Raises NotFound once it is not under way any more; WrongSignIn, field code; SlowDown.
        """
        guest = visitor(address)
        with self.on_record("sign_in", guest, kind=Deed.DOOR) as aimed:
            self._aim_at(aimed, STAFF.c.id.in_(pending.half_in(token)))
            with self.command("", guest) as unit:
                member, guess = pending.begin_try(unit, token, address)
                assert member.id is not None
                staff_id = member.id
            proof = self._proof(staff_id, code)
            with self.command("sign_in", guest) as unit:
                member = pending.finish(unit, token, guess)
                second_factor.use(unit, staff_id, proof)
                return self._enter(unit, member, Way(address, device))

    def sign_in_by_oidc(self, proof: OidcProof, *, address: str, device: str = "") -> NewSignIn:
        """Come in by an account that an identity provider has proved; CodeAsked, WrongSignIn."""
        guest = visitor(address)
        with self.on_record("sign_in", guest, kind=Deed.DOOR) as aimed:
            self._aim_at(aimed, entering.called(proof.name))
            with self.command("sign_in", guest) as unit:
                made = self._come_closer(unit, oidc.member_of(unit, proof), Way(address, device))
        if isinstance(made, CodeAsked):
            raise made
        return made

    def refuse_at_door(self, reason: str, *, address: str) -> None:
        """Put on record that somebody was turned away before the store was asked."""
        guest = visitor(address)
        self._refused(Entry(self.now(), guest, "sign_in", reason, Deed.DOOR), {})

    def begin_second_factor(self, password: str, *, by: Actor) -> NewSecondFactor:
        """A key for one's own authenticator app; asks for nothing until it is confirmed.

        Raises WrongSignIn, field old; SlowDown; NotAllowed when it is on already.
        """
        with self.on_record("begin_second_factor", by):
            rights.check(by, "begin_second_factor")
            name, who = self._prove_own(password, by)
        with self._unit("begin_second_factor", by) as unit:
            return second_factor.begin(unit, who.staff_id, name)

    def confirm_second_factor(self, secret: str, code: str, *, by: Actor) -> tuple[str, ...]:
        """Ask for a code from now on, and give the recovery codes, which are shown this once.

        ``secret`` is the key that was begun with. Every other device is signed out.
        Raises Invalid, field code; NotAllowed when ten minutes are over.
        """
        with self.on_record("confirm_second_factor", by):
            rights.check(by, "confirm_second_factor")
            with self.command("", by) as unit:
                check_staff(unit)
                second_factor.check_begun(unit, by.staff_id or 0, secret, code)
            codes = second_factor.new_codes()
            digests = {one: second_factor.digest_of(self.hashing, one) for one in codes}
        with self._unit("confirm_second_factor", by) as unit:
            step = second_factor.check_begun(unit, by.staff_id or 0, secret, code)
            second_factor.turn_on(unit, by.staff_id or 0, step, digests)
            others = (SIGN_IN.c.staff_id == by.staff_id) & (SIGN_IN.c.id != by.sign_in_id)
            end_sign_ins(unit, others, ends.SECOND_FACTOR_ON)
        return codes

    def end_second_factor(self, password: str, code: str, *, by: Actor) -> None:
        """Ask oneself for no code any more, which takes the password and a last code.

        Raises WrongSignIn, field old or code; SlowDown; Invalid, field old, for a password that
        is too short to stand alone.
        """
        with self.on_record("end_second_factor", by):
            rights.check(by, "end_second_factor")
            _, who, guess = self._guess_own(password, by)
            proof = self._proof(who.staff_id, code)
            if is_short(password):
                raise Invalid(second_factor.TOO_SHORT, field="old")
        with self._unit("end_second_factor", by) as unit:
            second_factor.use(unit, who.staff_id, proof)
            throttle.was_right(unit, guess)
            said = f"{by.name} turned their second factor off."
            if second_factor.take_off(unit, who.staff_id, said):
                raise Invalid(second_factor.TOO_SHORT, field="old")  # it was changed meanwhile

    def reset_second_factor(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Take the second factor off somebody who lost it, and sign them out everywhere."""
        with self._setting_up("reset_second_factor", by, staff=staff_id) as unit:
            return _reset(unit, staff_id)

    def reset_second_factor_for(self, name: str, *, by: Actor) -> SetUpOutcome:
        """The same by a sign-in name, or a name that one member of staff alone has."""
        with self._setting_up("reset_second_factor_for", by) as unit:
            return _reset(unit, members.named(unit, name))

    def forget_oidc_account(self, staff_id: int, *, by: Actor) -> SetUpOutcome:
        """Let the account that signs somebody in do so no more; the next of their name may."""
        with self._setting_up("forget_oidc_account", by, staff=staff_id) as unit:
            member = find(unit, Staff, staff_id, "member of staff")
            if not oidc.forget(unit, staff_id):
                raise NotAllowed(f"No account elsewhere signs {member.name} in.")
            pending.forget(unit, staff_id)
            end_sign_ins(unit, SIGN_IN.c.staff_id == staff_id, ends.FORGOTTEN)
            told = f"{member.name}'s account elsewhere was forgotten."
            unit.tell("staff", staff_id, told, before={"account": True}, after={"account": False})
            return SetUpOutcome(id=staff_id, message=told)

    def _proof(self, staff_id: int, code: str) -> second_factor.Proof:
        """What a code proves, with no transaction open meanwhile; WrongSignIn, field code."""
        with self.database.read() as connection:
            kept = second_factor.kept_for(connection, staff_id, code)
        proof = second_factor.proof_of(self.hashing, kept, code, self.now())
        if proof is None:
            raise WrongSignIn(second_factor.WRONG_CODE, field="code")
        return proof


def _reset(unit: Unit, staff_id: int) -> SetUpOutcome:
    """A password that cannot stand alone goes with it: they choose another by a one-time link."""
    member = find(unit, Staff, staff_id, "member of staff")
    if not second_factor.is_on(unit.session.connection(), staff_id):
        raise NotAllowed(f"{member.name} has no second factor.")
    if unit.by.staff_id == staff_id:
        raise NotAllowed(OWN)
    told = f"{member.name} needs no second factor any more."
    if second_factor.take_off(unit, staff_id, told):
        if unit.by.staff_id is not None:
            links.check_other_manager(unit, member)
        unit.session.delete(unit.session.get_one(Credential, staff_id))
        told += " Their password is too short without one: make them a one-time link."
    pending.forget(unit, staff_id)
    end_sign_ins(unit, SIGN_IN.c.staff_id == staff_id, ends.SECOND_FACTOR_OFF)
    return SetUpOutcome(id=staff_id, message=told)
