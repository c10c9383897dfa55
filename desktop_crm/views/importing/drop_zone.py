"""The empty import screen: a place that looks as if something could be dropped on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep

_WIDTH = 640
_DASHES = (5.0, 4.0)


class DropZone(QWidget):
    """Says `files_requested` and `paste_requested`; lights up while something is held over the screen."""

    files_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit = False
        self.words = EmptyState(
            "spreadsheet",
            tr(
                "把 Excel 或 CSV 表格拖到这里：线索、客户、联系人、产品、团队成员都可以。\n"
                "表头自动认出，导入前先给您过目。也可以在 Excel 里复制一块，到这里按 Ctrl+V。"
            ),
            FirstStep(tr("选择文件…"), self.files_requested.emit, "folder"),
            FirstStep(tr("粘贴"), self.paste_requested.emit, "copy"),
        )
        self.words.setMaximumWidth(theme.px(_WIDTH))
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self.words, 8)
        row.addStretch(1)

    def light(self, lit: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Show whether letting go would import something."""
        self._lit = lit
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.accent if self._lit else colours.outline), 2 if self._lit else 1)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(QColor(colours.selected if self._lit else colours.surface))
        radius = theme.px(theme.CARD_RADIUS)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
