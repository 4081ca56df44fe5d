"""What the demo clinic offers: services with their kind of room and skill, and courses of them."""

from dataclasses import dataclass
from enum import Enum, auto

from store.words import Category as C


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
    category: C
    minutes: int
    buffer: int
    price: int
    skill: Skill
    rooms: tuple[RoomKind, ...]
    deposit: int = 0


ANY_ROOM = tuple(RoomKind)
I, L, S, B = Skill.INJECTOR, Skill.LASER, Skill.SKIN, Skill.BODY
CLINICAL = (RoomKind.CLINICAL,)
LASER = (RoomKind.LASER,)
FACIAL = (RoomKind.FACIAL, RoomKind.CLINICAL)
BODY = (RoomKind.BODY,)

OFFERS: tuple[Offer, ...] = (
    Offer("Laser hair removal, underarms", C.LASER, 15, 5, 120, L, LASER),
    Offer("Laser hair removal, lower legs", C.LASER, 40, 10, 320, L, LASER, 50),
    Offer("Laser hair removal, face", C.LASER, 20, 5, 150, L, LASER),
    Offer("Laser hair removal, bikini line", C.LASER, 20, 5, 180, L, LASER),
    Offer("Tattoo removal, small", C.LASER, 20, 10, 220, L, LASER, 50),
    Offer("Vascular laser, facial veins", C.LASER, 25, 10, 280, L, LASER, 50),
    Offer("Botulinum toxin, upper face", C.INJECTABLE, 20, 5, 420, I, CLINICAL, 75),
    Offer("Botulinum toxin, masseter", C.INJECTABLE, 20, 5, 480, I, CLINICAL, 75),
    Offer("Dermal filler, lips", C.INJECTABLE, 40, 10, 650, I, CLINICAL, 100),
    Offer("Dermal filler, cheeks", C.INJECTABLE, 45, 10, 820, I, CLINICAL, 100),
    Offer("Skin booster", C.INJECTABLE, 30, 5, 390, I, CLINICAL, 50),
    Offer("Fat-dissolving injections, chin", C.INJECTABLE, 30, 10, 540, I, CLINICAL, 100),
    Offer("Hydrating facial", C.FACIAL, 50, 10, 165, S, FACIAL),
    Offer("Deep-cleansing facial", C.FACIAL, 60, 10, 140, S, FACIAL),
    Offer("LED light therapy", C.FACIAL, 20, 5, 60, S, FACIAL),
    Offer("Dermaplaning", C.FACIAL, 30, 5, 95, S, FACIAL),
    Offer("Cryolipolysis, abdomen", C.BODY_CONTOURING, 70, 15, 750, B, BODY, 150),
    Offer("Cryolipolysis, flanks", C.BODY_CONTOURING, 60, 15, 690, B, BODY, 150),
    Offer("Radiofrequency tightening, arms", C.BODY_CONTOURING, 45, 10, 310, B, BODY, 50),
    Offer("Muscle stimulation, abdomen", C.BODY_CONTOURING, 30, 5, 260, B, BODY),
    Offer("Microneedling, face", C.SKIN_REJUVENATION, 45, 10, 340, S, FACIAL, 50),
    Offer("Chemical peel, light", C.SKIN_REJUVENATION, 30, 5, 150, S, FACIAL),
    Offer("Chemical peel, medium", C.SKIN_REJUVENATION, 40, 10, 260, S, FACIAL, 50),
    Offer("Intense pulsed light, face", C.SKIN_REJUVENATION, 30, 10, 300, L, LASER, 50),
    Offer("Fractional resurfacing, face", C.SKIN_REJUVENATION, 60, 15, 890, L, LASER, 150),
    Offer("Platelet-rich plasma, scalp", C.HAIR, 50, 10, 580, I, CLINICAL, 100),
    Offer("Scalp peel", C.HAIR, 30, 5, 120, S, FACIAL),
    Offer("Vitamin drip", C.WELLNESS, 45, 5, 190, I, CLINICAL),
    Offer("Vitamin B12 injection", C.WELLNESS, 10, 5, 40, I, CLINICAL),
    Offer("Skin consultation", C.CONSULTATION, 20, 0, 0, S, ()),
    Offer("Medical consultation", C.CONSULTATION, 30, 0, 90, I, ()),
    Offer("Skin imaging and analysis", C.OTHER, 15, 0, 50, S, ()),
    Offer("Scar camouflage", C.OTHER, 45, 10, 230, S, FACIAL),
)
"""A service without rooms needs none; minor units come where it is stored."""

OFFER_BY_NAME = {offer.name: offer for offer in OFFERS}
