"""Reminders: when they are said, when they are held back, and that none is said twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.reminders import (
    Habits,
    Said,
    Subject,
    Works,
    before,
    due,
    is_quiet,
    next_moment,
    release,
    snooze_until,
)

HABITS = Habits()
FRIDAY = date(2026, 3, 13)
MONDAY = date(2026, 3, 16)


def works(day: date) -> bool:
    return day.weekday() < 5


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def plan(day: date, clock: str, habits: Habits = HABITS) -> Subject:
    return Subject(f"plan:{day}T{clock}", before(day, clock, habits), clock)


def told(subjects: list[Subject], now: datetime, said: Said | None = None) -> list[str]:
    return [each.key for each in due(subjects, now, HABITS, said or Said(), works)]


def test_a_plan_is_told_ten_minutes_before():
    subject = plan(MONDAY, "14:00")
    assert told([subject], at(MONDAY, "13:49")) == []
    assert told([subject], at(MONDAY, "13:50")) == [subject.key]


def test_a_plan_in_quiet_hours_is_told_when_they_end():
    subject = plan(MONDAY, "08:05")
    assert told([subject], at(MONDAY, "07:59")) == []
    assert told([subject], at(MONDAY, "08:00")) == [subject.key]


def test_over_the_weekend_nothing_is_said_and_monday_morning_it_is():
    subject = plan(FRIDAY, "20:30")
    for hours in range(20, 20 + 59):
        assert told([subject], at(FRIDAY, "00:00") + timedelta(hours=hours)) == []
    assert told([subject], at(MONDAY, "08:00")) == [subject.key]


def test_what_came_up_on_an_earlier_day_is_not_told_late_unless_it_lasts():
    passing = plan(FRIDAY, "10:00")
    lasting = Subject("assignment:1", at(FRIDAY, "10:00"), "新线索", lasting=True)
    assert told([passing, lasting], at(MONDAY, "09:00")) == ["assignment:1"]


def test_what_was_said_is_not_said_again():
    subject = plan(MONDAY, "14:00")
    assert told([subject], at(MONDAY, "14:00"), Said({subject.key: MONDAY})) == []


def test_a_plan_that_was_moved_is_told_again():
    assert told([plan(MONDAY, "15:00")], at(MONDAY, "14:55"), Said({plan(MONDAY, "14:00").key: MONDAY})) != []


def test_a_snoozed_reminder_comes_back_once():
    subject = plan(MONDAY, "14:00")
    until = snooze_until("minutes", at(MONDAY, "13:50"), HABITS, works)
    said = Said({subject.key: MONDAY}, {subject.key: until})
    assert told([subject], at(MONDAY, "13:59"), said) == []
    (again,) = told([subject], at(MONDAY, "14:00"), said)
    assert told([subject], at(MONDAY, "14:30"), Said({subject.key: MONDAY, again: MONDAY}, {subject.key: until})) == []


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        ("minutes", at(MONDAY, "10:00"), at(MONDAY, "10:10")),
        ("hour", at(MONDAY, "10:00"), at(MONDAY, "11:00")),
        ("hour", at(MONDAY, "19:30"), at(MONDAY + timedelta(1), "08:00")),
        ("tomorrow", at(MONDAY, "10:00"), at(MONDAY + timedelta(1), "09:00")),
        ("tomorrow", at(FRIDAY, "10:00"), at(MONDAY, "09:00")),
    ],
)
def test_a_reminder_is_put_off_until_somebody_is_there(choice: str, now: datetime, until: datetime):
    assert snooze_until(choice, now, HABITS, works) == until  # pyright: ignore[reportArgumentType]


def test_while_muted_nothing_is_said():
    subject = plan(MONDAY, "14:00")
    assert told([subject], at(MONDAY, "14:00"), Said(muted_until=at(MONDAY + timedelta(1), "00:00"))) == []


def test_the_next_look_is_when_something_comes_up():
    subjects = [plan(MONDAY, "14:00"), plan(MONDAY, "16:00")]
    assert next_moment(subjects, at(MONDAY, "13:55"), HABITS, Said(), works) == at(MONDAY, "15:50")
    assert next_moment(subjects, at(MONDAY, "17:00"), HABITS, Said(), works) is None


def test_no_quiet_hours_and_quiet_hours_by_day():
    always = Habits(quiet_from=time(8), quiet_until=time(8), free_days_quiet=False)
    assert not is_quiet(at(MONDAY, "03:00"), always, works)
    noon = Habits(quiet_from=time(12), quiet_until=time(14), free_days_quiet=True)
    assert release(at(FRIDAY + timedelta(1), "10:00"), noon, works) == at(MONDAY, "00:00")
    assert release(at(MONDAY, "12:30"), noon, works) == at(MONDAY, "14:00")


times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
all_habits = st.builds(Habits, st.integers(0, 120), times, times, times, st.booleans())
moments = st.integers(0, 14 * 24 * 60).map(lambda minutes: at(FRIDAY, "00:00") + timedelta(minutes=minutes))
all_subjects = st.lists(
    st.builds(Subject, st.sampled_from("abcdef"), moments, st.just("?"), st.just(""), st.booleans()),
    unique_by=lambda subject: subject.key,
    max_size=6,
)
free_days: st.SearchStrategy[Works] = st.frozensets(st.integers(0, 6), max_size=7).map(
    lambda free: lambda day: day.weekday() not in free
)


@given(all_subjects, st.lists(moments, max_size=40), all_habits, free_days, st.data())
def test_over_any_ticks_each_key_is_said_once_and_none_in_quiet_hours(
    subjects: list[Subject], ticks: list[datetime], habits: Habits, working: Works, data: st.DataObject
):
    """Whatever the order of the ticks, the habits, the free days, and whatever is put off in between."""
    announced: dict[str, date] = {}
    snoozed: dict[str, datetime] = {}
    for now in sorted(ticks):
        for each in due(subjects, now, habits, Said(announced, snoozed), working):
            assert each.key not in announced
            assert not is_quiet(now, habits, working)
            announced[each.key] = now.date()
            if data.draw(st.booleans()):
                snoozed[each.subject.key] = snooze_until("hour", now, habits, working)


@given(moments, all_habits, free_days)
def test_what_is_held_is_released_outside_of_quiet_hours_or_never(moment: datetime, habits: Habits, working: Works):
    released = release(moment, habits, working)
    assert released >= moment
    assert not is_quiet(released, habits, working) or released - moment >= timedelta(days=29)
