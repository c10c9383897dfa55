"""The checklist: boxes people tick, and items that the records tick by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.operations.interviews import add_questions, remove_question
from desktop_crm.queries.deal import deal_overview
from desktop_crm.views.deal.overview_tab import OverviewTab
from tests.views.deal.desk import Desk


class Checked(Desk[OverviewTab]):
    def ticked(self) -> frozenset[str]:
        found = self.workspace.ask(deal_overview, self.deal)
        assert found is not None
        return found.ticked


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Checked]:
    made = Checked(qtbot, tmp_path / "data", OverviewTab, stage="discovery")
    yield made
    made.close()


def test_what_a_record_proves_is_ticked_says_why_and_stays(desk: Checked) -> None:
    box = desk.tab.checklist.box("interview_prepared")
    assert not box.isChecked()
    (question,) = desk.workspace.do(add_questions, desk.deal, kind="open", texts=["几时上线？"])
    assert box.isChecked()
    assert box.text() == "访谈提纲已准备（由记录自动完成）"
    assert "访谈准备里有要问的问题" in box.toolTip()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
    box.setFocus()
    desk.key(Qt.Key.Key_Space)
    assert box.isChecked()
    assert desk.ticked() == frozenset()
    desk.workspace.do(remove_question, question)
    assert not box.isChecked()
    assert (box.text(), box.toolTip()) == ("访谈提纲已准备", "")


def test_the_title_counts_both_and_a_tick_by_hand_is_kept(desk: Checked) -> None:
    desk.workspace.do(add_questions, desk.deal, kind="open", texts=["几时上线？"])
    desk.tab.checklist.box("requirement_filed").click()
    assert desk.ticked() == {"requirement_filed"}
    assert desk.tab.checklist._title.text() == "本阶段清单　2/2"
    desk.tab.checklist.box("requirement_filed").click()
    assert desk.ticked() == frozenset()
