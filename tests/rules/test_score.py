"""The sum of the marks, and the grade it stands for, exact on the thresholds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.playbooks import Playbooks
from desktop_crm.rules.score import CRITERIA, Result, Scale, highest, score

PLAIN = Scale(dict.fromkeys(CRITERIA, 1), a_from=15, b_from=8)
MARK = st.integers(1, 5)
MARKS = st.fixed_dictionaries(dict.fromkeys(CRITERIA, MARK))
WEIGHTS = st.fixed_dictionaries(dict.fromkeys(CRITERIA, st.sampled_from([0, 0.1, 0.5, 1, 1.5, 2, 0.7])))


def marks(*each: int | None) -> dict[str, int | None]:
    return dict(zip(CRITERIA, each, strict=True))


@pytest.mark.parametrize(
    ("given_marks", "total", "grade"),
    [
        ((5, 5, 4, 1), 15, "A"),
        ((5, 5, 3, 1), 14, "B"),
        ((5, 1, 1, 1), 8, "B"),
        ((4, 1, 1, 1), 7, "C"),
        ((5, 5, 5, 5), 20, "A"),
        ((1, 1, 1, 1), 4, "C"),
    ],
)
def test_the_thresholds_are_exact(given_marks: tuple[int, ...], total: int, grade: str) -> None:
    assert score(marks(*given_marks), PLAIN) == Result(Decimal(total), grade)  # pyright: ignore[reportArgumentType]


def test_a_sum_that_is_not_complete_has_no_grade() -> None:
    assert score(marks(5, 5, 5, None), PLAIN) == Result(Decimal(15), "")
    assert score({}, PLAIN) == Result(Decimal(0), "")


def test_weights_count_and_a_tenth_is_a_tenth() -> None:
    scale = Scale({"budget": 0.1, "need": 0.2, "decision": 0.3, "urgency": 0.4}, a_from=3, b_from=1.5)
    assert score(marks(3, 3, 3, 3), scale) == Result(Decimal(3), "A")
    doubled = Scale({**PLAIN.weights, "budget": 2}, a_from=15, b_from=8)
    assert score(marks(5, 3, 1, 1), doubled) == Result(Decimal(15), "A")


@pytest.mark.parametrize("mark", [0, 6, -1])
def test_a_mark_outside_of_one_to_five_is_refused(mark: int) -> None:
    with pytest.raises(ValueError, match="1 到 5"):
        score(marks(mark, 1, 1, 1), PLAIN)


@given(MARKS, WEIGHTS)
def test_the_sum_lies_between_nothing_and_the_highest(given_marks: dict[str, int], weights: dict[str, float]) -> None:
    scale = Scale(weights, 15, 8)
    assert 0 <= score(given_marks, scale).total <= highest(scale)


@given(MARKS, WEIGHTS, st.sampled_from(CRITERIA))
def test_a_better_mark_never_lowers_sum_or_grade(
    given_marks: dict[str, int], weights: dict[str, float], key: str
) -> None:
    scale = Scale(weights, 15, 8)
    before = score(given_marks, scale)
    after = score({**given_marks, key: min(5, given_marks[key] + 1)}, scale)
    assert after.total >= before.total
    assert after.grade <= before.grade  # A before B before C


@given(MARKS)
def test_the_shipped_funnel_grades_by_fifteen_and_eight(given_marks: dict[str, int]) -> None:
    found = Playbooks()["funnel"].score
    assert found is not None
    scale = Scale({each.key: each.weight for each in found.criteria}, found.a_from, found.b_from)
    total = sum(given_marks.values())
    assert score(given_marks, scale) == Result(Decimal(total), "A" if total >= 15 else "B" if total >= 8 else "C")
