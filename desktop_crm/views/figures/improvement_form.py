"""The short form of an improvement: what was found, what is done about it, by whom and until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.queries.company import colleagues
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.workspace import Workspace

_WIDTH: Final = 560


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form when it opens."""

    finding: str = ""
    action: str = ""
    owner_id: str = ""
    due_on: date | None = None


class ImprovementForm(QDialog):
    """Ctrl+Enter saves, Esc leaves; a refusal is said in the form, and what was typed stays."""

    saved = Signal(str)  # say what was done, with Undo

    def __init__(
        self, workspace: Workspace, draft: Draft, save: Callable[[dict[str, Any]], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace = workspace
        self._save = save
        self.figure = QComboBox()
        self.finding, self.action = QLineEdit(draft.finding), QLineEdit(draft.action)
        self.owner = QComboBox()
        self.due = DateEdit()
        self.problem = QLabel(wordWrap=True)
        self.keep = button(tr("提出改进"), self.accept_typed, kind="primary", icon="check")
        self._fill(draft)
        self._arrange()
        self.action.setFocus()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept_typed)

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return {
            "finding": self.finding.text(),
            "action": self.action.text(),
            "owner_id": self.owner.currentData() or None,
            "due_on": self.due.value(),
        }

    def accept_typed(self) -> None:
        """Save and close; stay open with the reason when that is refused."""
        if not self.due.settle():
            self.due.setFocus()
            return
        try:
            said = self._save(self.values())
        except Refused as refused:
            self._say(refused.reason)
            return
        self.saved.emit(said)
        self.accept()

    def offer_figures(self, name: str, figures: Sequence[tuple[str, object]]) -> None:
        """Let one of several figures be chosen by which the effect is seen."""
        for text, data in figures:
            self.figure.addItem(text, data)
        self._figure_name.setText(name)
        for part in (self.figure, self._figure_name):
            part.setVisible(len(figures) > 1)

    def _say(self, reason: str) -> None:
        self.problem.setText(reason)
        self.problem.show()
        empty = (field for field in (self.finding, self.action) if not field.text().strip())
        next(empty, self.due).setFocus()

    def _fill(self, draft: Draft) -> None:
        for one in self.workspace.ask(colleagues):
            self.owner.addItem(one.name, one.id)
        self.owner.setCurrentIndex(self.owner.findData(draft.owner_id))
        self.due.set_value(draft.due_on)
        self.finding.setCursorPosition(0)

    def _arrange(self) -> None:
        self.problem.setProperty("tone", "late")
        self.problem.hide()
        self.action.setPlaceholderText(tr("具体到能看出做没做，如：展会前一周电话邀约"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(theme.GAP))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        grid.setColumnStretch(1, 1)
        self._figure_name = QLabel()
        lines = (
            (self._figure_name, self.figure), (QLabel(tr("发现")), self.finding), (QLabel(tr("改进行动")), self.action),
            (QLabel(tr("负责人")), self.owner), (QLabel(tr("完成日期")), self.due),
        )  # fmt: skip
        for place, (name, field) in enumerate(lines):
            name.setProperty("tone", "muted")
            name.setBuddy(field)
            field.setAccessibleName(name.text())
            grid.addWidget(name, place, 0)
            grid.addWidget(field, place, 1)
        self.offer_figures("", ())
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(button(tr("取消"), self.reject))
        foot.addWidget(self.keep)
        self.keep.setToolTip("Ctrl+Enter")
        self.keep.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.WIDE),) * 4)
        column.setSpacing(theme.px(theme.ROOMY))
        column.addLayout(grid)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.setMinimumWidth(theme.px(_WIDTH))
