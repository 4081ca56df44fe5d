"""The tables: one module a theme, all of them known to the migrations through this door."""

from store.models.care import Booking, Item, SessionPart, TreatmentPlan, TreatmentSession
from store.models.catalogue import Service, ServiceProvider, ServiceRoom
from store.models.money import Charge, Invoice, Payment
from store.models.people import (
    Patient,
    PatientWord,
    Provider,
    ProviderException,
    ProviderHours,
    Staff,
    TimeOff,
)
from store.models.places import BusinessHours, ClinicProfile, Location, LocationException, Room
from store.models.record import HistoryEntry, ImportColumn, RequestKey, SourceLink

__all__ = [
    "Booking",
    "BusinessHours",
    "Charge",
    "ClinicProfile",
    "HistoryEntry",
    "ImportColumn",
    "Invoice",
    "Item",
    "Location",
    "LocationException",
    "Patient",
    "PatientWord",
    "Payment",
    "Provider",
    "ProviderException",
    "ProviderHours",
    "RequestKey",
    "Room",
    "Service",
    "ServiceProvider",
    "ServiceRoom",
    "SessionPart",
    "SourceLink",
    "Staff",
    "TimeOff",
    "TreatmentPlan",
    "TreatmentSession",
]
