"""One follow-up record in the timeline, edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.timeline import Record
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHOD_ICONS, METHODS
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import icon_button
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

    def __init__(self, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = record
        self.fields: dict[str, InlineEdit] = {}
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

    def _first_line(self, record: Record) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(theme.SNUG))
        at = QLabel(f"{record.at.astimezone():%H:%M}")
        people = QLabel("　".join(part for part in (record.contact, record.owner) if part))
        for label in (at, people):
            label.setProperty("role", "muted")
        line.addWidget(at)
        line.addWidget(Badge(Mark(METHODS[record.method], "muted", METHOD_ICONS[record.method])))
        if record.cancelled:
            line.addWidget(Badge(Mark(tr("已取消"), "muted", "lost")))
        line.addWidget(people)
        line.addStretch()
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
        return line

    def _field(self, key: str, label: str, text: str) -> InlineEdit:
        made = InlineEdit(Fact(key, label, text, "long"))
        made.edited.connect(partial(self.edited.emit, self.record.id, key))
        self.fields[key] = made
        return made
