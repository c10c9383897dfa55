"""The targets of a month, set and seen in one grid: what each person shall bring, what came, whether it keeps pace."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.charts.target_words import lag_word, summary, worst
from desktop_crm.operations.targets import adopt_proposals, copy_targets, set_targets
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.target_sheet import TargetSheet, target_sheet, with_values
from desktop_crm.rules.months import month_name, month_of, months_on
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures import target_files
from desktop_crm.views.figures.other_pages import FiguresPage
from desktop_crm.views.figures.targets_grid import TargetsGrid
from desktop_crm.views.figures.targets_model import TargetsModel, Values
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.workspace import Workspace

TITLE: Final = tr("每个人每月要做到多少？")


class TargetsPage(FiguresPage):
    """One month at a time; what is typed into the grid is kept at once, each change one undo."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._reading = Reading(workspace, self)
        self._filters = Filters()
        self.month = month_of(clock.today())
        self.name, self.answer, self.said, self.note = QLabel(), QLabel(wordWrap=True), QLabel(), QLabel(wordWrap=True)
        self.model = TargetsModel(self)
        self.grid = TargetsGrid(self.model)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Read the month anew, beside the window."""
        if self.model.sheet is None:  # later on the grid stays, with the keyboard in it
            self._waiting.wait()
        self._reading.ask(
            partial(target_sheet, month=self.month, playbook=self._filters.playbook, member=self._filters.member),
            self._show,
        )

    @override
    def show_filters(self, filters: Filters) -> None:
        """Show one person's column, another playbook's stages, or the month that was chosen."""
        period = filters.first, filters.last
        if period != (self._filters.first, self._filters.last) and filters.first and filters.last:
            within = month_of(filters.first) <= self.month <= filters.last
            self.month = self.month if within else month_of(filters.first)
        self._filters = filters
        self.refresh()

    @override
    def take_focus(self) -> None:
        """Put the keyboard into the grid."""
        self._reading.then(self.grid.take_focus)

    def step(self, months: int) -> None:
        """Go so many months on, or back."""
        self.month = months_on(self.month, months)
        self.refresh()

    def go_to_this_month(self) -> None:
        """Go to the month that runs."""
        self.month = month_of(clock.today())
        self.refresh()

    def copy_last_month(self) -> None:
        """Copy the targets of the month before, where none stands yet."""
        source = months_on(self.month, -1)
        count = self.workspace.attempt(copy_targets, self.month, source=source)
        if count:
            self.done.emit(tr("已从{month}复制 {count} 项目标", month=month_name(source), count=count))

    def take_proposals(self) -> None:
        """Take over what the playbook proposes for the team."""
        playbook = self._filters.playbook or self.workspace.playbooks.default.key
        count = self.workspace.attempt(adopt_proposals, self.month, playbook=playbook)
        if count:
            self.done.emit(tr("已采用 {count} 项建议的目标", count=count))

    # Inside

    def _show(self, sheet: TargetSheet) -> None:
        self._waiting.ready()
        self.model.show_sheet(sheet)
        self.name.setText(month_name(sheet.month))
        self.answer.setText(_answer(sheet))
        book = self.workspace.playbooks.find(sheet.playbook)
        self.note.setText(
            tr(
                "竖线是到今天应有的数：目标 × 已过去的工作日 ÷ 全月工作日，今天还不算过去。阶段按流程“{name}”，"
                "在上方选别的流程可看它的阶段。转化率只看当月离开这一阶段的商机，不足 10 条不算。",
                name=book.name,
            )
        )
        self._say()

    def _say(self) -> None:
        here = self.grid.currentIndex()
        hint = tr("直接输入数字，回车到下一行；Delete 清空；可以从 Excel 粘贴一块。Ctrl+PageUp / PageDown 换月。")
        self.said.setText(self.model.said(here) if here.isValid() else hint)

    def _set(self, values: Values) -> None:
        count = self.workspace.attempt(set_targets, values)
        if count and self.model.sheet is not None:
            self._show(with_values(self.model.sheet, values))
        if count and len(values) > 1:
            self.done.emit(tr("已改 {count} 项目标", count=count))

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._say()

    def _import(self) -> None:
        target_files.ask_and_import(self, self.workspace, self.done.emit, self.noted.emit)

    def _export(self) -> None:
        target_files.ask_and_export(self, self.workspace, self.month, self.noted.emit)

    def _connect(self) -> None:
        self.model.wanted.connect(self._set)
        self.model.rejected.connect(self.noted)
        self.grid.selectionModel().currentChanged.connect(self._on_current)
        for keys, months in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            key = QKeySequence(Qt.KeyboardModifier.ControlModifier | keys)
            QShortcut(key, self, partial(self.step, months)).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _arrange(self) -> None:
        title = QLabel(TITLE)
        title.setProperty("role", "title")
        self.name.setProperty("role", "strong")
        self.name.setMinimumWidth(theme.px(88))
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.answer.setProperty("role", "strong")
        self.note.setProperty("role", "muted")
        self.said.setMinimumWidth(1)  # a long sentence does not widen the page
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(theme.SNUG))
        inner.addWidget(self.answer)
        inner.addWidget(self.grid, 1)
        inner.addWidget(self.said)
        inner.addWidget(self.note)
        self._waiting = Waiting(body)
        column = QVBoxLayout(self)
        around = theme.px(theme.ROOMY)
        column.setContentsMargins(0, 0, around, around)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(title)
        column.addLayout(self._bar())
        column.addWidget(self._waiting, 1)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(theme.TIGHT))
        bar.addWidget(icon_button("left", tr("上个月（Ctrl+PageUp）"), partial(self.step, -1)))
        bar.addWidget(self.name)
        bar.addWidget(icon_button("right", tr("下个月（Ctrl+PageDown）"), partial(self.step, 1)))
        bar.addWidget(button(tr("本月"), self.go_to_this_month, kind="quiet"))
        bar.addStretch()
        bar.addWidget(button(tr("复制上月"), self.copy_last_month, icon="copy"))
        bar.addWidget(button(tr("采用流程的建议值"), self.take_proposals))
        bar.addWidget(button(tr("导入…"), self._import, icon="import"))
        bar.addWidget(button(tr("导出…"), self._export, icon="export"))
        return bar


def _answer(sheet: TargetSheet) -> str:
    if not sheet.any_target:
        return tr("{month}还没有定目标：在格子里直接输入，或者复制上月。", month=month_name(sheet.month))
    team = [cell for aim, cell in sheet.cells.items() if not aim.member and cell.target is not None]
    if not team:
        return tr("团队还没有定{month}的目标，只定了个人的转化率。", month=month_name(sheet.month))
    said, lagging = tr("团队 ") + summary(team), worst(team)
    line = next((line for line in sheet.lines if lagging and line.aim(sheet.month) == lagging.aim), None)
    return said + (lag_word(lagging, line.title) if lagging and line else "。")
