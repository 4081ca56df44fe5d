"""Questions about patients."""

from store.duplicates import likely_duplicates
from store.errors import NotAllowed
from store.queries import merging, patients
from store.questions.asking import Asking
from store.sight import refusal
from store.views import Actor, MergeComparison, PatientForm, PatientHit, PatientView


class PatientQuestions(Asking):
    """Asked by the patient pages."""

    def patient(self, patient_id: int, *, by: Actor) -> PatientView:
        """One patient with the plans, by a merged record's id too; NotFound for an unknown id."""
        with self._turned(by) as (connection, now, sight):
            return patients.patient_view(connection, patient_id, now, sight)

    def find_patients(self, q: str, *, by: Actor, limit: int = 20) -> tuple[PatientHit, ...]:
        """Patients found as the list's search finds them, by family name."""
        with self._seeing(by) as (connection, _, sight):
            return patients.find_patients(connection, q, limit, sight)

    def likely_duplicates(self, form: PatientForm, *, by: Actor) -> tuple[PatientHit, ...]:
        """Patients who may be the one typed in; see ``store.duplicates``."""
        with self._seeing(by) as (connection, _, sight):
            return likely_duplicates(connection, form, sight)

    def merge_comparison(self, keep_id: int, other_id: int, *, by: Actor) -> MergeComparison:
        """Two records side by side, and what stands in the way of merging them.

        Raises NotAllowed for whoever sees some locations only.
        """
        with self._seeing(by) as (connection, _, sight):
            if reason := refusal(sight, "merge_patients"):
                raise NotAllowed(reason)
            return merging.comparison(connection, keep_id, other_id, sight)
