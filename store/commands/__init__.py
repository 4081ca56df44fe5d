"""What the clinic can be told to do: each method one write transaction, then the news of it."""

from store.commands.care import CareCommands
from store.commands.exports import ExportCommands
from store.commands.factors import FactorCommands
from store.commands.keeping import KeepingCommands
from store.commands.locking import LockCommands
from store.commands.opened import OpenedCommands
from store.commands.patients import PatientCommands
from store.commands.plans import PlanCommands
from store.commands.record import RecordCommands
from store.commands.setup import SetUpCommands
from store.commands.team import TeamCommands
from store.commands.views import ViewCommands


class Commands(
    CareCommands,
    PlanCommands,
    PatientCommands,
    OpenedCommands,
    TeamCommands,
    SetUpCommands,
    ExportCommands,
    KeepingCommands,
    RecordCommands,
    ViewCommands,
    LockCommands,
    FactorCommands,
):
    """The writing half of the clinic.

    Every command is given ``by`` somebody and raises a RegimenError, leaving nothing behind, when
    it cannot be carried out: NotAllowed by role or moment, NotFound, Invalid, Stale, Refused,
    Unavailable.
    """
