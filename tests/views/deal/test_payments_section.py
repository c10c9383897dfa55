"""The payments section: a plan typed in one line, corrected in place, and money that comes in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.operations.deals import edit_deal
from desktop_crm.operations.milestones import add_milestones, finish_milestone
from desktop_crm.operations.negotiations import add_memo_clauses, start_memo
from desktop_crm.operations.payments import plan_payments
from desktop_crm.queries.payments import PaymentPlan, payment_plan
from desktop_crm.system import clock
from desktop_crm.views.deal.payment_panel import PaymentPanel
from desktop_crm.views.deal.payments_section import PaymentsSection
from tests.views.deal.desk import Desk

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
LINE = "30% 预付款 签约后5个工作日；60% 验收后10天；10% 质保金 2020-03-01"


class Till(Desk[PaymentsSection]):
    def now(self) -> PaymentPlan:
        return self.workspace.ask(payment_plan, self.deal)

    def panel(self, place: int) -> PaymentPanel:
        found = self.tab.instalments.rows()[place].footer
        assert isinstance(found, PaymentPanel)
        return found

    def planned(self) -> None:
        self.workspace.do(plan_payments, self.deal, line=LINE)


@pytest.fixture
def till(qtbot: QtBot, tmp_path: Path) -> Iterator[Till]:
    made = Till(qtbot, tmp_path / "data", PaymentsSection)
    yield made
    made.close()


def test_a_line_becomes_the_plan(till: Till) -> None:
    assert till.tab.state.badge.mark().text == "未排计划"
    till.tab.go_to("plan")
    till.type("30% 签约后")
    assert till.tab.plan_line.reading.text() == "预付款 · 30% · 签约后"
    till.type("；余款 验收后10天")
    till.key(ENTER)
    assert [(one.name, one.share, one.amount_fen) for one in till.now().instalments] == [
        ("预付款", 300, 24_000_000), ("验收款", 700, 56_000_000),
    ]  # fmt: skip
    assert till.tab.empty.isHidden()
    assert not till.tab.plan_line.isVisible()
    assert [till.panel(place).badge.mark().text for place in (0, 1)] == ["待签约", "待验收"]
    assert till.tab.state.badge.mark().text == "收款中"
    till.type("1万 培训费")  # the cursor is where the next one is written
    till.key(ENTER)
    assert len(till.now().instalments) == 3
    assert "比合同多 ¥10,000" in till.tab.state.gap.text()


def test_a_line_that_is_not_understood_stays_and_says_why(till: Till) -> None:
    till.tab.go_to("plan")
    till.type("看情况付")
    till.key(ENTER)
    assert "没有写比例或金额" in till.tab.plan_line.error()
    assert till.tab.plan_line.line.text() == "看情况付"
    assert till.now().instalments == ()
    till.key(ESCAPE)
    assert till.tab.plan_line.line.text() == ""


def test_the_terms_of_the_memo_are_taken_over_with_one_click(till: Till) -> None:
    assert till.tab.take_over.isHidden()
    till.workspace.do(start_memo, till.deal)
    till.workspace.do(add_memo_clauses, till.deal, texts=["付款：签约后付 40%，验收后付 60%"])
    till.press("带入付款条款")
    assert [one.share for one in till.now().instalments] == [400, 600]


def test_instalments_are_edited_where_they_stand(till: Till) -> None:
    till.planned()
    worth = till.tab.instalments.rows()[0].cell("worth")
    worth.setFocus()
    till.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    till.type("20%")
    till.key(ENTER)
    assert (till.now().instalments[0].amount_fen, till.now().unplanned_fen) == (16_000_000, 8_000_000)
    assert "还有 ¥80,000 没有排进计划" in till.tab.state.gap.text()
    worth.setFocus()
    till.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    till.type("24万")
    till.key(ENTER)
    assert (till.now().instalments[0].share, till.now().unplanned_fen) == (None, 0)
    worth.setFocus()
    till.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    till.type("很多")
    till.key(ENTER)
    assert till.refusals[-1].remedies[0].target == "contract.payments.share"
    assert till.now().instalments[0].amount_fen == 24_000_000


def test_a_new_price_is_spread_with_one_click(till: Till) -> None:
    till.planned()
    till.workspace.do(edit_deal, till.deal, amount_fen=100_000_000)
    till.press("按比例重算")
    assert [one.amount_fen for one in till.now().instalments] == [30_000_000, 60_000_000, 10_000_000]
    assert till.tab.state.gap.isHidden()


def test_money_comes_in_by_two_keys(till: Till) -> None:
    till.planned()
    assert till.tab.state.badge.mark().text == "有逾期"
    till.tab.go_to("receive")
    form = till.panel(0).form
    assert (form.amount.value(), form.day.value()) == (24_000_000, clock.today())
    till.key(ENTER)
    first = till.now().instalments[0]
    assert (first.paid, first.receipts[0].method) == (True, "银行转账")
    assert till.panel(0).receive_button.isHidden()
    assert till.panel(0).badge.mark().text == "已收齐"
    assert till.tab.rewrite.isHidden()


def test_a_part_then_too_much(till: Till) -> None:
    till.planned()
    till.press("记录到账", till.panel(0))
    till.type("10万")
    till.key(ENTER)
    assert till.panel(0).left.text() == "还差 ¥140,000"
    till.press("记录到账", till.panel(0))
    till.type("20万")
    till.key(ENTER)
    assert [one.received_fen for one in till.now().instalments] == [24_000_000, 6_000_000, 0]
    till.press("记录到账", till.panel(1))
    till.type("100万")
    till.key(ENTER)
    assert "多出" in till.refusals[-1].reason
    assert till.panel(1).form.isVisible()  # what was typed can be mended
    till.key(ESCAPE)
    assert not till.panel(1).form.isVisible()


def test_a_receipt_is_taken_back(till: Till) -> None:
    till.planned()
    till.tab.go_to("receive")
    till.key(ENTER)
    till.panel(0).lines[0].cross.click()
    assert till.now().received_fen == 0
    assert till.panel(0).lines == []
    assert not till.panel(0).receive_button.isHidden()


def test_the_plan_is_written_anew(till: Till) -> None:
    till.planned()
    till.press("整份重写")
    assert till.tab.plan_line.line.text() == (
        "30% 预付款 签约后5个工作日；60% 验收款 验收后10天；10% 质保金 2020-03-01"
    )
    till.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    till.type("5:5")
    till.key(ENTER)
    assert [one.share for one in till.now().instalments] == [500, 500]


def test_places_are_found(till: Till) -> None:
    till.planned()
    last = till.now().instalments[2].id
    till.tab.go_to("")
    assert not any(till.panel(place).form.isVisible() for place in range(3))
    till.tab.go_to(f"receive:{last}")
    assert till.panel(2).form.isVisible()
    till.tab.go_to("add")
    assert till.tab.instalments.add_line.hasFocus()
    till.tab.go_to("share")
    assert till.tab.instalments.rows()[0].cell("worth").hasFocus()


def test_another_deal_starts_afresh(till: Till) -> None:
    till.planned()
    till.tab.go_to("plan")
    till.type("5:5")
    till.tab.show_deal(till.other_deal)
    assert till.tab.instalments.rows() == []
    assert till.tab.plan_line.line.text() == ""
    assert till.tab.empty.isVisible()


def test_invoice_and_note_are_written_where_the_instalment_stands(till: Till) -> None:
    till.planned()
    details = till.panel(0).details
    assert details.grid.isHidden()
    assert details.said.text() == ""
    till.panel(0).details.toggle.setFocus()
    till.key(ENTER)
    till.type("3")
    till.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    till.type("2026-03-05")
    till.key(ENTER)
    details.grid.edit("note")
    till.type("发票寄财务李工")
    till.key(ENTER)
    one = till.now().instalments[0]
    assert (one.invoiced_on, one.note) == (date(2026, 3, 5), "发票寄财务李工")
    assert details.said.text().endswith("已开票 · 发票寄财务李工")
    till.key(ESCAPE)
    assert details.grid.isHidden()
    assert details.toggle.hasFocus()
    assert till.workspace.undo() == "修改回款计划"
    assert till.now().instalments[0].note == ""
    assert details.said.text().endswith("已开票")


def test_an_instalment_is_tied_to_a_milestone_by_hand_and_untied_again(till: Till) -> None:
    till.planned()
    till.panel(1).details.open()
    assert "milestone_id" not in [fact.key for fact in till.panel(1).details._facts]
    uat, done = till.workspace.do(add_milestones, till.deal, texts=["用户测试 2026-05-10", "数据迁移 2026-04-01"])
    till.workspace.do(finish_milestone, done, done_on=date(2020, 4, 3))
    field = till.panel(1).details.grid.field("milestone_id")
    assert [name for _, name in field.fact().choices] == ["不随里程碑", "用户测试", "数据迁移"]
    field.edited.emit(uat)
    assert (till.now().instalments[1].milestone, till.now().instalments[1].due_on) == ("用户测试", None)
    assert till.panel(1).badge.mark().text == "待用户测试"
    field.edited.emit(done)
    assert till.now().instalments[1].due_on == date(2020, 4, 13)  # ten days after, as the condition says
    field.edited.emit("")
    assert (till.now().instalments[1].milestone, till.now().instalments[1].due_on) == ("", None)
    assert till.panel(1).badge.mark().text == "待验收"


def test_the_fields_of_an_instalment_are_reached_by_tab(till: Till) -> None:
    till.planned()
    details = till.panel(0).details
    till.panel(0).receive_button.setFocus()
    till.key(Qt.Key.Key_Tab)
    assert details.toggle.hasFocus()
    till.key(ENTER)
    assert details.grid.field("invoiced_on").focusProxy() is QApplication.focusWidget()
    till.key(Qt.Key.Key_Tab)
    assert details.grid.field("note").focusProxy() is QApplication.focusWidget()
