"""The ready catalogue: what most clinics offer, to pick from and to change."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import get_currency_precision
from sqlalchemy import Connection, select

from store.models import ClinicProfile
from store.tables import CLINIC_PROFILE
from store.views import ServiceForm
from store.words import Category

_LASER, _INJECTABLE, _FACIAL, _BODY, _SKIN, _HAIR, _WELLNESS, _CONSULTATION, _OTHER = Category


@dataclass(frozen=True, slots=True)
class Ready:
    """A service that can be picked; minutes, and whole units of the clinic's currency."""

    name: str
    category: Category
    minutes: int
    buffer: int
    price: int
    deposit: int = 0
    needs_room: bool = True


PHRASES: Mapping[Category, tuple[str, ...]] = {
    _LASER: (
        "Skin type and settings as last time.",
        "Test spot without reaction.",
        "Slight redness, no blisters.",
        "Cooled for ten minutes; told to keep out of the sun.",
    ),
    _INJECTABLE: (
        "Consent signed, allergies asked again.",
        "Units and points as planned; lot number:",
        "No blanching, even on both sides.",
        "Told what to avoid today and when to call.",
    ),
    _FACIAL: ("Skin cleaned and prepared.", "Tolerated well.", "Advised on care at home."),
    _BODY: (
        "Measured before and after.",
        "Comfortable throughout.",
        "Redness gone within minutes; told to drink plenty.",
    ),
    _SKIN: (
        "Numbed for thirty minutes.",
        "Depth and passes as last time.",
        "Even redness, no bleeding.",
        "Told to use sun protection for four weeks.",
    ),
    _HAIR: ("Scalp cleaned.", "Photographed for comparison.", "Tolerated well."),
    _WELLNESS: ("Blood pressure:", "Tolerated well.", "Left without complaint."),
    _CONSULTATION: ("Wishes and expectations talked through.", "Plan proposed and explained."),
    _OTHER: ("Tolerated well.",),
}
"""What notes on services of each category often say; a clinic changes it service by service."""

READY: tuple[Ready, ...] = (
    Ready("Laser hair removal, upper lip", _LASER, 10, 5, 60),
    Ready("Laser hair removal, underarms", _LASER, 15, 5, 120),
    Ready("Laser hair removal, face", _LASER, 20, 5, 150),
    Ready("Laser hair removal, bikini line", _LASER, 20, 5, 180),
    Ready("Laser hair removal, lower legs", _LASER, 40, 10, 320, 50),
    Ready("Laser hair removal, full legs", _LASER, 60, 10, 480, 100),
    Ready("Laser hair removal, back", _LASER, 45, 10, 380, 50),
    Ready("Vascular laser, facial veins", _LASER, 25, 10, 280, 50),
    Ready("Vascular laser, leg veins", _LASER, 40, 10, 360, 50),
    Ready("Pigment laser, age spots", _LASER, 20, 10, 240, 50),
    Ready("Tattoo removal, small", _LASER, 20, 10, 220, 50),
    Ready("Tattoo removal, large", _LASER, 45, 15, 460, 100),
    Ready("Botulinum toxin, upper face", _INJECTABLE, 20, 5, 420, 75),
    Ready("Botulinum toxin, masseter", _INJECTABLE, 20, 5, 480, 75),
    Ready("Botulinum toxin, underarm sweating", _INJECTABLE, 40, 10, 950, 150),
    Ready("Dermal filler, lips", _INJECTABLE, 40, 10, 650, 100),
    Ready("Dermal filler, cheeks", _INJECTABLE, 45, 10, 820, 100),
    Ready("Dermal filler, tear troughs", _INJECTABLE, 45, 10, 780, 100),
    Ready("Dermal filler, jawline", _INJECTABLE, 50, 10, 980, 150),
    Ready("Filler dissolving", _INJECTABLE, 30, 10, 280, 50),
    Ready("Skin booster", _INJECTABLE, 30, 5, 390, 50),
    Ready("Collagen stimulator, face", _INJECTABLE, 45, 10, 850, 100),
    Ready("Fat-dissolving injections, chin", _INJECTABLE, 30, 10, 540, 100),
    Ready("Hydrating facial", _FACIAL, 50, 10, 165),
    Ready("Deep-cleansing facial", _FACIAL, 60, 10, 140),
    Ready("Facial for blemished skin", _FACIAL, 60, 10, 150),
    Ready("Oxygen facial", _FACIAL, 50, 10, 175),
    Ready("LED light therapy", _FACIAL, 20, 5, 60),
    Ready("Dermaplaning", _FACIAL, 30, 5, 95),
    Ready("Lymphatic face massage", _FACIAL, 40, 10, 110),
    Ready("Cryolipolysis, abdomen", _BODY, 70, 15, 750, 150),
    Ready("Cryolipolysis, flanks", _BODY, 60, 15, 690, 150),
    Ready("Cryolipolysis, thighs", _BODY, 70, 15, 720, 150),
    Ready("Radiofrequency tightening, arms", _BODY, 45, 10, 310, 50),
    Ready("Radiofrequency tightening, abdomen", _BODY, 50, 10, 360, 50),
    Ready("Muscle stimulation, abdomen", _BODY, 30, 5, 260),
    Ready("Muscle stimulation, buttocks", _BODY, 30, 5, 260),
    Ready("Cellulite treatment, thighs", _BODY, 45, 10, 290, 50),
    Ready("Microneedling, face", _SKIN, 45, 10, 340, 50),
    Ready("Microneedling with radiofrequency, face", _SKIN, 60, 15, 690, 100),
    Ready("Chemical peel, light", _SKIN, 30, 5, 150),
    Ready("Chemical peel, medium", _SKIN, 40, 10, 260, 50),
    Ready("Intense pulsed light, face", _SKIN, 30, 10, 300, 50),
    Ready("Intense pulsed light, chest", _SKIN, 35, 10, 340, 50),
    Ready("Fractional resurfacing, face", _SKIN, 60, 15, 890, 150),
    Ready("Fractional resurfacing, scars", _SKIN, 45, 15, 520, 100),
    Ready("Ultrasound lifting, lower face", _SKIN, 75, 15, 1400, 250),
    Ready("Platelet-rich plasma, face", _SKIN, 50, 10, 540, 100),
    Ready("Platelet-rich plasma, scalp", _HAIR, 50, 10, 580, 100),
    Ready("Scalp mesotherapy", _HAIR, 40, 10, 320, 50),
    Ready("Scalp peel", _HAIR, 30, 5, 120),
    Ready("Light therapy, scalp", _HAIR, 30, 5, 80),
    Ready("Vitamin drip", _WELLNESS, 45, 5, 190),
    Ready("Vitamin B12 injection", _WELLNESS, 10, 5, 40),
    Ready("Lymphatic drainage massage", _WELLNESS, 60, 10, 150),
    Ready("Skin consultation", _CONSULTATION, 20, 0, 0, needs_room=False),
    Ready("Medical consultation", _CONSULTATION, 30, 0, 90, needs_room=False),
    Ready("Follow-up", _CONSULTATION, 15, 0, 0, needs_room=False),
    Ready("Skin imaging and analysis", _OTHER, 15, 0, 50, needs_room=False),
    Ready("Scar camouflage", _OTHER, 45, 10, 230),
    Ready("Removal of a skin tag", _OTHER, 20, 10, 160),
)
"""By category, in the order of the vocabulary; who does them and where is the clinic's own."""

READY_BY_NAME = {ready.name: ready for ready in READY}


def catalogue(connection: Connection) -> tuple[ServiceForm, ...]:
    """The ready catalogue as forms, with prices suggested in the clinic's currency."""
    query = select(CLINIC_PROFILE.c.currency).order_by(CLINIC_PROFILE.c.id).limit(1)
    currency = connection.execute(query).scalar() or ClinicProfile(name="").currency
    unit = 10 ** max(get_currency_precision(currency), _FEWEST_DIGITS)
    return tuple(
        ServiceForm(
            name=ready.name,
            category=ready.category,
            minutes=ready.minutes,
            buffer_minutes=ready.buffer,
            price=unit * ready.price,
            deposit=unit * ready.deposit,
            needs_room=ready.needs_room,
            phrases=PHRASES[ready.category],
        )
        for ready in READY
    )


_FEWEST_DIGITS = 2
"""Money without minor units, such as yen, comes in sums about a hundred times as high."""
