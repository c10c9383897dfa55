"""The changes section: drafted, sent and signed by keys; what is signed changes the deal and can only be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.models import AttachmentKind, Contract, VersionStatus, new_id
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.attachments import add_attachment
from desktop_crm.operations.changes import edit_change, sign_change, start_change
from desktop_crm.operations.payments import plan_payments
from desktop_crm.queries.acceptances import acceptance_sheet
from desktop_crm.queries.changes import Change, change_sheet
from desktop_crm.queries.payments import payment_plan
from desktop_crm.system import clock
from desktop_crm.views.deal.changes_section import ChangesSection
from tests.views.deal.desk import CONTROL, Desk

ENTER = Qt.Key.Key_Return


class Site(Desk[ChangesSection]):
    def changes(self) -> tuple[Change, ...]:
        return self.workspace.ask(change_sheet, self.deal).changes

    def newest(self) -> Change:
        return self.changes()[0]

    def fill(self, place: str, text: str) -> None:
        self.tab.go_to(place)
        focus = QApplication.focusWidget()
        assert focus is not None
        self.key(Qt.Key.Key_A, CONTROL)
        self.paste(text)
        self.key(ENTER, CONTROL)

    def signed(self, **values: object) -> str:
        order = self.workspace.do(start_change, self.deal)
        self.workspace.do(edit_change, order, **{"reason": "总经理要求"} | values)
        return self.workspace.do(sign_change, order, confirmed_by="王建国")


@pytest.fixture
def site(qtbot: QtBot, tmp_path: Path) -> Iterator[Site]:
    made = Site(qtbot, tmp_path / "data", ChangesSection)
    contract = Contract(
        id=new_id(), deal_id=made.deal, status=VersionStatus.CONFIRMED, amount_fen=72_000_000,
        deliver_by=date(2030, 6, 28),
    )  # fmt: skip

    made.workspace.store.write("make", "make", lambda session: session.add(contract))
    made.tab.refresh()
    yield made
    made.close()


def test_a_change_is_drafted_sent_and_signed_by_keys(site: Site) -> None:
    site.workspace.do(plan_payments, site.deal, line="5:5")
    site.tab.go_to("")
    assert site.tab.empty.steps()[0].hasFocus()
    site.key(Qt.Key.Key_Space)
    site.type("加看板")
    site.key(ENTER)
    site.press("记录发送")
    assert site.refusals[-1].remedies[0].target == "delivery.changes.reason"
    site.fill("reason", "总经理要求")
    site.fill("price_fen", "2.8万")
    site.fill("days", "延期7天")
    assert site.tab.bar.effect.text() == "合同 ¥720,000 → ¥748,000　交付 2030年6月28日 → 2030年7月5日"
    site.tab.go_to("items")
    site.type("看板一块")
    site.key(ENTER)
    site.press("记录发送")
    assert site.tab.bar.badge.mark().text == "已发送"
    site.tab.go_to("sign")
    assert site.tab.bar.form.by.text() == "赵经理"
    site.key(ENTER)
    change = site.newest()
    assert (change.signed, change.confirmed_by, change.title) == (True, "赵经理", "加看板")
    assert site.tab.contract.now.text() == "合同现在 ¥748,000，2030-07-05 交付"
    assert "1 份变更，价格 +¥28,000，交期 延后 7 天" in site.tab.contract.before.text()
    assert site.workspace.ask(payment_plan, site.deal).planned_fen == 74_800_000
    assert [one.text for one in site.workspace.ask(acceptance_sheet, site.deal).clauses] == ["看板一块"]


def test_undo_gives_the_draft_back(site: Site) -> None:
    site.workspace.do(start_change, site.deal)
    site.workspace.do(edit_change, site.newest().id, reason="x", price_fen=100)
    site.press("记录签署")
    site.key(ENTER)
    assert site.newest().signed
    site.workspace.undo()
    assert not site.newest().signed
    assert site.tab.bar.sign.isVisible()
    assert site.workspace.ask(change_sheet, site.deal).contract.total_fen == 72_000_000


def test_what_is_signed_is_only_read(site: Site) -> None:
    site.signed(price_fen=100)
    assert not any(shown.isVisible() for shown in (site.tab.bar.send, site.tab.bar.sign, site.tab.bar.remove))
    assert site.tab.facts.field("reason").fact().kind == "fixed"
    assert not site.tab.items.items.add_line.isVisible()
    assert not site.tab.items.choose.isVisible()


def test_one_of_several_is_chosen(site: Site) -> None:
    first = site.signed(title="加看板", days=1)
    site.press("新变更")
    site.type("扩产线")
    site.key(ENTER)
    assert [chip.text() for chip in site.tab.picker.chips()] == ["1 加看板", "2 扩产线（未签）"]
    site.tab.picker.chips()[0].click()
    assert site.tab.shown is not None
    assert site.tab.shown.id == first
    site.tab.go_to("reason")  # what is asked for can only be written in the draft
    assert site.tab.shown.serial == 2
    site.press("删除变更单")
    assert [change.serial for change in site.changes()] == [1]
    assert site.tab.shown.id == first


def test_clauses_are_picked_from_the_acceptance(site: Site) -> None:
    site.workspace.do(add_acceptance_clauses, site.deal, texts=["4 条产线", "纸质日报"])
    site.workspace.do(start_change, site.deal)
    actions = site.tab.items.menu.actions()
    assert [action.text() for action in actions] == ["4 条产线", "纸质日报"]
    actions[0].trigger()
    row = site.tab.items.items.rows()[0]
    row.main.setFocus()
    site.key(Qt.Key.Key_A, CONTROL)
    site.paste("6 条产线")
    site.key(ENTER)
    (line,) = site.newest().lines
    assert (line.kind, line.text, line.was) == ("alter", "6 条产线", "4 条产线")
    assert [action.text() for action in site.tab.items.menu.actions()] == ["纸质日报"]
    site.tab.items.menu.actions()[0].trigger()
    site.tab.items.items.rows()[1].cell("kind").setFocus()
    site.key(Qt.Key.Key_Down)
    assert site.newest().lines[1].kind == "remove"


def test_what_is_not_understood_stays_open(site: Site) -> None:
    site.workspace.do(start_change, site.deal)
    site.fill("price_fen", "很多")
    assert site.refusals[-1].remedies[0].target == "delivery.changes.price_fen"
    assert site.tab.facts.field("price_fen").editing() is not None
    site.tab.facts.field("price_fen").cancel()
    site.fill("price_fen", "-5000")
    assert site.newest().price_fen == -500_000
    assert site.tab.facts.field("price_fen").fact().value == "-¥5,000"


def test_the_signed_paper_is_attached_to_its_change(site: Site) -> None:
    order = site.signed(days=1)
    site.workspace.do(
        add_attachment, site.deal, name="BG01.pdf", content=b"%PDF-1.4\n%%EOF", kind=AttachmentKind.SIGNED_PAPER,
        paper_id=order,
    )  # fmt: skip
    assert [scan.name for scan in site.newest().scans] == ["BG01.pdf"]
    assert len(site.tab.scans.lines) == 1
    site.press("新变更")
    assert site.tab.scans.lines == {}


def test_sending_again_after_a_change(site: Site) -> None:
    site.workspace.do(start_change, site.deal)
    site.workspace.do(edit_change, site.newest().id, reason="x", days=1)
    site.press("记录发送")
    site.fill("days", "2")
    assert site.tab.bar.badge.mark().text == "需重新发送"
    assert not site.tab.bar.sign.isVisible()
    site.press("重新发送")
    assert site.newest().sent_on == clock.today()
    assert site.tab.bar.sign.isVisible()


def test_another_deal_starts_afresh(site: Site) -> None:
    site.signed(days=1)
    site.tab.show_deal(site.other_deal)
    assert site.tab.empty.isVisible()
    assert not site.tab.contract.isVisible()
    site.tab.show_deal(site.deal)
    assert site.tab.bar.isVisible()
