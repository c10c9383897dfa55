"""One follow-up record in the timeline, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.deal import Choice
from desktop_crm.queries.timeline import Record
from desktop_crm.rules.clocks import duration_text
from desktop_crm.rules.when import When
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.plan_row import purpose_mark
from desktop_crm.views.labels import METHOD_ICONS, METHODS, PURPOSES
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit

# What a record says beside the customer's words; only what was written is shown.
_MARKED = {
    "objection": (Mark(tr("异议"), "late", "doubtful"), tr("异议")),
    "intention": (Mark(tr("意向"), "good", "forward"), tr("意向变化")),
}


class RecordCard(QWidget):
    """Time, way and people in a quiet line, then what was said; objection and intention are marked by word and icon."""

    edited = Signal(str, str, object)  # id, field, value
    delete_requested = Signal(str)
    objection_requested = Signal(str)  # take the objection over into the negotiation's list

    def __init__(self, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = record
        self.fields: dict[str, InlineEdit] = {}
        self.facts: FactGrid | None = None  # made when somebody wants to correct time, method or contact
        self._contacts: Sequence[Choice] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(theme.TIGHT), 0, theme.px(theme.SNUG))
        self._column.setSpacing(theme.px(2))
        self._column.addLayout(self._first_line(record))
        if record.goal:
            self._column.addWidget(self._goal(record))
        if record.feedback or not record.cancelled:
            self._column.addWidget(self._field("feedback", tr("客户反馈"), record.feedback))
        for key, (mark, label) in _MARKED.items():
            if text := str(getattr(record, key)):
                self._column.addLayout(self._marked(key, mark, label, text))

    def offer(self, contacts: Sequence[Choice]) -> None:
        """Offer these people to correct with whom it was."""
        self._contacts = contacts
        if self.facts is not None:
            self.facts.set_facts(self._facts())

    def show_stored(self) -> None:
        """Show what is stored in place of a value that was not taken."""
        for key, field in self.fields.items():
            field.set_fact(replace(field.fact(), value=str(getattr(self.record, key))))
        if self.facts is not None:
            self.facts.set_facts(self._facts())

    def correct(self) -> None:
        """Open the fields for time, method and contact, or put them away."""
        if self.facts is not None:
            self.facts.setVisible(self.facts.isHidden())
            return
        self.facts = FactGrid()
        self.facts.set_facts(self._facts())
        self.facts.edited.connect(self._on_fact)
        self._column.insertWidget(1, self.facts)

    def _facts(self) -> list[Fact]:
        record = self.record
        known = {choice.id: choice.name or tr("（未填姓名）") for choice in self._contacts}
        if record.contact_id:
            known.setdefault(record.contact_id, record.contact)
        local = record.at.astimezone().replace(second=0, microsecond=0)
        return [
            Fact("happened_at", tr("时间"), When(local.date(), local.time()), "when"),
            Fact("method", tr("方式"), record.method, "choice", tuple(METHODS.items())),
            Fact("contact_id", tr("联系人"), record.contact_id, "choice", tuple(known.items())),
        ]

    def _on_fact(self, key: str, value: object) -> None:
        if isinstance(value, When):
            at = value.time or self.record.at.astimezone().time()
            value = datetime.combine(value.day, at).astimezone()
        if value:
            self.edited.emit(self.record.id, key, value)
        elif self.facts is not None:
            self.facts.set_facts(self._facts())  # none of these can be empty

    def _first_line(self, record: Record) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(theme.SNUG))
        at = QLabel(f"{record.at.astimezone():%H:%M}")
        people = QLabel("　".join(part for part in (record.contact, record.owner) if part))
        for label in (at, people):
            label.setProperty("role", "muted")
        line.addWidget(at)
        for mark in _marks(record):
            line.addWidget(Badge(mark))
        line.addWidget(people)
        line.addStretch()
        if not record.cancelled:
            line.addWidget(icon_button("edit", tr("修改时间、方式和联系人"), self.correct))
        line.addWidget(icon_button("bin", tr("删除这条跟进"), lambda: self.delete_requested.emit(self.record.id)))
        return line

    def _goal(self, record: Record) -> QLabel:
        goal = QLabel(tr("计划：{goal}", goal=record.goal), wordWrap=True)
        goal.setProperty("role", "muted")
        goal.setContentsMargins(theme.px(theme.SNUG), 0, 0, 0)
        return goal

    def _marked(self, key: str, mark: Mark, label: str, text: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(theme.px(theme.SNUG), 0, 0, 0)
        line.setSpacing(theme.px(theme.TIGHT))
        line.addWidget(Badge(mark))
        line.addWidget(self._field(key, label, text), 1)
        if key == "objection" and not self.record.objection_listed:
            line.addWidget(
                button(tr("加入异议清单"), lambda: self.objection_requested.emit(self.record.id), kind="quiet")
            )
        return line

    def _field(self, key: str, label: str, text: str) -> InlineEdit:
        made = InlineEdit(Fact(key, label, text, "long"))
        made.edited.connect(partial(self.edited.emit, self.record.id, key))
        self.fields[key] = made
        return made


def _marks(record: Record) -> list[Mark]:
    """Return the marks of a record: how it was done, what for, called off, written late."""
    marks = [Mark(METHODS[record.method], "muted", METHOD_ICONS[record.method])]
    if record.purpose in PURPOSES:
        marks.append(purpose_mark(record.purpose))
    if record.cancelled:
        marks.append(Mark(tr("已取消"), "muted", "lost"))
    if record.late_by is not None:
        marks.append(Mark(tr("晚写{amount}", amount=duration_text(record.late_by)), "soon", "late"))
    return marks
