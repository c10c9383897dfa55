"""The objection library as a page: searched, kept in order, and fed from the answers of all deals."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.objection_library import add_reusable_answer
from desktop_crm.queries.objection_library import LibraryAnswer, UnkeptAnswer, objection_library, unkept_answers
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.team.kept_answers import KeptAnswers
from desktop_crm.views.team.unkept_answers import UnkeptAnswers
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.workspace import Job, Workspace

KEPT, UNKEPT = "kept", "unkept"
_KINDS: Final = tuple(labels.OBJECTION_KINDS.items())

Read = tuple[tuple[LibraryAnswer, ...], tuple[UnkeptAnswer, ...]]


class ObjectionsPage(QWidget):
    """Both lists are read beside the window whenever words or kind change."""

    done = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._job: Job | None = None
        self._choose = ""  # an answer that was just added
        self.places = ChipRow(one_only=True)
        self.kinds = ChipRow(one_only=True)
        self.kinds.set_choices(_KINDS)
        self.words = QLineEdit(placeholderText=tr("搜异议、答复，支持拼音"))
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(tr("搜异议库"))
        self.new_text = QLineEdit(placeholderText=tr("客户的异议，用他的原话；回车添加，Esc 取消"))
        self.new_text.hide()
        self.add = button(tr("新异议"), self.begin_new, icon="add")
        self.kept, self.unkept = KeptAnswers(workspace), UnkeptAnswers(workspace)
        self.empty = EmptyState(
            "book",
            tr("异议库还是空的。谈判里答复得好的异议点“存入异议库”，别的商机遇到同样的话就能直接用。"),
            FirstStep(tr("写第一条"), self.begin_new, "add"),
        )
        self.nothing = EmptyState("search", tr("没有符合条件的答复。"), FirstStep(tr("清除筛选"), self.clear, "close"))
        self._pages = QStackedWidget()
        self._name_places(0, 0)
        self.places.choose(KEPT)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Read the library and what may come into it again."""
        if self._job is not None:
            self._job.cancel()
        words, kind = self.words.text(), next(iter(self.kinds.chosen()), "")
        self._job = self.workspace.later(
            lambda session: (objection_library(session, words, kind), unkept_answers(session, words, kind)),
            self._on_read,
        )

    def start(self) -> None:
        """Put the keyboard into the table."""
        page = self._pages.currentWidget()
        if isinstance(page, KeptAnswers | UnkeptAnswers):
            page.table.setFocus()
        else:
            self.words.setFocus()

    def begin_new(self) -> None:
        """Begin a new objection."""
        self.places.choose(KEPT)
        self.new_text.show()
        self.new_text.setFocus()

    def focus_filter(self) -> None:
        """Put the keyboard into the search line."""
        self.words.setFocus()
        self.words.selectAll()

    def clear(self) -> None:
        """Show everything again."""
        self.words.clear()
        self.kinds.choose()
        self.words.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.new_text and event.key() == Qt.Key.Key_Escape:
            self.new_text.hide()
            self.start()
            return True
        if watched is self.words and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start()
            return True
        return super().eventFilter(watched, event)

    # Inside

    def _on_read(self, found: Read) -> None:
        self._job = None
        kept, unkept = found
        self._name_places(len(kept), len(unkept))
        self.kept.show_answers(kept, self._choose)
        self.unkept.show_answers(unkept)
        if self._choose:
            self._choose = ""
            self.kept.edit("answer")
        self._show_page()

    def _show_page(self) -> None:
        page = self.unkept if UNKEPT in self.places.chosen() else self.kept
        if page.table.rows.rowCount():
            self._pages.setCurrentWidget(page)
        elif self._narrow():
            self._pages.setCurrentWidget(self.nothing)
        else:
            self._pages.setCurrentWidget(self.empty if page is self.kept else self.unkept)

    def _narrow(self) -> bool:
        return bool(self.words.text().strip() or self.kinds.chosen())

    def _name_places(self, kept: int, unkept: int) -> None:
        self.places.set_choices(
            (
                (KEPT, tr("异议库 {count}", count=f"{kept:,}")),
                (UNKEPT, tr("可收录 {count}", count=f"{unkept:,}")),
            )
        )

    def _on_place(self) -> None:
        if not self.places.chosen():  # one of them is always shown
            self.places.choose(KEPT if self._pages.currentWidget() is self.unkept else UNKEPT)
            return
        self._show_page()

    def _on_new(self) -> None:
        made = self.workspace.attempt(add_reusable_answer, text=self.new_text.text())
        if made is not None:
            self._choose = made
            self.new_text.clear()
            self.new_text.hide()
            self.clear()
            self.refresh()

    def _connect(self) -> None:
        self.places.changed.connect(self._on_place)
        self.kinds.changed.connect(self.refresh)
        self.words.textChanged.connect(self.refresh)
        self.new_text.returnPressed.connect(self._on_new)
        for line in (self.words, self.new_text):
            line.installEventFilter(self)
        for page in (self.kept, self.unkept):
            page.done.connect(self.done)

    def _arrange(self) -> None:
        around = theme.px(theme.ROOMY)
        head, filters = QHBoxLayout(), QHBoxLayout()
        for row in (head, filters):
            row.setContentsMargins(around, 0, around, 0)
            row.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.places)
        head.addStretch()
        head.addWidget(self.add)
        self.words.setMinimumWidth(theme.px(220))
        filters.addWidget(self.words, 1)
        filters.addWidget(self.kinds)
        filters.addStretch(1)
        new = QHBoxLayout()
        new.setContentsMargins(around, 0, around, 0)
        new.addWidget(self.new_text)
        for page in (self.kept, self.unkept, self.empty, self.nothing):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        for row in (head, new, filters):
            column.addLayout(row)
        column.addWidget(self._pages, 1)
