"""When an effect is looked at, over which days, and what counts as a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop_crm.rules.improvements import (
    Figure,
    Measure,
    Period,
    comparable,
    found_in,
    period_after,
    ready_on,
    ripe_on,
    verdict,
)

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
WEEK = Period(date(2026, 3, 2), date(2026, 3, 8))
DONE = date(2026, 4, 10)
RATE = Measure("share", "up", enough=10)
RIPENING = Measure("share", "up", enough=10, ripens=True)
LOST = Measure("count", "down", enough=10)
DAYS = Measure("days", "down", enough=3)


@pytest.mark.parametrize("found", [QUARTER, WEEK, Period(DONE, DONE), Period(DONE, DONE + timedelta(days=29))])
def test_as_many_days_are_looked_at_all_of_them_after_it_was_done(found: Period) -> None:
    after = period_after(found, DONE, DONE)
    assert after.days == found.days
    assert after.first is not None
    assert after.first > DONE
    assert after.last == ready_on(found, DONE)


def test_a_quarter_is_looked_at_after_ninety_days_a_week_after_thirty() -> None:
    assert ready_on(QUARTER, DONE) == date(2026, 7, 9)
    assert period_after(QUARTER, DONE, DONE) == Period(date(2026, 4, 11), date(2026, 7, 9))
    assert ready_on(WEEK, DONE) == date(2026, 5, 10)
    assert period_after(WEEK, DONE, DONE) == Period(date(2026, 5, 4), date(2026, 5, 10))


def test_after_all_time_comes_everything_since() -> None:
    assert ready_on(Period(), DONE) == date(2026, 5, 10)
    assert period_after(Period(), DONE, date(2026, 8, 1)) == Period(date(2026, 4, 11), date(2026, 8, 1))


def test_of_a_period_under_way_only_the_days_that_had_passed_count() -> None:
    assert found_in(QUARTER, date(2026, 2, 9)) == Period(date(2026, 1, 1), date(2026, 2, 9))
    assert found_in(QUARTER, date(2026, 5, 1)) == QUARTER
    assert found_in(Period(), DONE) == Period()


def test_deals_get_as_long_as_those_before_had() -> None:
    after = Period(date(2026, 4, 11), date(2026, 7, 9))
    assert ripe_on(QUARTER, date(2026, 4, 10), after) == date(2026, 7, 19)  # then they had ten days
    assert ripe_on(QUARTER, date(2026, 3, 31), after) == after.last
    assert ripe_on(Period(), date(2026, 3, 31), after) is None


def test_a_mere_number_needs_as_many_days_again() -> None:
    assert comparable(LOST, QUARTER)
    assert not comparable(LOST, Period())
    assert comparable(RATE, Period())
    assert comparable(Measure("count", "down", standing=True), Period())
    assert not comparable(Measure("count"), QUARTER)


@pytest.mark.parametrize(
    ("measure", "before", "after", "found"),
    [
        (RATE, Figure(120, 57), Figure(180, 61), "better"),
        (RATE, Figure(180, 57), Figure(120, 61), "worse"),
        (RATE, Figure(120, 500), Figure(129, 500), "same"),  # less than a point
        (RATE, Figure(300, 10), Figure(390, 200), "same"),  # one case of ten is ten points
        (RATE, Figure(300, 10), Figure(410, 200), "better"),
        (RATE, Figure(None, 4), Figure(500, 30), "few"),
        (RATE, Figure(500, 30), Figure(None, 4), "few"),
        (LOST, Figure(20, 20), Figure(4, 4), "better"),
        (LOST, Figure(20, 20), Figure(19, 19), "same"),
        (LOST, Figure(6, 6), Figure(1, 1), "few"),
        (Measure("count", "down", standing=True), Figure(6, 6), Figure(1, 1), "better"),
        (DAYS, Figure(40, 12), Figure(30, 9), "better"),
        (DAYS, Figure(40, 12), Figure(42, 9), "same"),
        (DAYS, Figure(40, 12), Figure(43, 9), "worse"),
        (Measure("fen", "up", enough=10), Figure(1_000_00, 12), Figure(1_049_00, 12), "same"),
        (Measure("fen", "up", enough=10), Figure(1_000_00, 12), Figure(1_051_00, 12), "better"),
        (Measure("tenth_days", "down", enough=3), Figure(400, 12), Figure(380, 12), "same"),
        (Measure("tenth_days", "down", enough=3), Figure(400, 12), Figure(379, 12), "better"),
    ],
)
def test_what_came_of_it(measure: Measure, before: Figure, after: Figure, found: str) -> None:
    assert verdict(measure, before, after) == found


@pytest.mark.parametrize(
    ("better", "after", "unripe"),
    [("up", 180, "better"), ("up", 60, "early"), ("up", 120, "early"), ("down", 60, "early"), ("down", 180, "worse")],
)
def test_nothing_is_said_that_deals_under_way_could_turn_round(better: str, after: int, unripe: str) -> None:
    measure = Measure("share", better, ripens=True)  # pyright: ignore[reportArgumentType]
    assert verdict(measure, Figure(120, 100), Figure(after, 100), ripe=False) == unripe
    assert verdict(measure, Figure(120, 100), Figure(after, 100)) != "early"
    assert verdict(RATE, Figure(120, 100), Figure(60, 100), ripe=False) == "worse"
