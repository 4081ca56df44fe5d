"""What the demo clinic offers: services with their kind of room and skill, and courses of them."""

from dataclasses import dataclass
from enum import Enum, auto

from store.setup.catalogue import READY_BY_NAME
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
    deposit: int
    skill: Skill
    rooms: tuple[RoomKind, ...]


def _offer(name: str, skill: Skill, rooms: tuple[RoomKind, ...]) -> Offer:
    """One of the ready catalogue, with who learned it and where it is done."""
    ready = READY_BY_NAME[name]
    of_it = (ready.category, ready.minutes, ready.buffer, ready.price, ready.deposit)
    return Offer(name, *of_it, skill, rooms)


_INJECTOR, _LASER, _SKIN, _BODY = Skill
CLINICAL = (RoomKind.CLINICAL,)
LASER = (RoomKind.LASER,)
FACIAL = (RoomKind.FACIAL, RoomKind.CLINICAL)
BODY = (RoomKind.BODY,)

OFFERS: tuple[Offer, ...] = (
    _offer("Laser hair removal, underarms", _LASER, LASER),
    _offer("Laser hair removal, lower legs", _LASER, LASER),
    _offer("Laser hair removal, face", _LASER, LASER),
    _offer("Laser hair removal, bikini line", _LASER, LASER),
    _offer("Tattoo removal, small", _LASER, LASER),
    _offer("Vascular laser, facial veins", _LASER, LASER),
    _offer("Botulinum toxin, upper face", _INJECTOR, CLINICAL),
    _offer("Botulinum toxin, masseter", _INJECTOR, CLINICAL),
    _offer("Dermal filler, lips", _INJECTOR, CLINICAL),
    _offer("Dermal filler, cheeks", _INJECTOR, CLINICAL),
    _offer("Skin booster", _INJECTOR, CLINICAL),
    _offer("Fat-dissolving injections, chin", _INJECTOR, CLINICAL),
    _offer("Hydrating facial", _SKIN, FACIAL),
    _offer("Deep-cleansing facial", _SKIN, FACIAL),
    _offer("LED light therapy", _SKIN, FACIAL),
    _offer("Dermaplaning", _SKIN, FACIAL),
    _offer("Cryolipolysis, abdomen", _BODY, BODY),
    _offer("Cryolipolysis, flanks", _BODY, BODY),
    _offer("Radiofrequency tightening, arms", _BODY, BODY),
    _offer("Muscle stimulation, abdomen", _BODY, BODY),
    _offer("Microneedling, face", _SKIN, FACIAL),
    _offer("Chemical peel, light", _SKIN, FACIAL),
    _offer("Chemical peel, medium", _SKIN, FACIAL),
    _offer("Intense pulsed light, face", _LASER, LASER),
    _offer("Fractional resurfacing, face", _LASER, LASER),
    _offer("Platelet-rich plasma, scalp", _INJECTOR, CLINICAL),
    _offer("Scalp peel", _SKIN, FACIAL),
    _offer("Vitamin drip", _INJECTOR, CLINICAL),
    _offer("Vitamin B12 injection", _INJECTOR, CLINICAL),
    _offer("Skin consultation", _SKIN, ()),
    _offer("Medical consultation", _INJECTOR, ()),
    _offer("Skin imaging and analysis", _SKIN, ()),
    _offer("Scar camouflage", _SKIN, FACIAL),
)
"""A service without rooms needs none; minor units come where it is stored."""

OFFER_BY_NAME = {offer.name: offer for offer in OFFERS}
