"""What stands beside the day: three figures and the week ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_crm.queries.today import Figures
from desktop_crm.rules.amounts import format_short
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.today.week_strip import WeekStrip

WIDTH = 288


class Figure(QFrame):
    """One figure: what it is, the number, and a word or a bar under it."""

    def __init__(self, title: str, *, bar: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        name = QLabel(title)
        name.setProperty("role", "muted")
        self.number = QLabel()
        self.number.setProperty("role", "figure")
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.bar = QProgressBar(self, textVisible=False)  # shown without a parent it would be a window for a moment
        self.bar.setVisible(bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.GAP, theme.ROOMY, theme.GAP)))
        column.setSpacing(theme.px(2))
        for part in (name, self.number, self.bar, self.note):
            column.addWidget(part)

    def show_number(self, number: str, note: str) -> None:
        """Show the number and what is said under it."""
        self.number.setText(number)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def show_share(self, done: int, total: int, note: str) -> None:
        """Show how many of how many are done."""
        self.show_number(f"{done:,} / {total:,}", note)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)


class Side(QWidget):
    """The figures of the day, and its week."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(WIDTH))
        self.due = Figure(tr("今天到期，已完成"), bar=True)
        self.week = Figure(tr("本周联系，已完成"), bar=True)
        self.deals = Figure(tr("在跟商机"))
        self.strip = WeekStrip()
        card = QFrame()
        card.setProperty("surface", "card")
        title = QLabel(tr("接下来七天"))
        title.setProperty("role", "muted")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.GAP, theme.ROOMY, theme.GAP)))
        inner.setSpacing(theme.px(theme.TIGHT))
        inner.addWidget(title)
        inner.addWidget(self.strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.GAP))
        for part in (self.due, self.week, self.deals, card):
            column.addWidget(part)
        column.addStretch()

    def show_figures(self, figures: Figures) -> None:
        """Show these figures."""
        due, week = figures.due_today, figures.this_week
        self.due.show_share(due.done, due.total, _left(due.planned))
        self.week.show_share(week.done, week.total, _left(week.planned))
        worth = tr("合计 {amount}", amount=format_short(figures.open_amount_fen)) if figures.open_amount_fen else ""
        self.deals.show_number(f"{figures.open_deals:,}", worth)
        self.strip.show_days(figures.days)

    def show_marks(self, marks: Mapping[date, str]) -> None:
        """Show which of the days are holidays or make-up days."""
        self.strip.show_marks(marks)


def _left(planned: int) -> str:
    return tr("还有 {count} 件", count=f"{planned:,}") if planned else tr("全部完成")
