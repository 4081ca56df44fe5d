"""Commands that keep patients' records."""

from store import merging, patients, taking_back
from store.commands.giving import Giving
from store.request_keys import once
from store.views import Actor, MergeOutcome, MergeRequest, PatientForm


class PatientCommands(Giving):
    """Given at the front desk."""

    def add_patient(self, form: PatientForm, *, by: Actor, key: str | None = None) -> int:
        """Add a patient, once a key; the id comes back."""
        with self._unit("add_patient", by) as unit:
            return once(unit, key, patients.add_patient, form)

    def take_patient_back(self, patient_id: int, *, key: str, by: Actor) -> None:
        """Undo adding a patient under this key, while nothing hangs on the record."""
        with self._unit("take_patient_back", by, patient=patient_id) as unit:
            taking_back.take_back(unit, taking_back.PATIENT, (patient_id,), key=key)
            unit.patients.add(patient_id)

    def edit_patient(self, patient_id: int, form: PatientForm, *, by: Actor) -> None:
        """Change a patient's record."""
        with self._unit("edit_patient", by, patient=patient_id) as unit:
            patients.edit_patient(unit, patient_id, form)

    def merge_patients(
        self, request: MergeRequest, *, by: Actor, key: str | None = None
    ) -> MergeOutcome:
        """Make one record of two, once a key, with nothing lost."""
        both = {"patient": [request.other_id]}
        with self._unit("merge_patients", by, within=both, patient=request.keep_id) as unit:
            return once(unit, key, merging.merge, request)

    def part_patients(self, merge_id: int, *, by: Actor) -> MergeOutcome:
        """Take a merge back."""
        with self._unit("part_patients", by, merge=merge_id) as unit:
            return merging.part(unit, merge_id)
