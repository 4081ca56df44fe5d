"""What a full day of the calendar costs: 240 bookings in 12 columns drawn, and one of them changed."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import event
from sqlmodel import Session, SQLModel, col, select

from bench.browser import PATIENCE_MS, SETTLE_MS, context_of, frames_of
from bench.figures import Figure, timed
from store.clinic import Clinic
from store.database import Database
from store.derive import refresh
from store.models import (
    Booking,
    Item,
    Location,
    Patient,
    Provider,
    ProviderHours,
    Room,
    Service,
    TreatmentPlan,
    TreatmentSession,
)
from store.views import Actor, CalendarQuery
from store.words import BookingStatus, Category, PlanState, Role
from store.zones import local_to_utc
from tools.browsers import launch_options
from tools.serving import serving

COLUMNS, EACH = 12, 20
"""Providers of a place of their own, and how many bookings each has on a day."""
LENGTH, OPENS, CLOSES = timedelta(minutes=25), 8 * 60, 18 * 60
ZONE = "America/New_York"
DAYS = 2
MANAGER = Actor(staff_id=None, name="The measurements", roles=frozenset({Role.MANAGER}))
# From the message that brings other days to the frame after the one that shows their first booking;
# and from the press to there.
WATCH = """() => {
    const { socket } = window, { onevent } = socket;
    const shown = () => document.querySelector('.grid-entry')?.dataset.key ?? '';
    const frame = () => new Promise(requestAnimationFrame);
    window.stepped = async (first) => {
        const before = shown(), begin = performance.now();
        const name = before.endsWith(first) ? 'Next day' : 'Previous day';
        let arrived = 0;
        socket.onevent = (packet) => {
            const elements = packet.data?.[0] === 'update' ? packet.data[1] : {};
            if (Object.values(elements).some((one) => one?.props?.given)) arrived = performance.now();
            onevent.call(socket, packet);
        };
        document.querySelector(`button[aria-label="${name}"]`).click();
        while (shown() === before && performance.now() - begin < 20000) await frame();
        await frame();
        const end = performance.now();
        socket.onevent = onevent;
        return { redraw: end - arrived, whole: end - begin };
    };
}"""


def measure(folder: Path, rounds: int) -> list[Figure]:
    """On a copy of the demo in the folder, with a place whose next days are full."""
    work = folder / "calendar"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder / "data", work / "data")
    try:
        clinic = Clinic(Database(work / "data" / "regimen.db"))
        clinic.database.migrate()
        place, day = _filled(clinic)
        read = _read(clinic, place, day, rounds)
        clinic.database.close()
        return [read, *_drawn(work, f"/calendar?location={place}&date={day}", rounds)]
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _read(clinic: Clinic, place: int, day: date, rounds: int) -> Figure:
    """The store's part of it, with how many statements it takes."""
    query, seen = CalendarQuery(location_id=place, day=day), list[str]()

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    view = clinic.calendar(query, by=MANAGER)
    event.remove(clinic.database.engine, "before_cursor_execute", note)
    times = [timed(lambda: clinic.calendar(query, by=MANAGER)) for _ in range(rounds)]
    queries = sum(text.startswith(("SELECT", "WITH")) for text in seen)
    return Figure("calendar day read", times, {"queries": queries, "bookings": len(view.entries)})


def _drawn(work: Path, address: str, rounds: int) -> Iterator[Figure]:
    with serving(work) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(playwright))
        with context_of(browser, served) as context:
            page = _opened(context.new_page(), address)
            sizes = frames_of(page)
            yield from _stepped(page, sizes, rounds)
            yield _changed(page, _opened(context.new_page(), address), sizes)
        browser.close()


def _opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    expect(page.locator(".grid-entry")).to_have_count(COLUMNS * EACH, timeout=PATIENCE_MS)
    page.wait_for_timeout(SETTLE_MS)
    return page


def _stepped(page: Page, sizes: list[int], rounds: int) -> Iterator[Figure]:
    """To the day after and back, as often as asked."""
    redraw, whole = Figure("calendar day come to painted"), Figure("next day pressed to painted")
    page.evaluate(WATCH)
    sizes.clear()
    first = f"-{page.get_by_label('Date', exact=True).input_value()}"
    for _ in range(2 * max(rounds // 2, 2)):
        took = page.evaluate("first => window.stepped(first)", first)
        redraw.times.append(took["redraw"])
        whole.times.append(took["whole"])
        page.wait_for_timeout(SETTLE_MS / 3)
    whole.numbers = {"socket bytes": sum(sizes) / len(whole.times)}
    yield redraw
    yield whole


def _changed(page: Page, other: Page, sizes: list[int]) -> Figure:
    """What comes over the socket when somebody else confirms one of the bookings."""
    first = other.locator(".grid-entry").first
    drawn = page.locator(f'[data-key="{first.get_attribute("data-key")}"]')
    first.click()
    confirm = other.get_by_role("dialog").get_by_role("button", name="Confirm", exact=True)
    expect(confirm).to_be_visible()
    page.wait_for_timeout(SETTLE_MS)
    sizes.clear()
    confirm.click()
    expect(drawn).to_contain_text("Confirmed")
    page.wait_for_timeout(SETTLE_MS)
    return Figure("somebody else's change of a booking", numbers={"socket bytes": sum(sizes)})


def _filled(clinic: Clinic) -> tuple[int, date]:
    """A place with 12 providers, and the first of its days that are full of bookings."""
    day = clinic.now().date() + timedelta(days=30)
    with clinic.database.write() as session:
        place = _added(session, Location(name="Measured", zone=ZONE))
        # Nobody who is booked elsewhere by then: a patient is in one place at a time.
        busy = select(Booking.patient_id).where(col(Booking.ends_at) > clinic.now())
        free = select(Patient.id).where(col(Patient.id).not_in(busy)).limit(COLUMNS * EACH)
        patients = session.exec(free).all()
        service = session.exec(select(Service).where(Service.category == Category.LASER)).first()
        assert service is not None
        steps = []
        for column in range(COLUMNS):
            ids = _column(session, place, column)
            for n in range(EACH):
                patient = patients[(column * EACH + n) % len(patients)]
                steps += [
                    _booked(session, service, patient or 0, ids, local_to_utc(ZONE, on, minute))
                    for on in (day + timedelta(days=ahead) for ahead in range(DAYS))
                    for minute in (OPENS + 30 * n,)
                ]
        refresh(session, steps, clinic.now())
    return place, day


def _column(session: Session, place: int, column: int) -> tuple[int, int, int]:
    provider = _added(session, Provider(name=f"Provider {column + 1:02}"))
    hours = {"provider_id": provider, "location_id": place, "starts": OPENS, "ends": CLOSES}
    for weekday in range(7):
        _added(session, ProviderHours.model_validate({"weekday": weekday, **hours}))
    return place, provider, _added(session, Room(location_id=place, name=f"Room {column + 1:02}"))


def _booked(
    session: Session,
    service: Service,
    patient: int,
    where: tuple[int, int, int],
    starts_at: datetime,
) -> int:
    """A plan of one session with its booking."""
    about = {"patient_id": patient, "treatment": service.name}
    plan = TreatmentPlan.model_validate(
        {"goal": "", "total": 1, "state": PlanState.PRESCRIBED, **about}
    )
    step = {
        "plan_id": _added(session, plan),
        "position": 1,
        "category": service.category,
        "target_date": starts_at.date(),
        **about,
    }
    key = _added(session, TreatmentSession.model_validate(step))
    ends_at = starts_at + LENGTH
    booking = {
        "session_id": key,
        "patient_id": patient,
        "location_id": where[0],
        "provider_id": where[1],
        "room_id": where[2],
        "starts_at": starts_at,
        "ends_at": ends_at,
        "blocked_until": ends_at,
        "status": BookingStatus.NEW,
    }
    item = {
        "session_id": key,
        "booking_id": _added(session, Booking.model_validate(booking)),
        "service_id": service.id,
        "position": 1,
        "unit_price": service.price,
    }
    _added(session, Item.model_validate(item))
    return key


def _added(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    key: int = row.id  # type: ignore[attr-defined]
    return key
