"""Commands about locked devices: lock, unlock, hand over, and the PIN to do so with."""

from typing import Any

from sqlalchemy import delete

from store import rights
from store.accounts import ends, locking, pins, throttle
from store.accounts.entering import keep_pin
from store.accounts.sign_ins import end_sign_ins, fingerprint
from store.audit import SERVER
from store.commands.accounts import AccountCommands, visitor
from store.errors import WrongSignIn
from store.tables import PIN, SIGN_IN
from store.views import Actor, NewSignIn, Proof
from store.words import Deed

WRONG_PASSWORD = "This is not the password."  # noqa: S105 - a sentence
NO_PIN = "There is no PIN yet. Unlock with the password."
WRONG_PIN = "This is not the PIN."
LAST_PIN = f"{WRONG_PIN} {locking.SPENT}"


class LockCommands(AccountCommands):
    """Given by whoever stands before a device; a hash keeps no transaction open meanwhile."""

    def lock(self, token: str, *, address: str = "") -> None:
        """Lock what a browser holds; nothing happens when it is locked or over already."""
        held = self.signed_in(token)
        if held is None or held.is_locked:
            return
        by = held.actor.model_copy(update={"origin": address})
        with self.command("lock", by) as unit:
            locking.lock(unit, SIGN_IN.c.id == held.id)
            unit.kind = Deed.DOOR
            unit.tell("staff", by.staff_id, f"{by.name} locked their device.")

    def lock_idle(self) -> int:
        """Lock what nobody touched for too long, and say how many were."""
        with self._look() as unit:
            idle = locking.overdue(unit.session.connection(), unit.now)
        if not idle:
            return 0
        with self.command("lock_idle", SERVER) as unit:
            still = locking.overdue(unit.session.connection(), unit.now)
            rows = locking.lock(unit, SIGN_IN.c.id.in_(still))
            unit.kind = Deed.DOOR
            for row in rows:
                minutes = row.lock_seconds // 60
                span = "1 minute" if minutes == 1 else f"{minutes} minutes"
                said = f"{row.name}'s device was locked after {span} untouched."
                unit.tell("staff", row.staff_id, said)
        return len(rows)

    def unlock(
        self, sign_in_id: int, proof: Proof, *, token: str, device: str, address: str
    ) -> NewSignIn:
        """Unlock one of the sign-ins of this browser, which is the active one from now on.

        ``token`` is what the browser holds, ``device`` what it is known by. Raises NotSignedIn for
        a sign-in that is over or lies elsewhere; WrongSignIn, field pin or password; SlowDown.
        """
        guest = visitor(address)
        with self.on_record("unlock", guest, kind=Deed.DOOR), self._look() as unit:
            held = locking.reach(
                unit.session.connection(), sign_in_id, token=token, device=device, now=unit.now
            )
        is_own = held.digest == fingerprint(token)
        name = "unlock" if is_own or not token else "switch_user"
        about = {"staff": held.staff_id}
        with self.on_record(name, guest, kind=Deed.DOOR, about=about) as aimed:
            aimed.whom = f"{held.name}'s device"
            guess = self._proved(held, proof, guest)
            with self.command(name, guest) as unit:
                if guess is not None:
                    throttle.was_right(unit, guess)
                made = locking.unlock(unit, sign_in_id, token=token)
                unit.by = made.actor.model_copy(update={"origin": address})
                unit.kind = Deed.DOOR
                done = "unlocked their device" if is_own else "took the device over"
                unit.tell("staff", held.staff_id, f"{held.name} {done}.")
                return made

    def sign_everybody_out(self, *, token: str, device: str, address: str) -> None:
        """End every sign-in that was made with this browser; whoever stands before it may."""
        near = SIGN_IN.c.digest == fingerprint(token)
        if device:
            near |= SIGN_IN.c.device == fingerprint(device)
        with self.command("sign_everybody_out", visitor(address)) as unit:
            ended = end_sign_ins(unit, near, ends.EVERYBODY)
            unit.kind = Deed.DOOR
            unit.tell("staff", None, f"Everybody was signed out of a device: {ended}.")

    def change_pin(self, pin: str | None, password: str, *, by: Actor) -> None:
        """Choose the digits that unlock one's own devices; None: have none any more.

        Raises Invalid, field pin; WrongSignIn, field old; SlowDown.
        """
        with self.on_record("change_pin", by):
            rights.check(by, "change_pin")
            self._prove_own(password, by)
            if pin is not None:
                pins.check_pin(pin)
            digest = None if pin is None else self.hashing.digest(pin)
        with self._unit("change_pin", by) as unit:
            assert by.staff_id is not None
            if digest is None:
                unit.session.connection().execute(delete(PIN).where(PIN.c.staff_id == by.staff_id))
            else:
                keep_pin(unit, by.staff_id, digest)
            done = "has no PIN any more" if digest is None else "chose a PIN"
            unit.tell("staff", by.staff_id, f"{by.name} {done}.")

    def _proved(self, held: Any, proof: Proof, guest: Actor) -> int | None:
        """The guess that proved right; None where none was needed."""
        if locking.seen_on_device(held).needs_nothing:
            return None
        place = f"sign-in {held.id}"
        if not proof.pin:
            with self.command("", guest) as unit:
                guess = throttle.begin_guess(unit, held.sign_in_name, place)
            if not self.hashing.is_right(held.password, proof.password):
                raise WrongSignIn(WRONG_PASSWORD, field="password")
            return guess
        if held.pin is None:
            raise WrongSignIn(NO_PIN, field="password")
        with self.command("", guest) as unit:
            left = locking.count_pin(unit, held.id)
            guess = throttle.begin_guess(unit, held.sign_in_name, place)
        if not self.hashing.is_right(held.pin, proof.pin):
            tries = "One try is" if left == 1 else f"{left} tries are"
            told = f"{WRONG_PIN} {tries} left." if left else LAST_PIN
            raise WrongSignIn(told, field="pin" if left else "password")
        return guess
