"""L9: into the nurture pool by grade or by hand, what is sent there, and looking again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from desktop_crm.models import Purpose
from desktop_crm.operations import activities, deals, nurture
from desktop_crm.queries.nurture import count_nurture, nurture_deals
from desktop_crm.refusal import Refused
from desktop_crm.rules.working_time import is_working_day
from tests.make import File
from tests.operations.test_cadence import live_a_year, planned, rows, stage, the_deal

START = datetime(2025, 1, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("playbook", "pooled"),
    [("guide", True), ("funnel", True), ("full-cycle", False), ("care", False), ("handbook", False)],
)
def test_a_c_lead_goes_to_the_pool_where_the_playbook_says_so(file: File, playbook: str, *, pooled: bool):
    deal = file.deal(playbook=playbook, grade="", stage=stage(file, playbook))
    file.do(deals.edit_deal, deal, grade="C")
    assert the_deal(file, deal).nurture is pooled
    if pooled:
        assert the_deal(file, deal).re_evaluate_on == date(2025, 4, 3)
        assert [(row.purpose, row.due_on) for row in planned(file, deal)] == [
            (Purpose.NURTURE, date(2025, 2, 5)),
            (Purpose.RE_EVALUATE, date(2025, 4, 3)),
        ]
    file.do(deals.edit_deal, deal, grade="B")
    assert the_deal(file, deal).nurture is False
    assert not [row for row in planned(file, deal) if row.purpose in (Purpose.NURTURE, Purpose.RE_EVALUATE)]


def test_a_year_in_the_pool_brings_a_dozen_contents_on_working_days(file: File, clock: time_machine.Traveller):
    deal = file.deal(playbook="funnel", grade="C", stage="acquire")
    file.do(nurture.move_to_nurture, deal)
    live_a_year(file, deal, clock)
    sent = [row for row in rows(file, deal) if row.purpose == Purpose.NURTURE and row.status == "done"]
    assert 11 <= len(sent) <= 13
    assert all(row.due_on and is_working_day(row.due_on) for row in sent)
    assert {row.method for row in sent} == {"email", "wechat"}


def test_who_was_close_to_buying_gets_papers_and_invitations(file: File, clock: time_machine.Traveller):
    deal = file.deal(playbook="care", grade="A", stage="interested")
    file.do(deals.close_deal, deal, outcome="lost", reason="price", override_reason="测试")
    file.do(nurture.move_to_nurture, deal)
    first = next(row for row in planned(file, deal) if row.purpose == Purpose.NURTURE)
    assert "白皮书" in first.goal
    clock.move_to(datetime(2025, 2, 5, 2, tzinfo=UTC))
    file.do(activities.record_activity, deal, feedback="已发", fulfils=first.id)
    following = next(row for row in planned(file, deal) if row.purpose == Purpose.NURTURE)
    assert "研讨会" in following.goal
    assert following.due_on == date(2025, 3, 3)


def test_what_is_closed_for_good_is_not_nurtured(file: File):
    deal = file.deal(outcome="invalid")
    with pytest.raises(Refused):
        file.do(nurture.move_to_nurture, deal)
    with pytest.raises(Refused, match="已经过去"):
        file.do(nurture.move_to_nurture, file.deal(), re_evaluate_on=date(2024, 12, 31))


def test_closing_a_deal_of_the_pool_empties_its_plans(file: File):
    deal = file.deal(playbook="guide", grade="C", stage=stage(file, "guide"))
    file.do(nurture.move_to_nurture, deal, re_evaluate_on=date(2025, 3, 4))
    assert planned(file, deal)[-1].due_on == date(2025, 3, 4)
    file.do(deals.close_deal, deal, outcome="invalid", reason="test", override_reason="测试")
    assert the_deal(file, deal).nurture is False
    assert planned(file, deal) == []


def test_leaving_by_hand_goes_on_in_the_rhythm_of_the_grade(file: File):
    deal = file.deal(playbook="care", grade="C", stage="potential")
    file.do(activities.record_activity, deal, feedback="今年没有预算")
    file.do(nurture.move_to_nurture, deal)
    file.do(nurture.leave_nurture, deal)
    assert [row.purpose for row in planned(file, deal)] == [Purpose.CADENCE]


def test_who_had_only_content_of_the_pool_begins_the_rhythm_with_its_first_goal(file: File):
    deal = file.deal(playbook="handbook", grade="B", stage="contact")
    file.do(nurture.move_to_nurture, deal)
    content = next(row for row in planned(file, deal) if row.purpose == Purpose.NURTURE)
    file.do(activities.record_activity, deal, feedback="已读白皮书", fulfils=content.id)
    file.do(nurture.leave_nurture, deal)
    assert [(row.purpose, row.goal) for row in planned(file, deal)] == [(Purpose.CADENCE, "一步步把需求问具体")]


def test_the_pool_lists_who_is_to_be_looked_at_and_takes_several_at_once(file: File, clock: time_machine.Traveller):
    ids = [file.deal(playbook="funnel", grade="C", stage="acquire", number=f"G{place}") for place in range(3)]
    for place, deal in enumerate(ids):
        file.do(nurture.move_to_nurture, deal, re_evaluate_on=date(2025, 1, 10 + place))
    assert [deal.number for deal in file.ask(nurture_deals)] == ["G0", "G1", "G2"]
    clock.shift(timedelta(days=8))  # the 11th
    assert file.ask(count_nurture, date.today()) == 2
    left = file.do(nurture.re_evaluate, ids[:1], grade="B")
    assert left == 1
    assert file.do(nurture.re_evaluate, ids[1:]) == 0
    assert [deal.re_evaluate_on for deal in file.ask(nurture_deals)] == [date(2025, 4, 11)] * 2
    assert file.ask(count_nurture, date.today()) == 0
    assert not [row for row in planned(file, ids[0]) if row.purpose == Purpose.RE_EVALUATE]
