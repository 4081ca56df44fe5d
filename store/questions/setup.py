"""Questions about how the clinic is set up."""

from store.queries import moving, setup
from store.questions.asking import Asking
from store.setup.catalogue import catalogue
from store.views import Actor, MovingList, ServiceForm, SetUpView


class SetUpQuestions(Asking):
    """Asked by the screens on which a clinic is set up."""

    def set_up(self, *, by: Actor) -> SetUpView:
        """Everything in sight that is set up, the disabled included."""
        with self._seeing(by) as (connection, now, sight):
            return setup.within(setup.set_up(connection, now), sight)

    def moving_list(self, *, by: Actor) -> MovingList:
        """The bookings in sight that need moving."""
        with self._seeing(by) as (connection, now, sight):
            return moving.moving_list(connection, now, sight)

    def catalogue(self) -> tuple[ServiceForm, ...]:
        """Services to begin with, by category, their prices suggested in the clinic's currency."""
        with self.database.read() as connection:
            return catalogue(connection)
