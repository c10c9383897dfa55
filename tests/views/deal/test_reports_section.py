"""The reports section: begun, filled and sent by keys; problems are solved in place; earlier weeks can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.operations.milestones import add_milestones
from desktop_crm.operations.problems import add_problems, edit_problem
from desktop_crm.operations.progress import edit_report, send_report, start_report
from desktop_crm.operations.projects import hold_kickoff, start_project
from desktop_crm.queries.progress import ProgressSheet, progress_sheet
from desktop_crm.system import clock
from desktop_crm.views.deal.problems_part import ProblemPanel
from desktop_crm.views.deal.report_cards import FIRST
from desktop_crm.views.deal.reports_section import ReportsSection
from tests.views.deal.desk import CONTROL, Desk

ENTER = Qt.Key.Key_Return


class Site(Desk[ReportsSection]):
    def now(self) -> ProgressSheet:
        return self.workspace.ask(progress_sheet, self.deal)

    def sent(self, done: str = "布线") -> str:
        report = self.workspace.do(start_report, self.deal)
        self.workspace.do(edit_report, report, done=done)
        return self.workspace.do(send_report, report)

    def panel(self, place: int) -> ProblemPanel:
        found = self.tab.problems.problems.rows()[place].footer
        assert isinstance(found, ProblemPanel)
        return found


@pytest.fixture
def site(qtbot: QtBot, tmp_path: Path) -> Iterator[Site]:
    made = Site(qtbot, tmp_path / "data", ReportsSection, playbook="guide", stage="delivery")
    yield made
    made.close()


def test_the_first_report_is_begun_filled_and_sent_by_keys(site: Site) -> None:
    site.tab.go_to("")
    assert site.tab.empty.steps()[0].hasFocus()
    site.key(Qt.Key.Key_Space)
    assert site.tab.empty.isHidden()
    assert site.tab.facts.field("done").isAncestorOf(QApplication.focusWidget() or site.tab)
    site.type("完成勘查")
    site.key(ENTER, CONTROL)
    site.tab.go_to("percent")
    site.type("两成")
    site.key(ENTER)
    assert site.refusals[-1].remedies[0].target == "delivery.reports.percent"
    site.tab.facts.field("percent").cancel()
    site.tab.go_to("percent")
    site.type("20%")
    site.key(ENTER)
    site.tab.go_to("send")
    site.key(Qt.Key.Key_Space)
    latest = site.now().latest
    assert latest is not None
    assert (latest.done, latest.percent, latest.sent_on) == ("完成勘查", 20, clock.today())
    assert "已发送" in site.tab.bar.badge.mark().text
    assert site.tab.bar.start.text() == "写第 2 期"


def test_the_next_report_is_filled_from_the_last(site: Site) -> None:
    report = site.workspace.do(start_report, site.deal)
    site.workspace.do(edit_report, report, done="勘查", planned="布线")
    site.press("记录发送")
    site.press("写第 2 期")
    latest = site.now().latest
    assert latest is not None
    assert (latest.serial, latest.done) == (2, "布线")
    assert site.tab.facts.field("done").fact().value == "布线"
    assert [card.report.serial for card in site.tab.earlier.cards.values()] == [1]
    site.press("删除这一期")
    assert len(site.now().reports) == 1


def test_a_change_after_sending_asks_to_send_again(site: Site) -> None:
    site.sent()
    site.tab.go_to("done")
    site.paste("，调试")
    site.key(ENTER, CONTROL)
    assert site.tab.bar.badge.mark().text == "未发送"
    assert site.tab.bar.send.isVisible()


def test_the_clock_stands_in_the_head(site: Site) -> None:
    site.workspace.do(start_project, site.deal)
    site.workspace.do(hold_kickoff, site.deal, held_on=clock.today() - timedelta(days=10))
    site.workspace.do(start_report, site.deal)
    assert "周报 逾期" in site.tab.bar.due.mark().text
    site.tab.go_to("done")
    site.paste("勘查")
    site.key(ENTER, CONTROL)
    site.press("记录发送")
    assert site.tab.bar.due.mark().tone != "late"
    assert "下一期" in site.tab.bar.sentence.text()


def test_problems_are_written_solved_and_opened_again(site: Site) -> None:
    site.tab.go_to("problems")
    site.type("终端推迟")
    site.key(ENTER)
    site.type("接口未开放")
    site.key(ENTER)
    site.press("已解决", site.panel(0))
    target = site.refusals[-1].remedies[0].target
    assert target == f"delivery.reports.problems:{site.now().problems[0].id}"
    site.tab.go_to(target.removeprefix("delivery.reports."))
    site.type("先用备用终端")
    site.key(ENTER)
    site.press("已解决", site.panel(0))
    assert [(one.text, one.solved_on) for one in site.now().problems] == [
        ("接口未开放", None), ("终端推迟", clock.today()),
    ]  # fmt: skip
    assert site.panel(1).badge.mark().tone == "good"
    site.press("重新打开", site.panel(1))
    assert all(one.solved_on is None for one in site.now().problems)


def test_a_problem_that_is_late_says_so(site: Site) -> None:
    (problem,) = site.workspace.do(add_problems, site.deal, texts=["终端推迟"])
    assert site.panel(0).badge.mark().text == "待解决"
    site.workspace.do(edit_problem, problem, due_on=clock.today() - timedelta(days=2))
    assert site.panel(0).badge.mark().text == "逾期2天"


def test_milestones_are_seen_and_led_to(site: Site) -> None:
    assert site.tab.line.isHidden() or not site.tab.line.isVisible()
    site.workspace.do(add_milestones, site.deal, texts=["到货 2030-03-20", "上线 2030-04-30"])
    assert site.tab.line.isVisible()
    wanted: list[str] = []
    site.tab.go_to_requested.connect(wanted.append)
    site.press("去计划")
    assert wanted == ["delivery.plan.milestones"]


def test_many_weeks_are_shown_a_few_at_a_time(site: Site) -> None:
    for week in range(FIRST + 3):
        site.sent(f"第{week}周")
    assert len(site.tab.earlier.cards) == FIRST
    assert "2 期" in site.tab.earlier.rest.text()


def test_another_deal_starts_afresh(site: Site) -> None:
    site.sent()
    site.tab.go_to("problems")
    site.type("终端推迟")
    site.tab.show_deal(site.other_deal)
    assert site.tab.empty.isVisible()
    assert site.tab.problems.problems.rows() == []
    site.tab.show_deal(site.deal)
    assert [one.text for one in site.now().problems] == ["终端推迟"]  # kept for the deal it was typed for
