"""What can be asked of the clinic: each method one read transaction, answered with views."""

from store.questions.booking import BookingQuestions
from store.questions.patients import PatientQuestions
from store.questions.sessions import SessionQuestions
from store.questions.setup import SetUpQuestions


class Questions(SessionQuestions, BookingQuestions, PatientQuestions, SetUpQuestions):
    """The reading half of the clinic."""
