"""The arithmetic of possible starts agrees with trying every second."""

from hypothesis import given
from hypothesis import strategies as st

from store.starts import Interval, common, either, fitting, holds, offered, without

SPAN = range(-5, 60)


def apart(pairs: list[tuple[int, int]]) -> list[Interval]:
    """Closed intervals in order, with room between them."""
    found: list[Interval] = []
    for start, length in sorted(pairs):
        if not found or start > found[-1][1] + 1:
            found.append((start, start + length))
    return found


PAIRS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=6)
INTERVALS = PAIRS.map(apart)
HOLES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6)


def within(intervals: list[Interval]) -> set[int]:
    return {n for n in SPAN if any(start <= n <= end for start, end in intervals)}


@given(INTERVALS, HOLES)
def test_a_hole_takes_its_inside_and_leaves_its_edges(
    starts: list[Interval], holes: list[tuple[int, int]]
) -> None:
    spans = [(low, low + length) for low, length in holes]
    left = without(starts, spans)
    inside = {n for n in SPAN if any(low < n < high for low, high in spans)}
    assert within(left) == within(starts) - inside
    assert left == sorted(left)


@given(INTERVALS, INTERVALS)
def test_common_and_either_are_meet_and_join(one: list[Interval], other: list[Interval]) -> None:
    assert within(common(one, other)) == within(one) & within(other)
    assert within(either([one, other])) == within(one) | within(other)
    assert {n for n in SPAN if holds(one, n)} == within(one)


def test_what_fits_starts_early_enough_to_end_in_time() -> None:
    assert fitting([(0, 30), (40, 49), (60, 70)], 10) == [(0, 20), (60, 60)]


def test_the_first_moment_and_every_step_are_offered() -> None:
    assert list(offered([(7, 31), (41, 44), (46, 46)], grid=5, step=15)) == [10, 15, 30]
    assert list(offered([(15, 15)], grid=5, step=15)) == [15]
