"""Weekly reports: the next begins with what the last planned, problems stay until they are solved, the clock runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from desktop_crm.models import Acceptance
from desktop_crm.operations.milestones import add_milestones, finish_milestone
from desktop_crm.operations.problems import (
    add_problems,
    edit_problem,
    move_problem,
    remove_problem,
    reopen_problem,
    solve_problem,
)
from desktop_crm.operations.progress import edit_report, remove_report, send_report, start_report
from desktop_crm.operations.projects import hold_kickoff, start_project
from desktop_crm.queries.clocks import deal_clocks
from desktop_crm.queries.overdue_clocks import overdue_clocks
from desktop_crm.queries.progress import ProgressSheet, Report, progress_sheet
from desktop_crm.refusal import Refused
from desktop_crm.rules.clocks import ClockState
from desktop_crm.system import clock
from tests.make import File

WEEK = timedelta(days=7)
MONDAY = date(2026, 5, 11)


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as made:
        yield made


@pytest.fixture
def deal(file: File, moment: time_machine.Traveller) -> str:
    assert moment
    made = file.deal(playbook="guide", stage="delivery", grade="A")
    file.do(start_project, made)
    return made


def sheet(file: File, deal: str) -> ProgressSheet:
    return file.ask(progress_sheet, deal)


def latest(file: File, deal: str) -> Report:
    found = sheet(file, deal).latest
    assert found is not None
    return found


def progress_clock(file: File, deal: str) -> ClockState | None:
    return next((state for state in file.ask(deal_clocks, deal, clock.now()) if state.kind == "progress"), None)


def test_the_first_report_covers_this_week_and_proposes_what_is_due(file: File, deal: str) -> None:
    file.do(add_milestones, deal, texts=["到货 2026-05-08", "安装 5月20日", "上线 6月30日", "培训"])
    file.do(start_report, deal)
    now = latest(file, deal)
    assert (now.serial, now.week_from, now.week_to, now.percent) == (1, MONDAY, date(2026, 5, 17), 0)
    assert now.done == ""
    assert now.planned == "到货（5月8日前）\n安装（5月20日前）"


def test_the_first_report_begins_with_the_kick_off_of_its_week(
    file: File, deal: str, moment: time_machine.Traveller
) -> None:
    file.do(hold_kickoff, deal)
    moment.move_to(date(2026, 5, 13))
    file.do(hold_kickoff, deal)
    moment.move_to(date(2026, 5, 15))
    file.do(start_report, deal)
    assert latest(file, deal).week_from == date(2026, 5, 13)


def test_the_third_report_is_filled_from_the_second(file: File, deal: str, moment: time_machine.Traveller) -> None:
    goods, *_ = file.do(add_milestones, deal, texts=["到货 5月20日", "安装 6月3日"])
    for week in range(2):
        moment.move_to(MONDAY + week * WEEK)
        report = file.do(start_report, deal)
        file.do(edit_report, report, planned="布线\n到货（5月20日前）" if week else "勘查", help_needed="请开放机房")
        file.do(send_report, report)
    moment.move_to(MONDAY + 2 * WEEK)
    file.do(finish_milestone, goods)
    file.do(start_report, deal)
    third = latest(file, deal)
    assert (third.serial, third.week_from, third.week_to) == (3, date(2026, 5, 25), date(2026, 5, 31))
    assert third.done == "布线\n到货"  # the milestone reached is named already
    assert third.planned == "安装（6月3日前）"
    assert (third.percent, third.help_needed, third.sent_on) == (50, "请开放机房", None)


def test_weeks_nobody_wrote_of_are_covered_by_the_next_report(
    file: File, deal: str, moment: time_machine.Traveller
) -> None:
    file.do(send_report, file.do(start_report, deal) and edited(file, deal))
    moment.move_to(MONDAY + 4 * WEEK)
    file.do(start_report, deal)
    now = latest(file, deal)
    assert (now.week_from, now.week_to) == (MONDAY + WEEK, MONDAY + 4 * WEEK + timedelta(days=6))


def edited(file: File, deal: str, **values: object) -> str:
    return file.do(edit_report, latest(file, deal).id, **values or {"done": "布线"})


def test_one_report_at_a_time(file: File, deal: str) -> None:
    report = file.do(start_report, deal)
    with pytest.raises(Refused, match="第 1 期周报还没有发送") as refused:
        file.do(start_report, deal)
    assert refused.value.remedies[0].target == "delivery.reports.send"
    with pytest.raises(Refused, match="还没有写"):
        file.do(send_report, report)
    file.do(remove_report, report)
    assert sheet(file, deal).reports == ()
    file.do(start_report, deal)
    assert latest(file, deal).serial == 1


def test_what_was_sent_stays_but_for_the_latest(file: File, deal: str, moment: time_machine.Traveller) -> None:
    file.do(start_report, deal)
    first = edited(file, deal)
    file.do(send_report, first)
    with pytest.raises(Refused, match="要保留"):
        file.do(remove_report, first)
    file.do(edit_report, first, note="客户很满意")
    assert latest(file, deal).sent_on == MONDAY
    edited(file, deal, done="布线完成")
    assert latest(file, deal).sent_on is None  # what the customer reads has to be sent again
    file.do(send_report, first)
    moment.move_to(MONDAY + WEEK)
    file.do(start_report, deal)
    with pytest.raises(Refused, match="第 1 期已有后续周报") as refused:
        file.do(edit_report, first, done="x")
    assert refused.value.remedies[0].target == "delivery.reports.done"


def test_what_cannot_be_is_refused(file: File, deal: str) -> None:
    report = file.do(start_report, deal)
    for values, said in (({"week_to": date(2026, 5, 1)}, "早于"), ({"percent": 101}, "0 到 100")):
        with pytest.raises(Refused, match=said):
            file.do(edit_report, report, **values)
    edited(file, deal)
    with pytest.raises(Refused, match="还没有到"):
        file.do(send_report, report, sent_on=MONDAY + WEEK)
    with pytest.raises(KeyError):
        file.do(edit_report, report, serial=7)


def test_problems_are_solved_and_opened_again(file: File, deal: str) -> None:
    first, second = file.do(add_problems, deal, texts=["终端到货推迟", "接口未开放"])
    assert sheet(file, deal).problems[0].found_on == MONDAY
    with pytest.raises(Refused, match="怎么解决") as refused:
        file.do(solve_problem, first)
    assert refused.value.remedies[0].target == f"delivery.reports.problems:{first}"
    file.do(edit_problem, first, solution="先用备用终端", owner="陈工", due_on=date(2026, 5, 20))
    file.do(solve_problem, first)
    assert [one.id for one in sheet(file, deal).problems] == [second, first]
    assert [one.id for one in sheet(file, deal).problems if one.solved_on is None] == [second]
    file.do(reopen_problem, first)
    file.do(move_problem, first, place=1)
    assert [one.id for one in sheet(file, deal).problems if one.solved_on is None] == [second, first]
    with pytest.raises(Refused, match="还没有到"):
        file.do(solve_problem, first, solved_on=date(2026, 6, 1))
    with pytest.raises(Refused, match="要有内容"):
        file.do(edit_problem, first, text=" ")
    file.do(remove_problem, first)
    assert [one.id for one in sheet(file, deal).problems] == [second]


def test_the_clock_runs_from_the_kick_off_and_from_each_report(
    file: File, deal: str, moment: time_machine.Traveller
) -> None:
    assert progress_clock(file, deal) is None
    file.do(hold_kickoff, deal)
    state = progress_clock(file, deal)
    assert state is not None
    assert (state.name, clock.local_day(state.due)) == ("周报", MONDAY + WEEK)
    moment.move_to(MONDAY + 2 * WEEK)
    assert ("progress", deal) in {(one.state.kind, one.deal_id) for one in file.ask(overdue_clocks, clock.now())}
    file.do(start_report, deal)
    file.do(send_report, edited(file, deal))
    state = progress_clock(file, deal)
    assert state is not None
    assert (state.phase, clock.local_day(state.due)) == ("running", MONDAY + 3 * WEEK)
    assert file.ask(overdue_clocks, clock.now()) == ()
    file.add(Acceptance(deal_id=deal, accepted_on=MONDAY + 2 * WEEK))
    assert progress_clock(file, deal) is None


def test_a_playbook_without_weekly_reports_has_no_clock(file: File, moment: time_machine.Traveller) -> None:
    assert moment
    made = file.deal(playbook="handbook", stage=file.playbooks.find("handbook").stages[-1].key)
    file.do(start_project, made)
    file.do(hold_kickoff, made)
    assert progress_clock(file, made) is None
