"""The tables as SQLAlchemy Core knows them, for queries that select columns."""

from sqlalchemy import Table
from sqlmodel import SQLModel

import store.models as _models

_tables = SQLModel.metadata.tables
assert _models.__all__

AUDIT_ENTRY: Table = _tables["audit_entry"]
AUDIT_HEAD: Table = _tables["audit_head"]
AUDIT_PATIENT: Table = _tables["audit_patient"]
BOOKING: Table = _tables["booking"]
BUSINESS_HOURS: Table = _tables["business_hours"]
CHARGE: Table = _tables["charge"]
CLINIC_PROFILE: Table = _tables["clinic_profile"]
CREDENTIAL: Table = _tables["credential"]
DROPPED_SESSION: Table = _tables["dropped_session"]
GUESS: Table = _tables["guess"]
HISTORY_ENTRY: Table = _tables["history_entry"]
IMPORT_COLUMN: Table = _tables["import_column"]
INVOICE: Table = _tables["invoice"]
ITEM: Table = _tables["item"]
LOCATION: Table = _tables["location"]
LOCATION_EXCEPTION: Table = _tables["location_exception"]
OIDC_ACCOUNT: Table = _tables["oidc_account"]
ONE_TIME_LINK: Table = _tables["one_time_link"]
PATIENT: Table = _tables["patient"]
PATIENT_MERGE: Table = _tables["patient_merge"]
PATIENT_WORD: Table = _tables["patient_word"]
PAYMENT: Table = _tables["payment"]
PENDING_SIGN_IN: Table = _tables["pending_sign_in"]
PLAN: Table = _tables["treatment_plan"]
PLAN_TEMPLATE: Table = _tables["plan_template"]
PLAN_TEMPLATE_ITEM: Table = _tables["plan_template_item"]
PROVIDER: Table = _tables["provider"]
PROVIDER_EXCEPTION: Table = _tables["provider_exception"]
PROVIDER_HOURS: Table = _tables["provider_hours"]
RECOVERY_CODE: Table = _tables["recovery_code"]
REQUEST_KEY: Table = _tables["request_key"]
ROOM: Table = _tables["room"]
SAVED_VIEW: Table = _tables["saved_view"]
SECOND_FACTOR: Table = _tables["second_factor"]
SERVICE: Table = _tables["service"]
SERVICE_PROVIDER: Table = _tables["service_provider"]
SERVICE_ROOM: Table = _tables["service_room"]
SESSION: Table = _tables["treatment_session"]
SESSION_PART: Table = _tables["session_part"]
SIGN_IN: Table = _tables["sign_in"]
SOURCE_LINK: Table = _tables["source_link"]
STAFF: Table = _tables["staff"]
TIME_OFF: Table = _tables["time_off"]
