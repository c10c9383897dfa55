"""What hangs below an objection: what the library offers for it, and the way into the library and out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.negotiations import ObjectionRow
from desktop_crm.queries.objection_library import LibraryAnswer
from desktop_crm.rules.objections import usage_text
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.answer_picker import AnswerPicker
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.item_list import Footer, Item
from desktop_crm.workspace import Workspace

KEYS = "Ctrl+L"


@dataclass(frozen=True, slots=True)
class LibraryActions:
    """What there is and what can be done between an objection and the library, by the objection's id."""

    beside: Callable[[str], LibraryAnswer | None]  # what it uses, or what is offered for it
    reuse: Callable[[str, str], object | None]  # objection, answer
    keep: Callable[[str], object | None]


class ObjectionFooter(Footer):
    """One quiet line; the search opens below it when it is asked for."""

    def __init__(self, workspace: Workspace, actions: LibraryActions) -> None:
        super().__init__()
        self.workspace = workspace
        self._actions = actions
        self._row: ObjectionRow | None = None
        self.said = QLabel(wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        self.take = button(tr("采用"), self._on_take, kind="quiet", icon="check")
        self.choose = button(tr("从异议库选"), self.open_picker, kind="quiet", icon="book")
        self.choose.setToolTip(KEYS)
        self.keep = button(tr("存入异议库"), self._on_keep, kind="quiet", icon="save")
        self.picker: AnswerPicker | None = None
        offer, ways = QHBoxLayout(), QHBoxLayout()
        for line in (offer, ways):
            line.setSpacing(theme.px(theme.TIGHT))
        offer.setContentsMargins(theme.px(theme.TIGHT), 0, 0, 0)
        offer.addWidget(self.said, 1)
        offer.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.choose, self.keep):
            ways.addWidget(part)
        ways.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, theme.px(theme.TIGHT))
        self._column.setSpacing(0)
        self._column.addLayout(offer)
        self._column.addLayout(ways)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        self._row = item.data if isinstance(item.data, ObjectionRow) else None
        self.show_beside()

    @override
    def tab_stops(self) -> list[QWidget]:
        return [self.take, self.choose, self.keep]  # shown or not: the offer comes after the order is settled

    def show_beside(self) -> None:
        """Show the answer of the library that the objection uses, or that is offered for it."""
        row, beside = self._row, self._beside()
        answered = bool(row and row.answer)
        used = bool(row and beside and row.reusable_id == beside.id)
        kept = bool(used and row and beside and row.answer == beside.answer)
        offered = beside is not None and not answered
        self.take.setVisible(offered)
        self.keep.setVisible(answered and not kept)
        self.said.setVisible(offered or used)
        if beside is not None:
            use = usage_text(beside.used, beside.won, beside.lost)
            text = (
                tr("异议库里有：{answer}（{use}）", answer=beside.answer, use=use) if offered else tr("异议库 · ") + use
            )
            self.said.setText(text)

    def open_picker(self) -> None:
        """Open the search in the library below the objection."""
        if self.picker is None:
            self.picker = AnswerPicker(self.workspace)
            self.picker.chosen.connect(self._on_chosen)
            self.picker.dismissed.connect(self._close_picker)
            self._column.addWidget(self.picker)
            QWidget.setTabOrder(self.choose, self.picker.field)
        self.picker.open(self._row.text if self._row else "")

    # Inside

    def _beside(self) -> LibraryAnswer | None:
        return self._actions.beside(self._row.id) if self._row else None

    def _on_take(self) -> None:
        beside = self._beside()
        if beside is not None:
            self._on_chosen(beside.id)

    def _on_chosen(self, answer_id: str) -> None:
        if self._row is not None and self._actions.reuse(self._row.id, answer_id) is not None:
            self._close_picker()

    def _on_keep(self) -> None:
        if self._row is not None:
            self._actions.keep(self._row.id)

    def _close_picker(self) -> None:
        if self.picker is not None:
            self.picker.hide()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
