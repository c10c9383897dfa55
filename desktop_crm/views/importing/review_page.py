"""Looking before importing: what each sheet is, how its columns are read, what would come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpinBox, QSplitter, QVBoxLayout, QWidget

from desktop_crm.exchange.fields import KIND_NAMES, TableKind
from desktop_crm.exchange.mapping import TablePlan, plan_at, recognise
from desktop_crm.operations.importing.report import Figures
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.importing.choice_box import ChoiceBox
from desktop_crm.views.importing.entries import Entry
from desktop_crm.views.importing.preview_grid import PreviewGrid
from desktop_crm.views.importing.table_list import TableList
from desktop_crm.views.widgets.buttons import button


class ReviewPage(QWidget):
    """Says `changed` when another plan was chosen, `removed(place)`, and what its buttons wish."""

    changed = Signal()
    removed = Signal(int)
    more_requested = Signal()
    clear_requested = Signal()
    targets_requested = Signal(object)  # import the targets of this Entry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self.tables = TableList()
        self.tables.chosen.connect(self._show_entry)
        self.tables.removed.connect(self.removed)
        self.kind = ChoiceBox([*((kind, KIND_NAMES[kind]) for kind in TableKind), (None, tr("不导入"))])
        self.kind.setAccessibleName(tr("表格内容"))
        self.kind.setMinimumWidth(theme.px(120))
        self.kind.activated.connect(self._on_kind)
        self.header_row = QSpinBox(minimum=1)
        self.header_row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.header_row.setAccessibleName(tr("表头行"))
        self.header_row.setKeyboardTracking(False)
        self.header_row.valueChanged.connect(self._on_header_row)
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("role", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.targets = button(tr("导入这些目标"), self._on_targets, kind="primary", icon="import")
        self.targets.hide()
        self.grid = PreviewGrid()
        self.grid.plan_changed.connect(self._on_plan)
        self._arrange()

    def show_entries(self, entries: Sequence[Entry], current: int) -> None:
        """Show what lies ready with one entry chosen."""
        self._entries = entries
        self.tables.show_entries(entries, current)
        self._show_entry(current)

    def show_figures(self, figures: Mapping[int, Figures]) -> None:
        """Say at each entry what a dry run gives."""
        self.tables.show_figures(self._entries, figures)

    def _entry(self) -> Entry | None:
        place = self.tables.currentRow()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _show_entry(self, place: int) -> None:
        entry = self._entries[place] if 0 <= place < len(self._entries) else None
        readable = entry is not None and entry.table is not None
        self._choices.setVisible(readable)
        self.grid.setVisible(entry is not None and entry.source is not None)
        self.targets.setVisible(entry is not None and entry.targets and entry.plan is None)
        self._filler.setHidden(self.grid.isVisibleTo(self))
        if entry is None:
            return
        self.note.setText(_explained(entry))
        self.kind.choose(entry.plan.kind if entry.plan else None)
        self.header_row.setEnabled(entry.plan is not None)
        if entry.table and entry.plan:
            self.header_row.blockSignals(True)
            self.header_row.setMaximum(max(len(entry.table.rows), 1))
            self.header_row.setValue(entry.plan.header_row)
            self.header_row.blockSignals(False)
            self.grid.show_plan(entry.table, entry.plan)

    def _on_targets(self) -> None:
        self.targets_requested.emit(self._entry())

    def _on_kind(self) -> None:
        entry = self._entry()
        if entry is None or entry.table is None:
            return
        kind: TableKind | None = self.kind.currentData()
        if kind is None:
            self._on_plan(None)
        else:
            here = plan_at(entry.table, kind, entry.plan.header_row if entry.plan else 1)
            self._on_plan(here if here.columns else recognise(entry.table, kind) or here)

    def _on_header_row(self, row: int) -> None:
        entry = self._entry()
        if entry and entry.table and entry.plan:
            self._on_plan(plan_at(entry.table, entry.plan.kind, row))

    def _on_plan(self, plan: TablePlan | None) -> None:
        entry = self._entry()
        if entry is not None:
            entry.plan, entry.reason = plan, ""
            self._show_entry(self.tables.currentRow())
            self.tables.show_figures(self._entries, {})
            self.changed.emit()

    def _arrange(self) -> None:
        self._choices = QWidget()
        choices = QHBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(theme.px(theme.SNUG))
        for part in (QLabel(tr("内容")), self.kind, QLabel(tr("表头在第几行")), self.header_row):
            choices.addWidget(part)
        choices.addStretch()
        self._filler = QWidget()
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(
            theme.px(theme.ROOMY), theme.px(theme.GAP), theme.px(theme.ROOMY), theme.px(theme.GAP)
        )
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self._choices)
        column.addWidget(self.note)
        column.addWidget(self.targets, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.grid, 1)
        column.addWidget(self._filler, 1)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.addWidget(self.tables)
        split.addWidget(detail)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(240), theme.px(900)])
        card = QFrame()
        card.setProperty("surface", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(split)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(theme.px(theme.GAP))
        page.addLayout(self._head())
        page.addWidget(card, 1)

    def _head(self) -> QHBoxLayout:
        title = QLabel(tr("核对后导入"))
        title.setProperty("role", "title")
        hint = QLabel(tr("可以继续拖入或粘贴表格"))
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.GAP))
        row.addWidget(title)
        row.addWidget(hint, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(button(tr("再选文件…"), self.more_requested.emit, icon="add"))
        row.addWidget(button(tr("全部移除"), self.clear_requested.emit, kind="quiet"))
        return row


def _explained(entry: Entry) -> str:
    """Return the sentence on how a sheet is understood."""
    if entry.plan is None:
        return entry.reason or tr("这张表不会导入。")
    plan = entry.plan
    read = tr("认出 {count} 列", count=len(plan.columns))
    if not plan.unmatched:
        return tr("{read}。", read=read)
    names = "、".join(plan.unmatched.values())
    if plan.kind is TableKind.MEMBERS:
        return tr("{read}；没有对应字段、不导入的列：{names}。", read=read, names=names)
    return tr("{read}；没有对应字段、并入备注的列：{names}。", read=read, names=names)
