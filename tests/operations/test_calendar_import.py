"""Taking calendar files in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.exchange.calendar_in import CalendarEvent, CalendarFile
from desktop_crm.exchange.calendar_out import write_calendar
from desktop_crm.models import Activity, Deal
from desktop_crm.operations.activities import delete_activity, plan_activity
from desktop_crm.operations.calendar_import import CalendarReport, import_calendar, import_file
from desktop_crm.queries.calendar import CalendarFilter
from desktop_crm.queries.calendar_export import calendar_items
from desktop_crm.workspace import Workspace
from tests.make import File

DAY = date(2026, 3, 5)


def take(file: File, *events: CalendarEvent) -> CalendarReport:
    return file.do(import_calendar, CalendarFile(events))


def all_activities(session: Session) -> list[Activity]:
    return list(session.scalars(select(Activity).order_by(Activity.due_on, Activity.id)))


def test_a_plan_moved_in_another_program_moves_here_and_with_it_the_next_step(file: File):
    deal = file.deal()
    key = file.do(plan_activity, deal, goal="送报价单", due_on=DAY, due_at="15:00")
    summary = "苏州恒力精密有限公司 · 送新报价单"
    report = take(file, CalendarEvent("x", summary, date(2026, 3, 9), "10:30", 60, own=key))
    assert (report.added, report.updated) == (0, 1)
    with file.store.read() as session:
        plan, stored = session.get_one(Activity, key), session.get_one(Deal, deal)
        assert (plan.due_on, plan.due_at, plan.minutes, plan.goal) == (date(2026, 3, 9), "10:30", 60, "送新报价单")
        assert (stored.next_due, stored.next_step) == (date(2026, 3, 9), "送新报价单")


def test_a_file_we_wrote_changes_nothing(file: File, tmp_path: Path):
    file.do(plan_activity, file.deal(), goal="送报价单", due_on=DAY, due_at="15:00")
    file.add(Activity(goal="", due_on=DAY, minutes=45))
    file.ask(lambda session: write_calendar(tmp_path / "a.ics", calendar_items(session, CalendarFilter())))
    report = file.store.write("x", "x", lambda session: import_file(session, tmp_path / "a.ics", DAY))[0]
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)


def test_a_foreign_event_becomes_a_plan_of_mine_once(file: File):
    event = CalendarEvent("abc", "看牙医", DAY, "09:00", 45)
    assert take(file, event).added == 1
    assert take(file, event).unchanged == 1
    (made,) = file.ask(all_activities)
    assert (made.goal, made.due_on, made.due_at, made.minutes) == ("看牙医", DAY, "09:00", 45)
    assert (made.owner_id, made.customer_id, made.deal_id, made.status) == (file.me, None, None, "planned")


def test_a_customer_is_found_by_name_unless_two_share_it(file: File):
    customer = file.customer("宁波蓝海食品有限公司")
    take(file, CalendarEvent("1", "宁波蓝海食品有限公司 · 验收", DAY))
    file.customer("宁波蓝海食品有限公司")
    take(file, CalendarEvent("2", "宁波蓝海食品有限公司 · 复盘", DAY))
    found = {made.goal: made.customer_id for made in file.ask(all_activities)}
    assert found == {"验收": customer, "宁波蓝海食品有限公司 · 复盘": None}


def test_a_plan_deleted_here_stays_deleted_and_is_named(file: File):
    key = file.do(plan_activity, file.deal(), goal="送报价单", due_on=DAY)
    file.do(delete_activity, key)
    report = take(file, CalendarEvent("x", "送报价单", DAY, own=key))
    assert (report.added, report.updated) == (0, 0)
    assert "送报价单" in report.left_out[0]


def test_what_was_done_is_not_changed_by_a_file(file: File):
    key = file.add(Activity(status="done", goal="拜访", due_on=DAY))
    assert take(file, CalendarEvent("x", "别的", date(2026, 4, 1), own=key)).unchanged == 1


def test_an_import_is_one_step_to_take_back(file: File, workspace: Workspace):
    found = CalendarFile(tuple(CalendarEvent(str(at), f"事{at}", DAY) for at in range(5)))
    workspace.do(import_calendar, found)
    assert workspace.undo() == "导入日历"
    assert file.ask(all_activities) == []


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (CalendarReport(2, 1, 0, 0, ()), "日历：新增 2 项，更新 1 项"),
        (CalendarReport(8, 0, 1, 7, ("“旧”：x",)), "1 项没有变化，其中重复日程展开 60 天共 7 项，1 项未导入：“旧”：x"),
    ],
)
def test_the_report_says_what_was_not_taken_over(report: CalendarReport, said: str):
    assert report.sentence().endswith(said)
