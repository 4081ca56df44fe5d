"""What the demo clinic offers: services with their kind of room and skill, and courses of them."""

from dataclasses import dataclass
from enum import Enum, auto

from store.words import Category


class Skill(Enum):
    """What a provider must have learned for a service."""

    INJECTOR = auto()
    LASER = auto()
    SKIN = auto()
    BODY = auto()


class RoomKind(Enum):
    """What a room is fitted out for."""

    CLINICAL = auto()
    LASER = auto()
    FACIAL = auto()
    BODY = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """A service before it has an id; price and deposit in dollars."""

    name: str
    category: Category
    minutes: int
    buffer: int
    price: int
    skill: Skill
    rooms: tuple[RoomKind, ...]
    deposit: int = 0


_INJECTOR, _LASER, _SKIN, _BODY = Skill
CLINICAL = (RoomKind.CLINICAL,)
LASER = (RoomKind.LASER,)
FACIAL = (RoomKind.FACIAL, RoomKind.CLINICAL)
BODY = (RoomKind.BODY,)

OFFERS: tuple[Offer, ...] = (
    Offer("Laser hair removal, underarms", Category.LASER, 15, 5, 120, _LASER, LASER),
    Offer("Laser hair removal, lower legs", Category.LASER, 40, 10, 320, _LASER, LASER, 50),
    Offer("Laser hair removal, face", Category.LASER, 20, 5, 150, _LASER, LASER),
    Offer("Laser hair removal, bikini line", Category.LASER, 20, 5, 180, _LASER, LASER),
    Offer("Tattoo removal, small", Category.LASER, 20, 10, 220, _LASER, LASER, 50),
    Offer("Vascular laser, facial veins", Category.LASER, 25, 10, 280, _LASER, LASER, 50),
    Offer("Botulinum toxin, upper face", Category.INJECTABLE, 20, 5, 420, _INJECTOR, CLINICAL, 75),
    Offer("Botulinum toxin, masseter", Category.INJECTABLE, 20, 5, 480, _INJECTOR, CLINICAL, 75),
    Offer("Dermal filler, lips", Category.INJECTABLE, 40, 10, 650, _INJECTOR, CLINICAL, 100),
    Offer("Dermal filler, cheeks", Category.INJECTABLE, 45, 10, 820, _INJECTOR, CLINICAL, 100),
    Offer("Skin booster", Category.INJECTABLE, 30, 5, 390, _INJECTOR, CLINICAL, 50),
    Offer(
        "Fat-dissolving injections, chin",
        Category.INJECTABLE,
        30,
        10,
        540,
        _INJECTOR,
        CLINICAL,
        100,
    ),
    Offer("Hydrating facial", Category.FACIAL, 50, 10, 165, _SKIN, FACIAL),
    Offer("Deep-cleansing facial", Category.FACIAL, 60, 10, 140, _SKIN, FACIAL),
    Offer("LED light therapy", Category.FACIAL, 20, 5, 60, _SKIN, FACIAL),
    Offer("Dermaplaning", Category.FACIAL, 30, 5, 95, _SKIN, FACIAL),
    Offer("Cryolipolysis, abdomen", Category.BODY_CONTOURING, 70, 15, 750, _BODY, BODY, 150),
    Offer("Cryolipolysis, flanks", Category.BODY_CONTOURING, 60, 15, 690, _BODY, BODY, 150),
    Offer(
        "Radiofrequency tightening, arms", Category.BODY_CONTOURING, 45, 10, 310, _BODY, BODY, 50
    ),
    Offer("Muscle stimulation, abdomen", Category.BODY_CONTOURING, 30, 5, 260, _BODY, BODY),
    Offer("Microneedling, face", Category.SKIN_REJUVENATION, 45, 10, 340, _SKIN, FACIAL, 50),
    Offer("Chemical peel, light", Category.SKIN_REJUVENATION, 30, 5, 150, _SKIN, FACIAL),
    Offer("Chemical peel, medium", Category.SKIN_REJUVENATION, 40, 10, 260, _SKIN, FACIAL, 50),
    Offer("Intense pulsed light, face", Category.SKIN_REJUVENATION, 30, 10, 300, _LASER, LASER, 50),
    Offer(
        "Fractional resurfacing, face", Category.SKIN_REJUVENATION, 60, 15, 890, _LASER, LASER, 150
    ),
    Offer("Platelet-rich plasma, scalp", Category.HAIR, 50, 10, 580, _INJECTOR, CLINICAL, 100),
    Offer("Scalp peel", Category.HAIR, 30, 5, 120, _SKIN, FACIAL),
    Offer("Vitamin drip", Category.WELLNESS, 45, 5, 190, _INJECTOR, CLINICAL),
    Offer("Vitamin B12 injection", Category.WELLNESS, 10, 5, 40, _INJECTOR, CLINICAL),
    Offer("Skin consultation", Category.CONSULTATION, 20, 0, 0, _SKIN, ()),
    Offer("Medical consultation", Category.CONSULTATION, 30, 0, 90, _INJECTOR, ()),
    Offer("Skin imaging and analysis", Category.OTHER, 15, 0, 50, _SKIN, ()),
    Offer("Scar camouflage", Category.OTHER, 45, 10, 230, _SKIN, FACIAL),
)
"""A service without rooms needs none; minor units come where it is stored."""

OFFER_BY_NAME = {offer.name: offer for offer in OFFERS}
