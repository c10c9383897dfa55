"""The head of the weekly reports: which one is at work, when the next is due, and the next thing to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.progress import ProgressSheet, Report
from desktop_crm.rules.clocks import due_text
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark, clock_mark
from desktop_crm.views.widgets.buttons import button


@dataclass(frozen=True, slots=True)
class ReportActions:
    """What can be done with the latest report."""

    start: Callable[[], object]
    send: Callable[[], object]
    discard: Callable[[], object]


class ReportBar(QFrame):
    """Shows how the latest report stands; one button begins the next, or notes that this one was sent."""

    def __init__(self, actions: ReportActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.name = QLabel()
        self.name.setProperty("role", "strong")
        self.badge = Badge(Mark("", "muted"))
        self.due = Badge(Mark("", "muted"))
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("role", "muted")
        self.start = button("", actions.start, kind="primary", icon="add")
        self.send = button(tr("记录发送"), actions.send, kind="primary", icon="mail")
        self.discard = button(tr("删除这一期"), actions.discard, kind="quiet")
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        for part in (self.name, self.badge, self.due):
            head.addWidget(part)
        head.addStretch()
        for part in (self.start, self.send):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addLayout(foot)

    def show_sheet(self, sheet: ProgressSheet) -> None:
        """Show how the reports stand."""
        latest = sheet.latest
        self.setVisible(latest is not None)
        if latest is None:
            return
        sent = latest.sent_on is not None
        self.name.setText(tr("第 {serial} 期", serial=latest.serial))
        self.badge.set_mark(_mark(latest))
        self.due.setVisible(sheet.clock is not None)
        if sheet.clock is not None:
            self.due.set_mark(clock_mark(sheet.clock))
        self.sentence.setText(_sentence(sheet, latest))
        self.start.setText(tr("写第 {serial} 期", serial=latest.serial + 1))
        self.start.setVisible(sent)
        self.send.setVisible(not sent)
        self.discard.setVisible(not sent)

    def take_focus(self) -> None:
        """Put the keyboard on what comes next."""
        shown = self.start if self.send.isHidden() else self.send
        shown.setFocus(Qt.FocusReason.OtherFocusReason)


def week_text(report: Report) -> str:
    """Return the days of a report: 5月11日 – 5月17日."""
    today = clock.today()
    days = [short_day(day, today) for day in (report.week_from, report.week_to) if day]
    return " – ".join(days)


def _mark(report: Report) -> Mark:
    if report.sent_on is None:
        return Mark(tr("未发送"), "muted", "edit")
    return Mark(tr("{day} 已发送", day=short_day(report.sent_on, clock.today())), "good", "good")


def _sentence(sheet: ProgressSheet, latest: Report) -> str:
    if sheet.accepted_on is not None:
        return tr("{day} 已验收，不再要求周报。", day=sheet.accepted_on)
    days = week_text(latest)
    if latest.sent_on is None:
        return tr("{days}，已按上一期和里程碑预填，改好后发给客户。", days=days)
    if sheet.clock is not None:
        return tr("{days}。下一期 {due}发出。", days=days, due=due_text(sheet.clock.clock, clock.now()))
    return days
