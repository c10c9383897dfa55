"""The records of a deal under the heads of their days; a long list is laid out little by little, so that nothing waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.deal import Choice
from desktop_crm.queries.timeline import Record
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.record_card import RecordCard
from desktop_crm.views.widgets.date_edit import weekday

_FIRST = 3  # cards at once: as many as are seen below the entry and the plans
_MORE = 3  # cards in each pause after that


class RecordList(QWidget):
    """Cards by id; one whose record did not change is used again, open fields and all."""

    edited = Signal(str, str, object)  # id, field, value
    delete_requested = Signal(str)
    objection_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, RecordCard] = {}
        self._days: dict[date, QLabel] = {}
        self._wanted: Sequence[Record] = ()
        self._contacts: Sequence[Choice] = ()
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._pause.timeout.connect(self._go_on)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.TIGHT))

    def show_records(self, found: Sequence[Record], contacts: Sequence[Choice]) -> None:
        """Show these records, the first at once and the others in the pauses that follow."""
        self._wanted, self._contacts = found, contacts
        wanted = {record.id: record for record in found}
        for key in [key for key, card in self.cards.items() if wanted.get(key) != card.record]:
            discard(self._column, self.cards.pop(key))
        days = {clock.local_day(record.at) for record in found}
        for day in [day for day in self._days if day not in days]:
            discard(self._column, self._days.pop(day))
        for card in self.cards.values():
            card.offer(contacts)
        self._fill(_FIRST)

    def complete(self) -> bool:
        """Tell whether every record has its card."""
        return not self._pause.isActive()

    def _go_on(self) -> None:
        self._fill(_MORE)

    def _fill(self, most: int) -> None:
        """Put heads and cards in their order, and make at most so many that are not there yet."""
        place, day = 0, None
        for record in self._wanted:
            card = self.cards.get(record.id)
            if card is None and most == 0:
                self._pause.start()
                return
            if clock.local_day(record.at) != day:
                day = clock.local_day(record.at)
                put(self._column, self._days.get(day) or self._day_head(day), place)
                place += 1
            if card is None:
                card, most = self._card(record), most - 1
            put(self._column, card, place)
            place += 1
        self._pause.stop()

    def _card(self, record: Record) -> RecordCard:
        card = RecordCard(record)
        card.offer(self._contacts)
        card.edited.connect(self._on_edited)
        card.delete_requested.connect(self.delete_requested)
        card.objection_requested.connect(self.objection_requested)
        self.cards[record.id] = card
        return card

    def _on_edited(self, record_id: str, field: str, value: object) -> None:
        self.edited.emit(record_id, field, value)
        card = self.cards.get(record_id)
        if card is not None:
            card.show_stored()  # a value that was refused goes back to what is stored

    def _day_head(self, day: date) -> QLabel:
        today = clock.today()
        said = {0: tr("今天"), 1: tr("昨天")}.get((today - day).days)
        head = QLabel("　".join(part for part in (said, short_day(day, today), weekday(day)) if part))
        head.setProperty("role", "muted")
        head.setContentsMargins(0, theme.px(theme.SNUG), 0, 0)
        self._days[day] = head
        return head


def put(column: QVBoxLayout, widget: QWidget, place: int) -> None:
    """Let a widget stand at a place of the column; one that is there already is not touched."""
    item = column.itemAt(place)
    if item is None or item.widget() is not widget:
        column.insertWidget(place, widget)


def discard(column: QVBoxLayout, widget: QWidget) -> None:
    """Take a widget out of the column for good."""
    column.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
