"""Patients of an import."""

import json
from dataclasses import dataclass, field
from datetime import date

from store.errors import Invalid
from store.importing.csv.fates import Fate
from store.importing.csv.rows import Row
from store.importing.csv.values import quoted
from store.importing.csv.work import Brought, Work
from store.patients import MOST_ALERTS, OLDEST
from store.search import digits, patient_words, sort_key
from store.tables import PATIENT


@dataclass
class Numbers:
    """Record numbers: which are taken, asked for many at once, and the next free one."""

    work: Work
    taken: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Of the rows at hand: number to patient and sort key."""
    last: int = 0

    def look_up(self, numbers: list[str]) -> None:
        """Find out which of these are taken."""
        self.taken.clear()
        if not numbers:
            return
        marks = ", ".join("?" * len(numbers))
        query = f"SELECT record_number, id, sort_key FROM patient WHERE record_number IN ({marks})"  # noqa: S608 - marks alone
        for number, row_id, key in self.work.rows(query, *numbers):
            self.taken[number] = (row_id, key)

    def next(self) -> str:
        """One that nobody has, as those given at the front desk."""
        if not self.last:
            main = self.work.main.exec_driver_sql("SELECT max(id) FROM patient").scalar()
            self.last = main or 0
        while True:
            self.last += 1
            number = f"R-{self.last:05}"
            if not self.work.rows("SELECT 1 FROM patient WHERE record_number = ?", number):
                return number


def bring_patient(work: Work, numbers: Numbers, row: Row) -> Brought:
    """A patient, found by name, phone and record number from then on."""
    given, family = names_of(row)
    if not given and not family:
        raise Invalid("it has no name", field="family_name")
    born = row.values.get("birth_date")
    _check(work, row, born)
    number = row.text("record_number")
    key = sort_key(given, family)
    if number in numbers.taken:
        return _taken(number, key, numbers.taken[number])
    number = number or numbers.next()
    preferred, phone = row.text("preferred_name"), row.text("phone")
    patient_id = work.staging.add(
        PATIENT,
        given_name=given,
        family_name=family,
        preferred_name=preferred or None,
        birth_date=born,
        phone=phone or None,
        email=row.text("email") or None,
        record_number=number,
        alerts=row.list("alerts"),
        sort_key=key,
    )
    words = patient_words(given, family, preferred, numbers=(phone, number))
    work.staging.put("word", patient_id, json.dumps(list(words)))
    work.staging.put("newcomer", patient_id, work.fate)
    numbers.taken[number] = (patient_id, key)
    return Brought("patient", patient_id)


def names_of(row: Row) -> tuple[str, str]:
    """Given and family name; a name in one is parted at its comma, else before its last word."""
    given, family = row.text("given_name"), row.text("family_name")
    whole = row.text("name")
    if given or family or not whole:
        return given, family
    if "," in whole:
        family, _, given = whole.partition(",")
    else:
        given, _, family = whole.rpartition(" ")
    return given.strip(), family.strip()


def _taken(number: str, key: str, there: tuple[int, str]) -> Brought:
    if there[1] != key:
        said = f"another patient has the record number {quoted(number)}"
        raise Invalid(said, field="record_number")
    said = "a patient of that name has that record number"
    return Brought("patient", there[0], Fate.ALREADY_THERE, said)


def _check(work: Work, row: Row, born: date | None) -> None:
    today = work.now.date()
    if born and born > today:
        raise Invalid("it lies ahead", field="birth_date")
    if born and born.year < today.year - OLDEST:
        raise Invalid(f"it is more than {OLDEST} years ago", field="birth_date")
    phone, email = row.text("phone"), row.text("email")
    if phone and len(digits(phone)) < 3:
        raise Invalid(f"{quoted(phone)} is not a phone number", field="phone")
    name, _, place = email.rpartition("@")
    if email and (not name or "." not in place.strip(".") or " " in email):
        raise Invalid(f"{quoted(email)} is not an e-mail address", field="email")
    if len(row.list("alerts")) > MOST_ALERTS:
        raise Invalid(f"at most {MOST_ALERTS} can be kept", field="alerts")
