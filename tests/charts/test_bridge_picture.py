"""The picture of the bridge: every step hangs where the one before ended."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.charts.bridge_picture import NAMES, Block, answer, blocks, bridge_drawing, step_at
from desktop_crm.charts.drawing import Box, Label
from desktop_crm.models import Outcome
from desktop_crm.rules.bridge import STEPS, Bridge, Standing, bridge

FIRST, LAST, IN, OUT = date(2026, 4, 1), date(2026, 6, 30), date(2026, 5, 1), date(2026, 9, 1)


def made() -> Bridge:
    before = {"a": Standing(1_000, IN), "b": Standing(500, IN)}
    after = {"a": Standing(1_000, IN, Outcome.WON), "b": Standing(700, IN), "c": Standing(300, IN)}
    return bridge(before, after, FIRST, LAST)


def test_the_steps_hang_between_the_two_ends():
    assert [block for block in blocks(made()) if block.high > block.low] == [
        Block("opening", 0, 1_500),
        Block("new", 1_500, 1_800),
        Block("grown", 1_800, 2_000),
        Block("won", 1_000, 2_000),
        Block("closing", 0, 1_000),
    ]


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.builds(Standing, st.integers(0, 10**12), st.sampled_from([IN, OUT, None]))
    ),
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.builds(Standing, st.integers(0, 10**12), st.sampled_from([IN, OUT, None]), st.sampled_from(list(Outcome))),
    ),
)
def test_each_step_begins_where_the_last_one_ended(before: dict[str, Standing], after: dict[str, Standing]):
    found = blocks(bridge(before, after, FIRST, LAST))
    for left, right in pairwise(found):
        ends = {left.low, left.high}
        assert ends & {right.low, right.high}, (left, right)
    assert min(block.low for block in found) >= 0


def test_everything_is_named_and_lies_on_the_sheet():
    drawing = bridge_drawing(made(), 900, 240)
    texts = [shape.text for shape in drawing.shapes if isinstance(shape, Label)]
    assert set(NAMES.values()) <= set(texts)
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    assert len(boxes) == 5
    assert all(box.x >= 0 and box.x + box.w <= 900 and box.y >= 0 and box.y + box.h <= 240 for box in boxes)


def test_a_place_on_the_picture_is_a_step():
    assert [step_at(100 * place + 50, 900) for place in range(9)] == list(STEPS)
    assert step_at(901, 900) is None
    assert step_at(-1, 900) is None


def test_the_answer_names_what_moved_most():
    assert answer(made()) == "未结商机从 ¥15 变为 ¥10；变动最大的是“成交”：−¥10，1 个商机。"
    assert answer(bridge({}, {}, FIRST, LAST)) == "未结商机从 ¥0 变为 ¥0，没有变动。"
