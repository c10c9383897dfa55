"""The team: who does what, where, how much of it; what waits to be given to them; what they answer to objections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_crm.operations.company import add_member, edit_member
from desktop_crm.queries.assignments import count_waiting
from desktop_crm.queries.team import MemberLine, team
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.manager_list import ManagerList
from desktop_crm.views.screen import Screen
from desktop_crm.views.team.member_facts import member_facts, stored
from desktop_crm.views.team.members_table import members_table
from desktop_crm.views.team.objections_page import ObjectionsPage
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.name_line import NameLine
from desktop_crm.workspace import Workspace

_PANE: Final = 380
MEMBERS, WAITING, OBJECTIONS = range(3)


class TeamScreen(Screen):
    """Three parts: colleagues, the chosen one edited at the right; the leads to assign; and the objection library."""

    tables = ("member", "deal", "assignment", "customer", "reusable_answer", "objection")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.me = QComboBox()
        self.me.setAccessibleName(tr("我是谁"))
        self.new_name = NameLine(tr("新成员的姓名，回车添加，Esc 取消"))
        self.table = members_table()
        self.waiting = ManagerList(workspace)
        self.objections = ObjectionsPage(workspace)
        self.parts = QTabBar()
        self.facts = FactGrid()
        self.left = QCheckBox(tr("已离开（不再分配商机，历史保留）"))
        self._who = QLabel()
        self._who.setProperty("role", "strong")
        self._lines: Sequence[MemberLine] = ()
        self._chosen = ""
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        self._lines = self.workspace.ask(team)
        self._show_parts()
        with QSignalBlocker(self.table.selectionModel()):
            self.table.rows.set_rows(self._lines)
        self._show_me()
        if self._line() is None and self._lines:
            self._chosen = self.workspace.me if self._find(self.workspace.me) else self._lines[0].id
        self._choose()
        self._show_chosen()
        if self.parts.currentIndex() == WAITING:
            self.waiting.refresh()
        elif self.parts.currentIndex() == OBJECTIONS:
            self.objections.refresh()

    @override
    def show_place(self, place: str) -> None:
        """Show one of the parts: members, waiting or objections."""
        self.parts.setCurrentIndex({"waiting": WAITING, "objections": OBJECTIONS}.get(place, MEMBERS))

    @override
    def focus_filter(self) -> None:
        if self.parts.currentIndex() == OBJECTIONS:
            self.objections.focus_filter()

    @override
    def start(self) -> None:
        if self.parts.currentIndex() == WAITING:
            self.waiting.start()
        elif self.parts.currentIndex() == OBJECTIONS:
            self.objections.start()
        else:
            self.table.setFocus()

    @override
    def begin_new(self) -> None:
        if self.parts.currentIndex() == OBJECTIONS:
            self.objections.begin_new()
            return
        self.parts.setCurrentIndex(MEMBERS)
        self.new_name.start()

    def _find(self, member_id: str) -> MemberLine | None:
        return next((line for line in self._lines if line.id == member_id), None)

    def _line(self) -> MemberLine | None:
        return self._find(self._chosen)

    def _choose(self) -> None:
        """Mark the row of the chosen colleague."""
        for place in range(self.table.rows.rowCount()):
            if self.table.rows.row(place).id == self._chosen:
                with QSignalBlocker(self.table.selectionModel()):
                    self.table.setCurrentIndex(self.table.rows.index(place, 0))
        self.table.viewport().update()

    def _show_me(self) -> None:
        with QSignalBlocker(self.me):
            self.me.clear()
            if not self._find(self.workspace.me):
                self.me.addItem(tr("请选择"), "")
            for line in self._lines:
                if not line.left or line.id == self.workspace.me:
                    self.me.addItem(line.name, line.id)
            self.me.setCurrentIndex(max(0, self.me.findData(self.workspace.me)))

    def _show_chosen(self) -> None:
        line = self._line()
        self._pane.setEnabled(line is not None)
        if line is None:
            return
        self._who.setText(line.name)
        self.facts.set_facts(member_facts(line, self._lines))
        with QSignalBlocker(self.left):
            self.left.setChecked(line.left)

    def _show_parts(self) -> None:
        there = sum(not line.left for line in self._lines)
        self.parts.setTabText(MEMBERS, tr("成员 {count}", count=there))
        self.parts.setTabText(WAITING, tr("待分配 {count}", count=f"{self.workspace.ask(count_waiting):,}"))

    def _on_part(self, part: int) -> None:
        self._pages.setCurrentIndex(part)
        self._add_button.setVisible(part == MEMBERS)
        if part == WAITING:
            self.waiting.refresh()
        elif part == OBJECTIONS:
            self.objections.refresh()
        if part != MEMBERS:
            self.new_name.hide()
        self.start()

    def _on_edited(self, key: str, value: object) -> None:
        line = self._line()
        if line is None:
            return
        try:
            changed = {key: stored(key, value)}
        except ValueError as problem:
            self.noted.emit(str(problem))
        else:
            self.workspace.attempt(edit_member, line.id, **changed)
        self.refresh()

    def _on_left(self) -> None:
        line = self._line()
        if line is not None:
            self.workspace.attempt(edit_member, line.id, left=self.left.isChecked())

    def _on_me(self) -> None:
        chosen = self.me.currentData()
        if chosen:
            self.workspace.settings.me = chosen
            self.workspace.save_settings()
            self.noted.emit(tr("这台电脑现在由{name}使用", name=self.me.currentText()))

    def _on_row(self) -> None:
        if self.table.currentIndex().isValid():
            self._chosen = self.table.rows.row(self.table.currentIndex().row()).id
            self._show_chosen()

    def _on_opened(self) -> None:
        self.facts.edit("name")

    def _add(self) -> None:
        made = self.workspace.attempt(add_member, name=self.new_name.text())
        if made is not None:
            self._chosen = made
            self.new_name.finish()
            self.refresh()
            self.facts.field("role").setFocus()

    def _connect(self) -> None:
        self.me.activated.connect(self._on_me)
        self.new_name.returnPressed.connect(self._add)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.facts.edited.connect(self._on_edited)
        self.left.clicked.connect(self._on_left)
        self.parts.currentChanged.connect(self._on_part)
        self.waiting.noted.connect(self.noted)
        self.waiting.done.connect(self.done)
        self.waiting.deal_requested.connect(self.deal_requested)
        self.objections.done.connect(self.done)

    def _arrange(self) -> None:
        around = theme.px(theme.ROOMY)
        bar = QHBoxLayout()
        bar.setContentsMargins(around, theme.px(theme.GAP), around, theme.px(theme.SNUG))
        bar.setSpacing(theme.px(theme.SNUG))
        for title in (tr("成员"), tr("待分配"), tr("异议库")):
            self.parts.addTab(title)
        self.parts.setDrawBase(False)
        self.parts.setExpanding(False)
        self.parts.setUsesScrollButtons(False)
        self.parts.setAccessibleName(tr("团队的各部分"))
        self._add_button = button(tr("新成员"), self.begin_new, kind="primary", icon="add")
        bar.addWidget(self.parts)
        bar.addStretch()
        bar.addWidget(QLabel(tr("我是")))
        bar.addWidget(self.me)
        bar.addWidget(self._add_button)
        new = QHBoxLayout()
        new.setContentsMargins(around, 0, around, 0)
        new.addWidget(self.new_name)
        self._pane = QFrame()
        self._pane.setProperty("surface", "plain")
        self._pane.setMinimumWidth(theme.px(_PANE - theme.WIDE))
        pane = QVBoxLayout(self._pane)
        pane.setContentsMargins(around, around, around, around)
        pane.setSpacing(theme.px(theme.GAP))
        for part in (self._who, self.facts, self.left):
            pane.addWidget(part)
        pane.addStretch()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self._pane)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, theme.px(_PANE)])
        self._pages = QStackedWidget()
        self._pages.addWidget(split)
        self._pages.addWidget(self.waiting)
        self._pages.addWidget(self.objections)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(bar)
        column.addLayout(new)
        column.addWidget(self._pages, 1)
