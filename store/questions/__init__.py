"""What can be asked of the clinic: each method one read transaction, answered with views."""

from store.questions.booking import BookingQuestions
from store.questions.keeping import KeepingQuestions
from store.questions.patients import PatientQuestions
from store.questions.sessions import SessionQuestions


class Questions(SessionQuestions, BookingQuestions, PatientQuestions, KeepingQuestions):
    """The reading half of the clinic."""
