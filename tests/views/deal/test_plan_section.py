"""The plan section: delivery begins with one click, is told, meets, and goes from milestone to milestone by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.operations.payments import plan_payments
from desktop_crm.operations.projects import edit_order_notice, start_project
from desktop_crm.queries.payments import payment_plan
from desktop_crm.queries.projects import ProjectSheet, project_sheet
from desktop_crm.system import clock
from desktop_crm.views.deal.plan_section import PlanSection
from desktop_crm.views.deal.steps_part import StepPanel
from tests.views.deal.desk import CONTROL, Desk

ENTER = Qt.Key.Key_Return


class Site(Desk[PlanSection]):
    def now(self) -> ProjectSheet:
        return self.workspace.ask(project_sheet, self.deal)

    def panel(self, place: int) -> StepPanel:
        found = self.tab.steps.steps.rows()[place].footer
        assert isinstance(found, StepPanel)
        return found


@pytest.fixture
def site(qtbot: QtBot, tmp_path: Path) -> Iterator[Site]:
    made = Site(qtbot, tmp_path / "data", PlanSection)
    yield made
    made.close()


def test_delivery_begins_with_one_click(site: Site) -> None:
    site.tab.go_to("content")
    assert site.tab.empty.steps()[0].hasFocus()
    assert not site.tab.steps.isVisible()
    site.key(Qt.Key.Key_Space)
    assert site.tab.empty.isHidden()
    assert site.now().plan.name == "ERP 替换"
    assert [hand.name for hand in (*site.now().ours, *site.now().theirs)] == ["王敏", "赵经理"]


def test_the_notice_is_filled_sent_and_taken_on(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.press("下达")
    assert site.refusals[-1].remedies[0].target == "delivery.plan.deliver_by"
    site.tab.go_to("deliver_by")
    site.paste("2030-05-28")
    site.key(ENTER)
    site.workspace.do(edit_order_notice, site.deal, receiver_id=site.workspace.me)
    site.press("下达")
    assert (site.now().notice.sent_on, site.tab.notice.badge.mark().text) == (clock.today(), "待接收")
    site.press("已接收")
    assert site.now().notice.accepted_on == clock.today()
    assert site.tab.notice.folded()
    site.tab.go_to("attention")
    assert not site.tab.notice.folded()
    site.paste("现场无网络")
    site.key(ENTER, CONTROL)
    assert site.tab.notice.badge.mark().text == "未下达"


def test_the_kick_off_is_held(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.tab.go_to("kickoff")
    site.key(Qt.Key.Key_Space)
    assert site.now().plan.kickoff_held == clock.today()
    site.press("撤回")
    assert site.now().plan.kickoff_held is None


def test_people_come_by_pick_and_by_line(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    for hand in (*site.now().ours, *site.now().theirs):
        part = site.tab.ours if hand.side == "us" else site.tab.theirs
        part.hands.remove(part.hands.rows()[0])
    site.press("王敏 销售代表", site.tab.ours)
    site.press("赵经理 采购总监", site.tab.theirs)
    site.tab.go_to("members")
    site.type("老林 调试 现场")
    site.key(ENTER)
    assert [(hand.name, hand.role, hand.duty) for hand in site.now().ours] == [
        ("王敏", "销售代表", ""), ("老林", "调试", "现场"),
    ]  # fmt: skip
    assert [hand.name for hand in site.now().theirs] == ["赵经理"]
    assert not site.tab.theirs.offers.isVisible()


def test_milestones_are_done_by_one_key_and_money_falls_due(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.workspace.do(plan_payments, site.deal, line="50% 到货后；50% 上线后10天")
    site.tab.go_to("milestones")
    for line in ("到货 2020-03-20", "上线 2030-04-30"):
        site.type(line)
        site.key(ENTER)
    assert [site.panel(place).badge.mark().tone for place in (0, 1)] == ["late", "muted"]
    assert site.panel(0).said.text() == "完成后到期：到货款"
    site.key(Qt.Key.Key_D, CONTROL)  # the cursor is at the end: the first open one
    assert [step.done_on for step in site.now().steps] == [clock.today(), None]
    assert "晚" in site.panel(0).badge.mark().text
    first, second = site.workspace.ask(payment_plan, site.deal).instalments
    assert (first.due_on, second.due_on) == (clock.today(), None)
    site.tab.steps.steps.rows()[1].main.setFocus()
    site.key(Qt.Key.Key_D, CONTROL)
    assert site.now().steps[1].done_on == clock.today()
    assert site.tab.steps.line.isVisible()
    site.press("重新打开", site.panel(1))
    assert site.workspace.ask(payment_plan, site.deal).instalments[1].due_on is None


def test_the_usual_milestones_fill_an_empty_plan(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.press("按惯例排")
    assert site.refusals[-1].remedies[0].target == "delivery.plan.ends_on"
    site.tab.go_to("ends_on")
    site.paste("2030-12-31")
    site.key(ENTER)
    site.press("按惯例排")
    assert len(site.now().steps) == 5
    assert not site.tab.steps.suggest.isVisible()


def test_a_milestone_is_found_by_its_id(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.tab.steps.steps.start()
    site.type("到货")
    site.key(ENTER)
    site.type("上线")
    site.key(ENTER)
    second = site.now().steps[1].id
    site.tab.go_to(f"milestones:{second}")
    assert QApplication.focusWidget() is site.panel(1).finish


def test_another_deal_starts_afresh(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.tab.go_to("members")
    site.type("老林")
    site.tab.show_deal(site.other_deal)
    assert site.tab.empty.isVisible()
    site.tab.show_deal(site.deal)
    assert [hand.name for hand in site.now().ours] == ["王敏", "老林"]  # kept for the deal it was typed for
