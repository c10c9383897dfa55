"""The signing of a contract and its filing (K2): who signed, the scan, where it lies, who was told."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import AttachmentKind
from desktop_crm.operations.contract_signing import archive_contract, edit_filing, record_signing, reopen_filing
from desktop_crm.queries.contract_notices import DELIVERY, FINANCE, contract_notices
from desktop_crm.queries.signing import Filing, SigningSheet, signing_sheet
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.clocks import due_text
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.deal.attachments_list import AttachmentsList
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.signing_form import SigningForm
from desktop_crm.views.deal.tell_card import TellCard
from desktop_crm.views.widgets.badge import Badge, Mark, clock_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_TOLD: Final = {FINANCE: "finance_told_on", DELIVERY: "delivery_told_on"}


class SigningSection(PageTab):
    """From the review that lets it be signed to the place in the archive."""

    key = "contract.signing"
    title = tr("签署归档")
    tables = (
        "contract", "contract_clause", "contract_filing", "attachment", "review", "deal", "customer", "contact", "member",
        "payment", "clock_pause",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._id = ""
        self.state = _StateCard()
        self.state.review.clicked.connect(partial(self.go_to_requested.emit, "contract.review"))
        self.state.archive.clicked.connect(self._on_archive)
        self.state.reopen.clicked.connect(self._on_reopen)
        self.form = SigningForm()
        self.form.signed.connect(self._on_signed)
        self._form_part = Section(tr("双方签署"))
        self._form_part.add(self.form)
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self._facts_part = Section(tr("签署与存放"))
        self._facts_part.add(self.facts)
        self.scans = AttachmentsList(
            workspace,
            lambda: self.deal_id,
            kind=AttachmentKind.SIGNED_CONTRACT,
            paper=lambda: self._id,
            hint=tr("把盖好章的扫描件（PDF 或图片）拖到这里"),
        )
        self.scans.done.connect(self.done)
        self._scans_part = Section(tr("扫描件"))
        self._scans_part.add(self.scans)
        self.tell = {who: self._make_card(who) for who in _TOLD}
        self._tell_part = Section(tr("通知财务与交付"))
        for card in self.tell.values():
            self._tell_part.add(card)
        self.empty = EmptyState(
            "contract",
            tr("合同起草好以后，在这里记录签署、附上扫描件、归档并通知财务和交付。"),
            FirstStep(tr("去起草合同"), lambda: self.go_to_requested.emit("contract.contract"), "forward"),
        )
        self.set_parts(self.state, self.empty, self._form_part, self._scans_part, self._facts_part, self._tell_part)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(signing_sheet, self.deal_id)
        self._id = sheet.version.id if sheet.version else ""
        begun = sheet.version is not None
        self.empty.setVisible(not begun)
        self.state.show_sheet(sheet)
        self._form_part.setVisible(begun and not sheet.signed)
        self.form.offer(sheet.contact, sheet.me)
        self._facts_part.setVisible(sheet.signed)
        self.facts.set_facts(_facts(sheet))
        self._scans_part.setVisible(begun)
        self._scans_part.set_count(str(len(sheet.scans)) if sheet.scans else "")
        self.scans.show_rows(sheet.scans)
        self._tell_part.setVisible(sheet.signed)
        if sheet.signed:
            self._show_notices(sheet.filing)

    @override
    def start_over(self) -> None:
        self.form.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: sign, scan, archive, archive_place, tell."""
        if not self._id:
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place == "scan":
            self.scans.start()
            self.reveal(self.scans)
        elif place == "archive_place" and not self._facts_part.isHidden():
            self.facts.edit("archive_place")
            self.reveal(self.facts.field("archive_place"))
        elif place == "tell" and not self._tell_part.isHidden():
            self.tell[FINANCE].start()
            self.reveal(self._tell_part)
        elif not self._form_part.isHidden():
            self.form.start()
            self.reveal(self._form_part)
        else:
            self.state.archive.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.state)

    # Inside

    def _make_card(self, who: str) -> TellCard:
        card = TellCard()
        card.noted.connect(self.done)
        card.told.connect(partial(self._on_told, who))
        card.untold.connect(partial(self._tell, who, None))
        return card

    def _show_notices(self, filing: Filing) -> None:
        for notice in self.workspace.ask(contract_notices, self.deal_id):
            self.tell[notice.who].show_notice(notice, getattr(filing, _TOLD[notice.who]))

    def _on_signed(self, theirs: str, ours: str, day: date | None, method: str) -> None:
        if self.workspace.attempt(
            record_signing, self._id, confirmed_by=theirs, signed_by_us=ours, confirmed_on=day, signing=method
        ):
            self.done.emit(tr("已记录双方签署，合同内容已冻结"))

    def _on_archive(self) -> None:
        if self.workspace.attempt(archive_contract, self._id):
            self.done.emit(tr("合同已归档"))

    def _on_reopen(self) -> None:
        self.workspace.attempt(reopen_filing, self._id)

    def _on_fact(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_filing, self._id, **{key: value or ""})

    def _on_told(self, who: str) -> None:
        self._tell(who, clock.today())

    def _tell(self, who: str, day: date | None) -> None:
        self.workspace.attempt(edit_filing, self._id, **{_TOLD[who]: day})


class _StateCard(QFrame):
    """How far the contract has come, and by when it is to be archived."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.badge = Badge(Mark("", "muted"))
        self.clock = Badge(Mark("", "muted"))
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setProperty("role", "muted")
        self.review = button(tr("去评审"), lambda: None)
        self.archive = button(tr("归档"), lambda: None, kind="primary", icon="folder")
        self.reopen = button(tr("撤回归档"), lambda: None, kind="quiet")
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        for part in (self.badge, self.clock):
            head.addWidget(part)
        head.addStretch()
        for part in (self.reopen, self.review, self.archive):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self.sentence)

    def show_sheet(self, sheet: SigningSheet) -> None:
        """Show how far it has come."""
        self.setVisible(sheet.version is not None)
        archived = sheet.filing.archived_at is not None
        self.badge.set_mark(_mark(sheet))
        self.clock.setVisible(sheet.clock is not None)
        if sheet.clock is not None:
            self.clock.set_mark(clock_mark(sheet.clock))
        self.sentence.setText(_sentence(sheet))
        self.review.setVisible(not sheet.signed and not sheet.review_passed)
        self.archive.setVisible(sheet.signed and not archived)
        self.reopen.setVisible(archived)


def _mark(sheet: SigningSheet) -> Mark:
    if sheet.filing.archived_at is not None:
        return Mark(tr("已归档"), "good", "folder")
    if sheet.signed:
        return Mark(tr("已签署，待归档"), "soon", "frozen")
    if not sheet.review_passed:
        return Mark(tr("待评审"), "soon", "waiting")
    return Mark(tr("待签署"), "muted", "edit")


def _sentence(sheet: SigningSheet) -> str:
    at = sheet.filing.archived_at
    if at is not None:
        moment = f"{at.astimezone():%Y-%m-%d %H:%M}"
        return tr("{moment} 由{who}归档。", moment=moment, who=sheet.filing.archived_by or tr("（未知）"))
    if sheet.signed:
        due = tr("归档期限：{due}。", due=due_text(sheet.clock.clock, clock.now())) if sheet.clock else ""
        return due + tr("附上扫描件或写明原件存放位置，就可以归档。")
    if not sheet.review_passed:
        return tr("{review}。通过后才能记录签署。", review=sheet.review)
    return tr("双方签完以后在下面记录；内容从那时起冻结，合同金额成为商机金额。")


def _facts(sheet: SigningSheet) -> list[Fact]:
    version = sheet.version
    if version is None:
        return []
    return [
        Fact("number", tr("合同编号"), sheet.number, "fixed"),
        Fact("amount_fen", tr("合同金额"), "" if sheet.amount_fen is None else format_yuan(sheet.amount_fen), "fixed"),
        Fact("confirmed_on", tr("签署日期"), version.confirmed_on, "fixed"),
        Fact("confirmed_by", tr("客户方签署人"), version.confirmed_by, "fixed"),
        Fact("signed_by_us", tr("我方签署人"), sheet.signed_by_us, "fixed"),
        Fact("signing", tr("签署方式"), labels.SIGNING_METHODS.get(sheet.signing, sheet.signing), "fixed"),
        Fact("archive_place", tr("原件存放"), sheet.filing.archive_place),
    ]
