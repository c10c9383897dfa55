"""The reports before the latest: read, not changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.progress import Report
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.record_list import discard, put
from desktop_crm.views.deal.report_bar import week_text
from desktop_crm.views.widgets.section import Section

FIRST = 8  # weeks shown at once; the others when asked for


class EarlierReports(Section):
    """A card for each week, the newest first."""

    def __init__(self) -> None:
        super().__init__(tr("往期周报"), folds=True)
        self.cards: dict[str, ReportCard] = {}
        self._list = QWidget()
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.px(theme.SNUG))
        self.rest = QLabel()
        self.rest.setProperty("role", "muted")
        self.add(self._list)
        self.add(self.rest)

    def show_reports(self, reports: Sequence[Report]) -> None:
        """Show the latest of these reports, and say how many there are before them."""
        shown = {report.id: report for report in reports[:FIRST]}
        self.setVisible(bool(reports))
        self.set_count(str(len(reports)))
        for key in [key for key, card in self.cards.items() if shown.get(key) != card.report]:
            discard(self._cards, self.cards.pop(key))
        for place, report in enumerate(shown.values()):
            card = self.cards.get(report.id)
            if card is None:
                card = self.cards[report.id] = ReportCard(report)
            put(self._cards, card, place)
        left = len(reports) - len(shown)
        self.rest.setText(tr("更早的 {count} 期在“文档”里可以打印。", count=left))
        self.rest.setVisible(left > 0)


class ReportCard(QFrame):
    """One week: its days, how far the whole had come, what was done and planned."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
        self.setProperty("surface", "card")
        name = QLabel(tr("第 {serial} 期", serial=report.serial))
        name.setProperty("role", "strong")
        percent = "" if report.percent is None else f"{report.percent}%"
        days = QLabel(" · ".join(part for part in (week_text(report), percent) if part))
        days.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(name)
        head.addWidget(days, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addLayout(_lines(report))


def _lines(report: Report) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(theme.SNUG))
    grid.setVerticalSpacing(theme.px(theme.TIGHT))
    grid.setColumnStretch(1, 1)
    said = ((tr("完成"), report.done), (tr("计划"), report.planned), (tr("需配合"), report.help_needed))
    for place, (label, text) in enumerate(one for one in said if one[1]):
        name = QLabel(label)
        name.setProperty("role", "muted")
        line = QLabel(text, wordWrap=True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(line, place, 1)
    return grid
