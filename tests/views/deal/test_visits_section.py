"""The visits of a deal: the next on top, written by keys alone, corrected, and led on to other deals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.operations.acceptance_checks import accept, record_check
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.deals import delete_deal
from desktop_crm.operations.visits import record_visit
from desktop_crm.queries.timeline import plans
from desktop_crm.queries.visits import VisitSheet, visit_sheet
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from desktop_crm.views.deal.linked_parts import DealLink
from desktop_crm.views.deal.visit_card import VisitCard
from desktop_crm.views.deal.visits_section import VisitsSection
from tests.views.deal.desk import CONTROL, Desk

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
TODAY = date.today()


class Line(Desk[VisitsSection]):
    """A salesperson on the line with a customer whose delivery was accepted."""

    def now(self) -> VisitSheet:
        return self.workspace.ask(visit_sheet, self.deal)

    def is_accepted(self) -> None:
        (clause,) = self.workspace.do(add_acceptance_clauses, self.deal, texts=["节拍"])
        self.workspace.do(record_check, clause, result="passed")
        self.workspace.do(accept, self.deal)

    def cards(self) -> list[VisitCard]:
        QApplication.processEvents()
        return sorted(self.tab.cards.values(), key=lambda card: card.y())

    def reads(self, widget: object) -> str:
        labels = (widget if isinstance(widget, VisitCard) else self.tab.planned).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not label.isHidden())


@pytest.fixture
def line(qtbot: QtBot, tmp_path: Path) -> Iterator[Line]:
    made = Line(qtbot, tmp_path / "data", VisitsSection, playbook="guide")
    yield made
    made.close()


def test_before_the_acceptance_it_says_what_will_happen(line: Line) -> None:
    assert "验收完成后" in line.reads(line.tab.planned)
    line.is_accepted()
    assert "下一次：验收后1周" in line.reads(line.tab.planned)
    assert line.tab.planned.hint.isHidden()
    assert [chip.text() for chip in line.tab.entry.occasion.chips()] == ["验收后1周", "计划外"]


def test_a_visit_is_written_by_keys_alone(line: Line) -> None:
    line.is_accepted()
    line.tab.go_to("")
    line.key(Qt.Key.Key_4)
    for text in ("四条线都在用", "导出慢", "夜班操作", "二号车间也想上", "张总 苏州华业", "出二期估算"):
        line.key(TAB)
        line.type(text)
    line.key(TAB)
    line.type("明天")
    line.key(ENTER, CONTROL)
    assert line.refusals == []
    (visit,) = line.now().visits
    assert (visit.satisfaction, visit.occasion, visit.method, visit.contact) == (4, "验收后1周", "call", "赵经理")
    assert (visit.usage, visit.complaint, visit.training, visit.second_need, visit.referral, visit.follow_up) == (
        "四条线都在用", "导出慢", "夜班操作", "二号车间也想上", "张总 苏州华业", "出二期估算",
    )  # fmt: skip
    assert {(plan.goal, plan.due_on) for plan in line.workspace.ask(plans, line.deal)} == {
        ("出二期估算", TODAY + timedelta(days=1)),
        ("安排培训：夜班操作", next_working_day(TODAY + timedelta(weeks=1))),
    }
    assert line.tab.entry.draft().empty
    assert line.tab.entry.occasion.chips() == []
    assert "没有安排下一次" in line.reads(line.tab.planned)


def test_one_that_nobody_planned_leaves_the_plan(line: Line) -> None:
    line.is_accepted()
    QApplication.processEvents()  # the chips come into sight
    line.tab.entry.occasion.take_focus()
    line.key(Qt.Key.Key_2)
    line.tab.go_to("usage")
    line.type("顺路看了一眼")
    line.tab.go_to("when")
    line.type("昨天")
    line.key(ENTER, CONTROL)
    sheet = line.now()
    assert [(visit.occasion, visit.visited_on) for visit in sheet.visits] == [("", TODAY - timedelta(days=1))]
    assert len(sheet.planned) == 1


def test_what_is_refused_stays_in_the_fields(line: Line) -> None:
    line.tab.go_to("follow_up")
    line.type("出估算")
    line.key(ENTER, CONTROL)
    assert "用得怎样" in line.refusals[0].reason
    assert line.refusals[0].remedies[0].target == "delivery.visits.usage"
    assert line.tab.entry.lines["follow_up"].text() == "出估算"
    line.tab.entry.due.line.setText("不是日期")
    line.tab.go_to("usage")
    line.type("好")
    line.key(ENTER, CONTROL)
    assert line.now().visits == ()
    assert line.tab.entry.due.error()


def test_the_day_of_a_planned_visit_is_changed_where_it_stands(line: Line) -> None:
    line.is_accepted()
    (plan,) = line.now().planned
    line.tab.planned.days[plan.id].start()
    line.key(Qt.Key.Key_A, CONTROL)
    line.type("2031-03-05")
    line.key(ENTER)
    assert line.now().planned[0].due_on == date(2031, 3, 5)


def test_a_visit_is_corrected_in_place(line: Line) -> None:
    visit = line.workspace.do(record_visit, line.deal, satisfaction=4, usage="在用")
    line.cards()[0].edit("satisfaction")
    line.cards()[0].edited.emit(visit, "satisfaction", 2)
    assert line.now().visits[0].satisfaction == 2
    line.cards()[0].edited.emit(visit, "visited_on", TODAY + timedelta(days=3))
    assert "还没有到" in line.refusals[0].reason
    line.cards()[0].delete_requested.emit(visit)
    assert line.now().visits == ()
    assert line.cards() == []


def test_satisfaction_over_time_is_seen_and_told(line: Line) -> None:
    line.workspace.do(record_visit, line.deal, satisfaction=3, happened_at=clock.now() - timedelta(days=30))
    assert line.tab.marks.isHidden()
    line.workspace.do(record_visit, line.deal, usage="没问满意度")
    line.workspace.do(record_visit, line.deal, satisfaction=5)
    assert not line.tab.marks.isHidden()
    assert line.tab.marks.accessibleName() == "满意度 3 → 5"
    assert line.tab.marks.grab().toImage().width() > 0


def test_a_need_and_a_referral_lead_to_deals_that_open(line: Line) -> None:
    opened: list[str] = []
    told: list[str] = []
    line.tab.deal_requested.connect(opened.append)
    line.tab.done.connect(told.append)
    line.workspace.do(record_visit, line.deal, second_need="二号车间", referral="张总 苏州华业 13900001111")
    line.press("转为新商机", line.cards()[0])
    line.press("转为线索", line.cards()[0])
    assert [text.partition("，")[0] for text in told] == ["已转为新商机", "已转为线索"]
    links = line.cards()[0].findChildren(DealLink)
    assert [link.link.text().split()[1] for link in links] == ["二号车间", "苏州华业"]
    links[0].link.click()
    second = line.now().visits[0].second_deal_id
    assert opened == [second]
    line.workspace.do(delete_deal, second)
    line.press("转为新商机", line.cards()[0])
    assert line.now().visits[0].second_deal_id != second


def test_a_remedy_leads_to_the_field_of_the_visit(line: Line) -> None:
    visit = line.workspace.do(record_visit, line.deal, referral="13900001111")
    line.press("转为线索", line.cards()[0])
    assert line.refusals[0].remedies[0].target == f"delivery.visits.{visit}"
    line.tab.go_to(visit)
    line.key(Qt.Key.Key_A, CONTROL)
    line.type("张总 苏州华业")
    line.key(ENTER, CONTROL)
    assert line.now().visits[0].referral == "张总 苏州华业"


def test_what_was_typed_stays_with_its_deal(line: Line) -> None:
    line.tab.go_to("usage")
    line.type("写到一半")
    line.tab.show_deal(line.other_deal)
    assert line.tab.entry.draft().empty
    line.tab.show_deal(line.deal)
    assert line.tab.entry.lines["usage"].text() == "写到一半"
