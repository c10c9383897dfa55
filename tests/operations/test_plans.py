"""Settling plans in one keystroke, and what the program prepares each day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from desktop_crm.models import Activity, Anniversary, Assignment, AssignmentState, ChangeSet
from desktop_crm.operations.daily import daily
from desktop_crm.operations.plans import finish_plan
from desktop_crm.queries.timeline import plans, records
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from tests.make import File

NOW = datetime(2026, 3, 18, 8, 30).astimezone()


def test_a_finished_plan_becomes_a_record_of_its_deal(file: File):
    deal = file.deal()
    plan = file.add(Activity(deal_id=deal, goal="发报价", due_on=clock.today(), owner_id=file.me))
    file.do(finish_plan, plan)
    assert file.ask(plans, deal) == ()
    assert [each.feedback for each in file.ask(records, deal).records] == ["已完成：发报价"]


def test_what_is_sent_says_so(file: File):
    deal = file.deal(outcome="won")
    plan = file.add(Activity(deal_id=deal, goal="中秋节祝福", purpose="greeting", due_on=clock.today()))
    file.do(finish_plan, plan)
    assert [each.feedback for each in file.ask(records, deal).records] == ["已发送：中秋节祝福"]


def test_a_plan_without_a_deal_can_be_finished_once(file: File):
    plan = file.add(Activity(customer_id=file.customer(), goal="拜访", due_on=clock.today()))
    file.do(finish_plan, plan)
    done = file.ask(lambda session: session.get_one(Activity, plan))
    assert (done.status, done.written_at is not None) == ("done", True)
    with pytest.raises(Refused):
        file.do(finish_plan, plan)


def test_the_day_returns_what_nobody_answered_and_plans_care(file: File):
    given = file.add(Assignment(deal_id=file.deal(), member_id=file.me, confirm_by=NOW - timedelta(hours=1)))
    customer = file.customer()
    file.deal(customer, outcome="won", closed_on=date(2026, 1, 10))
    file.add(Anniversary(customer_id=customer, name="司庆", month=3, day=20))
    assert file.do(daily, NOW) == ""
    assert file.ask(lambda session: session.get_one(Assignment, given).state) == AssignmentState.EXPIRED
    goals = file.ask(lambda session: session.scalars(select(Activity.goal)).all())
    assert "司庆祝福" in goals


def test_doing_the_day_again_changes_nothing_and_leaves_no_trace(file: File):
    file.deal(outcome="won", closed_on=date(2026, 1, 10))
    file.do(daily, NOW)
    count = select(func.count(ChangeSet.rid))
    before = file.ask(lambda session: session.scalar(count))
    file.do(daily, NOW)
    assert file.ask(lambda session: session.scalar(count)) == before


def test_many_customers_are_looked_after_in_pieces(file: File):
    for number in range(101):
        file.deal(file.customer(f"客户{number}"), outcome="won", closed_on=date(2026, 1, 10))
    following = file.do(daily, NOW)
    assert following != ""
    assert file.do(daily, NOW, after=following) == ""
