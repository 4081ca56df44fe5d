"""Time zones and currencies to choose from."""

from zoneinfo import ZoneInfo

from components.world import currencies, zones


def test_every_zone_offered_is_one() -> None:
    names = [name for name, _ in zones()]
    assert {"America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Calcutta", "UTC"} <= {*names}
    assert all(ZoneInfo(name) for name in names)
    assert dict(zones())["America/New_York"] == "America/New York"


def test_currencies_are_those_in_use_with_their_names() -> None:
    offered = dict(currencies())
    assert offered["USD"] == "USD · US Dollar"
    assert "JPY" in offered
    assert "DEM" not in offered
