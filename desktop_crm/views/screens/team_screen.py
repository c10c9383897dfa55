"""The team: who does what, where, how much of it; and who sits at this laptop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_crm.operations.company import add_member, edit_member
from desktop_crm.queries.team import MemberLine, team
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import MEMBER_ROLES
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.workspace import Workspace

_LISTED: Final = re.compile(r"[,，、;；\s]+")
_LISTS: Final = frozenset({"regions", "industries"})
_PANE = 380


def _tone(line: MemberLine) -> theme.Tone:
    return "muted" if line.left else "text"


def _load_tone(line: MemberLine) -> theme.Tone:
    return "late" if line.full else _tone(line)


def _load(line: MemberLine) -> str:
    full = tr("（满）") if line.full else ""
    return f"{line.open_deals} / {line.capacity}{full}"


_COLUMNS: tuple[Column[MemberLine], ...] = (
    Column("name", tr("姓名"), lambda line: line.name + (tr("（已离开）") if line.left else ""), width=130, tone=_tone),
    Column("role", tr("角色"), lambda line: MEMBER_ROLES.get(line.role, line.role), width=90, tone=_tone),
    Column("phone", tr("电话"), lambda line: line.phone, width=120, tone=_tone),
    Column("open_deals", tr("在手商机"), _load, right=True, width=100, tone=_load_tone),
    Column("regions", tr("负责地区"), lambda line: "、".join(line.regions), width=150, tone=_tone),
    Column("industries", tr("负责行业"), lambda line: "、".join(line.industries), width=150, tone=_tone),
    Column("manager", tr("上级"), lambda line: line.manager, width=80, tone=_tone),
    Column("email", tr("邮箱"), lambda line: line.email, width=200, tone=_tone),
)


class TeamScreen(Screen):
    """The table of colleagues; the chosen one is edited at the right."""

    tables = ("member", "deal")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.me = QComboBox()
        self.me.setAccessibleName(tr("我是谁"))
        self.new_name = _NewLine(placeholderText=tr("新成员的姓名，回车添加，Esc 取消"))
        self.new_name.hide()
        self.table = TableView(RowsModel(_COLUMNS))
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
        with QSignalBlocker(self.table.selectionModel()):
            self.table.rows.set_rows(self._lines)
        self._show_me()
        if self._line() is None and self._lines:
            self._chosen = self.workspace.me if self._find(self.workspace.me) else self._lines[0].id
        self._choose()
        self._show_chosen()

    @override
    def start(self) -> None:
        self.table.setFocus()

    @override
    def begin_new(self) -> None:
        self.new_name.show()
        self.new_name.setFocus()

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
        self.facts.set_facts(self._facts(line))
        with QSignalBlocker(self.left):
            self.left.setChecked(line.left)

    def _facts(self, line: MemberLine) -> list[Fact]:
        managers = [("", tr("无"))]
        managers += [(one.id, one.name) for one in self._lines if one.id != line.id and not one.left]
        return [
            Fact("name", tr("姓名"), line.name),
            Fact("role", tr("角色"), line.role, "choice", tuple(MEMBER_ROLES.items())),
            Fact("phone", tr("电话"), line.phone),
            Fact("email", tr("邮箱"), line.email),
            Fact("manager_id", tr("上级"), line.manager_id, "choice", tuple(managers)),
            Fact("regions", tr("负责地区"), "、".join(line.regions)),
            Fact("industries", tr("负责行业"), "、".join(line.industries)),
            Fact("capacity", tr("商机上限"), str(line.capacity)),
        ]

    def _on_edited(self, key: str, value: object) -> None:
        line = self._line()
        if line is None:
            return
        try:
            changed = {key: _stored(key, str(value or ""))}
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
            self.new_name.clear()
            self.new_name.hide()
            self.refresh()
            self.facts.field("role").setFocus()

    def _connect(self) -> None:
        self.me.activated.connect(self._on_me)
        self.new_name.returnPressed.connect(self._add)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.facts.edited.connect(self._on_edited)
        self.left.clicked.connect(self._on_left)

    def _arrange(self) -> None:
        around = theme.px(theme.ROOMY)
        bar = QHBoxLayout()
        bar.setContentsMargins(around, theme.px(theme.GAP), around, theme.px(theme.SNUG))
        bar.setSpacing(theme.px(theme.SNUG))
        bar.addWidget(QLabel(tr("我是")))
        bar.addWidget(self.me)
        bar.addStretch()
        bar.addWidget(button(tr("新成员"), self.begin_new, kind="primary", icon="add"))
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(bar)
        column.addLayout(new)
        column.addWidget(split, 1)


class _NewLine(QLineEdit):
    """The one line that adds a colleague; Esc puts it away."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def _stored(key: str, text: str) -> Any:
    """Return the value of a fact as it is stored; raises ValueError with a sentence for the user."""
    if key in _LISTS:
        return [word for word in _LISTED.split(text) if word]
    if key == "manager_id":
        return text or None
    if key == "capacity":
        if not text.isdecimal():
            raise ValueError(tr("商机上限要是一个整数。"))
        return int(text)
    if key == "name" and not text:
        raise ValueError(tr("姓名不能为空。"))
    return text
