"""Win chances of small cases reckoned by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.win_chance import Experience, Tally, experience

STAGE = ("full-cycle", "proposal")

# Ten closed deals: 展会 won 3 of 4, 官网 won 1 of 6; grade known of six.
CLOSED = (
    ({"source": "展会", "grade": "A"}, 3, 0),
    ({"source": "展会", "grade": ""}, 0, 1),
    ({"source": "官网", "grade": "A"}, 1, 0),
    ({"source": "官网", "grade": "B"}, 0, 2),
    ({"source": "官网", "grade": ""}, 0, 3),
)


@pytest.fixture
def taught() -> Experience:
    return experience(CLOSED, {STAGE: Tally(4, 1)})


def test_the_two_halves_are_mixed_by_how_much_is_known(taught: Experience):
    # prior (4+1)/(6+1) = 5/7
    # 展会: (3+1)/(4+2) against (1+1)/(6+2): (2/3)/(1/4) = 8/3
    # grade A (known of 4 won and 2 lost): (4+1)/(4+2) against (0+1)/(2+2): (5/6)/(1/4) = 10/3
    odds = 5 / 7 * 8 / 3 * 10 / 3
    bayes = odds / (1 + odds)
    stage = (4 + 10 * 0.35) / (5 + 10)  # the playbook's 35 % counts for ten deals
    trust = 10 / (10 + 40)
    mixed = trust * bayes + (1 - trust) * stage
    assert taught.trust == pytest.approx(0.2)
    assert taught.at_stage(STAGE, 35) == pytest.approx(0.5)
    assert mixed == pytest.approx(0.5727, abs=1e-4)
    assert taught.chance({"source": "展会", "grade": "A"}, STAGE, 35) == 57


def test_the_reasons_say_what_came_of_such_deals(taught: Experience):
    said = taught.explained({"source": "官网", "grade": "A"}, STAGE, 35)
    assert [reason.text for reason in said.speaks_for] == ["等级为 A：这样的 4 个商机赢了 4 个"]
    assert [reason.text for reason in said.speaks_against] == ["来源是“官网”：这样的 6 个商机赢了 1 个"]
    # 官网: (1+1)/(4+2) against (5+1)/(6+2)
    assert said.speaks_against[0].weight == pytest.approx(math.log((2 / 6) / (6 / 8)))


def test_what_is_not_known_says_nothing(taught: Experience):
    assert taught.weights({"source": "", "grade": ""}) == {}
    assert taught.chance({"source": ""}, STAGE, 35) == taught.chance({}, STAGE, 35)


def test_a_value_never_seen_leans_nowhere_far(taught: Experience):
    # 转介绍 is a third kind: (0+1)/(4+3) against (0+1)/(6+3)
    assert taught.weights({"source": "转介绍"})["source"] == pytest.approx(math.log(9 / 7))


def test_without_experience_the_playbook_speaks():
    nothing = experience((), {})
    assert nothing.chance({"source": "展会"}, STAGE, 35) == 35
    assert nothing.explained({"source": "展会"}, STAGE, 35).speaks_for == ()


@pytest.mark.parametrize(("won", "lost", "percent"), [(100_000, 0, 99), (0, 100_000, 1)])
def test_no_deal_is_certain(won: int, lost: int, percent: int):
    taught = experience([({"source": "展会"}, won, lost)], {STAGE: Tally(won, lost)})
    assert taught.chance({"source": "展会"}, STAGE, 50) == percent


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 500), st.integers(0, 500))), st.integers(0, 100))
def test_it_lies_between_1_and_99(groups: list[tuple[str, int, int]], playbook_percent: int):
    taught = experience([({"grade": grade}, won, lost) for grade, won, lost in groups], {})
    for grade in "ABC":
        said = taught.explained({"grade": grade}, STAGE, playbook_percent)
        assert 1 <= said.percent <= 99
        assert all(reason.weight > 0 for reason in said.speaks_for)
        assert all(reason.weight < 0 for reason in said.speaks_against)
