"""The quick entry of a presentation: how they took it, what they raised, what next; Ctrl+Enter saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.models import Method
from desktop_crm.queries.deal import Choice
from desktop_crm.queries.presentations import TalkSheet
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.entry import Entry
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow

_OFFERED = (Method.MEETING, Method.DEMO, Method.VISIT, Method.CALL, Method.WECHAT)


@dataclass(frozen=True, slots=True)
class TalkDraft:
    """All that stands in the entry; kept for each deal until it is saved."""

    reaction: str = ""
    points: str = ""
    next_action: str = ""
    due: str = ""
    owner_id: str = ""
    their_side: str | None = None  # None: nobody touched it
    our_side: str | None = None
    place: str = ""
    happened: str = ""
    method: str = Method.MEETING

    @property
    def empty(self) -> bool:
        """Return whether nothing was written yet; what is offered or only chosen does not count."""
        written = (self.reaction, self.points, self.next_action, self.due, self.their_side, self.our_side, self.place)
        return not any((*written, self.happened))


class PresentationEntry(Entry):
    """Fields in the order people speak; saves nothing itself: `save_requested` says that a record is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owner_id = ""
        self._plan_id = ""
        self.method = ChipRow(one_only=True, wrap=True)
        self.method.set_choices((key, METHODS[key]) for key in _OFFERED)
        self.reaction, self.points = QPlainTextEdit(), QPlainTextEdit()
        self.next_action, self.their_side, self.our_side, self.place = (QLineEdit() for _ in range(4))
        self.owner = QComboBox()
        self.fulfil = QCheckBox()
        self.save = button(tr("保存"), self.save_requested.emit, kind="primary")
        self._name_fields()
        self._arrange()
        self.owner.activated.connect(self._on_owner)
        self.hear_save(self.reaction, self.points, self.next_action, self.their_side, self.our_side, self.place)

    def offer(self, sheet: TalkSheet, me: str) -> None:
        """Offer the people there are, and to carry out the plan that this may have been; what was typed stays."""
        for field, name in ((self.their_side, sheet.contact), (self.our_side, sheet.me)):
            if not field.isModified():
                field.setText(name)
        self._fill_owners(sheet.colleagues, self._owner_id or me)
        plan_id = sheet.plan.id if sheet.plan else ""
        self.fulfil.setVisible(bool(plan_id))
        if sheet.plan and plan_id != self._plan_id:
            self.fulfil.setChecked(True)
        self.fulfil.setText(tr("完成计划：{goal}", goal=sheet.plan.goal) if sheet.plan else "")
        self._plan_id = plan_id

    def start(self, place: str = "") -> None:
        """Put the cursor where the reaction goes, or to what is missing."""
        fields = {"next_action": self.next_action, "when": self.happened}
        fields.get(place, self.reaction).setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> TalkDraft:
        """Return all that stands in the fields."""
        return TalkDraft(
            reaction=self.reaction.toPlainText().strip(),
            points=self.points.toPlainText().strip(),
            next_action=self.next_action.text().strip(),
            due=self.due.line.text().strip(),
            owner_id=self._owner_id,
            their_side=self.their_side.text().strip() if self.their_side.isModified() else None,
            our_side=self.our_side.text().strip() if self.our_side.isModified() else None,
            place=self.place.text().strip(),
            happened=self.happened.line.text().strip(),
            method="".join(self.method.chosen()) or Method.OTHER,
        )

    def set_draft(self, draft: TalkDraft) -> None:
        """Show what was written before for this deal."""
        self.reaction.setPlainText(draft.reaction)
        self.points.setPlainText(draft.points)
        for line, text in (
            (self.next_action, draft.next_action), (self.place, draft.place), (self.due.line, draft.due),
            (self.happened.line, draft.happened),
        ):  # fmt: skip
            line.setText(text)
        for line, typed in ((self.their_side, draft.their_side), (self.our_side, draft.our_side)):
            line.setText(typed or "")
            line.setModified(typed is not None)
        self.due.settle()
        self.happened.settle()
        self._owner_id = draft.owner_id
        self.method.choose(draft.method)

    def raised(self) -> list[str]:
        """Return what the customer raised, a line each."""
        return self.points.toPlainText().splitlines()

    def next_owner(self) -> str:
        """Return who does what comes next."""
        return self.owner.currentData() or ""

    def fulfils(self) -> str:
        """Return the plan that this carries out, "" for none."""
        return self._plan_id if self.fulfil.isChecked() else ""

    # Inside

    def _on_owner(self) -> None:
        self._owner_id = self.owner.currentData()

    def _fill_owners(self, colleagues: Sequence[Choice], chosen: str) -> None:
        self.owner.clear()
        for one in colleagues:
            self.owner.addItem(one.name, one.id)
        self.owner.setCurrentIndex(max(0, self.owner.findData(chosen)))
        self.owner.setVisible(len(colleagues) > 1)

    def _name_fields(self) -> None:
        self.method.choose(Method.MEETING)
        self.method.setToolTip(tr("按 1–5 选方式"))
        for text, hint, height in (
            (self.reaction, tr("客户怎么看这个方案？用他的原话"), 52),
            (self.points, tr("客户提了什么？一行一个，如：赵经理：要能耗数据"), 52),
        ):
            text.setPlaceholderText(hint)
            text.setAccessibleName(hint)
            text.setTabChangesFocus(True)
            text.setFixedHeight(theme.px(height))
        for line, hint in (
            (self.next_action, tr("下一步做什么，如：补齐能耗数据")),
            (self.their_side, tr("如：陈总、赵经理")),
            (self.our_side, tr("参加的人")),
            (self.place, tr("在哪里")),
            (self.due.line, tr("如：下周二")),
            (self.happened.line, tr("现在")),
        ):
            line.setPlaceholderText(hint)
        for line, name in (
            (self.next_action, tr("下一步做什么")), (self.their_side, tr("客户方")), (self.our_side, tr("我方")),
            (self.place, tr("地点")), (self.due.line, tr("下一步的日期")), (self.happened.line, tr("什么时候讲的，如：昨天15点")),
        ):  # fmt: skip
            line.setAccessibleName(name)
            line.setToolTip(name)
        self.owner.setAccessibleName(tr("下一步由谁做"))
        self.save.setToolTip(tr("Ctrl+Enter"))

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        next_row, last = QHBoxLayout(), QHBoxLayout()
        for row in (next_row, last):
            row.setSpacing(theme.px(theme.SNUG))
        next_row.addWidget(self.due, 2, Qt.AlignmentFlag.AlignTop)
        next_row.addWidget(self.owner, 1, Qt.AlignmentFlag.AlignTop)
        last.addWidget(self.fulfil, 1)
        last.addStretch()
        last.addWidget(self.save)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        pairs = (
            ((tr("客户方"), self.their_side), (tr("我方"), self.our_side)),
            ((tr("时间"), self.happened), (tr("地点"), self.place)),
        )
        for row, pair in enumerate(pairs):
            for side, (name, part) in enumerate(pair):
                label = QLabel(name)
                label.setProperty("role", "muted")
                label.setContentsMargins(0, theme.px(6), 0, 0)
                grid.addWidget(label, row, 2 * side, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(part, row, 2 * side + 1, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(2 * side + 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        for part in (self.method, self.reaction, self.points, self.next_action):
            column.addWidget(part)
        column.addLayout(next_row)
        column.addLayout(grid)
        column.addLayout(last)
        order = (
            self.reaction, self.points, self.next_action, self.due.line, self.owner, self.their_side, self.our_side,
            self.happened.line, self.place, self.fulfil, self.save,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
