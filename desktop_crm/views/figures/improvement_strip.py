"""Beside a question: how many improvements found on this chart are under way, and a way to propose one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.queries.improvements import improvements_on
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace

KEY = "Ctrl+I"


class ImprovementStrip(QWidget):
    """`asked` for a new improvement on what is chosen, or for the list of those that stand."""

    asked = Signal()
    list_asked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = Reading(workspace, self)
        self.standing = button("", self.list_asked.emit, kind="quiet", icon="forward")
        self.propose = button(tr("提出改进"), self.asked.emit, kind="quiet", icon="add")
        QShortcut(QKeySequence(KEY), self, self.propose.click)
        self.propose.setToolTip(tr("就选中的一行提出改进（{key}）", key=KEY))
        self.standing.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.standing)
        row.addWidget(self.propose)

    def show_chart(self, key: str, *, filled: bool) -> None:
        """Count the improvements on a chart; on one without figures nothing can be found."""
        self.propose.setEnabled(filled)
        self._reading.ask(partial(_count, key), self._show)

    def _show(self, count: int) -> None:
        self.standing.setVisible(count > 0)
        self.standing.setText(tr("{count} 项改进在进行", count=count))


def _count(key: str, session: Any) -> int:
    return improvements_on(session, key)
