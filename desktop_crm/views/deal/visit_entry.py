"""The quick entry of a visit: a digit for the satisfaction, then what was said; Ctrl+Enter saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.models import Method
from desktop_crm.queries.deal import Choice
from desktop_crm.queries.visits import PlannedVisit, VisitSheet
from desktop_crm.rules.visits import SATISFACTION
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.entry import Entry
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow

_OFFERED: Final = (Method.CALL, Method.VISIT, Method.MEETING, Method.WECHAT, Method.EMAIL)
_UNPLANNED: Final = "-"
# What is written, in the order people ask for it: name of the line, and a hint.
LINES: Final = {
    "usage": (tr("使用情况"), tr("用得怎样？谁在用，用了哪些")),
    "complaint": (tr("投诉"), tr("哪里不满意，用他的原话")),
    "training": (tr("培训"), tr("要给谁培训什么；会自动排进计划")),
    "second_need": (tr("新需求"), tr("还想要什么；保存后可转为新商机")),
    "referral": (tr("转介绍"), tr("如：张总 苏州华业 13900001111 想上MES")),
    "follow_up": (tr("下一步"), tr("下一步做什么，如：出二期估算")),
}


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """All that stands in the entry; kept for each deal until it is saved."""

    satisfaction: str = ""
    lines: tuple[str, ...] = ("",) * len(LINES)
    due: str = ""
    happened: str = ""
    method: str = ""
    contact_id: str | None = None  # None: nobody touched it

    @property
    def empty(self) -> bool:
        """Return whether nothing was written yet; what is offered or only chosen does not count."""
        return not any((self.satisfaction, *self.lines, self.due, self.happened))


class VisitEntry(Entry):
    """Fields in the order people ask; saves nothing itself: `save_requested` says that a visit is to be written down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._planned: tuple[PlannedVisit, ...] = ()
        self._offered = ""  # the contact that was put there
        self._contact_id: str | None = None
        self.occasion, self.satisfaction = ChipRow(one_only=True, wrap=True), ChipRow(one_only=True, wrap=True)
        self.method = ChipRow(one_only=True, wrap=True)
        self.lines = {key: QLineEdit() for key in LINES}
        self.contact = QComboBox()
        self.save = button(tr("保存回访"), self.save_requested.emit, kind="primary")
        self._name_fields()
        self._arrange()
        self.occasion.changed.connect(self._on_occasion)
        self.contact.activated.connect(self._on_contact)
        self.hear_save(*self.lines.values())

    def offer(self, sheet: VisitSheet) -> None:
        """Offer the planned visits, the next one first, and the people there are; what was typed stays."""
        chosen = self.occasion.chosen()
        if sheet.planned != self._planned:
            self._planned = sheet.planned
            choices = [(plan.id, plan.occasion or plan.goal) for plan in sheet.planned]
            self.occasion.set_choices([*choices, (_UNPLANNED, tr("计划外"))] if choices else [])
            self.occasion.setVisible(bool(choices))
        if _is_gone(chosen, sheet.planned):
            self.occasion.choose(sheet.planned[0].id if sheet.planned else _UNPLANNED)
        self._fill_contacts(sheet.contacts, sheet.contact_id)
        self._on_occasion()

    def start(self, place: str = "") -> None:
        """Put the keyboard on the satisfaction, where a digit says it, or on what is missing."""
        if place in self.lines:
            self.lines[place].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place == "when":
            self.happened.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.satisfaction.take_focus()

    def draft(self) -> VisitDraft:
        """Return all that stands in the fields."""
        return VisitDraft(
            satisfaction="".join(self.satisfaction.chosen()),
            lines=tuple(line.text().strip() for line in self.lines.values()),
            due=self.due.line.text().strip(),
            happened=self.happened.line.text().strip(),
            method="".join(self.method.chosen()),
            contact_id=self._contact_id,
        )

    def set_draft(self, draft: VisitDraft) -> None:
        """Show what was written before for this deal."""
        self.satisfaction.choose(*filter(None, (draft.satisfaction,)))
        for line, text in zip(self.lines.values(), draft.lines, strict=True):
            line.setText(text)
        for day, text in ((self.due, draft.due), (self.happened, draft.happened)):
            day.line.setText(text)
            day.settle()
        if draft.method:
            self.method.choose(draft.method)
        self._contact_id = draft.contact_id

    def forget_occasion(self) -> None:
        """Offer the next planned visit again, as for another deal."""
        self._planned = ()
        self.occasion.set_choices([])

    def said(self) -> dict[str, Any]:
        """Return what was written by the name of its line."""
        return {key: line.text() for key, line in self.lines.items()}

    def mark(self) -> int | None:
        """Return the satisfaction, None when nobody asked."""
        chosen = "".join(self.satisfaction.chosen())
        return int(chosen) if chosen else None

    def chosen_method(self) -> str:
        """Return how the customer was reached."""
        return "".join(self.method.chosen()) or Method.OTHER

    def chosen_contact(self) -> str:
        """Return who was asked."""
        return self.contact.currentData() or ""

    def fulfils(self) -> str:
        """Return the plan that this carries out, "" for none."""
        return "".join(self.occasion.chosen() - {_UNPLANNED})

    # Inside

    def _on_occasion(self) -> None:
        """Offer how the chosen visit was planned, while nothing else was written."""
        plan = next((one for one in self._planned if one.id in self.occasion.chosen()), None)
        if plan is not None and self.draft().empty:
            self.method.choose(plan.method)

    def _on_contact(self) -> None:
        self._contact_id = self.contact.currentData()

    def _fill_contacts(self, contacts: Sequence[Choice], usual: str) -> None:
        self.contact.clear()
        self.contact.addItem(tr("（没写）"), "")
        for one in contacts:
            self.contact.addItem(one.name, one.id)
        wanted = usual if self._contact_id is None else self._contact_id
        self.contact.setCurrentIndex(max(0, self.contact.findData(wanted)))

    def _name_fields(self) -> None:
        self.satisfaction.set_choices((str(mark), f"{mark} {word}") for mark, word in SATISFACTION.items())
        self.satisfaction.setToolTip(tr("按 1–5"))
        self.satisfaction.setAccessibleName(tr("满意度，按 1–5"))
        self.method.set_choices((key, METHODS[key]) for key in _OFFERED)
        self.method.choose(Method.CALL)
        self.method.setToolTip(tr("按 1–5 选方式"))
        self.occasion.setAccessibleName(tr("哪一次回访"))
        for key, (name, hint) in LINES.items():
            self.lines[key].setPlaceholderText(hint)
            self.lines[key].setAccessibleName(name)
        for line, hint, name in (
            (self.due.line, tr("如：下周二"), tr("下一步的日期")),
            (self.happened.line, tr("现在"), tr("什么时候回访的，如：昨天15点")),
        ):
            line.setPlaceholderText(hint)
            line.setAccessibleName(name)
            line.setToolTip(name)
        self.contact.setAccessibleName(tr("受访人"))
        self.save.setToolTip(tr("Ctrl+Enter"))

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        grid.setColumnStretch(1, 1)
        follow = _side_by_side((self.lines["follow_up"], 2), (self.due, 1))
        about = _side_by_side((self.happened, 1), (self.contact, 1))
        rows: list[tuple[str, QWidget | QHBoxLayout]] = [(tr("满意度"), self.satisfaction)]
        rows += [(LINES[key][0], line) for key, line in self.lines.items() if key != "follow_up"]
        rows += [(LINES["follow_up"][0], follow), (tr("方式"), self.method), (tr("时间和人"), about)]
        for place, (name, part) in enumerate(rows):
            label = QLabel(name)
            label.setProperty("role", "muted")
            label.setContentsMargins(0, theme.px(6), 0, 0)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(part, QHBoxLayout):
                grid.addLayout(part, place, 1)
            else:
                grid.addWidget(part, place, 1)
        last = QHBoxLayout()
        last.addStretch()
        last.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self.occasion)
        column.addLayout(grid)
        column.addLayout(last)
        order = (*self.lines.values(), self.due.line, self.happened.line, self.contact, self.save)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _is_gone(chosen: frozenset[str], planned: Sequence[PlannedVisit]) -> bool:
    """Tell whether what was chosen is not to be chosen any more."""
    return not chosen & {_UNPLANNED, *(plan.id for plan in planned)}


def _side_by_side(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(theme.SNUG))
    for part, stretch in parts:
        row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
    return row
