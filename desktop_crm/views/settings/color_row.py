"""A colour for lines and headings on paper: a few that print well, or one's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button

_EDGE: Final = "#8A94A3"
BUILT_IN: Final = "#1B2430"  # the ink of paper, for which nothing is stored
_COLORS: Final = (
    ("", tr("墨色")), ("#1F4E8C", tr("藏蓝")), ("#1F6FB2", tr("海蓝")), ("#1E6B52", tr("墨绿")), ("#9B2335", tr("酒红")),
    ("#B4530A", tr("赭橙")), ("#5B3A8C", tr("紫")),
)  # fmt: skip


class ColorRow(QWidget):
    """Says `chosen` with #RRGGBB, or "" for the built-in one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = ""
        self.swatches = {color: self._swatch(color, name) for color, name in _COLORS}
        self.own = button(tr("自定…"), self._ask, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.TIGHT))
        name = QLabel(tr("文件颜色"))
        name.setProperty("role", "muted")
        name.setMinimumWidth(theme.px(88))  # in line with the facts above
        for made in (name, *self.swatches.values(), self.own):
            row.addWidget(made)
        row.addStretch()

    def show_color(self, color: str) -> None:
        """Mark the colour in use; one of one's own is shown on its button."""
        self._color = color
        for key, made in self.swatches.items():
            made.setChecked(key == color.upper() or key == color)
        known = any(made.isChecked() for made in self.swatches.values())
        self.own.setIcon(QIcon() if known else _icon(color))
        self.own.setText(tr("自定…") if known else color)

    def _swatch(self, color: str, name: str) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setIcon(_icon(color or BUILT_IN))
        made.setIconSize(QSize(theme.px(18), theme.px(18)))
        made.setToolTip(name)
        made.setAccessibleName(tr("文件颜色：{name}", name=name))
        made.clicked.connect(lambda: self._choose(color))
        return made

    def _choose(self, color: str) -> None:
        self.show_color(color)
        self.chosen.emit(color)

    def _ask(self) -> None:
        found = QColorDialog.getColor(QColor(self._color or BUILT_IN), self, tr("文件颜色"))
        if found.isValid():
            self._choose(found.name().upper())


def _icon(color: str) -> QIcon:
    side = theme.px(18)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(_EDGE))  # ink would not be seen on a dark ground
    painter.setBrush(QColor(color))
    painter.drawEllipse(1, 1, side - 2, side - 2)
    painter.end()
    return QIcon(picture)
