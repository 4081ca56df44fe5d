"""Every status has a look, and its word is the product's."""

from components.icons import PATHS
from components.status_chip import LOOKS, looks
from store.words import BillingStatus, BookingStatus, SessionStatus


def test_every_status_has_an_icon_that_exists() -> None:
    everyone = {*SessionStatus, *BookingStatus, *BillingStatus}
    assert set(LOOKS) == everyone
    assert {icon for icon, _ in LOOKS.values()} <= set(PATHS)


def test_no_two_session_statuses_share_icon_or_tone() -> None:
    shown = [LOOKS[status] for status in SessionStatus]
    assert len({icon for icon, _ in shown}) == len({tone for _, tone in shown}) == 4


def test_no_status_is_mistaken_for_an_alert() -> None:
    assert "alert" not in {icon for icon, _ in LOOKS.values()}


def test_the_browser_gets_the_words_in_their_order() -> None:
    assert [word for word, *_ in looks()["SessionStatus"]] == [
        "Awaiting Booking",
        "Partially Booked",
        "Booked",
        "Completed",
    ]
