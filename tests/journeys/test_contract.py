"""From the memo to the archive, in the pane: drafted, a difference explained, reviewed, signed, the scan dragged in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.models import Deal, Member
from desktop_crm.operations.negotiations import agree_clauses, confirm_memo, edit_memo_clause, start_memo
from desktop_crm.queries.contracts import contract_sheet
from desktop_crm.queries.negotiations import memo_sheet
from desktop_crm.queries.signing import signing_sheet
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.views.deal.clause_comparison import ComparisonPanel
from desktop_crm.views.deal.contract_section import ContractSection
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.review_section import ContractReviewSection
from desktop_crm.views.deal.signing_section import SigningSection
from desktop_crm.views.widgets.badge import Badge
from desktop_crm.workspace import Workspace
from tests.journeys.hands import CONTROL, KEY, click, drop_files, key, press, shown, write, write_line
from tests.make import File

SectionT = TypeVar("SectionT", bound=QWidget)
CLAUSES = {"付款": "签约后 30%，验收合格后 70%。", "售后服务": "质保 24 个月。"}


class Office:
    """A salesperson before the pane of one deal, and what the window refused."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, deal: str) -> None:
        self.qtbot, self.workspace, self.deal = qtbot, workspace, deal
        self.refusals: list[Refused] = []
        workspace.refused.connect(self._on_refused)
        self.pane = DealPane(workspace)
        qtbot.addWidget(self.pane)
        self.pane.resize(620, 900)
        self.pane.show_deal(deal)
        with qtbot.waitActive(self.pane):
            self.pane.show()
            self.pane.activateWindow()

    def section(self, kind: type[SectionT]) -> SectionT:
        return shown(kind, self.pane)

    def clocks(self) -> list[str]:
        """Return what the clocks in the head say."""
        return [badge.mark().text for badge in self.pane.head.clocks.findChildren(Badge) if badge.isVisible()]

    def follows_the_remedy(self) -> str:
        """Read what was refused last, and go where its remedy leads."""
        self.pane.go_to(self.refusals[-1].remedies[0].target)
        return self.refusals[-1].reason

    def waits(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: not self.workspace.busy and until(), timeout=60_000)

    def _on_refused(self, refusal: Refused) -> None:
        self.refusals.append(refusal)


def with_memo(file: File) -> str:
    """Return a deal whose memo both sides confirmed, in a company with a lawyer and an accountant."""
    customer = file.customer()
    contact = file.contact(customer, "赵经理")
    deal = file.deal(customer, contact_id=contact, playbook="guide", stage="contract")
    file.add(Member(name="韩雪", role="legal"), Member(name="冯远", role="finance", email="feng@example.com"))
    file.do(start_memo, deal)
    for clause in file.ask(memo_sheet, deal).clauses:
        file.do(edit_memo_clause, clause.id, text=clause.text or CLAUSES.get(clause.title, f"{clause.title}按约定。"))
    file.do(agree_clauses, deal)
    memo = file.ask(memo_sheet, deal).state.shown
    assert memo is not None
    file.do(confirm_memo, memo.id, confirmed_by="赵经理")
    return deal


@pytest.fixture
def office(qtbot: QtBot, file: File, workspace: Workspace) -> Office:
    return Office(qtbot, workspace, with_memo(file))


def test_contract_goes_from_the_memo_into_the_archive_in_time(office: Office, tmp_path: Path) -> None:
    drafts_and_rewrites(office)
    is_sent_to_review_once_explained(office)
    is_signed(office)
    is_archived(office, tmp_path)


def drafts_and_rewrites(office: Office) -> None:
    office.pane.go_to("contract.contract")
    section = office.section(ContractSection)
    press("起草合同", section)
    assert office.workspace.ask(contract_sheet, office.deal).unexplained == ()
    row = next(row for row in section.clauses.rows() if row.item.values["title"] == "售后服务")
    QApplication.processEvents()  # clauses take the height of their text in a second round
    click(row.cell("text"))
    key(KEY.Key_A, CONTROL)
    write_line("质保 18 个月。")
    panel = row.footer
    assert isinstance(panel, ComparisonPanel)
    assert panel.badge.mark().text == "与纪要不同"
    assert panel.comparison is not None
    assert panel.comparison.isVisible()


def is_sent_to_review_once_explained(office: Office) -> None:
    office.pane.go_to("contract.review")
    press("送审", office.section(ContractReviewSection))
    assert "售后服务" in office.follows_the_remedy()
    write_line("客户改为 18 个月，换预付款")
    assert office.workspace.ask(contract_sheet, office.deal).unexplained == ()
    office.pane.go_to("contract.review")
    review = office.section(ContractReviewSection)
    press("送审", review)
    for _ in range(3):  # legal, sales, finance, one after the other
        review.go_to("")
        key(KEY.Key_P)


def is_signed(office: Office) -> None:
    office.pane.go_to("contract.signing.sign")
    section = office.section(SigningSection)
    write("赵经理")
    press("记录签署", section)
    sheet = office.workspace.ask(signing_sheet, office.deal)
    assert sheet.signed
    assert sheet.clock is not None
    assert sheet.clock.phase in {"running", "soon"}
    assert section.state.clock.mark().text.startswith("归档")
    assert any("归档 还剩" in text for text in office.clocks())
    amount = office.workspace.ask(lambda session: session.get_one(Deal, office.deal).amount_fen)
    assert amount == sheet.amount_fen


def is_archived(office: Office, folder: Path) -> None:
    section = office.section(SigningSection)
    press("归档", section)
    assert "扫描件" in office.follows_the_remedy()
    scan = folder / "盖章合同.pdf"
    scan.write_bytes(b"%PDF-1.7\nstamped")
    drop_files([scan], section.scans)
    office.waits(lambda: len(section.scans.lines) == 1)
    press("归档", section)
    section.go_to("tell")
    key(KEY.Key_Return)
    press("复制", section.tell["delivery"])
    sheet = office.workspace.ask(signing_sheet, office.deal)
    assert sheet.clock is not None
    assert (sheet.clock.phase, sheet.clock.late) == ("met", False)
    assert [file.name for file in sheet.scans] == ["盖章合同.pdf"]
    today = clock.today()
    assert (sheet.filing.finance_told_on, sheet.filing.delivery_told_on) == (today, today)
    assert not any("归档" in text for text in office.clocks())
