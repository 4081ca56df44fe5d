"""The tables: one module a theme, all of them known to the migrations through this door."""

from store.models.accounts import Credential, Guess, OneTimeLink, OpenedRecord, Pin, SignIn
from store.models.care import Booking, Item, SessionPart, Treating, TreatmentPlan, TreatmentSession
from store.models.catalogue import Service, ServiceProvider, ServiceRoom
from store.models.factors import OidcAccount, PendingSignIn, RecoveryCode, SecondFactor
from store.models.lists import SavedView
from store.models.money import Charge, Invoice, Payment
from store.models.people import (
    Patient,
    PatientMerge,
    PatientWord,
    Provider,
    ProviderException,
    ProviderHours,
    Staff,
    StaffLocation,
    StaffRole,
    TimeOff,
)
from store.models.places import BusinessHours, ClinicProfile, Location, LocationException, Room
from store.models.planning import DroppedSession, PlanTemplate, PlanTemplateItem
from store.models.record import HistoryEntry, ImportColumn, ImportStep, RequestKey, SourceLink
from store.models.trail import AuditEntry, AuditHead, AuditPatient

__all__ = [
    "AuditEntry",
    "AuditHead",
    "AuditPatient",
    "Booking",
    "BusinessHours",
    "Charge",
    "ClinicProfile",
    "Credential",
    "DroppedSession",
    "Guess",
    "HistoryEntry",
    "ImportColumn",
    "ImportStep",
    "Invoice",
    "Item",
    "Location",
    "LocationException",
    "OidcAccount",
    "OneTimeLink",
    "OpenedRecord",
    "Patient",
    "PatientMerge",
    "PatientWord",
    "Payment",
    "PendingSignIn",
    "Pin",
    "PlanTemplate",
    "PlanTemplateItem",
    "Provider",
    "ProviderException",
    "ProviderHours",
    "RecoveryCode",
    "RequestKey",
    "Room",
    "SavedView",
    "SecondFactor",
    "Service",
    "ServiceProvider",
    "ServiceRoom",
    "SessionPart",
    "SignIn",
    "SourceLink",
    "Staff",
    "StaffLocation",
    "StaffRole",
    "TimeOff",
    "Treating",
    "TreatmentPlan",
    "TreatmentSession",
]
