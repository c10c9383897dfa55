"""One column: its head with count and sum, and the list of its cards."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QListView, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.rules.amounts import format_short
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.board.card import CardDelegate
from desktop_crm.views.board.column_model import MIME, ColumnModel
from desktop_crm.views.widgets.pace_bar import PaceBar

WIDTH = 156


class CardList(QListView):
    """The cards; keys that leave the column are handed to the board."""

    stepped = Signal(int)  # focus to the neighbour column, -1 or 1
    move_requested = Signal(int)  # the current card one column on, -1 or 1
    opened = Signal(str)
    dropped = Signal(str)  # the deal that was dropped here

    def __init__(self, model: ColumnModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards = model
        self.setModel(model)
        self.setItemDelegate(CardDelegate(model.spec.limit, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSpacing(0)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setProperty("board", "cards")
        self.setAccessibleName(model.spec.title)
        self.clicked.connect(self._on_clicked)

    def select(self, row: int) -> None:
        """Make `row` the current card and show it."""
        index = self.cards.index(row)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            carries = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.move_requested if carries else self.stepped).emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select(max(0, self.indexAt(QPoint(8, 8)).row()))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
            self._mark_target(on=True)
        else:
            event.ignore()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark_target(on=False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._mark_target(on=False)
        deal_id = bytes(event.mimeData().data(MIME).data()).decode()
        # Nothing is moved by Qt itself: the card goes where the file says after the commit.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if deal_id and self.cards.row_of(deal_id) < 0:
            self.dropped.emit(deal_id)

    def _on_clicked(self, index: QModelIndex) -> None:
        card = self.cards.card(index.row())
        if card is not None:
            self.opened.emit(card.id)

    def _mark_target(self, *, on: bool) -> None:
        self.setProperty("target", on)
        self.style().unpolish(self)
        self.style().polish(self)


class ColumnView(QFrame):
    """Head and cards of one column; its menu (right click, or the menu key) is about all of its deals."""

    packs_requested = Signal()

    def __init__(self, model: ColumnModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.setProperty("board", "column")
        self.setMinimumWidth(theme.px(WIDTH))
        self.title = QLabel(model.spec.title)
        self.title.setProperty("board", "title")
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.sum = QLabel()
        self.sum.setProperty("tone", "muted")
        self.empty = QLabel(tr("暂无"), alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "muted")
        self.empty.hide()  # until it is known
        self.cards = CardList(model, self)
        self.pace = PaceBar()  # of this month's target, where the stage has one
        self._arrange()
        model.modelReset.connect(self.show_total)
        model.rowsInserted.connect(self.show_total)
        model.rowsRemoved.connect(self.show_total)

    def show_total(self) -> None:
        """Write count and sum into the head."""
        total = self.model.total
        self.count.setText(f"{total.count:,}")
        self.sum.setText(format_short(total.amount_fen) if total.amount_fen else "")
        self.empty.setVisible(total.count == 0)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.model.spec.wanted.outcome:
            return  # what is over has had its packs
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        bind = menu.addAction(icons.icon("pack"), tr("“{stage}”的资料包…", stage=self.model.spec.title))
        bind.setEnabled(self.model.total.count > 0)
        bind.triggered.connect(self.packs_requested)
        menu.popup(event.globalPos())

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(theme.SNUG), 0, theme.px(theme.SNUG), 0)
        head.setSpacing(theme.px(6))
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch()
        head.addWidget(self.sum)
        under = QVBoxLayout()
        under.setContentsMargins(theme.px(theme.SNUG), 0, theme.px(theme.SNUG), 0)
        under.addWidget(self.pace)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(2), theme.px(10), theme.px(2), theme.px(theme.TIGHT))
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        column.addLayout(under)
        column.addWidget(self.empty)
        column.addWidget(self.cards, 1)
