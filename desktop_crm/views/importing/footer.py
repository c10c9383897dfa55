"""The foot of the review: what an import would do, the button that does it, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.operations.importing.report import ImportReport
from desktop_crm.operations.importing.summary import product_line
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.progress_strip import ProgressStrip

_MOST_PRODUCTS = 3


class Footer(QFrame):
    """Says `import_requested` and `cancel_requested`."""

    import_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.figures = QLabel()
        self.figures.setProperty("role", "strong")
        self.more = QLabel(wordWrap=True)
        self.more.setProperty("role", "muted")
        for text in (self.figures, self.more):
            text.setTextFormat(Qt.TextFormat.PlainText)
        self.go = button(tr("导入"), self.import_requested.emit, kind="primary", icon="import")
        self.strip = ProgressStrip()
        self.strip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.strip.cancel_requested.connect(self.cancel_requested)
        self._arrange()

    def show_nothing(self, *, targets: bool) -> None:
        """Say that nothing lies ready that could be imported, or only `targets`, which have a button of their own."""
        self.go.setEnabled(False)
        self._say(tr("目标表请按上面的“导入这些目标”") if targets else tr("没有可以导入的表格"))

    def show_checking(self) -> None:
        """Say that a dry run is under way."""
        self.go.setEnabled(True)
        self._say(tr("正在核对…"), tr("先试算一遍，不写入任何内容。"))

    def show_dry_run(self, report: ImportReport) -> None:
        """Say what would come of it."""
        total = report.total
        parts = [tr("新增 {count:,}", count=total.imported), tr("待补全 {count:,}", count=total.incomplete)]
        parts += [tr("更新 {count:,}", count=total.changed), tr("没有变化 {count:,}", count=total.unchanged)]
        parts.append(tr("错误 {count:,}", count=total.errors))
        told = [tr("共 {rows:,} 行，导入后可以一步撤销。", rows=total.rows)]
        told += [product_line(product) for product in report.unknown_products[:_MOST_PRODUCTS]]
        if problems := sum(len(table.problems) for table in report.tables):
            told.append(tr("{count:,} 处内容没有读懂，导入后可以保存清单。", count=problems))
        self.go.setEnabled(True)
        self._say(" · ".join(parts), "\n".join(told))

    def show_trouble(self, sentence: str) -> None:
        """Say why it cannot be done now."""
        self._say(sentence)

    def begin(self, text: str) -> None:
        """Show progress instead of figures, in the same room."""
        self.setMinimumHeight(self.height())
        self._words.hide()
        self.go.hide()
        self.strip.start(text)
        self.strip.setFocus()  # Escape cancels

    def end(self) -> None:
        """Show figures again."""
        self.setMinimumHeight(0)
        self.strip.finish()
        self._words.show()
        self.go.show()

    def _say(self, figures: str, more: str = "") -> None:
        self.figures.setText(figures)
        self.more.setText(more)
        self.more.setVisible(bool(more))

    def _arrange(self) -> None:
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.px(2))
        words.addWidget(self.figures)
        words.addWidget(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.GAP, theme.ROOMY, theme.GAP)))
        row.setSpacing(theme.px(theme.ROOMY))
        row.addWidget(self._words, 1)
        row.addWidget(self.strip, 1)
        row.addWidget(self.go)
