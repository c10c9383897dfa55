"""What a chain lacks, and who may report to whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.queries.decision_chain import Person
from desktop_crm.rules.decision_chain import GapKind, gaps, initials, untangled, would_circle

BOSS = Person("a", "", "赵国强", role="decider", met=True, covered_by="王敏")
COACH = Person("b", "", "刘洋", role="coach", met=True, covered_by="王敏")


def kinds(*people: Person) -> list[GapKind]:
    return [gap.kind for gap in gaps(people)]


def test_a_sound_chain_lacks_nothing() -> None:
    assert kinds(BOSS, COACH) == []


def test_an_empty_chain_lacks_only_its_decision_maker() -> None:
    assert kinds() == [GapKind.NO_DECIDER]


def test_a_decision_maker_nobody_met_is_named() -> None:
    unmet = Person("a", "", "赵国强", role="decider")
    found = gaps([unmet, COACH, Person("c", "", "王芳", met=True, covered_by="李强")])
    assert [(gap.kind, gap.person_id) for gap in found] == [(GapKind.DECIDER_NOT_MET, "a")]
    assert "赵国强" in found[0].sentence


def test_one_decision_maker_met_is_enough() -> None:
    assert kinds(BOSS, COACH, Person("c", "", "钱总", role="decider")) == []


@pytest.mark.parametrize(
    ("stance", "influence", "covered_by", "warned"),
    [(-2, 5, "", True), (-1, 4, "", True), (-2, 3, "", False), (-2, 5, "王敏", False), (0, 5, "", False)],
)
def test_an_opponent_with_weight_must_be_covered(stance: int, influence: int, covered_by: str, warned: bool) -> None:
    opponent = Person("c", "", "陈志远", stance=stance, influence=influence, covered_by=covered_by)
    assert (GapKind.OPPONENT in kinds(BOSS, COACH, opponent)) is warned


@pytest.mark.parametrize(
    ("people", "single"),
    [
        ((Person("c", "", "王芳"),), True),
        ((Person("c", "", "王芳", met=True), Person("d", "", "孙丽")), True),
        ((Person("c", "", "王芳", met=True), Person("d", "", "孙丽", met=True)), False),
        ((Person("c", "", "王芳", met=True, covered_by="王敏"), Person("d", "", "孙丽", met=True)), True),
        ((BOSS, COACH), False),
    ],
)
def test_a_single_thread_is_pointed_out(people: tuple[Person, ...], single: bool) -> None:
    assert (GapKind.SINGLE_THREAD in kinds(*people)) is single


def test_a_chain_without_a_coach_says_so() -> None:
    assert kinds(BOSS, Person("c", "", "王芳", met=True, covered_by="李强")) == [GapKind.NO_COACH]


@pytest.mark.parametrize(
    ("name", "short"), [("王敏", "王敏"), ("欧阳小明", "小明"), ("John Smith", "JS"), ("ada", "A"), ("", "")]
)
def test_a_colleague_is_shown_by_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_a_circle_is_seen_before_it_closes() -> None:
    superiors = {"a": None, "b": "a", "c": "b"}
    assert would_circle(superiors, "a", "c")
    assert would_circle(superiors, "b", "b")
    assert not would_circle(superiors, "c", "a")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.sampled_from("abcdefghxyz")))
def test_untangled_lines_always_end_at_the_top(superiors: dict[str, str | None]) -> None:
    sound = untangled(superiors)
    assert sound.keys() == superiors.keys()
    for person in sound:
        seen, step = {person}, sound[person]
        while step is not None:
            assert step not in seen
            seen.add(step)
            step = sound[step]


def test_untangling_keeps_what_is_sound() -> None:
    sound = {"a": None, "b": "a", "c": "b", "d": "a"}
    assert untangled(sound) == sound
