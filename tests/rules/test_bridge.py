"""The bridge between two standings, by hand and as a law."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.models import Outcome
from desktop_crm.rules.bridge import STEPS, TAKEN, Bridge, Standing, Step, bridge

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)
IN, OUT = date(2026, 5, 15), date(2026, 8, 1)


def amounts(made: Bridge) -> dict[Step, int]:
    return {step: amount for step, amount in made.amounts.items() if amount}


def test_each_way_a_deal_can_go():
    before = {
        "stays": Standing(100, IN),
        "grows": Standing(200, IN),
        "shrinks": Standing(300, IN),
        "slips": Standing(400, IN),
        "comes forward": Standing(500, OUT),
        "is lost": Standing(600, IN),
        "is won": Standing(700, IN),
        "stays outside": Standing(9_000, OUT),
        "is deleted": Standing(50, IN),
    }
    after = {
        "stays": Standing(100, IN),
        "grows": Standing(230, IN),
        "shrinks": Standing(260, IN),
        "slips": Standing(450, OUT),
        "comes forward": Standing(520, IN),
        "is lost": Standing(640, IN, Outcome.LOST),
        "is won": Standing(690, IN, Outcome.WON),
        "stays outside": Standing(9_900, OUT),
        "is new": Standing(1_000, IN),
        "is new outside": Standing(8_000, OUT),
        "came and was lost": Standing(7_000, IN, Outcome.LOST),
    }
    made = bridge(before, after, FIRST, LAST)
    assert amounts(made) == {
        "opening": 2_350,  # 100 + 200 + 300 + 400 + 600 + 700 + 50
        "new": 1_000,
        "grown": 30,
        "shrunk": 50,  # 40 of the one that shrinks, 10 of the one won for less
        "slipped": 400,
        "pulled_in": 520,
        "lost": 650,
        "won": 690,
        "closing": 2_110,  # 100 + 230 + 260 + 520 + 1,000
    }
    assert made.difference() == 0
    assert made.deals["shrunk"] == ["is won", "shrinks"]


def test_a_deal_that_came_and_was_won_stands_on_both_sides():
    made = bridge({}, {"quick": Standing(80, IN, Outcome.WON)}, FIRST, LAST)
    assert amounts(made) == {"new": 80, "won": 80}


def test_a_deal_without_a_day_is_expected_in_no_period():
    made = bridge({"a": Standing(80, None)}, {"a": Standing(80, None)}, FIRST, LAST)
    assert amounts(made) == {}


DAYS = st.none() | st.dates(FIRST - timedelta(60), LAST + timedelta(60))
AMOUNTS = st.integers(0, 10**13)
KEYS = st.sampled_from([f"deal {place}" for place in range(12)])
OPEN = st.builds(Standing, AMOUNTS, DAYS)
ANY = st.builds(Standing, AMOUNTS, DAYS, st.sampled_from(list(Outcome)))


@given(st.dictionaries(KEYS, OPEN), st.dictionaries(KEYS, ANY))
def test_it_always_adds_up_to_the_fen_and_no_lost_deal_is_in_the_closing(
    before: dict[str, Standing], after: dict[str, Standing]
):
    made = bridge(before, after, FIRST, LAST)
    open_now = {
        deal: now
        for deal, now in after.items()
        if now.outcome == Outcome.OPEN and now.day is not None and FIRST <= now.day <= LAST
    }
    assert made.amounts["closing"] == sum(now.amount for now in open_now.values())
    assert sorted(made.deals["closing"]) == sorted(open_now)
    assert min(made.amounts.values()) >= 0
    taken = sum(made.amounts[step] for step in TAKEN)
    given_ = sum(made.amounts[step] for step in STEPS if step not in TAKEN and step != "closing")
    assert given_ - taken == made.amounts["closing"]
    assert made.difference() == 0
