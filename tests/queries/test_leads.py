"""The inbox: which leads are in it, and which step each waits for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm.models import Activity, ActivityStatus, ClockPause, Company, Member, Outcome, Role
from desktop_crm.queries.lead_facts import known_customers, similar_leads
from desktop_crm.queries.lead_line import LeadLine, LeadState
from desktop_crm.queries.leads import (
    LeadFilter,
    inbox,
    lead,
    lead_counts,
    lead_sources,
    leads_by_number,
    lines_of,
)
from desktop_crm.system import clock
from tests.make import File

THEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
READY: dict[str, Any] = {"screened_at": THEN, "verified_at": THEN, "grade": "A"}


def state_of(file: File, **values: Any) -> LeadState:
    line = file.ask(lead, file.deal(**values))
    assert line is not None
    return line.state


def lines(file: File, wanted: LeadFilter | None = None, **how: Any) -> list[LeadLine]:
    return file.ask(lambda session: lines_of(session, inbox(session, wanted or LeadFilter(), **how).ids))


def numbers(file: File, wanted: LeadFilter | None = None, **how: Any) -> list[str]:
    return [line.number for line in lines(file, wanted, **how)]


def test_each_lead_waits_for_its_next_step(file: File):
    support = file.add(Member(name="支持", role=Role.SALES_SUPPORT))
    assert state_of(file, grade="") == LeadState.SCREEN
    assert state_of(file, screened_at=THEN, grade="") == LeadState.VERIFY
    assert state_of(file, **READY | {"grade": ""}) == LeadState.GRADE
    assert state_of(file, **READY, owner_id=None) == LeadState.ASSIGN
    assert state_of(file, **READY, owner_id=support) == LeadState.ASSIGN
    assert state_of(file, **READY, owner_id=support, assigned_at=THEN) == LeadState.CONTACT
    assert state_of(file, **READY) == LeadState.CONTACT
    assert state_of(file, **READY, last_contact_at=THEN) == LeadState.DONE
    assert state_of(file, **READY, nurture=True) == LeadState.NURTURE


def test_who_was_talked_with_need_not_be_screened_or_verified_any_more(file: File):
    assert state_of(file, last_contact_at=THEN, grade="") == LeadState.GRADE


def test_the_inbox_holds_what_is_open_and_in_the_lead_phase_of_its_playbook(file: File):
    file.deal(number="A")
    file.deal(number="B", stage="discovery")
    file.deal(number="C", outcome=Outcome.INVALID)
    file.deal(number="D", playbook="funnel", stage="screen")  # its second stage still belongs to the lead phase
    file.deal(number="E", playbook="funnel", stage="lead")  # no stage of that playbook
    file.deal(number="F", deleted_at=THEN)
    assert numbers(file) == ["D", "A"]
    assert file.ask(lead_counts)[LeadState.SCREEN] == 2


def test_the_counts_follow_every_filter_but_their_own(file: File):
    file.deal(source="官网")
    file.deal(screened_at=THEN)
    counts = file.ask(lead_counts, LeadFilter(state=LeadState.VERIFY, source="官网"))
    assert (counts[LeadState.SCREEN], counts[LeadState.VERIFY]) == (1, 0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (LeadFilter(state=LeadState.SCREEN), ["2", "1"]),
        (LeadFilter(source="官网"), ["2"]),
        (LeadFilter(grade="-"), ["2"]),
        (LeadFilter(grade="A"), ["3", "1"]),
        (LeadFilter(owner="-"), ["3"]),
        (LeadFilter(text="蓝海"), ["2"]),
        (LeadFilter(text="zhangwei"), ["1"]),
        (LeadFilter(text="没有的"), []),
    ],
)
def test_filters(file: File, wanted: LeadFilter, found: list[str]):
    hengli = file.customer()
    file.deal(hengli, number="1", contact_id=file.contact(hengli))
    file.deal(file.customer("宁波蓝海食品"), number="2", source="官网", grade="")
    file.deal(number="3", owner_id=None, screened_at=THEN, verified_at=THEN)
    assert numbers(file, wanted) == found
    assert wanted.narrow


def test_pages_and_orders(file: File):
    for place, name in enumerate(("丙", "甲", "乙")):
        file.deal(file.customer(name), number=str(place), acquired_on=date(2026, 3, 1 + place), grade="CA"[place % 2])
    first = file.ask(inbox, rows=2)
    assert [line.number for line in first.first] == ["2", "1"]
    assert len(first.ids) == 3
    assert numbers(file) == ["2", "1", "0"]
    assert numbers(file, order="acquired_on") == ["0", "1", "2"]
    assert numbers(file, order="acquired_on", descending=True) == ["2", "1", "0"]
    assert [line.customer for line in lines(file, order="customer")] == sorted("丙甲乙")
    assert numbers(file, order="grade")[0] == "1"


def test_a_line_says_what_speaks_against_the_lead_until_somebody_found_it_valid(file: File):
    file.store.write(
        "x", "x", lambda session: setattr(session.get_one(Company, "company"), "target_industries", ["汽车"])
    )
    deal = file.deal()
    line = file.ask(lead, deal)
    assert line is not None
    assert [reason.text for reason in line.reasons] == ["行业“制造业”不在目标行业里。"]
    assert line.missing == ("contact", "acquired_on")
    screened = file.ask(lead, file.deal(screened_at=THEN))
    assert screened is not None
    assert screened.reasons == ()


def test_the_score_is_the_weighted_sum_of_a_playbook_that_scores(file: File):
    marks: dict[str, Any] = {"score_budget": 5, "score_need": 3, "score_decision": 3, "score_urgency": 1}
    scored = file.ask(lead, file.deal(playbook="funnel", stage="acquire", **marks))
    other = file.ask(lead, file.deal(**marks))
    assert scored is not None
    assert other is not None
    assert (scored.score, other.score) == (Decimal(12), None)


def test_late_leads_are_those_whose_time_has_passed_pauses_counted(file: File):
    now = clock.now()
    file.deal(number="early", created_at=now - timedelta(hours=23))
    file.deal(number="late", created_at=now - timedelta(hours=25))
    file.deal(number="given anew", created_at=now - timedelta(days=9), assigned_at=now - timedelta(hours=1))
    talked = now - timedelta(days=8, hours=20)
    contacted = file.deal(number="contacted", created_at=now - timedelta(days=9), last_contact_at=talked)
    file.add(Activity(deal_id=contacted, status=ActivityStatus.DONE, happened_at=talked))
    paused = file.deal(number="paused", created_at=now - timedelta(hours=30))
    begun = now - timedelta(hours=20)
    file.add(ClockPause(deal_id=paused, begins_at=begun, ends_at=begun + timedelta(hours=10), reason="客户出差"))
    over = file.deal(number="paused and over", created_at=now - timedelta(hours=40))
    file.add(ClockPause(deal_id=over, begins_at=begun, ends_at=begun + timedelta(hours=10), reason="客户出差"))
    assert numbers(file, LeadFilter(late=True)) == ["paused and over", "late"]
    late = {line.number for line in lines(file) if line.clock and line.clock.phase == "overdue"}
    assert late == {"paused and over", "late"}  # the filter says what the column says


def test_the_channels_of_the_inbox_the_most_frequent_first(file: File):
    for source in ("官网", "展会", "展会"):
        file.deal(source=source)
    file.deal(source="广告", stage="discovery")
    assert file.ask(lead_sources) == ["展会", "官网"]


def test_one_lead_by_its_number(file: File):
    file.deal(number="G1")
    file.deal(number="G2")
    assert [line.number for line in file.ask(leads_by_number, "G2")] == ["G2"]
    assert len(file.ask(leads_by_number)) == 2


def test_an_open_deal_of_the_same_customer_or_the_same_number_is_offered(file: File):
    hengli = file.customer("苏州恒力精密有限公司")
    mine = file.deal(hengli, contact_id=file.contact(hengli, phone="13800001234"), stage="discovery")
    file.deal(hengli, outcome=Outcome.LOST)
    other = file.customer("别家")
    file.deal(other, contact_id=file.contact(other, phone="13900000000"))
    by_name = file.ask(similar_leads, customer="苏州恒力精密有限公司 ")
    by_phone = file.ask(similar_leads, customer="新客户", phone="13800001234")
    assert [(one.id, one.same) for one in by_name] == [(mine, "customer")]
    assert [(one.id, one.same) for one in by_phone] == [(mine, "phone")]
    assert file.ask(similar_leads, customer="新客户", phone="13700000000") == []
    assert file.ask(similar_leads, customer="") == []


def test_known_customers_are_recognised_however_they_are_written(file: File):
    file.customer("金蝶 Soft")
    assert file.ask(known_customers, ["金蝶soft", "别家"]) == {"金蝶soft"}
