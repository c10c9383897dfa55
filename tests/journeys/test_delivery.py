"""From the signature to the first money and the first milestone, in the pane: nothing that is known is typed again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.models import ClauseKind, Contract, ContractClause, Member, Role, new_id
from desktop_crm.queries.payments import PaymentPlan, payment_plan
from desktop_crm.queries.projects import ProjectSheet, project_sheet
from desktop_crm.rules.working_time import add_working_days
from desktop_crm.system import clock
from desktop_crm.views.deal.payment_panel import PaymentPanel
from desktop_crm.views.deal.payments_section import PaymentsSection
from desktop_crm.views.deal.plan_section import PlanSection
from desktop_crm.views.deal.signing_section import SigningSection
from desktop_crm.workspace import Workspace
from tests.journeys.hands import CONTROL, KEY, click, key, press, write, write_line
from tests.journeys.test_contract import Office
from tests.make import File

TERMS = "签约后 5 个工作日内付 30%；系统上线后 10 日内付 60%；质保期满付 10%。以电汇支付。"


@pytest.fixture
def office(qtbot: QtBot, file: File, workspace: Workspace) -> Office:
    """Give a deal whose contract waits for the signatures, in a company with a project manager."""
    customer = file.customer(address="星湖街 218 号")
    deal = file.deal(customer, contact_id=file.contact(customer, "赵经理"), playbook="care", stage="won")
    file.add(Member(id=new_id(), name="陈思远", role=Role.DELIVERY, phone="13900000001"))
    contract = file.add(
        Contract(id=new_id(), deal_id=deal, number="HT-2030-01", title="产线改造合同", amount_fen=72_000_000)
    )
    clauses = {ClauseKind.PAYMENT: TERMS, ClauseKind.DELIVERY: "改造四条产线", ClauseKind.ACCEPTANCE: "节拍 20 秒"}
    for place, (kind, text) in enumerate(clauses.items()):
        file.add(ContractClause(contract_id=contract, kind=kind, title=kind.value, text=text, position=place))
    return Office(qtbot, workspace, deal)


def test_delivery_begins_goes_on_and_is_paid(office: Office) -> None:
    plans_the_payments(office)
    signs(office)
    tells_delivery(office)
    plans_the_project(office)
    reaches_the_first_milestone(office)
    receives_the_money(office)
    takes_the_receipt_back(office)


def money(office: Office) -> PaymentPlan:
    return office.workspace.ask(payment_plan, office.deal)


def project(office: Office) -> ProjectSheet:
    return office.workspace.ask(project_sheet, office.deal)


def plans_the_payments(office: Office) -> None:
    office.pane.go_to("contract.payments")
    press("带入付款条款", office.section(PaymentsSection))
    assert [(one.name, one.amount_fen, one.due_on) for one in money(office).instalments] == [
        ("预付款", 21_600_000, None), ("上线款", 43_200_000, None), ("质保金", 7_200_000, None),
    ]  # fmt: skip


def signs(office: Office) -> None:
    office.pane.go_to("contract.signing.sign")
    write("赵经理")
    press("记录签署", office.section(SigningSection))
    assert money(office).price.source == "signed"
    assert money(office).instalments[0].due_on == add_working_days(clock.today(), 5)


def tells_delivery(office: Office) -> None:
    office.pane.go_to("delivery.plan")
    section = office.section(PlanSection)
    press("启动交付项目", section)
    notice = project(office).notice
    assert (notice.content, notice.standard, notice.deliver_to) == ("改造四条产线", "节拍 20 秒", "星湖街 218 号")
    press("下达", section)
    assert "交付日期" in office.follows_the_remedy()
    write_line("2030-06-30")
    press("下达", section)
    assert "接收人" in office.follows_the_remedy()
    key(KEY.Key_Home)  # the list of colleagues is open: those who deliver stand first
    key(KEY.Key_Return)
    press("下达", section)
    press("已接收", section)
    assert project(office).notice.receiver == "陈思远"
    assert section.notice.folded()


def plans_the_project(office: Office) -> None:
    section = office.section(PlanSection)
    press("陈思远 交付", section.ours)
    assert [hand.name for hand in project(office).ours] == ["王敏", "陈思远"]
    click(section.steps.steps.add_line)
    for line in ("到货 2030-03-20", "系统上线 2030-04-30 交付：上线报告"):
        write_line(line)
    assert project(office).steps[1].pays == ("上线款",)
    press("启动会已召开", section)
    assert project(office).plan.kickoff_held == clock.today()


def reaches_the_first_milestone(office: Office) -> None:
    section = office.section(PlanSection)
    click(section.steps.steps.rows()[1].main)
    key(KEY.Key_D, CONTROL)
    assert project(office).steps[1].done_on == clock.today()
    assert (money(office).instalments[1].due_on or clock.today()) > clock.today()


def receives_the_money(office: Office) -> None:
    office.pane.go_to("contract.payments.receive")
    write_line("30万")  # more than the first instalment: the rest counts for the next
    first, second, _ = money(office).instalments
    assert (first.paid, second.received_fen) == (True, 8_400_000)
    panel = office.section(PaymentsSection).instalments.rows()[1].footer
    assert isinstance(panel, PaymentPanel)
    assert panel.left.text() == "还差 ¥348,000"


def takes_the_receipt_back(office: Office) -> None:
    office.workspace.undo()
    assert money(office).received_fen == 0
