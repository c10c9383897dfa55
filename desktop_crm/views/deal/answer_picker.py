"""Choosing an answer of the objection library where the objection stands: type, arrows, Enter; Esc goes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from desktop_crm.queries.objection_library import LibraryAnswer, objection_library
from desktop_crm.rules.objections import usage_text
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.workspace import Job, Workspace

Index = QModelIndex | QPersistentModelIndex
_SHOWN = 4
_HEIGHT = 48


class AnswerPicker(QFrame):
    """A search line over the answers that fit, the likeliest on top."""

    chosen = Signal(str)  # the id of an answer
    dismissed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._near = ""
        self._job: Job | None = None
        self._eager = False  # Enter was pressed while the answers were still being read
        self.setProperty("surface", "card")
        self.field = QLineEdit(placeholderText=tr("搜文字或拼音，↑↓ 选，回车采用，Esc 返回"))
        self.field.setAccessibleName(tr("搜异议库"))
        self.model = AnswersModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_AnswerRow(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel(wordWrap=True)
        self.none.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.SNUG),) * 4)
        column.setSpacing(theme.px(theme.TIGHT))
        for part in (self.field, self.list, self.none):
            column.addWidget(part)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.list.clicked.connect(self._take)
        self.hide()

    def open(self, objection: str) -> None:
        """Show what fits an objection, with the cursor in an empty search line."""
        self._near = objection
        self.field.clear()
        self._show(())
        self.none.hide()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            count = self.model.rowCount()
            if count:
                self.list.setCurrentIndex(self.model.index((self.list.currentIndex().row() + step) % count))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._eager = self._job is not None
            if not self._eager:
                self._take(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            return False
        return True

    def _search(self) -> None:
        if self._job is not None:
            self._job.cancel()
        words, near = self.field.text(), self._near
        self._eager = False
        self._job = self.workspace.later(
            lambda session: [answer for answer in objection_library(session, words, near=near) if answer.answer],
            self._on_read,
        )

    def _on_read(self, found: Sequence[LibraryAnswer]) -> None:
        if not isValid(self):  # its objection was struck out meanwhile
            return
        self._job = None
        self._show(found)
        if self.field.text().strip():
            self.none.setText(tr("没有找到，换个词试试。"))
        else:
            self.none.setText(tr("异议库还是空的。答复写好后点“存入异议库”，别的商机就能用上。"))
        self.none.setVisible(not found)
        if self._eager:
            self._take(self.list.currentIndex())

    def _show(self, found: Sequence[LibraryAnswer]) -> None:
        self.model.show_answers(found)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(min(len(found), _SHOWN) * theme.px(_HEIGHT) + theme.px(4))
        self.list.setCurrentIndex(self.model.index(0))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.answers[index.row()].id)


class AnswersModel(QAbstractListModel):
    """The answers that were found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.answers: tuple[LibraryAnswer, ...] = ()

    def show_answers(self, answers: Sequence[LibraryAnswer]) -> None:
        """Show these answers."""
        self.beginResetModel()
        self.answers = tuple(answers)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.answers)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        answer = self.answers[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return f"{answer.text} {answer.answer}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (answer.text, answer.answer, answer.proof)))
        return answer if role == Qt.ItemDataRole.UserRole else None


class _AnswerRow(QStyledItemDelegate):
    """The objection with its use at the right, the answer quiet below it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        answer: LibraryAnswer = index.data(Qt.ItemDataRole.UserRole)
        place: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.current().selected))
            painter.drawRoundedRect(QRectF(place), theme.px(4), theme.px(4))
        inside = place.adjusted(theme.px(8), theme.px(4), -theme.px(8), -theme.px(4))
        half = inside.height() // 2
        first = QRect(inside.left(), inside.top(), inside.width(), half)
        use = f"{labels.OBJECTION_KINDS.get(answer.kind, answer.kind)} · {usage_text(answer.used, answer.won, answer.lost)}"
        taken = _write(painter, first, use, small=True, right=True)
        _write(painter, first.adjusted(0, 0, -taken - theme.px(8), 0), answer.text)
        _write(painter, first.translated(0, half), answer.answer, small=True)
        painter.restore()


def _write(painter: QPainter, place: QRect, text: str, *, small: bool = False, right: bool = False) -> int:
    """Write one line into a place and return how wide it is."""
    painter.setFont(theme.font(theme.SMALL) if small else theme.font())
    painter.setPen(theme.current().tone("muted" if small else "text"))
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
