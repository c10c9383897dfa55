"""The acceptance tab: a clause fails, is rectified, passes, and the whole is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_crm.operations.acceptance_checks import record_check
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.requirements import add_requirement_items, edit_requirement_item
from desktop_crm.queries.acceptances import AcceptanceSheet, acceptance_sheet
from desktop_crm.views.deal.acceptance_tab import AcceptanceTab
from desktop_crm.views.deal.check_panel import CheckPanel
from tests.views.deal.desk import Desk

ENTER = Qt.Key.Key_Return


class Site(Desk[AcceptanceTab]):
    def now(self) -> AcceptanceSheet:
        return self.workspace.ask(acceptance_sheet, self.deal)

    def panel(self, place: int) -> CheckPanel:
        found = self.tab.clauses.rows()[place].footer
        assert isinstance(found, CheckPanel)
        return found


@pytest.fixture
def site(qtbot: QtBot, tmp_path: Path) -> Iterator[Site]:
    made = Site(qtbot, tmp_path / "data", AcceptanceTab)
    yield made
    made.close()


def test_promises_are_taken_over_in_one_click(site: Site) -> None:
    site.press("从合同和需求带入")
    assert len(site.refusals) == 1
    (goal,) = site.workspace.do(add_requirement_items, site.deal, kind="goal", texts=["人力成本降低"])
    site.workspace.do(edit_requirement_item, goal, measure="15%")
    site.press("从合同和需求带入")
    assert [(clause.text, clause.standard) for clause in site.now().clauses] == [("人力成本降低", "15%")]


def test_a_clause_fails_is_rectified_and_passes(site: Site) -> None:
    site.tab.go_to("clauses")
    site.paste("节拍 20 秒\n培训两天")
    panel = site.panel(0)
    site.press("不通过", panel)
    site.key(ENTER)
    site.press("记录不通过", panel)
    assert "原因" in site.refusals[0].reason
    panel.form.cause.start()
    site.type("夹具行程过长")
    site.key(ENTER)
    site.type("换夹具")
    site.key(ENTER)
    site.paste("2030-05-28")
    site.key(ENTER)
    assert panel.form.isHidden()
    assert "原因：夹具行程过长；整改：换夹具（2030-05-28 前）" in panel.history.text()
    assert site.tab.state.badge.mark().text == "待整改"
    site.tab.go_to("failed")
    site.key(Qt.Key.Key_Space)
    assert panel.badge.mark().text == "待复验（第 2 轮）"
    site.press("通过", panel)
    assert [check.result for check in site.now().clauses[0].checks] == ["failed", "passed"]
    assert panel.history.text().count("第 ") == 2
    assert site.tab.clauses.rows()[0].main.isReadOnly()
    site.tab.go_to("open")
    site.key(Qt.Key.Key_Space)
    site.press("完成验收")
    assert site.tab.state.badge.mark().text == "已验收"
    assert site.tab.clauses.add_line.isHidden()
    site.press("重新打开")
    assert site.now().accepted_on is None


def test_a_failure_can_be_told_better(site: Site) -> None:
    (clause,) = site.workspace.do(add_acceptance_clauses, site.deal, texts=["节拍"])
    site.workspace.do(record_check, clause, result="failed", cause="慢", rectification="换夹具")
    panel = site.panel(0)
    site.press("修改记录", panel)
    assert (panel.form.cause.text(), panel.form.rectification.text()) == ("慢", "换夹具")
    site.type("，22 秒")
    site.press("记录不通过", panel)
    (check,) = site.now().clauses[0].checks
    assert check.cause == "慢，22 秒"


def test_another_deal_starts_afresh(site: Site) -> None:
    site.tab.go_to("clauses")
    site.type("节拍")
    site.tab.show_deal(site.other_deal)
    assert site.tab.clauses.rows() == []
    assert [clause.text for clause in site.now().clauses] == ["节拍"]
