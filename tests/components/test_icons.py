"""Whatever the components show as an icon has its strokes, and the style sheet draws it."""

import re

from components.assets import content
from components.icons import PATHS
from components.status_chip import LOOKS

SHOWN = re.compile(r"""["' ]i-([a-z]+(?:-[a-z]+)*)["' ]|\bicon\("([a-z-]+)"\)""")


def test_every_icon_that_a_script_names_can_be_drawn() -> None:
    named = {one or other for one, other in SHOWN.findall(content("regimen.js"))}
    assert {"dots", "plus", "theme"} <= named
    assert named <= set(PATHS)


def test_every_icon_has_its_rule_in_the_style_sheet_of_each_page() -> None:
    ruled = re.findall(
        r"\.i-([a-z-]+) \{ mask-image: url\(\"data:image/svg", content("regimen.css")
    )
    assert sorted(ruled) == sorted(PATHS)
    assert {icon for icon, _ in LOOKS.values()} <= set(ruled)
