"""From a failed clause to a new customer, in the pane: accepted in the second round, visited a week later, recommended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractClause, Customer, Deal, VersionStatus, new_id
from desktop_crm.queries.acceptances import acceptance_sheet
from desktop_crm.queries.evidenced import evidenced
from desktop_crm.queries.timeline import plans, records
from desktop_crm.queries.visits import VisitSheet, visit_sheet
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from desktop_crm.views.deal.acceptance_tab import AcceptanceTab
from desktop_crm.views.deal.check_panel import CheckPanel
from desktop_crm.views.deal.linked_parts import LinkedParts
from desktop_crm.views.deal.visits_section import VisitsSection
from desktop_crm.workspace import Workspace
from tests.journeys.hands import CONTROL, KEY, click, key, press, words, write, write_line
from tests.journeys.test_contract import Office
from tests.make import File


@pytest.fixture
def office(qtbot: QtBot, file: File, workspace: Workspace) -> Office:
    """Give a deal in delivery whose contract both sides signed."""
    customer = file.customer()
    contact = file.contact(customer, "赵经理")
    deal = file.deal(customer, contact_id=contact, playbook="guide", stage="delivery", outcome="won")
    contract = file.add(
        Contract(
            id=new_id(), deal_id=deal, number="HT-1", status=VersionStatus.CONFIRMED, confirmed_on=date(2026, 3, 2)
        )
    )
    for place, (kind, title, text) in enumerate((
        ("price", "总价", "72 万元"), ("delivery", "交付标准", "节拍 20 秒"), ("acceptance", "验收", "连续运行 72 小时"),
    )):  # fmt: skip
        file.add(ContractClause(contract_id=contract, kind=kind, title=title, text=text, position=place))
    return Office(qtbot, workspace, deal)


def test_an_accepted_delivery_leads_to_the_next_deals(office: Office) -> None:
    fails_a_clause(office)
    passes_in_the_second_round(office)
    is_visited_a_week_later(office)
    wants_more(office)
    recommends_somebody(office)
    the_new_deal_leads_back(office)


def visits(office: Office) -> VisitSheet:
    return office.workspace.ask(visit_sheet, office.deal)


def deal_of(office: Office, deal_id: str) -> tuple[Deal, Customer]:
    def read(session: Session) -> tuple[Deal, Customer]:
        deal = session.get_one(Deal, deal_id)
        return deal, session.get_one(Customer, deal.customer_id)

    return office.workspace.ask(read)


def panel_of(tab: AcceptanceTab, place: int) -> CheckPanel:
    found = tab.clauses.rows()[place].footer
    assert isinstance(found, CheckPanel)
    return found


def fails_a_clause(office: Office) -> None:
    office.pane.go_to("acceptance.clauses")
    tab = office.section(AcceptanceTab)
    press("从合同和需求带入", tab)
    assert panel_of(tab, 0).origin.text() == "合同第 2 条 交付标准"
    press("不通过", panel_of(tab, 0))
    write_line("夜班平均 23 秒")
    write_line("换定位销，周工负责")
    write_line("2030-05-28")
    press("通过", panel_of(tab, 1))
    assert tab.state.badge.mark().text == "待整改"


def passes_in_the_second_round(office: Office) -> None:
    tab = office.section(AcceptanceTab)
    press("复验", panel_of(tab, 0))
    assert panel_of(tab, 0).badge.mark().text == "待复验（第 2 轮）"
    press("通过", panel_of(tab, 0))
    press("完成验收", tab)
    sheet = office.workspace.ask(acceptance_sheet, office.deal)
    assert [check.result for check in sheet.clauses[0].checks] == ["failed", "passed"]
    assert sheet.accepted_on == clock.today()


def is_visited_a_week_later(office: Office) -> None:
    due = next_working_day(clock.today() + timedelta(weeks=1))
    (plan,) = visits(office).planned
    assert (plan.due_on, plan.method) == (due, "call")
    assert [one.id for one in office.workspace.ask(plans, office.deal) if one.purpose == "visit"] == [plan.id]
    office.pane.go_to("delivery.visits")
    section = office.section(VisitsSection)
    assert "下一次：验收后1周" in words(section.planned)
    key(KEY.Key_4)
    for said in ("四条线都在用", "", "", "二号车间也想上", "张总 苏州华业 13900001111 想上MES"):
        key(KEY.Key_Tab)
        write(said)
    key(KEY.Key_Return, CONTROL)
    (visit,) = visits(office).visits
    assert (visit.satisfaction, visit.occasion, visits(office).planned) == (4, "验收后1周", ())
    (record,) = office.workspace.ask(records, office.deal).records
    assert "满意度：满意（4/5）" in record.feedback
    assert "first_visit_done" in office.workspace.ask(evidenced, office.deal)


def wants_more(office: Office) -> None:
    press("转为新商机", office.section(VisitsSection))
    deal, customer = deal_of(office, visits(office).visits[0].second_deal_id)
    assert (deal.parent_id, deal.need, customer.name) == (office.deal, "二号车间也想上", "苏州恒力精密有限公司")


def recommends_somebody(office: Office) -> None:
    press("转为线索", office.section(VisitsSection))
    deal, customer = deal_of(office, visits(office).visits[0].referral_deal_id)
    assert (deal.parent_id, deal.source, deal.need, customer.name) == (
        office.deal, "老客户推荐", "想上MES", "苏州华业",
    )  # fmt: skip


def the_new_deal_leads_back(office: Office) -> None:
    office.pane.deal_requested.connect(office.pane.show_deal)  # as the board does
    office.pane.go_to("overview")
    assert "二次需求" in words(office.section(LinkedParts))
    second = visits(office).visits[0].second_deal_id
    click(office.section(LinkedParts).links[0].link)
    assert office.pane.deal_id == second
    office.waits(lambda: "来自" in words(office.section(LinkedParts)))
    click(office.section(LinkedParts).links[0].link)
    assert office.pane.deal_id == office.deal
