"""Everything the clinic knows and may do; this is the door for whoever uses it as a library.

>>> from store import Database, Clinic
>>> clinic = Clinic(Database("data/regimen.db"))

What crosses the border is in ``store.views``, ``store.words`` and ``store.errors``.
"""

from store.clinic import Clinic
from store.database import Database
from store.errors import RegimenError
from store.opening import begin, is_empty, open_clinic

__all__ = ["Clinic", "Database", "RegimenError", "begin", "is_empty", "open_clinic"]
