"""Questions about patients."""

from store.duplicates import likely_duplicates
from store.queries import merging, patients
from store.questions.asking import Asking
from store.views import MergeComparison, PatientForm, PatientHit, PatientView


class PatientQuestions(Asking):
    """Asked by the patient pages."""

    def patient(self, patient_id: int) -> PatientView:
        """One patient with the plans, by a merged record's id too; NotFound for an unknown id."""
        with self._turned() as (connection, now):
            return patients.patient_view(connection, patient_id, now)

    def find_patients(self, q: str, *, limit: int = 20) -> tuple[PatientHit, ...]:
        """Patients found as the list's search finds them, by family name."""
        with self.database.read() as connection:
            return patients.find_patients(connection, q, limit)

    def likely_duplicates(self, form: PatientForm) -> tuple[PatientHit, ...]:
        """Patients who may be the one typed in; see ``store.duplicates``."""
        with self.database.read() as connection:
            return likely_duplicates(connection, form)

    def merge_comparison(self, keep_id: int, other_id: int) -> MergeComparison:
        """Two records side by side, and what stands in the way of merging them."""
        with self.database.read() as connection:
            return merging.comparison(connection, keep_id, other_id)
