"""The columns side by side: reading them, keeping them true after each commit, and moving cards between them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget
from typing_extensions import override

from desktop_crm.playbooks.playbook import Playbook, Stage
from desktop_crm.queries.board import BoardFilter, Card, Column, Page, Sum, cards, cards_of, pages, totals
from desktop_crm.views import theme
from desktop_crm.views.board.column_model import ColumnModel, ColumnSpec
from desktop_crm.views.board.column_view import CardList, ColumnView
from desktop_crm.views.board.goals import Goals
from desktop_crm.views.reading import Reading
from desktop_crm.workspace import Changes, Workspace

MINUTE_MS = 60_000
FEW = 50  # so many changed cards are put in place one by one; more, and the board is read again
# What the clocks of a card are reckoned from besides its deal.
_OTHER_CLOCKS: Final = (
    "contract", "contract_filing", "payment", "receipt", "milestone", "project", "progress_report",
)  # fmt: skip


class BoardView(QScrollArea):
    """A board of one playbook under one filter."""

    opened = Signal(str)  # deal id
    moved = Signal(str, str)  # deal id, key of the column it shall go to
    packs_requested = Signal(str)  # key of the stage whose deals' packs are wanted
    loaded = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.columns: list[ColumnView] = []
        self._filter = BoardFilter((workspace.playbooks.default.key,))
        self._playbook: Playbook | None = None
        self._reading = Reading(workspace, self)
        self._summing = Reading(workspace, self)  # over 100,000 deals the heads take longer than the cards
        self._goals = Goals(workspace, self)
        self._begun = False
        self._minute = QTimer(self, interval=MINUTE_MS, timerType=Qt.TimerType.CoarseTimer)
        self._minute.timeout.connect(self._show_time)
        self._ground = QWidget()
        self._row = QHBoxLayout(self._ground)
        self._row.setContentsMargins(*[theme.px(theme.SNUG)] * 4)
        self._row.setSpacing(theme.px(6))
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("board", "ground")

    def show_board(self, playbook: Playbook, wanted: BoardFilter) -> None:
        """Show `playbook` under a filter."""
        if self._playbook is not playbook:
            self._playbook = playbook
            self._make_columns(playbook)
        self._filter = wanted
        self.reload()

    def reload(self) -> None:
        """Read all columns again on another thread; the first time at once, so that the window opens with its cards."""
        if self._playbook is None:
            return
        query = partial(pages, columns=[spec.wanted for spec in _specs(self._playbook)], wanted=self._filter)
        if self._begun or self._filter.narrow:
            self._reading.ask(query, self._show_pages)
        else:
            self._show_pages(self.workspace.ask(query))

    def on_changes(self, changes: Changes) -> None:
        """Put changed cards where they belong now."""
        self._goals.on_changes(changes)
        changed = changes.of("deal")
        if (
            changes.touches("customer", "member", "clock_pause", "assignment", *_OTHER_CLOCKS)
            or len(changed) > FEW
            or (changed and (self._filter.narrow or self._reading.busy))
        ):
            self.reload()
        elif changed:
            self._replace(changed)

    def select(self, deal_id: str) -> None:
        """Make the card of a deal current, if it is among those read, and scroll its column into view."""
        self._reading.then(partial(self._summing.then, partial(self._select, deal_id)))

    def _select(self, deal_id: str) -> None:
        for column in self.columns:
            row = column.model.row_of(deal_id)
            if row >= 0:
                column.cards.select(row)
                self.ensureWidgetVisible(column)
            else:
                column.cards.clearSelection()

    def focus_cards(self) -> None:
        """Put the keyboard on the first column that has cards."""
        for column in self.columns:
            if column.model.rowCount():
                column.cards.setFocus()
                return

    def column(self, key: str) -> ColumnView:
        """Return the column of a stage or outcome."""
        return next(column for column in self.columns if column.model.spec.key == key)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        self._goals.resume()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
        self._goals.rest()

    def _show_time(self) -> None:
        """Paint the cards anew: how long is left stands on them."""
        for column in self.columns:
            column.cards.viewport().update()

    def total(self) -> Sum:
        """Return count and sum over all columns."""
        totals = [column.model.total for column in self.columns]
        return Sum(sum(total.count for total in totals), sum(total.amount_fen for total in totals))

    def _make_columns(self, playbook: Playbook) -> None:
        for old in self.columns:
            self._row.removeWidget(old)
            old.deleteLater()
        self.columns = [self._column(spec) for spec in _specs(playbook)]
        for column in self.columns:
            self._row.addWidget(column, 1)

    def _column(self, spec: ColumnSpec) -> ColumnView:
        model = ColumnModel(spec, partial(self._next_page, spec.key), self)
        column = ColumnView(model)
        column.packs_requested.connect(partial(self.packs_requested.emit, spec.key))
        column.cards.opened.connect(self.opened)
        column.cards.dropped.connect(partial(self._on_dropped, spec.key))
        column.cards.stepped.connect(partial(self._on_stepped, column))
        column.cards.move_requested.connect(partial(self._on_move_requested, column))
        return column

    def _next_page(self, key: str, last: Card | None) -> list[Card]:
        column = self.column(key).model.wanted
        return self.workspace.ask(cards, self._filter, column, after=last.after if last else None)

    def _show_pages(self, found: list[Page]) -> None:
        self._begun = True
        assert self._playbook is not None
        self._goals.show_board(self.columns, self._playbook, self._filter)
        for column, page in zip(self.columns, found, strict=True):
            column.model.show(page)
        self.loaded.emit()

    def _replace(self, ids: frozenset[str]) -> None:
        now = {card.id: card for card in self.workspace.ask(cards_of, ids, self._filter)}
        for column in self.columns:
            for deal_id in ids:
                card = now.get(deal_id)
                if card is not None and card.stage in column.model.wanted.stages:
                    column.model.put(card, descending=self._filter.sort == "amount")
                else:
                    column.model.take(deal_id)
        self._sum_again()

    def _sum_again(self) -> None:
        wanted = [column.model.wanted for column in self.columns]
        self._summing.ask(partial(_sums, wanted, self._filter), partial(self._show_sums, wanted, self._filter))

    def _show_sums(self, wanted: list[Column], narrowed: BoardFilter, found: list[Page]) -> None:
        """Write the heads anew, unless they are of another board by now; a column of an outcome is read as a whole."""
        if narrowed != self._filter or wanted != [column.model.wanted for column in self.columns] or self._reading.busy:
            return
        for column, page in zip(self.columns, found, strict=True):
            if page.column.outcome and page.total != column.model.total:
                column.model.show(page)
            else:
                column.model.total = page.total
            column.show_total()
        self.loaded.emit()

    def _neighbour(self, column: ColumnView, step: int) -> ColumnView | None:
        place = self.columns.index(column) + step
        return self.columns[place] if 0 <= place < len(self.columns) else None

    def _on_dropped(self, key: str, deal_id: str) -> None:
        self.moved.emit(deal_id, key)

    def _on_stepped(self, column: ColumnView, step: int) -> None:
        other = self._neighbour(column, step)
        while other is not None and not other.model.rowCount():
            other = self._neighbour(other, step)
        if other is not None:
            column.cards.clearSelection()
            other.cards.setFocus()
            other.cards.select(_same_height(column.cards, other.cards))
            self.ensureWidgetVisible(other)

    def _on_move_requested(self, column: ColumnView, step: int) -> None:
        card = column.model.card(column.cards.currentIndex().row())
        other = self._neighbour(column, step)
        if card is not None and other is not None:
            self.moved.emit(card.id, other.model.spec.key)


def _same_height(here: CardList, there: CardList) -> int:
    """Return the row of `there` that stands beside the current card of `here`."""
    beside = there.indexAt(here.visualRect(here.currentIndex()).center()).row()
    return beside if beside >= 0 else there.cards.rowCount() - 1


def _specs(playbook: Playbook) -> list[ColumnSpec]:
    return [
        ColumnSpec(column.key, column.name, Column(stages=(column.key,)), column.target_days)
        if isinstance(column, Stage)
        else ColumnSpec(column.key, column.name, Column(outcome=column.key))
        for column in playbook.columns
    ]


def _sums(columns: list[Column], wanted: BoardFilter, session: Any) -> list[Page]:
    """Return the sum of every column, with the first cards where the column is of an outcome."""
    return [
        Page(column, total, cards(session, wanted, column) if column.outcome else [])
        for column, total in zip(columns, totals(session, columns, wanted), strict=True)
    ]
