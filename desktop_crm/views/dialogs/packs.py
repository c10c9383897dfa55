"""Packs of many deals: which deals at the left, what goes into their packs at the right, one file or one for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.documents.desk import papers
from desktop_crm.documents.document import Audience
from desktop_crm.documents.packs import Bound, PackOrder, in_usual_order, pack_name
from desktop_crm.queries.company import colleagues
from desktop_crm.queries.pack_deals import MOST, PackDeal, PackDeals, PackFilter, pack_deals, stages
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.system.progress import Progress
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.preview import files
from desktop_crm.views.preview.pack_form import Entry, PackForm
from desktop_crm.views.reading import Reading
from desktop_crm.views.table_export import ask_and_save
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.filters import ChoiceFilter, TextFilter
from desktop_crm.views.widgets.notice_bar import NoticeAction, NoticeBar
from desktop_crm.views.widgets.progress_strip import ProgressStrip
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.views.widgets.table_cells import yuan
from desktop_crm.workspace import Job, Workspace

Work: TypeAlias = Callable[[Any, Progress], Bound]
_ONE, _EACH = "one", "each"
_FORM = 400
_NAMED = 3


class PacksWindow(QWidget):
    """Binds what is chosen, else all that is listed; long work shows its progress and can be stopped."""

    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("多个商机的资料包"))
        self.workspace = workspace
        self._reading = Reading(workspace, self)
        self._ids: tuple[str, ...] = ()
        self._found = PackDeals((), 0)
        self._job: Job | None = None
        self.text = TextFilter(tr("编号、客户、项目"))
        self.stage = ChoiceFilter(tr("全部阶段"), lambda: workspace.ask(stages))
        self.owner = ChoiceFilter(tr("全部负责人"), lambda: [(one.id, one.name) for one in workspace.ask(colleagues)])
        self.outcome = ChoiceFilter(tr("进行中"), lambda: [("won", tr("成交")), ("all", tr("进行中和已关闭"))])
        self.table: TableView[PackDeal] = TableView(RowsModel(_columns()))
        self.table.setAccessibleName(tr("资料包的商机"))
        self.count = QLabel()
        self.form = PackForm()
        self.way = ChipRow(one_only=True)
        self.way.set_choices([(_ONE, tr("合成一个文件")), (_EACH, tr("每条商机一个文件"))])
        self.way.choose(_ONE)
        self.bind = button(tr("装订并保存…"), self.save, kind="primary", icon="pack")
        self.progress = ProgressStrip()
        self.notice = NoticeBar(self)
        self._arrange()
        self._connect()
        self.form.offer(self._offered)
        self.refresh()

    def save_table(self, table: TableView[PackDeal]) -> None:
        """Save the list of deals as a spreadsheet."""
        ask_and_save(self, self.workspace, self.notice, table)

    def show_stage(self, playbook: str, stage: str, *, owner: str = "", text: str = "") -> None:
        """List the deals of a column, or those of them that belong to a colleague or match a text."""
        self.stage.choose(f"{playbook}/{stage}")
        self.owner.choose(owner)
        with QSignalBlocker(self.text):
            self.text.setText(text)
        self.refresh()

    def show_deals(self, deal_ids: tuple[str, ...]) -> None:
        """List these deals alone."""
        self._ids = deal_ids
        for narrowing in (self.text, self.stage, self.owner, self.outcome):
            narrowing.setVisible(not deal_ids)
        self.refresh()

    def refresh(self) -> None:
        """Read the deals that the filter leaves."""
        wanted = self.wanted()
        self._reading.ask(lambda session: pack_deals(session, wanted), self._show)

    def wanted(self) -> PackFilter:
        """Return which deals are listed."""
        outcome = self.outcome.chosen()
        kept = PackFilter().outcome if not outcome else "" if outcome == "all" else outcome
        return PackFilter(self.text.text(), self.stage.chosen(), self.owner.chosen(), kept, self._ids)

    def chosen(self) -> tuple[str, ...]:
        """Return the deals to bind: those chosen, else all that are listed."""
        return tuple(row.id for row in self.table.chosen() or self._found.rows)

    def order(self) -> PackOrder:
        """Return the pack that is asked for."""
        return self.form.order(*self.chosen())

    def save(self) -> None:
        """Ask for a place and bind."""
        order = self.order()
        if _EACH in self.way.chosen():
            chosen = QFileDialog.getExistingDirectory(self, tr("每条商机的资料包存到"))
            if chosen:
                self._start(order, lambda session, tell: files.saved_each(session, order, Path(chosen), tell))
            return
        file = files.ask_where(self, self.workspace.ask(pack_name, order))
        if file is not None:
            self._start(order, lambda session, tell: files.saved(session, order, file, tell))

    # Qt

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)
        self.closed.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(1180), theme.px(820)).boundedTo(self.screen().availableSize() * 0.92)

    # Inside: work

    def _start(self, order: PackOrder, work: Work) -> None:
        self.notice.dismiss()
        self.bind.setEnabled(False)
        self.progress.start(tr("正在装订 {count} 条商机的资料包…", count=len(order.deal_ids)))
        self._job = self.workspace.read_long(work, self._on_bound, self._on_failed)
        self._job.progressed.connect(self.progress.advance)
        self._job.finished.connect(self._on_finished)

    def _on_bound(self, bound: Bound) -> None:
        one = len(bound.files) == 1
        text = (
            tr("已保存 {name}", name=bound.files[0].name)
            if one
            else tr("已保存 {count} 个文件到 {folder}", count=len(bound.files), folder=bound.files[0].parent)
        )
        if bound.skipped:
            names = "、".join(bound.skipped[:_NAMED]) + ("…" if len(bound.skipped) > _NAMED else "")
            text += tr("；{count} 条没有可印的文件，未装订：{names}", count=len(bound.skipped), names=names)
        show = NoticeAction(tr("打开所在文件夹"), lambda: self._try(partial(files.show_in_folder, bound.files[0])))
        look = NoticeAction(tr("打开"), lambda: self._try(partial(files.open_file, bound.files[0])))
        self.notice.show_notice(text, *((look, show) if one else (show,)), kind="good")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.notice.show_notice(error.reason, kind="refused")
        elif isinstance(error, Unavailable):
            self.notice.show_notice(error.reason, kind="trouble")
        else:
            raise error

    def _on_finished(self) -> None:
        if self._job is not None and self._job.cancelled:
            self.notice.show_notice(tr("已停止；没有装订完的文件不会留下。"))
        self._job = None
        self.progress.finish()
        self._show_state()

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except Unavailable as trouble:
            self.notice.show_notice(trouble.reason, kind="trouble")

    # Inside: showing

    def _offered(self, audience: Audience) -> list[Entry]:
        found = self.workspace.ask(papers, audience)
        usual, others = in_usual_order(found, audience)
        named = {document.key: _name(document.title, document.audience) for document in found}
        return [Entry(document.key, named[document.key], document in usual) for document in (*usual, *others)]

    def _show(self, found: PackDeals) -> None:
        self._found = found
        self.table.rows.set_rows(found.rows)
        self._show_state()

    def _show_state(self) -> None:
        chosen, listed = self.table.chosen(), len(self._found.rows)
        more = (
            tr("（共 {total:,} 条，列出前 {most}）", total=self._found.total, most=MOST)
            if listed < self._found.total
            else ""
        )
        if chosen:
            text = tr("装订选中的 {count} 条", count=len(chosen))
        else:
            text = tr("装订列出的全部 {count} 条{more}；点选可只装订其中几条", count=listed, more=more)
        self.count.setText(text if listed else tr("没有符合条件的商机"))
        self.bind.setEnabled(bool(listed and self.form.ticked()) and self._job is None)

    def _connect(self) -> None:
        for narrowing in (self.text, self.stage, self.owner, self.outcome):
            narrowing.narrowed.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        self.form.changed.connect(self._show_state)
        self.progress.cancel_requested.connect(self._on_cancel)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._on_escape)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_escape(self) -> None:
        if self._job is not None:
            self._on_cancel()
        else:
            self.close()

    def _arrange(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(theme.px(theme.SNUG))
        for narrowing in (self.text, self.stage, self.owner, self.outcome):
            filters.addWidget(narrowing)
        filters.addStretch()
        self.count.setProperty("role", "muted")
        left = QWidget()
        deals = QVBoxLayout(left)
        deals.setContentsMargins(0, 0, theme.px(theme.GAP), 0)
        deals.setSpacing(theme.px(theme.SNUG))
        deals.addLayout(filters)
        deals.addWidget(self.table, 1)
        deals.addWidget(self.count)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self._right())
        parts.setStretchFactor(0, 1)
        parts.setSizes([theme.px(1180 - _FORM), theme.px(_FORM)])
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.GAP))
        column.addWidget(parts, 1)
        column.addWidget(self.progress)

    def _right(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        scrolled = QVBoxLayout(page)
        scrolled.setContentsMargins(theme.px(theme.GAP), 0, theme.px(theme.GAP), 0)
        scrolled.addWidget(self.form)
        scrolled.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(theme.GAP), 0, 0, 0)
        foot.addWidget(self.way)
        foot.addStretch()
        foot.addWidget(self.bind)
        right = QWidget()
        right.setMinimumWidth(theme.px(_FORM))
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(area, 1)
        column.addLayout(foot)
        return right


def _columns() -> list[Column[PackDeal]]:
    return [
        Column("customer", tr("客户"), lambda row: row.customer, width=180),
        Column("title", tr("项目"), lambda row: row.title, width=150),
        Column("stage", tr("阶段"), lambda row: row.stage, width=80),
        Column("amount_fen", tr("金额"), lambda row: row.amount_fen, _money, right=True, width=90, sheet=yuan),
        Column("owner", tr("负责人"), lambda row: row.owner, width=70),
        Column("number", tr("编号"), lambda row: row.number, width=130),
    ]


def _money(fen: int | None) -> str:
    return format_yuan(fen) if fen is not None else ""


def _name(title: str, audience: Audience) -> str:
    return title if audience == "customer" else tr("{title}（仅{name}）", title=title, name=labels.AUDIENCES[audience])
