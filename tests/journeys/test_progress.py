"""Three weeks of a delivery in the pane: each report begins where the last ended, and a signed change moves all it means."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from pytestqt.qtbot import QtBot

from desktop_crm.models import Contract, Deal, Milestone, Project, VersionStatus, new_id
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.payments import plan_payments
from desktop_crm.queries.acceptances import acceptance_sheet
from desktop_crm.queries.payments import payment_plan
from desktop_crm.queries.progress import Report, progress_sheet
from desktop_crm.queries.projects import project_sheet
from desktop_crm.views.deal.changes_section import ChangesSection
from desktop_crm.views.deal.plan_section import PlanSection
from desktop_crm.views.deal.reports_section import ReportsSection
from desktop_crm.workspace import Workspace
from tests.journeys.hands import CONTROL, KEY, click, key, press, write, write_line
from tests.journeys.test_contract import Office
from tests.make import File

MONDAY, WEEK = date(2026, 5, 11), timedelta(days=7)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Begin on a Monday morning; the clock runs on, and the journey moves it."""
    with time_machine.travel(_morning(MONDAY)) as traveller:
        yield traveller


def _morning(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T08:30").astimezone()


@pytest.fixture
def office(qtbot: QtBot, file: File, workspace: Workspace) -> Office:
    """Give a deal whose delivery began a week ago."""
    customer = file.customer()
    contact = file.contact(customer, "赵经理")
    deal = file.deal(customer, contact_id=contact, playbook="guide", stage="delivery", amount_fen=72_000_000)
    file.add(
        Contract(
            id=new_id(), deal_id=deal, status=VersionStatus.CONFIRMED, amount_fen=72_000_000,
            deliver_by=date(2026, 6, 30), confirmed_on=date(2026, 5, 6),
        )
    )  # fmt: skip
    file.add(Project(deal_id=deal, kickoff_held=date(2026, 5, 7), starts_on=MONDAY, ends_on=date(2026, 6, 30)))
    for place, (name, day) in enumerate((("到货", date(2026, 5, 20)), ("上线", date(2026, 6, 18)))):
        file.add(Milestone(id=new_id(), deal_id=deal, name=name, planned_on=day, due_on=day, position=place))
    file.do(plan_payments, deal, line="50% 签约后；50% 上线后")
    file.do(add_acceptance_clauses, deal, texts=["4 条产线"])
    return Office(qtbot, workspace, deal)


def test_three_weeks_of_reports_and_a_change(office: Office, clock: time_machine.Traveller) -> None:
    writes_the_first(office)
    clock.move_to(_morning(MONDAY + WEEK))
    writes_the_second(office)
    reaches_a_milestone(office)
    clock.move_to(_morning(MONDAY + 2 * WEEK))
    finds_the_third_filled(office)
    signs_a_change(office)
    sees_what_moved(office)
    takes_it_back(office)


def report(office: Office) -> Report:
    found = office.workspace.ask(progress_sheet, office.deal).latest
    assert found is not None
    return found


def writes_the_first(office: Office) -> None:
    office.pane.go_to("delivery.reports")
    section = office.section(ReportsSection)
    press("写第 1 期周报", section)
    key(KEY.Key_Return)
    write("完成勘查")
    key(KEY.Key_Return, CONTROL)
    click(section.problems.problems.add_line)
    write_line("终端推迟")
    press("记录发送", section)
    assert report(office).sent_on == MONDAY
    assert report(office).planned == "到货（5月20日前）"


def writes_the_second(office: Office) -> None:
    section = office.section(ReportsSection)
    section.refresh()
    press("写第 2 期", section)
    assert report(office).done == "到货"
    section.go_to("planned")
    key(KEY.Key_A, CONTROL)
    write("接口联调")
    key(KEY.Key_Return, CONTROL)
    press("记录发送", section)


def reaches_a_milestone(office: Office) -> None:
    office.pane.go_to("delivery.plan")
    click(office.section(PlanSection).steps.steps.rows()[0].main)
    key(KEY.Key_D, CONTROL)


def finds_the_third_filled(office: Office) -> None:
    office.pane.go_to("delivery.reports.new")
    section = office.section(ReportsSection)
    assert section.bar.start.hasFocus()
    key(KEY.Key_Space)
    third = report(office)
    assert (third.serial, third.week_from, third.done) == (3, MONDAY + 2 * WEEK, "接口联调")
    assert third.percent == 50
    assert [row.main.text() for row in section.problems.problems.rows()] == ["终端推迟"]  # until it is solved
    press("已解决", section.problems)
    assert "怎么解决" in office.follows_the_remedy()
    write_line("先用备用终端")
    press("已解决", section.problems)
    assert all(one.solved_on for one in office.workspace.ask(progress_sheet, office.deal).problems)


def signs_a_change(office: Office) -> None:
    office.pane.go_to("delivery.changes")
    section = office.section(ChangesSection)
    press("起草变更单", section)
    write_line("扩到六条产线")
    for place, text in (("reason", "二号车间提前投产"), ("price_fen", "8万"), ("days", "延期两周")):
        section.go_to(place)
        key(KEY.Key_A, CONTROL)
        write(text)
        key(KEY.Key_Return, CONTROL)
    section.items.menu.actions()[0].trigger()
    click(section.items.items.rows()[0].main)
    key(KEY.Key_A, CONTROL)
    write_line("6 条产线")
    press("记录发送", section)
    press("记录签署", section)
    key(KEY.Key_Return)  # the contact stands there already
    assert section.bar.badge.mark().text == "已签署"


def sees_what_moved(office: Office) -> None:
    assert office.section(ChangesSection).contract.now.text() == "合同现在 ¥800,000，2026-07-14 交付"
    plan = office.workspace.ask(payment_plan, office.deal)
    assert [(one.name, one.amount_fen) for one in plan.instalments][-1] == ("变更款（变更 1）", 8_000_000)
    assert plan.planned_fen == 80_000_000 == amount(office)
    project = office.workspace.ask(project_sheet, office.deal)
    assert [step.due_on for step in project.steps] == [date(2026, 5, 20), date(2026, 7, 2)]  # what is done stays
    assert project.plan.ends_on == date(2026, 7, 14)
    assert [one.text for one in office.workspace.ask(acceptance_sheet, office.deal).clauses] == ["6 条产线"]


def takes_it_back(office: Office) -> None:
    office.workspace.undo()
    assert amount(office) == 72_000_000
    assert office.workspace.ask(payment_plan, office.deal).planned_fen == 72_000_000
    assert office.workspace.ask(project_sheet, office.deal).plan.ends_on == date(2026, 6, 30)
    assert [one.text for one in office.workspace.ask(acceptance_sheet, office.deal).clauses] == ["4 条产线"]
    assert office.section(ChangesSection).bar.sign.isVisible()


def amount(office: Office) -> int | None:
    return office.workspace.ask(lambda session: session.get_one(Deal, office.deal).amount_fen)
