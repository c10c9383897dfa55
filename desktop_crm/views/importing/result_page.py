"""What an import did: its figures, the products that need a decision, what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.exchange.error_workbook import ErrorLine
from desktop_crm.exchange.fields import KIND_NAMES
from desktop_crm.operations.importing.report import ImportReport, TableReport, UnknownProduct
from desktop_crm.operations.importing.summary import headline
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.table import Column, RowsModel, TableView

SHOWN_PROBLEMS = 500
_PROBLEMS_HEIGHT = 160
_HEADS = (
    tr("表格"),
    tr("内容"),
    tr("行数"),
    tr("新增"),
    tr("待补全"),
    tr("更新"),
    tr("没有变化"),
    tr("错误"),
    tr("空行"),
)


class ResultPage(QScrollArea):
    """Says what a person wants to do next; merging names a product as typed and the product it is."""

    merge_requested = Signal(str, str)
    incomplete_requested = Signal()
    errors_requested = Signal()
    undo_requested = Signal()
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = ImportReport(())
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.incomplete = button("", self.incomplete_requested.emit, kind="primary", icon="incomplete")
        self.errors = button(tr("保存错误清单…"), self.errors_requested.emit, icon="save")
        self.undo = button(tr("撤销这次导入"), self.undo_requested.emit, icon="undo")
        self.again = button(tr("再导入"), self.again_requested.emit, icon="import")
        self.merges: dict[str, QPushButton] = {}
        self._figures = QGridLayout()
        self._offers = QVBoxLayout()
        self._problems_title = QLabel()
        self._problems_title.setProperty("role", "strong")
        self.problems = TableView(RowsModel[ErrorLine](_problem_columns(), self))
        self.problems.setAccessibleName(tr("没有读进来的内容"))
        self._arrange()

    def show_report(self, report: ImportReport, *, undoable: bool) -> None:
        """Show what was done."""
        self.report = report
        total = report.total
        self.title.setText(headline(total))
        self.incomplete.setText(tr("查看待补全（{count:,}）", count=total.incomplete))
        self.incomplete.setVisible(total.incomplete > 0)
        lines = list(report.error_lines())
        self.errors.setVisible(bool(lines))
        self.undo.setVisible(undoable)
        self._fill_figures(report.tables)
        self._fill_offers(report.unknown_products)
        self._fill_problems(lines)

    def give_focus(self) -> None:
        """Put the keyboard on what is to be done next."""
        (self.again if self.incomplete.isHidden() else self.incomplete).setFocus()

    def show_merged(self, typed: str, count: int) -> None:
        """Say that a product's name was merged."""
        made = self.merges[typed]
        made.setEnabled(False)
        made.setText(tr("已合并 {count:,} 行", count=count))

    def _fill_figures(self, tables: Sequence[TableReport]) -> None:
        _empty(self._figures)
        for at, head in enumerate(_HEADS):
            self._figures.addWidget(_label(head, right=at > 1, role="muted"), 0, at)
        for row, table in enumerate(tables, start=1):
            one = table.figures
            name = f"{table.file} › {table.sheet}" if table.sheet else table.file
            numbers = (one.rows, one.imported, one.incomplete, one.changed, one.unchanged, one.errors, one.blank)
            self._figures.addWidget(_name(name), row, 0)
            self._figures.addWidget(_label(KIND_NAMES[table.kind], tone="muted"), row, 1)
            for at, number in enumerate(numbers, start=2):
                tone = "late" if number and _HEADS[at] == tr("错误") else "" if number else "muted"
                self._figures.addWidget(_label(f"{number:,}", right=True, tone=tone), row, at)

    def _fill_offers(self, products: Sequence[UnknownProduct]) -> None:
        _empty(self._offers)
        self.merges = {}
        for product in products:
            self._offers.addWidget(self._offer(product))

    def _offer(self, product: UnknownProduct) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        mark = QLabel()
        mark.setPixmap(icons.pixmap("question", 16, "soon"))
        row.addWidget(mark)
        close = tr("，与“{name}”相近", name=product.close_name) if product.close_id else tr("，名称已原样保留")
        row.addWidget(
            _label(
                tr(
                    "没有“{typed}”这个产品（{count:,} 行）{close}。",
                    typed=product.typed,
                    count=product.count,
                    close=close,
                )
            )
        )
        if product.close_id:
            made = button(
                tr("合并到“{name}”", name=product.close_name),
                lambda: self.merge_requested.emit(product.typed, product.close_id),
            )
            self.merges[product.typed] = made
            row.addWidget(made)
        row.addStretch()
        return line

    def _fill_problems(self, lines: Sequence[ErrorLine]) -> None:
        shown = lines[:SHOWN_PROBLEMS]
        more = tr("（显示前 {shown} 处）", shown=len(shown)) if len(shown) < len(lines) else ""
        self._problems_title.setText(tr("{count:,} 处内容没有读懂{more}", count=len(lines), more=more))
        self.problems.rows.set_rows(shown)
        self._problems_card.setVisible(bool(lines))
        self._filler.setVisible(not lines)

    def _arrange(self) -> None:
        self._figures.setHorizontalSpacing(theme.px(theme.WIDE))
        self._figures.setVerticalSpacing(theme.px(theme.SNUG))
        self._figures.setColumnStretch(0, 1)
        self._offers.setSpacing(theme.px(theme.SNUG))
        actions = QHBoxLayout()
        actions.setSpacing(theme.px(theme.SNUG))
        for part in (self.incomplete, self.again, self.errors, self.undo):
            actions.addWidget(part)
        actions.addStretch()
        self._problems_card = _card(self._problems_title, self.problems)
        self._filler = QWidget()
        self.problems.setMinimumHeight(theme.px(_PROBLEMS_HEIGHT))
        ground = QWidget()
        ground.setObjectName("page")
        self.setWidget(ground)
        self.setWidgetResizable(True)
        page = QVBoxLayout(ground)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(theme.px(theme.ROOMY))
        page.addWidget(self.title)
        figures = QWidget()
        figures.setLayout(self._figures)
        page.addWidget(_card(figures))
        page.addLayout(self._offers)
        page.addLayout(actions)
        page.addWidget(self._problems_card, 1)
        page.addWidget(self._filler, 1)


def _problem_columns() -> tuple[Column[ErrorLine], ...]:
    return (
        Column("file", tr("表格"), lambda line: f"{line.file} › {line.sheet}" if line.sheet else line.file, width=220),
        Column("row", tr("行号"), lambda line: line.problem.row, right=True, width=72),
        Column("column", tr("列"), lambda line: line.problem.column or tr("（整行）"), width=140),
        Column("value", tr("内容"), lambda line: line.problem.value, width=240),
        Column("reason", tr("原因"), lambda line: line.problem.reason),
    )


def _label(text: str, *, right: bool = False, role: str = "", tone: str = "") -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _name(text: str) -> QLabel:
    """Return the name of a table, cut off where there is no room for it."""
    made = _label(text)
    made.setToolTip(text)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    made.setMinimumWidth(theme.px(120))
    return made


def _card(*parts: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("surface", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(*[theme.px(theme.ROOMY)] * 4)
    column.setSpacing(theme.px(theme.SNUG))
    for part in parts:
        column.addWidget(part)
    return card


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
