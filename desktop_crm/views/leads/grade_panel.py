"""Choosing a lead's grade with the criteria of its playbook beside each, and what the grade rests on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.system.translations import tr
from desktop_crm.views import theme


class GradePanel(QWidget):
    """A button for each grade; says `graded(grade, reason)`, again when the reason is written afterwards."""

    graded = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("评级依据，如：今年技改预算已批，320 人"))
        self.reason.setAccessibleName(tr("评级依据"))
        self._playbook: Playbook | None = None
        self._grade, self._kept = "", ""
        self._rows = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.SNUG))
        self._column.addWidget(self._rows)
        self._column.addWidget(self.reason)
        self.reason.editingFinished.connect(self._on_reason)

    def show_grade(self, playbook: Playbook, grade: str, reason: str) -> None:
        """Show the grades of a playbook, the one a lead has, and why."""
        if playbook is not self._playbook:
            self._playbook = playbook
            self._rebuild(playbook)
        self._grade = grade
        for key, made in self.buttons.items():
            made.setChecked(key == grade)
        if not self.reason.hasFocus() or reason != self._kept:
            self.reason.setText(reason)
        self._kept = reason

    def start(self) -> None:
        """Put the keyboard on the grade, or the first one."""
        made = self.buttons.get(self._grade) or next(iter(self.buttons.values()), None)
        if made:
            made.setFocus()

    def _on_chosen(self, key: str) -> None:
        self.buttons[key].setChecked(True)
        self.graded.emit(key, self.reason.text().strip())

    def _on_reason(self) -> None:
        text = self.reason.text().strip()
        if self._grade and text != self._kept:
            self.graded.emit(self._grade, text)

    def _rebuild(self, playbook: Playbook) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        grid.setColumnStretch(1, 1)
        self.buttons = {}
        for place, grade in enumerate(playbook.grades):
            made = QPushButton(grade.key)
            made.setCheckable(True)
            made.setProperty("kind", "chip")
            made.setAccessibleName(f"{grade.key} {grade.name}")
            made.setToolTip(tr("评为 {grade}（在列表里按 {key}）", grade=grade.key, key=place + 1))
            made.clicked.connect(lambda _=False, key=grade.key: self._on_chosen(key))
            criteria = QLabel(tr("{name}：{criteria}", name=grade.name, criteria=grade.criteria), wordWrap=True)
            criteria.setProperty("role", "small")
            grid.addWidget(made, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(criteria, place, 1, Qt.AlignmentFlag.AlignVCenter)
            self.buttons[grade.key] = made
        self._column.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh
