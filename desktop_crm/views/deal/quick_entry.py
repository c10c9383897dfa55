"""The quick entry of a follow-up: what they said, what next, how, when and with whom; Ctrl+Enter saves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.models import Method
from desktop_crm.queries.deal import Choice
from desktop_crm.queries.entry import EntryFacts
from desktop_crm.queries.timeline import Plan
from desktop_crm.rules.vague import vague_question
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.draft import Draft
from desktop_crm.views.deal.entry import Entry
from desktop_crm.views.deal.grade_and_tags import GradeAndTags
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow

_OFFERED = (Method.CALL, Method.WECHAT, Method.EMAIL, Method.VISIT, Method.MEETING, Method.DEMO)


class QuickEntry(Entry):
    """Fields in the order people speak: Tab goes from what was said to the next step, its day, and what is said less often.

    It saves nothing itself: `save_requested` says that a record is wanted.
    """

    said = Signal()  # the customer's words changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plans: tuple[Plan, ...] = ()
        self._fulfils = ""
        self._contact_id = ""
        self._owner_id = ""
        self.method = ChipRow(one_only=True, wrap=True)
        self.method.set_choices((key, METHODS[key]) for key in _OFFERED)
        self.contact = QComboBox()
        self.feedback = QPlainTextEdit()
        self.question = QLabel(wordWrap=True)
        self.objection = QLineEdit()
        self.intention = QLineEdit()
        self.next_step = QLineEdit()
        self.next_method = QComboBox()
        self.next_owner = QComboBox()
        self.fulfil = QCheckBox()
        self.more = GradeAndTags()
        self.grade = self.more.grade
        self.save = button(tr("保存"), self.save_requested.emit, kind="primary")
        self._name_fields()
        self._arrange()
        self._connect()
        self._on_typed()

    # what stands in it

    def offer(self, facts: EntryFacts, grades: Sequence[str], me: str) -> None:
        """Offer the people, plans, grades and tags there are, and to carry out the most urgent plan; what was chosen stays chosen."""
        _fill(self.contact, facts.contacts, self._contact_id)
        self._owner_id = self._owner_id or me
        _fill(self.next_owner, facts.colleagues, self._owner_id)
        self.next_owner.setVisible(len(facts.colleagues) > 1)
        self.more.offer(grades, facts.grade, facts.tags, facts.known_tags)
        self.more.tags.setVisible(facts.has_customer)
        self._set_tab_order()  # the chips of other grades are new
        self._plans = facts.plans
        kept = next((plan for plan in facts.plans if plan.id == self._fulfils), None)
        self._choose_plan(kept or next(iter(facts.plans), None), keep=kept is not None)

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
        added, removed = self.more.changes()
        return Draft(
            method="".join(self.method.chosen()) or Method.OTHER,
            happened=self.happened.line.text().strip(),
            contact_id=self.contact.currentData() or "",
            feedback=self.feedback.toPlainText().strip(),
            objection=self.objection.text().strip(),
            intention=self.intention.text().strip(),
            next_step=self.next_step.text().strip(),
            due=self.due.line.text().strip(),
            next_method=self.next_method.currentData(),
            next_owner_id=self.next_owner.currentData() or "",
            grade=self.more.chosen(),
            grade_reason=self.more.reason.text().strip() if self.more.chosen() else "",
            tags_add=added,
            tags_remove=removed,
            fulfils=self._fulfils if self.fulfil.isChecked() else "",
        )

    def set_draft(self, draft: Draft) -> None:
        """Show what was written before for this deal."""
        self.method.choose(draft.method)
        for line, text in (
            (self.happened.line, draft.happened), (self.objection, draft.objection), (self.intention, draft.intention),
            (self.next_step, draft.next_step), (self.due.line, draft.due), (self.more.reason, draft.grade_reason),
        ):  # fmt: skip
            line.setText(text)
        self.happened.settle()
        self.due.settle()
        self.feedback.setPlainText(draft.feedback)
        self._contact_id, self._owner_id = draft.contact_id, draft.next_owner_id
        for box, key in (
            (self.contact, draft.contact_id),
            (self.next_method, draft.next_method),
            (self.next_owner, draft.next_owner_id),
        ):
            box.setCurrentIndex(max(0, box.findData(key)))
        self.grade.choose(*([draft.grade] if draft.grade else []))
        self.more.set_changes(draft.tags_add, draft.tags_remove)
        self.more.set_open(shown=bool(draft.grade or draft.tags_add or draft.tags_remove))
        self._fulfils = draft.fulfils

    # inside

    def _on_typed(self) -> None:
        question = vague_question(self.feedback.toPlainText())
        self.question.setText(question)
        self.question.setVisible(bool(question))
        self.said.emit()

    def _on_contact(self) -> None:
        self._contact_id = self.contact.currentData()

    def _on_owner(self) -> None:
        self._owner_id = self.next_owner.currentData()

    def _choose_plan(self, plan: Plan | None, *, keep: bool = False) -> None:
        self._fulfils = plan.id if plan else ""
        self.fulfil.setVisible(plan is not None)
        if plan is None:
            return
        self.fulfil.setText(tr("完成计划：{goal}", goal=plan.goal))
        if not keep:
            self.fulfil.setChecked(True)

    def _connect(self) -> None:
        self.feedback.textChanged.connect(self._on_typed)
        self.intention.textChanged.connect(self.said)
        self.contact.activated.connect(self._on_contact)
        self.next_owner.activated.connect(self._on_owner)
        self.hear_save(self.feedback, self.objection, self.intention, self.next_step, self.more.reason)

    def _name_fields(self) -> None:
        self.method.setToolTip(tr("按 1–6 选方式"))
        self.happened.line.setPlaceholderText(tr("现在，或昨天15点"))
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
            (self.intention, tr("意向变化，如：对比3家")),
            (self.next_step, tr("下一步做什么")),
        ):
            field.setPlaceholderText(label)
            field.setAccessibleName(label)
        self.due.line.setPlaceholderText(tr("如：下周二"))
        self.due.line.setToolTip(tr("可以写到几点：下周二下午3点"))
        self.due.line.setAccessibleName(tr("下一步的日期"))
        self.next_owner.setAccessibleName(tr("下一步由谁做"))
        self.save.setToolTip(tr("Ctrl+Enter"))
        for key, text in METHODS.items():
            self.next_method.addItem(text, key)
        self.next_method.setAccessibleName(tr("下一步的方式"))
        self.method.choose(Method.CALL)

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        next_row = _row((self.due, 2), (self.next_method, 1), (self.next_owner, 1))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        for row, pair in enumerate(((self.objection, self.intention), (self.happened, self.contact))):
            for side, part in enumerate(pair):
                grid.addWidget(part, row, side, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        for part in (self.method, self.feedback, self.question, self.next_step):
            column.addWidget(part)
        column.addLayout(next_row)
        column.addLayout(grid)
        column.addWidget(self.fulfil)
        column.addWidget(self.more)
        column.addLayout(_row((self.more.fold, 0), (QWidget(), 1), (self.save, 0)))
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        order = (
            self.feedback, self.next_step, self.due.line, self.next_method, self.next_owner, self.objection,
            self.intention, self.happened.line, self.contact, self.fulfil, *self.grade.chips(), self.more.reason,
            self.more.tags, self.more.fold, self.save,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(theme.SNUG))
    for part, stretch in parts:
        row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
    return row


def _fill(box: QComboBox, choices: Sequence[Choice], chosen: str) -> None:
    """Offer the choices, the one chosen before still chosen."""
    box.clear()
    for choice in choices:
        box.addItem(choice.name or tr("（未填姓名）"), choice.id)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.setVisible(bool(choices))
