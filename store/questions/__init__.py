"""What can be asked of the clinic: each method one read transaction, answered with views."""

from store.questions.accounts import AccountQuestions
from store.questions.booking import BookingQuestions
from store.questions.keeping import KeepingQuestions
from store.questions.opened import OpenedQuestions
from store.questions.patients import PatientQuestions
from store.questions.plans import PlanQuestions
from store.questions.sessions import SessionQuestions
from store.questions.setup import SetUpQuestions


class Questions(
    AccountQuestions,
    SessionQuestions,
    BookingQuestions,
    PatientQuestions,
    OpenedQuestions,
    PlanQuestions,
    SetUpQuestions,
    KeepingQuestions,
):
    """The reading half of the clinic."""
