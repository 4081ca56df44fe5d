"""The database's own guards of the trail, on SQLite: rows are added at its end and stay.

The guards also keep the head in step and note whom a row is about, so that a command pays for two
statements only. On PostgreSQL triggers of the same names and a REVOKE take their place.
"""


def _refuse(name: str, event: str, table: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    body = f"SELECT RAISE(ABORT, '{table} is only added to')"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table}{condition} BEGIN {body}; END"


_NOT_NEXT = "NEW.id IS NOT (SELECT count + 1 FROM audit_head)"
_NOT_LAST = "NEW.entry_id IS NOT (SELECT max(id) FROM audit_entry)"
_NOT_ITS_HEAD = (
    "NEW.count IS NOT OLD.count + 1"
    " OR NEW.hash IS NOT (SELECT hash FROM audit_entry WHERE id = NEW.count)"
)

GUARDS = {
    "audit_entry_next": _refuse("audit_entry_next", "INSERT", "audit_entry", _NOT_NEXT),
    "audit_entry_added": (
        "CREATE TRIGGER audit_entry_added AFTER INSERT ON audit_entry BEGIN"
        " INSERT INTO audit_patient (patient_id, entry_id)"
        " SELECT DISTINCT value, NEW.id FROM json_each(NEW.touched, '$.patient');"
        " UPDATE audit_head SET count = NEW.id, hash = NEW.hash; END"
    ),
    "audit_entry_kept": _refuse("audit_entry_kept", "UPDATE", "audit_entry"),
    "audit_entry_stays": _refuse("audit_entry_stays", "DELETE", "audit_entry"),
    "audit_patient_next": _refuse("audit_patient_next", "INSERT", "audit_patient", _NOT_LAST),
    "audit_patient_kept": _refuse("audit_patient_kept", "UPDATE", "audit_patient"),
    "audit_patient_stays": _refuse("audit_patient_stays", "DELETE", "audit_patient"),
    "audit_head_next": _refuse("audit_head_next", "UPDATE", "audit_head", _NOT_ITS_HEAD),
    "audit_head_once": _refuse("audit_head_once", "INSERT", "audit_head"),
    "audit_head_stays": _refuse("audit_head_stays", "DELETE", "audit_head"),
}
"""By name; the first row of ``audit_head`` is written before they are made."""
