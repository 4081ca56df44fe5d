"""Questions about how the clinic is set up."""

from store.queries import moving, setup
from store.questions.asking import Asking
from store.setup.catalogue import catalogue
from store.views import MovingList, ServiceForm, SetUpView


class SetUpQuestions(Asking):
    """Asked by the screens on which a clinic is set up."""

    def set_up(self) -> SetUpView:
        """Everything that is set up, the disabled included."""
        with self.database.read() as connection:
            return setup.set_up(connection, self.now())

    def moving_list(self) -> MovingList:
        """The bookings that need moving."""
        with self.database.read() as connection:
            return moving.moving_list(connection, self.now())

    def catalogue(self) -> tuple[ServiceForm, ...]:
        """Services to begin with, by category, their prices suggested in the clinic's currency."""
        with self.database.read() as connection:
            return catalogue(connection)
