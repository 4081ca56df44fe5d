"""Every command given for real by anybody, in the order of ``STEPS``, and what became of it."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlmodel import SQLModel, select

from store.accounts.roles import write_roles
from store.clinic import Clinic
from store.database import SQLITE, Database
from store.errors import RegimenError
from store.models import Credential, SavedView, SecondFactor, Staff
from store.views import Actor, MoveRequest, RecordQuery, SavedViewForm, Sight
from store.words import Role
from tests.factories import add_patient, add_plan, add_session
from tests.store.accounts import people
from tests.store.audit.rows import entries
from tests.store.audit.test_every_command import STEPS, sheet
from tests.store.bookings.wishes import TEN, request

NOOR, NOORS_PROVIDER, INES = 4, 2, 1
"""Who gives the commands, which provider that is, and another provider."""
VIEWS = ("change_view", "drop_view")
QUESTIONS = ("read_record", "who_saw")
TRAIL = frozenset({"audit_entry", "audit_head", "audit_patient"})
WENT_BY = TEN - timedelta(days=7)
ROWS = {
    table.name: str(table.select())
    for table in SQLModel.metadata.sorted_tables
    if table.name not in TRAIL
}
OFF: dict[str, Any] = {"starts_at": TEN, "ends_at": TEN + timedelta(hours=1)}


@dataclass
class Instead:
    """The clinic, but one command is given by somebody else, when it comes to that."""

    clinic: Clinic
    command: str
    by: Actor
    before: dict[str, Any] = field(default_factory=dict)
    rows: int = 0

    def __getattr__(self, name: str) -> Any:
        """Everything else is the clinic's own."""
        method = getattr(self.clinic, name)
        if name != self.command:
            return method

        def give(*args: Any, **values: Any) -> Any:
            self.look()
            return method(*args, **{**values, "by": self.by})

        return give

    def look(self) -> None:
        """Remember all that there is, just before the command."""
        self.before, self.rows = dump(self.clinic), len(entries(self.clinic))


@dataclass
class Given:
    """What became of a command: the error, whether anything changed, and the rows it left."""

    refusal: RegimenError | None
    is_changed: bool
    rows: list[tuple[str, str, int | None]]


def dump(clinic: Clinic) -> dict[str, Any]:
    """Every row of every table but the audit trail's, as the driver gives it: quick to compare."""
    with clinic.database.read() as connection:
        cursor = connection.connection.cursor()
        return {name: cursor.execute(rows).fetchall() for name, rows in ROWS.items()}


def peopled(clinic: Clinic) -> Clinic:
    """Two patients with a session each, as ``STEPS`` needs them."""
    with clinic.database.write() as session:
        for services in ((1, 2), (1,)):
            add_session(session, add_plan(session, add_patient(session)), services=services)
    clinic.hashing = people.cheap()
    return clinic


def noor(clinic: Clinic, roles: frozenset[Role], *, provider_id: int = NOORS_PROVIDER) -> Actor:
    """Noor works in these roles from now on, and signs in with a password."""
    digest = clinic.hashing.digest(people.PASSWORD)
    own = provider_id if Role.PROVIDER in roles else None
    with clinic.database.write() as session:
        member = session.get_one(Staff, NOOR)
        member.sign_in_name, member.sign_in_key, member.provider_id = "Noor", "noor", own
        session.merge(Credential(staff_id=NOOR, digest=digest, changed_at=clinic.now()))
        write_roles(session, NOOR, roles)
    return Actor(staff_id=NOOR, name="Noor Haddad", roles=roles, provider_id=own)


def copied(clinic: Clinic, folder: Path) -> Clinic:
    """The same clinic once more, to go another way with."""
    path = Path(mkdtemp(dir=folder)) / "regimen.db"
    with closing(SQLITE.connect(str(clinic.database.path))) as whole:
        whole.execute("VACUUM INTO ?", (str(path),))
    return Clinic(Database(path), clock=clinic.now, hashing=people.cheap())


def given(clinic: Clinic, name: str, by: Actor, folder: Path, *, beyond: bool = False) -> Given:
    """Give a command, ``beyond`` its condition or not, and look at what became of it."""
    instead = Instead(clinic, name, by)
    ways = BEYOND_IT if beyond else WITHIN
    if name in VIEWS:
        _hand_over(clinic, 1 if beyond else by.staff_id, is_shared=beyond)
    refusal = None
    try:
        if name in ways:
            instead.look()
            ways[name](clinic, by, folder)
        else:
            dict(STEPS)[name](instead, folder)  # type: ignore[arg-type]  # as good as a clinic
    except RegimenError as problem:
        refusal = problem
    rows = entries(clinic)[instead.rows :]
    told = [(row.command, row.result.value, row.by_id) for row in rows]
    return Given(refusal, dump(clinic) != instead.before, told)


def go_on(clinic: Clinic, name: str, folder: Path) -> None:
    """Let somebody give it who may, so that the next command finds what it needs."""
    if name in VIEWS:
        _hand_over(clinic, 1, is_shared=False)
    if name not in QUESTIONS:
        dict(STEPS)[name](clinic, folder)


def _hand_over(clinic: Clinic, owner_id: int | None, *, is_shared: bool) -> None:
    """Let the one view be somebody else's."""
    with clinic.database.write() as session:
        view = session.exec(select(SavedView)).one()
        view.owner_id, view.is_shared = owner_id, is_shared


def _moved_back(clinic: Clinic, by: Actor, _folder: Path) -> None:
    wish = MoveRequest(key="move-back-once", booking_id=1, version=1, starts_at=WENT_BY)
    clinic.move(wish, by=by)


def _limited(by: Actor) -> Actor:
    """The same to whom patient 1 is somebody else's."""
    return by.model_copy(update={"sight": Sight(own_provider_id=2)})


def _code(clinic: Clinic, by: Actor, *, steps: int = 0) -> tuple[str, str]:
    """Somebody's key, and what their app shows; some key for whoever has none."""
    own = select(SecondFactor.secret).where(SecondFactor.staff_id == by.staff_id)
    with clinic.database.write() as session:
        secret = session.exec(own).first() or "A" * 32
    return secret, people.code_of(clinic, secret, steps=steps)


Give = Callable[[Clinic, Actor, Path], Any]
SHARED = SavedViewForm(name="For all", params="", is_shared=True)
WITHIN: Mapping[str, Give] = {
    "import": lambda c, by, folder: sheet(c, folder, by),
    "check_out": lambda c, by, _: c.check_out(1, version=6, performed=frozenset(), by=by),
    "read_record": lambda c, by, _: c.read_record(RecordQuery(), by=by),
    "who_saw": lambda c, by, _: c.who_saw(1, by=by),
    "open_record": lambda c, by, _: c.open_record(1, "Called in sick", by=_limited(by)),
    "close_record": lambda c, by, _: c.close_record(1, by=_limited(by)),
    "change_password": lambda c, by, _: c.change_password(people.PASSWORD, people.OTHER, by=by),
    "change_pin": lambda c, by, _: c.change_pin(people.PIN, people.OTHER, by=by),
    "begin_second_factor": lambda c, by, _: c.begin_second_factor(people.OTHER, by=by),
    "confirm_second_factor": lambda c, by, _: c.confirm_second_factor(*_code(c, by), by=by),
    "end_second_factor": lambda c, by, _: c.end_second_factor(
        people.OTHER, _code(c, by, steps=1)[1], by=by
    ),
}
"""What is not given by a step as it stands."""
BEYOND_IT: Mapping[str, Give] = {
    "book": lambda c, by, _: c.book(request(item_ids=(1,), starts_at=WENT_BY), by=by),
    "move": _moved_back,
    "perform": lambda c, by, _: c.perform(1, provider_id=INES, by=by),
    "take_time_off": lambda c, by, _: c.take_time_off(INES, **OFF, by=by),
    "end_time_off": lambda c, by, _: c.end_time_off(1, by=by),
    "save_view": lambda c, by, _: c.save_view(SHARED, by=by),
    "change_view": lambda c, by, _: c.change_view(1, SHARED, by=by),
    "drop_view": lambda c, by, _: c.drop_view(1, by=by),
}
"""Commands with a condition, where it does not hold."""
