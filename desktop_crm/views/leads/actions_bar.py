"""What can be done with the chosen leads, one or many, each with its key; and the line that asks why one is invalid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Outcome
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.lead_line import LeadLine, LeadState
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow


class ActionsBar(QFrame):
    """Stands under the table; its buttons say their key."""

    valid = Signal()
    invalid = Signal()
    verify = Signal()
    grade = Signal(str)
    source = Signal(str)
    assign = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.says = QLabel()
        self.says.setProperty("tone", "muted")
        self.buttons = {
            "valid": button(tr("有效 Y"), self.valid.emit),
            "invalid": button(tr("无效 X"), self.invalid.emit),
            "verify": button(tr("核对 V"), self.verify.emit),
            "assign": button(tr("分配 T"), self.assign.emit),
            "source": button(tr("改来源"), lambda: None),
        }
        self.grades: dict[str, QPushButton] = {}
        self._sources = QMenu(self)
        self._sources.triggered.connect(self._on_source)
        self.buttons["source"].setMenu(self._sources)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.GAP, theme.SNUG)))
        self._row.setSpacing(theme.px(theme.SNUG))
        self._row.addWidget(self.says)
        self._row.addStretch()
        for key in ("valid", "invalid", "verify"):
            self._row.addWidget(self.buttons[key])
        self._graded_at = self._row.count()
        for key in ("assign", "source"):
            self._row.addWidget(self.buttons[key])

    def show_chosen(self, leads: Sequence[LeadLine], playbook: Playbook, sources: Sequence[str]) -> None:
        """Offer what fits these leads."""
        self.says.setText(tr("已选 {count} 条", count=len(leads)) if leads else tr("选中线索后可用；J / K 上下移动"))
        if list(self.grades) != [grade.key for grade in playbook.grades]:
            self._offer_grades(playbook)
        if [action.text() for action in self._sources.actions()] != list(sources):
            self._sources.clear()
            for name in sources:
                self._sources.addAction(name)
        for made in (*self.buttons.values(), *self.grades.values()):
            made.setEnabled(bool(leads))
        self.buttons["valid"].setEnabled(any(lead.state == LeadState.SCREEN for lead in leads))
        self.buttons["verify"].setEnabled(any(lead.verified_at is None for lead in leads))
        self.buttons["assign"].setEnabled(any(lead.verified_at is not None for lead in leads))

    def _offer_grades(self, playbook: Playbook) -> None:
        for old in self.grades.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.grades = {}
        for place, grade in enumerate(playbook.grades):
            made = button(grade.key, lambda key=grade.key: self.grade.emit(key))
            made.setToolTip(
                tr("评为 {name}（{key}）：{criteria}", name=grade.name, key=place + 1, criteria=grade.criteria)
            )
            made.setAccessibleName(tr("评为 {grade}", grade=grade.key))
            self._row.insertWidget(self._graded_at + place, made)
            self.grades[grade.key] = made

    def _on_source(self, action: QAction) -> None:
        self.source.emit(action.text())


class InvalidBar(QFrame):
    """Asks once why the chosen leads are invalid: a reason of the playbook, or a written one; Esc puts it away."""

    given = Signal(str)  # the reason; "" where each lead takes its own
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._title = QLabel()
        self._title.setProperty("tone", "late")
        self.reasons = ChipRow(one_only=True, wrap=True)
        self.written = QLineEdit()
        self.written.setPlaceholderText(tr("或写别的原因"))
        self.written.setAccessibleName(tr("别的原因"))
        self.confirm = button(tr("标为无效"), self._on_confirmed, kind="primary")
        self._own = False
        self.reasons.changed.connect(self._settle)
        self.written.textChanged.connect(self._settle)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.written, 1)
        row.addWidget(self.confirm)
        row.addWidget(button(tr("取消"), self._leave, kind="quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(theme.GAP)] * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self._title)
        column.addWidget(self.reasons)
        column.addLayout(row)
        self.hide()

    def ask(self, leads: Sequence[LeadLine], playbook: Playbook) -> None:
        """Ask for these leads; the reason that was found stands there already."""
        reasons = playbook.outcome(Outcome.INVALID).reasons
        self._own = all(lead.reasons for lead in leads)
        self.reasons.set_choices((reason.name, reason.name) for reason in reasons)
        kinds = {lead.reasons[0].kind for lead in leads if lead.reasons}
        known = [reason.name for reason in reasons if self._own and {reason.key} == kinds]
        self.reasons.choose(*known)
        self.written.clear()
        self._title.setText(_question(leads, own=self._own))
        self._settle()
        self.show()
        if known or self._own:
            self.confirm.setFocus()
        else:
            self.reasons.take_focus()

    def reason(self) -> str:
        """Return the reason as it stands: a written one outranks a chosen one."""
        return self.written.text().strip() or next(iter(self.reasons.chosen()), "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.confirm.isEnabled():
            self._on_confirmed()
        else:
            super().keyPressEvent(event)

    def _settle(self) -> None:
        self.confirm.setEnabled(bool(self.reason()) or self._own)

    def _on_confirmed(self) -> None:
        self.hide()
        self.given.emit(self.reason())

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()


def _question(leads: Sequence[LeadLine], *, own: bool) -> str:
    if len(leads) == 1:
        found = "".join(reason.text for reason in leads[0].reasons)
        asked = tr("为什么“{name}”无效？", name=leads[0].customer or leads[0].number)
        return f"{asked}{found}"
    if own:
        return tr("把 {count} 条标为无效：不另选原因时，各按自己的疑点。", count=len(leads))
    return tr("把 {count} 条标为无效：为什么？", count=len(leads))
