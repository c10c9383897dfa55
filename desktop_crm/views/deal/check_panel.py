"""What hangs below a clause of the acceptance: its rounds so far, and the check that comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Result
from desktop_crm.queries.acceptances import Check, CheckedClause
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.views.widgets.item_list import Footer, Item
from desktop_crm.views.widgets.text_cell import TextCell

_TONES: dict[str, tuple[theme.Tone, str]] = {
    Result.PENDING: ("muted", "waiting"),
    Result.PASSED: ("good", "good"),
    Result.FAILED: ("late", "lost"),
}


@dataclass(frozen=True, slots=True)
class CheckActions:
    """What can be done with a clause, by its id; None as an answer means that it was not done."""

    passed: Callable[[str], object | None]
    failed: Callable[[str, dict[str, Any]], object | None]
    recheck: Callable[[str], object | None]


def result_mark(clause: CheckedClause) -> Mark:
    """Return where a clause stands, in words."""
    tone, icon = _TONES[clause.result]
    text = labels.RESULTS[clause.result]
    if clause.result == Result.PENDING and clause.round > 1:
        text = tr("待复验（第 {round} 轮）", round=clause.round)
    return Mark(text, tone, icon)


def check_text(check: Check) -> str:
    """Return a round as one line of the history."""
    head = [tr("第 {round} 轮", round=check.round), labels.RESULTS[check.result]]
    head += [check.checked_on.isoformat()] if check.checked_on else []
    parts = [" ".join([*head, check.checked_by]).strip()]
    parts += [tr("原因：{cause}", cause=check.cause)] if check.cause else []
    if check.rectification:
        until = tr("（{day} 前）", day=check.rectify_by) if check.rectify_by else ""
        parts.append(tr("整改：{what}{until}", what=check.rectification, until=until))
    return "；".join(parts)


class CheckPanel(Footer):
    """The result, its history, and the buttons or the form for what comes next."""

    def __init__(self, actions: CheckActions) -> None:
        super().__init__()
        self._actions = actions
        self._clause = CheckedClause("", "", "")
        self.badge = Badge(Mark("", "muted"))
        self.origin = QLabel()
        self.origin.setTextFormat(Qt.TextFormat.PlainText)
        self.origin.setProperty("role", "muted")
        self.history = QLabel(wordWrap=True)
        self.history.setTextFormat(Qt.TextFormat.PlainText)
        self.history.setProperty("role", "muted")
        self.pass_button = button(tr("通过"), self._on_pass, icon="check")
        self.fail_button = button(tr("不通过"), self.open_failure)
        self.recheck_button = button(tr("复验"), self._on_recheck, icon="refresh")
        self.edit_button = button(tr("修改记录"), self.open_failure, kind="quiet")
        self._form: FailureForm | None = None
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(theme.SNUG))
        buttons.addWidget(self.badge)
        buttons.addWidget(self.origin)
        buttons.addStretch()
        for part in (self.edit_button, self.recheck_button, self.fail_button, self.pass_button):
            buttons.addWidget(part)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.TIGHT), theme.px(theme.TIGHT), 0, theme.px(theme.TIGHT))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(buttons)
        column.addWidget(self.history)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        clause = item.data
        assert isinstance(clause, CheckedClause)
        if (clause.round, clause.result) != (self._clause.round, self._clause.result):
            self._hide_form()
        self._clause = clause
        self.badge.set_mark(result_mark(clause))
        self.origin.setText(clause.origin)
        self.origin.setVisible(bool(clause.origin))
        self.history.setText("\n".join(check_text(check) for check in reversed(clause.history)))
        self.history.setVisible(bool(clause.history))
        waiting = clause.result == Result.PENDING and not frozen
        failed = clause.result == Result.FAILED and not frozen
        self.pass_button.setVisible(waiting)
        self.fail_button.setVisible(waiting)
        self.recheck_button.setVisible(failed)
        self.edit_button.setVisible(failed)

    @override
    def tab_stops(self) -> list[QWidget]:
        buttons = [self.edit_button, self.recheck_button, self.fail_button, self.pass_button]
        return [*(made for made in buttons if not made.isHidden()), *(self._form.tab_stops() if self._form else [])]

    @property
    def form(self) -> FailureForm:
        """The form for a failure, made when it is first asked for: most clauses pass."""
        if self._form is None:
            self._form = FailureForm(self._on_failed)
            self._form.hide()
            self._column.addWidget(self._form)
        return self._form

    def start(self) -> None:
        """Put the cursor on the check that comes next."""
        (self.recheck_button if self._clause.result == Result.FAILED else self.pass_button).setFocus()

    def open_failure(self) -> None:
        """Ask, in place, why the clause failed and what is done about it."""
        last = self._clause.last
        if last is not None and last.result == Result.FAILED:
            self.form.show_check(last)
        self.form.show()
        for before, after in pairwise(self.tab_stops()):
            QWidget.setTabOrder(before, after)
        self.form.cause.start()

    def _hide_form(self) -> None:
        if self._form is not None:
            self._form.hide()

    def _on_pass(self) -> None:
        self._actions.passed(self._clause.id)

    def _on_recheck(self) -> None:
        self._actions.recheck(self._clause.id)

    def _on_failed(self, values: dict[str, Any]) -> None:
        if self._actions.failed(self._clause.id, values) is not None:
            self.form.clear()
            self.form.hide()


class FailureForm(QWidget):
    """Cause, rectification and until when; Enter goes on and keeps it at the end, Esc closes it."""

    def __init__(self, keep: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self._keep = keep
        self.cause = TextCell(tr("为什么不通过"))
        self.rectification = TextCell(tr("怎样整改，谁负责"))
        self.until = DateEdit()
        self.save = button(tr("记录不通过"), self._on_keep, kind="primary")
        self.cause.entered.connect(self.rectification.start)
        self.rectification.entered.connect(self.until.line.setFocus)
        self.until.line.returnPressed.connect(self._on_keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.TIGHT))
        grid.setColumnStretch(1, 1)
        fields = ((tr("原因"), self.cause), (tr("整改"), self.rectification), (tr("期限"), self.until))
        for line, (text, field) in enumerate(fields):
            label = QLabel(text)
            label.setProperty("role", "muted")
            grid.addWidget(label, line, 0)
            field.setProperty("boxed", "true")
            grid.addWidget(field, line, 1, 1, 1 if field is self.until else 2)
        grid.addWidget(self.save, 2, 2, Qt.AlignmentFlag.AlignTop)

    def show_check(self, check: Check) -> None:
        """Offer what was written in this round before, unless something is being typed."""
        for field, text in ((self.cause, check.cause), (self.rectification, check.rectification)):
            field.set_value(text)
        if self.until.value() is None:
            self.until.set_value(check.rectify_by)

    def clear(self) -> None:
        """Empty the fields."""
        for field in (self.cause, self.rectification):
            field.set_value("")
            field.revert()
        self.until.set_value(None)

    def tab_stops(self) -> list[QWidget]:
        """Return the fields that Tab goes through."""
        return [] if self.isHidden() else [self.cause, self.rectification, self.until.line, self.save]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _on_keep(self) -> None:
        if not self.until.settle():
            return
        until: date | None = self.until.value()
        self._keep({"cause": self.cause.text(), "rectification": self.rectification.text(), "rectify_by": until})
