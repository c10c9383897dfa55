"""Changes of the contract (D2): one is drafted, sent, signed; signed it has changed scope, price and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import AttachmentKind
from desktop_crm.operations.changes import (
    add_change_items,
    change_clause,
    edit_change,
    edit_change_item,
    move_change_item,
    remove_change,
    remove_change_item,
    send_change,
    sign_change,
    start_change,
)
from desktop_crm.queries.changes import Change, ChangeSheet, change_sheet
from desktop_crm.rules.changes import difference_text, parse_difference, parse_shift, shift_text
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.attachments_list import AttachmentsList
from desktop_crm.views.deal.change_bar import ChangeActions, ChangeBar
from desktop_crm.views.deal.change_items_part import ChangeItemsPart
from desktop_crm.views.deal.contract_now_card import ContractNowCard
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, Kind
from desktop_crm.views.widgets.item_list import ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final[dict[str, tuple[str, Kind]]] = {
    "title": (tr("变更事项"), "text"),
    "reason": (tr("变更原因"), "long"),
    "price_fen": (tr("价格增减"), "text"),
    "days": (tr("交期调整"), "text"),
    "responsibility": (tr("责任与费用"), "long"),
    "raised_by": (tr("提出人"), "text"),
    "raised_on": (tr("提出日期"), "date"),
}
_PARSED: Final[dict[str, Callable[[str], int]]] = {"price_fen": parse_difference, "days": parse_shift}
_LONGEST: Final = 12  # signs of a title on a chip


class ChangesSection(PageTab):
    """The contract as it is now, the changes to choose from, and the one that is shown in full."""

    key = "delivery.changes"
    title = tr("变更")
    tables = (
        "change_order", "change_item", "contract", "acceptance", "acceptance_clause", "attachment", "deal", "contact",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._sheet = ChangeSheet()
        self._chosen = ""  # the change that is looked at; "" is the newest
        self.contract = ContractNowCard()
        self.picker = ChipRow(one_only=True, wrap=True)
        self.picker.setAccessibleName(tr("选择变更"))
        self.picker.changed.connect(self._on_picked)
        self.new = button(tr("新变更"), self.start, icon="add")
        self._choice = QWidget()
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.picker, 1)
        row.addWidget(self.new, 0, Qt.AlignmentFlag.AlignTop)
        self.empty = EmptyState(
            "delivery",
            tr("签约之后要加要减要延期，都写成变更单；双方签署后，验收条款、回款和里程碑自动随之调整。"),
            FirstStep(tr("起草变更单"), self.start, "add"),
        )
        self.bar = ChangeBar(ChangeActions(self._on_send, self._on_sign, self._on_remove))
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self._facts_part = Section(tr("变更说明"))
        self._facts_part.add(self.facts)
        self.items = self._make_items()
        self.scans = self._make_scans()
        self._scans_part = Section(tr("签字扫描件"))
        self._scans_part.add(self.scans)
        self.note = FactGrid()
        self.note.edited.connect(self._on_fact)
        self._note_part = Section(tr("内部备注"), internal=True)
        self._note_part.add(self.note)
        self._parts = (self._choice, self.bar, self._facts_part, self.items, self._scans_part, self._note_part)
        self.set_parts(self.contract, self.empty, *self._parts)

    @override
    def refresh(self) -> None:
        self._sheet = self.workspace.ask(change_sheet, self.deal_id)
        self._show()

    @override
    def start_over(self) -> None:
        self._chosen = ""
        self.items.items.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: new, the facts of a change, items, send, sign, scan."""
        if place != "new":
            self._look_at_draft()
        if self.shown is None:
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.empty)
        elif place == "new":
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self._choice)
        elif place in _FACTS and not self.shown.signed:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        elif place == "items" and not self.shown.signed:
            self.items.items.start()
            self.reveal(self.items)
        elif place == "scan":
            self.scans.start()
            self.reveal(self._scans_part)
        else:
            self.bar.go_to(place)
            self.reveal(self.bar)

    @property
    def shown(self) -> Change | None:
        """Return the change that is shown: the chosen one, else the newest."""
        changes = self._sheet.changes
        return next((change for change in changes if self._chosen in ("", change.id)), changes[0] if changes else None)

    def start(self) -> None:
        """Begin a change order, with the cursor in what it is about."""
        made = self.workspace.attempt(start_change, self.deal_id)
        if made is not None:
            self._chosen = made
            self.refresh()
            self.facts.edit("title")
            self.reveal(self.bar)

    # Inside

    def _show(self) -> None:
        change = self.shown
        self.contract.show_contract(self._sheet.contract)
        self.empty.setVisible(change is None)
        for part in self._parts:
            part.setVisible(change is not None)
        if change is None:
            return
        self.picker.set_choices((each.id, _chip(each)) for each in reversed(self._sheet.changes))
        self.picker.choose(change.id)
        self.bar.show_change(change)
        self.facts.set_facts([_fact(change, key) for key in _FACTS])
        self.items.show_lines(change.lines, self._sheet.clauses, frozen=change.signed)
        self.scans.show_rows(change.scans)
        self._scans_part.set_count(str(len(change.scans)) if change.scans else "")
        self.note.set_facts([Fact("note", tr("备注"), change.note, "fixed" if change.signed else "long")])
        self._note_part.setVisible(bool(change.note) or not change.signed)

    def _look_at_draft(self) -> None:
        """Show the newest change that can still be altered, when the one that is shown cannot."""
        draft = next((change for change in self._sheet.changes if not change.signed), None)
        if self.shown is not None and self.shown.signed and draft is not None:
            self._chosen = draft.id
            self._show()

    def _on_picked(self) -> None:
        chosen = next(iter(self.picker.chosen()), "")
        if chosen and (self.shown is None or chosen != self.shown.id):
            self.items.items.forget_typed()
            self._chosen = chosen
            self._show()

    def _on_send(self) -> object | None:
        return self.workspace.attempt(send_change, self.shown.id) if self.shown else None

    def _on_sign(self, by: str, day: date | None) -> object | None:
        change = self.shown
        if change is None:
            return None
        signed = self.workspace.attempt(sign_change, change.id, confirmed_by=by, confirmed_on=day)
        if signed is not None:
            self.done.emit(tr("变更 {serial} 已签署，范围、价格和日期已调整", serial=change.serial))
        return signed

    def _on_remove(self) -> object | None:
        change = self.shown
        removed = self.workspace.attempt(remove_change, change.id) if change else None
        if change and removed is not None:
            self._chosen = ""
            self.refresh()
            self.done.emit(tr("已删除变更 {serial}", serial=change.serial))
        return removed

    def _on_fact(self, key: str, value: object) -> None:
        change, parse = self.shown, _PARSED.get(key)
        if change is None:
            return
        if parse is not None:
            typed = str(value or "0")
            value = self.understood(lambda: parse(typed), self.facts, key, key)
            if value is None:
                return
        if self.workspace.attempt(edit_change, change.id, **{key: value}) is None:
            self.refresh()

    def _on_pick(self, clause_id: str, *_checked: bool) -> None:
        if self.shown is not None:
            self.workspace.attempt(change_clause, self.shown.id, clause_id=clause_id)

    def _make_items(self) -> ChangeItemsPart:
        attempt = self.workspace.attempt

        def add(texts: list[str], after: str) -> object | None:
            return attempt(add_change_items, self.shown.id, texts=texts, after=after) if self.shown else None

        actions = ListActions(
            add,
            lambda row, key, value: attempt(edit_change_item, row, **{key: value}),
            lambda row, place: attempt(move_change_item, row, place=place),
            lambda row: attempt(remove_change_item, row),
        )
        return ChangeItemsPart(actions, self._on_pick)

    def _make_scans(self) -> AttachmentsList:
        scans = AttachmentsList(
            self.workspace,
            lambda: self.deal_id,
            kind=AttachmentKind.SIGNED_PAPER,
            paper=lambda: self.shown.id if self.shown else "",
            hint=tr("把双方签字的变更单（PDF 或图片）拖到这里"),
        )
        scans.done.connect(self.done)
        return scans


def _fact(change: Change, key: str) -> Fact:
    label, kind = _FACTS[key]
    value = getattr(change, key)
    if key == "price_fen":
        value = difference_text(value)
    elif key == "days":
        value = shift_text(value)
    return Fact(key, label, value, "fixed" if change.signed else kind)


def _chip(change: Change) -> str:
    title = change.title if len(change.title) <= _LONGEST else f"{change.title[:_LONGEST]}…"
    said = f"{change.serial} {title}".strip()
    return said if change.signed else tr("{change}（未签）", change=said)
