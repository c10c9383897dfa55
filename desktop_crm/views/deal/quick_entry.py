"""The quick entry of a follow-up: how, when, with whom, what they said, what next; Ctrl+Enter saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_crm.models import Method
from desktop_crm.queries.deal import Choice
from desktop_crm.queries.timeline import Plan
from desktop_crm.rules.vague import vague_question
from desktop_crm.rules.when import When
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.date_edit import DateEdit

_OFFERED = (Method.CALL, Method.WECHAT, Method.EMAIL, Method.VISIT, Method.MEETING, Method.DEMO)
_NOON = time(12)  # a past day without an hour: the middle of the working day


@dataclass(frozen=True, slots=True)
class Draft:
    """All that stands in the entry; kept for each deal until it is saved."""

    method: str = Method.CALL
    happened: str = ""
    contact_id: str = ""
    feedback: str = ""
    objection: str = ""
    intention: str = ""
    next_step: str = ""
    due: str = ""
    next_method: str = Method.CALL
    grade: str = ""
    fulfils: str = ""

    @property
    def empty(self) -> bool:
        """Return whether nothing was written yet."""
        return not any((self.feedback, self.objection, self.intention, self.next_step, self.due, self.happened))


class QuickEntry(QFrame):
    """Fields in the order people speak. It saves nothing itself: `saved` says that a record is wanted."""

    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plans: tuple[Plan, ...] = ()
        self._fulfils = ""
        self._contact_id = ""
        self.method = ChipRow(one_only=True, wrap=True)
        self.method.set_choices((key, METHODS[key]) for key in _OFFERED)
        self.happened = DateEdit()
        self.contact = QComboBox()
        self.feedback = QPlainTextEdit()
        self.question = QLabel(wordWrap=True)
        self.objection = QLineEdit()
        self.intention = QLineEdit()
        self.next_step = QLineEdit()
        self.due = DateEdit()
        self.next_method = QComboBox()
        self.grade = ChipRow(one_only=True)
        self.fulfil = QCheckBox()
        self.save = button(tr("保存"), self.save_requested.emit, kind="primary")
        self._name_fields()
        self._arrange()
        self.feedback.textChanged.connect(self._on_typed)
        self.contact.activated.connect(self._on_contact)
        self.installEventFilter(self)
        for field in (self.feedback, self.objection, self.intention, self.next_step, self.happened.line, self.due.line):
            field.installEventFilter(self)
        self._on_typed()

    # what stands in it

    def offer(self, contacts: Sequence[Choice], plans: tuple[Plan, ...], grades: Sequence[str]) -> None:
        """Offer these people and grades, and to carry out the most urgent plan; what was chosen stays chosen."""
        self._show_contacts(contacts)
        self.grade.set_choices((key, key) for key in grades)
        self._plans = plans
        if self._fulfils not in {plan.id for plan in plans}:
            self._choose_plan(plans[0] if plans else None)
        else:
            self._choose_plan(next(plan for plan in plans if plan.id == self._fulfils), keep=True)

    def fulfil_plan(self, plan_id: str) -> None:
        """Write the record that carries out this plan."""
        plan = next((plan for plan in self._plans if plan.id == plan_id), None)
        if plan is not None:
            self._choose_plan(plan)
            self.method.choose(plan.method)
        self.start()

    def start(self, place: str = "") -> None:
        """Put the cursor where the customer's words go, or into the next step."""
        (self.next_step if place == "next_step" else self.feedback).setFocus()

    def draft(self) -> Draft:
        """Return all that stands in the fields."""
        return Draft(
            method=self._chosen_method(),
            happened=self.happened.line.text().strip(),
            contact_id=self.contact.currentData() or "",
            feedback=self.feedback.toPlainText().strip(),
            objection=self.objection.text().strip(),
            intention=self.intention.text().strip(),
            next_step=self.next_step.text().strip(),
            due=self.due.line.text().strip(),
            next_method=self.next_method.currentData(),
            grade="".join(self.grade.chosen()),
            fulfils=self._fulfils if self.fulfil.isChecked() else "",
        )

    def set_draft(self, draft: Draft) -> None:
        """Show what was written before for this deal."""
        self.method.choose(draft.method)
        for line, text in (
            (self.happened.line, draft.happened),
            (self.objection, draft.objection),
            (self.intention, draft.intention),
            (self.next_step, draft.next_step),
            (self.due.line, draft.due),
        ):
            line.setText(text)
        self.happened.settle()
        self.due.settle()
        self.feedback.setPlainText(draft.feedback)
        self._contact_id = draft.contact_id
        self.contact.setCurrentIndex(max(0, self.contact.findData(draft.contact_id)))
        self.next_method.setCurrentIndex(self.next_method.findData(draft.next_method))
        self.grade.choose(*([draft.grade] if draft.grade else []))
        self._fulfils = draft.fulfils

    def settled(self) -> bool:
        """Return whether both dates are understood; the field that is not says why and takes the cursor."""
        for field in (self.happened, self.due):
            if not field.settle():
                field.setFocus()
                return False
        return True

    def happened_at(self) -> datetime | None:
        """Return the moment that was typed, local; None stands for now."""
        return moment_of(self.happened.when())

    def next_due(self) -> date | None:
        """Return the day of the next step."""
        return self.due.value()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save_requested.emit()
                return True
        return super().eventFilter(watched, event)

    # inside

    def _on_typed(self) -> None:
        question = vague_question(self.feedback.toPlainText())
        self.question.setText(question)
        self.question.setVisible(bool(question))

    def _on_contact(self) -> None:
        self._contact_id = self.contact.currentData()

    def _chosen_method(self) -> str:
        return "".join(self.method.chosen()) or Method.OTHER

    def _choose_plan(self, plan: Plan | None, *, keep: bool = False) -> None:
        self._fulfils = plan.id if plan else ""
        self.fulfil.setVisible(plan is not None)
        if plan is None:
            return
        self.fulfil.setText(tr("完成计划：{goal}", goal=plan.goal))
        if not keep:
            self.fulfil.setChecked(True)

    def _show_contacts(self, contacts: Sequence[Choice]) -> None:
        self.contact.clear()
        for contact in contacts:
            self.contact.addItem(contact.name or tr("（未填姓名）"), contact.id)
        self.contact.setCurrentIndex(max(0, self.contact.findData(self._contact_id)))
        self.contact.setVisible(bool(contacts))

    def _name_fields(self) -> None:
        self.happened.line.setPlaceholderText(tr("现在；如：昨天下午3点"))
        self.happened.line.setAccessibleName(tr("什么时候"))
        self.contact.setAccessibleName(tr("和谁"))
        self.feedback.setPlaceholderText(tr("客户说了什么、要了什么？"))
        self.feedback.setAccessibleName(tr("客户说了什么"))
        self.feedback.setTabChangesFocus(True)
        self.feedback.setFixedHeight(theme.px(64))
        self.question.setProperty("role", "small")
        self.question.setProperty("tone", "soon")
        for field, label in (
            (self.objection, tr("异议，如：嫌实施周期长")),
            (self.intention, tr("意向变化，如：开始对比3家")),
            (self.next_step, tr("下一步做什么")),
        ):
            field.setPlaceholderText(label)
            field.setAccessibleName(label)
        self.due.line.setAccessibleName(tr("下一步的日期"))
        self.save.setToolTip(tr("Ctrl+Enter"))
        for key, text in METHODS.items():
            self.next_method.addItem(text, key)
        self.next_method.setAccessibleName(tr("下一步的方式"))
        self.method.choose(Method.CALL)

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        pairs = (
            (0, (self.happened, self.contact)),
            (3, (self.objection, self.intention)),
            (5, (self.due, self.next_method)),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        for row, pair in pairs:
            for side, part in enumerate(pair):
                grid.addWidget(part, row, side, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(side, 1)
        for row, part in ((1, self.feedback), (2, self.question), (4, self.next_step)):
            grid.addWidget(part, row, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self.method)
        column.addLayout(grid)
        column.addWidget(self.fulfil)
        column.addLayout(self._foot())
        self._set_tab_order()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        label = QLabel(tr("改评等级"))
        label.setProperty("role", "muted")
        for part in (label, self.grade):
            foot.addWidget(part)
        foot.addStretch()
        foot.addWidget(self.save)
        return foot

    def _set_tab_order(self) -> None:
        order = (
            self.happened.line, self.contact, self.feedback, self.objection, self.intention, self.next_step,
            self.due.line, self.next_method, self.fulfil, self.save,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def moment_of(when: When | None) -> datetime | None:
    """Return the aware moment of what was typed: today without an hour is now, another day its noon."""
    if when is None or (when.time is None and when.day == clock.today()):
        return None
    return datetime.combine(when.day, when.time or _NOON).astimezone()
