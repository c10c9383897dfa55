"""Giving out leads and hearing the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Assignment, AssignmentState, ChecklistTick, Deal, Member, Role
from desktop_crm.operations.assignments import (
    CONFIRMED_ITEM,
    Report,
    assign_leads,
    assign_to,
    confirm_assignment,
    expire_assignments,
    refuse_assignment,
)
from desktop_crm.operations.company import edit_member
from desktop_crm.operations.deals import edit_deal
from desktop_crm.queries.assignments import (
    assignment_records,
    count_waiting,
    pending_assignment,
    to_confirm,
    waiting_for_assignment,
)
from desktop_crm.queries.lead_matching import candidates, propose
from desktop_crm.refusal import Refused
from tests.make import File

NOON = datetime(2024, 3, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def team(file: File) -> dict[str, str]:
    """Give the company three who sell and a manager; 王敏, who is there already, only supports."""
    file.do(edit_member, file.me, role=Role.SALES_SUPPORT)
    people = {
        "east": Member(name="陈思远", regions=["华东"], industries=["制造业"], email="chen@yunfan.example"),
        "north": Member(name="林志强", regions=["华北"], industries=["制造业"]),
        "south": Member(name="徐静怡", regions=["华南"], capacity=1),
        "boss": Member(name="周慧敏", role=Role.SALES_MANAGER),
    }
    return {key: file.add(row) for key, row in people.items()}


def lead(file: File, number: str = "Z20240315001", region: str = "江苏 苏州", **values: Any) -> str:
    customer = file.customer(f"客户{number}", region=region)
    defaults: dict[str, Any] = {"owner_id": None, "verified_at": NOON, "playbook": "handbook", "stage": "contact"}
    return file.deal(customer, number=number, **defaults | values)


def rows(file: File, deal: str) -> list[Assignment]:
    def read(session: Session) -> list[Assignment]:
        return list(session.scalars(select(Assignment).where(Assignment.deal_id == deal).order_by(Assignment.id)))

    return file.ask(read)


def deal_row(file: File, deal: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal))


def ticked(file: File, deal: str) -> bool:
    asked = select(ChecklistTick).where(ChecklistTick.deal_id == deal, ChecklistTick.item == CONFIRMED_ITEM)
    return file.ask(lambda session: session.scalar(asked)) is not None


@time_machine.travel(NOON, tick=False)
def test_a_lead_goes_to_the_best_with_points_reasons_and_a_deadline(file: File, team: dict[str, str]):
    deal = lead(file)
    report: Report = file.do(assign_leads, [deal])
    assert [(given.member, given.points) for given in report.given] == [("陈思远", 100)]
    (row,) = rows(file, deal)
    assert (row.points, row.reasons, row.state, row.by_id) == (
        100,
        ["华东 40", "制造业 30", "A级 30"],
        "pending",
        file.me,
    )
    assert row.confirm_by == NOON + timedelta(hours=24)
    assert (deal_row(file, deal).owner_id, deal_row(file, deal).assigned_at) == (team["east"], NOON)
    assert not ticked(file, deal)


def test_without_a_clock_for_it_no_confirmation_is_asked(file: File, team: dict[str, str]):
    deal = lead(file, playbook="full-cycle", stage="lead")
    file.do(assign_leads, [deal])
    (row,) = rows(file, deal)
    assert (row.state, row.confirm_by) == (AssignmentState.CONFIRMED, None)
    assert row.answered_at == row.at
    assert file.ask(to_confirm, team["east"]) == []


@pytest.mark.parametrize(
    ("values", "why"),
    [({"verified_at": None}, "还没有核对信息"), ({"outcome": "lost"}, "已经结束")],
)
def test_a_lead_that_may_not_be_given_is_refused_alone_and_listed_among_others(
    file: File, team: dict[str, str], values: dict[str, Any], why: str
):
    good, bad = lead(file, "Z1"), lead(file, "Z2", **values)
    with pytest.raises(Refused, match=why):
        file.do(assign_leads, [bad])
    with pytest.raises(Refused, match=why):
        file.do(assign_to, bad, member_id=team["east"])
    report: Report = file.do(assign_leads, [good, bad])
    assert [given.deal_id for given in report.given] == [good]
    assert [(left.deal_id, left.why) for left in report.left] == [(bad, why)]
    assert rows(file, bad) == []


def test_an_unverified_lead_says_how_much_it_lacks(file: File, team: dict[str, str]):
    assert team
    deal = lead(file, verified_at=None, missing=["phone", "need"])
    with pytest.raises(Refused, match="缺 2 项必填") as refusal:
        file.do(assign_to, deal, member_id=team["east"])
    assert [remedy.target for remedy in refusal.value.remedies] == ["verify"]


def test_with_nobody_to_take_them_leads_stay_where_they_are(file: File):
    file.do(edit_member, file.me, left=True)
    deal = lead(file)
    with pytest.raises(Refused, match="没有可以接收的人"):
        file.do(assign_leads, [deal])
    assert deal_row(file, deal).owner_id is None


def test_the_preview_is_what_is_done_and_loads_grow_on_the_way(file: File, team: dict[str, str]):
    leads = [lead(file, f"Z{n}", region="广东 深圳", grade="B") for n in range(3)]
    shown = [(made.lead.id, made.choice.member_id if made.choice else "") for made in file.ask(propose, leads)]
    report: Report = file.do(assign_leads, list(reversed(leads)))
    assert shown == [(given.deal_id, given.member_id) for given in report.given]
    assert [member for _, member in shown] == [team["south"], team["north"], team["east"]]


def test_somebody_else_than_the_first_needs_a_reason(file: File, team: dict[str, str]):
    deal = lead(file)
    assert [one.name for one in file.ask(candidates, deal)][:2] == ["陈思远", "林志强"]
    with pytest.raises(Refused, match="写明原因") as refusal:
        file.do(assign_to, deal, member_id=team["north"], reason=" ")
    assert [remedy.target for remedy in refusal.value.remedies] == ["reason"]
    file.do(assign_to, deal, member_id=team["north"], reason="客户指定林志强对接")
    (row,) = rows(file, deal)
    assert (row.points, row.reasons, row.override_reason) == (60, ["制造业 30", "A级 30"], "客户指定林志强对接")
    first = lead(file, "Z2")
    file.do(assign_to, first, member_id=team["east"])
    assert rows(file, first)[0].override_reason == ""


def test_who_left_gets_nothing(file: File, team: dict[str, str]):
    file.do(edit_member, team["north"], left=True)
    with pytest.raises(Refused, match="林志强已经离开"):
        file.do(assign_to, lead(file), member_id=team["north"], reason="想给他")


def test_nobody_follows_a_lead_twice(file: File, team: dict[str, str]):
    deal = lead(file)
    file.do(assign_leads, [deal])
    file.do(confirm_assignment, deal)
    assert ticked(file, deal)
    for again in (lambda: file.do(assign_leads, [deal]), lambda: file.do(assign_to, deal, member_id=team["east"])):
        with pytest.raises(Refused, match="已分配给陈思远"):
            again()
    file.do(assign_to, deal, member_id=team["south"], reason="客户在深圳设厂")
    assert [row.state for row in rows(file, deal)] == [AssignmentState.WITHDRAWN, AssignmentState.PENDING]
    assert not ticked(file, deal)
    assert file.ask(to_confirm, team["east"]) == []
    assert [pending.deal_id for pending in file.ask(to_confirm, team["south"])] == [deal]


def test_taking_a_lead_ticks_the_item_of_the_checklist(file: File, team: dict[str, str]):
    deal = lead(file)
    file.do(assign_leads, [deal])
    assert file.ask(pending_assignment, deal, team["east"]) is not None
    file.do(confirm_assignment, deal)
    assert ticked(file, deal)
    assert rows(file, deal)[0].answered_at
    assert file.ask(pending_assignment, deal, team["east"]) is None
    with pytest.raises(Refused, match="没有等待确认"):
        file.do(confirm_assignment, deal)


@pytest.mark.parametrize(("minutes", "late"), [(120, False), (121, True)])
def test_a_refusal_returns_the_lead_to_the_manager_and_is_late_after_two_hours(
    file: File, team: dict[str, str], minutes: int, *, late: bool
):
    deal = lead(file)
    with time_machine.travel(NOON, tick=False):
        file.do(assign_leads, [deal])
        assert file.ask(waiting_for_assignment) == []
    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        with pytest.raises(Refused, match="写明原因"):
            file.do(refuse_assignment, deal, reason="")
        file.do(refuse_assignment, deal, reason="手上太满")
    offered = {one.member_id: one for one in file.ask(candidates, deal)}
    assert next(iter(offered)) == team["north"], "who gave it back is not the first choice again"
    assert offered[team["east"]].note == "此前未接收"
    (waiting,) = file.ask(waiting_for_assignment)
    assert (waiting.id, waiting.why, waiting.by, waiting.reason, waiting.late) == (
        deal,
        "refused",
        "陈思远",
        "手上太满",
        late,
    )
    assert (deal_row(file, deal).owner_id, deal_row(file, deal).assigned_at) == (None, None)
    with pytest.raises(Refused, match="没有分配给人"):
        file.do(refuse_assignment, deal, reason="再来")


def test_without_a_limit_no_refusal_is_late_and_a_taken_lead_can_come_back(file: File, team: dict[str, str]):
    deal = lead(file, playbook="guide", stage="development")
    with time_machine.travel(NOON, tick=False):
        file.do(assign_leads, [deal])
    file.do(refuse_assignment, deal, reason="地区冲突")
    (waiting,) = file.ask(waiting_for_assignment)
    assert (waiting.why, waiting.late) == ("refused", False)
    assert team


def test_unanswered_leads_return_once_their_day_is_over(file: File, team: dict[str, str]):
    deal, answered = lead(file, "Z1"), lead(file, "Z2")
    with time_machine.travel(NOON, tick=False):
        file.do(assign_leads, [deal, answered])
        file.do(confirm_assignment, answered)
    end = NOON + timedelta(hours=24)
    assert file.do(expire_assignments, end) == 0
    after = end + timedelta(seconds=1)
    assert file.do(expire_assignments, after) == 1
    assert file.do(expire_assignments, after) == 0
    (waiting,) = file.ask(waiting_for_assignment)
    assert (waiting.id, waiting.why, waiting.since, waiting.late) == (deal, "expired", after, False)
    assert deal_row(file, answered).owner_id == team["east"]


def test_a_lead_whose_owner_was_changed_by_hand_does_not_expire(file: File, team: dict[str, str]):
    deal = lead(file)
    with time_machine.travel(NOON, tick=False):
        file.do(assign_leads, [deal])
    file.do(edit_deal, deal, owner_id=team["north"])
    assert file.ask(to_confirm, team["east"]) == []
    assert file.do(expire_assignments, NOON + timedelta(days=3)) == 0
    assert deal_row(file, deal).owner_id == team["north"]
    assert [row.state for row in rows(file, deal)] == [AssignmentState.WITHDRAWN]


def test_the_list_of_the_manager(file: File, team: dict[str, str]):
    fresh = lead(file, "Z1", grade="B")
    best = lead(file, "Z2", grade="A", owner_id=file.me)  # taken down by 王敏, who does not sell
    ungraded = lead(file, "Z3", grade="")
    back = lead(file, "Z4", grade="C")
    lead(file, "Z5", verified_at=None)
    lead(file, "Z6", owner_id=team["east"])
    lead(file, "Z7", nurture=True)
    lead(file, "Z8", outcome="invalid")
    file.do(assign_leads, [back])
    file.do(refuse_assignment, back, reason="太远")
    assert [one.id for one in file.ask(waiting_for_assignment)] == [back, best, fresh, ungraded]
    assert [one.id for one in file.ask(waiting_for_assignment, 2, 1)] == [best, fresh]
    assert file.ask(count_waiting) == 4


@pytest.mark.parametrize(
    ("away_from", "away_until", "goes_to"),
    [
        (date(2024, 3, 15), date(2024, 3, 15), "north"), (date(2024, 3, 15), None, "north"),
        (None, date(2024, 3, 15), "north"), (date(2024, 3, 16), None, "east"), (None, date(2024, 3, 14), "east"),
    ],
)  # fmt: skip
def test_who_is_away_today_is_passed_over(
    file: File, team: dict[str, str], away_from: date | None, away_until: date | None, goes_to: str
):
    file.do(edit_member, team["east"], away_from=away_from, away_until=away_until)
    with time_machine.travel(NOON, tick=False):
        report: Report = file.do(assign_leads, [lead(file)])
    assert report.given[0].member_id == team[goes_to]


def test_an_absence_does_not_end_before_it_begins(file: File, team: dict[str, str]):
    with pytest.raises(Refused, match="早于"):
        file.do(edit_member, team["east"], away_from=date(2024, 3, 15), away_until=date(2024, 3, 14))


def test_records_tell_each_giving(file: File, team: dict[str, str]):
    deal = lead(file)
    file.do(assign_leads, [deal])
    file.do(refuse_assignment, deal, reason="太远")
    file.do(assign_to, deal, member_id=team["north"], reason="由他代管")
    told = file.ask(assignment_records, "Z20240315001")
    assert [(one.member, one.state, one.refuse_reason, one.override_reason, one.by) for one in told] == [
        ("陈思远", "refused", "太远", "", "王敏"),
        ("林志强", "pending", "", "由他代管", "王敏"),
    ]
    assert file.ask(assignment_records, "none") == []
