"""The side bar: one button for each screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.screens import Place, shortcut

WIDTH, HEIGHT = 76, 50  # ten screens fit a window of 600 pixels
MANY = 100  # from here on the exact number stands in the tooltip
_AT_THE_FOOT = ("team", "settings")


class SideBar(QFrame):
    """Chooses the screen; the chosen one is marked by a bar, colour and weight."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "side")
        self.setFixedWidth(theme.px(WIDTH))
        self._group = QButtonGroup(self)
        self._buttons = {place.key: self._button(place) for place in places}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(6), theme.px(theme.SNUG), theme.px(6), theme.px(theme.SNUG))
        column.setSpacing(theme.px(theme.TIGHT))
        for place in places:
            if place.key == _AT_THE_FOOT[0]:
                column.addStretch()
            column.addWidget(self._buttons[place.key])

    def mark(self, key: str) -> None:
        """Show which screen is open."""
        self._buttons[key].setChecked(True)

    def count(self, key: str, number: int) -> None:
        """Show how many things wait on a screen, beside its name; 0 shows nothing."""
        button = self._buttons[key]
        title = button.property("title")
        button.setText(f"{title} {number if number < MANY else f'{MANY - 1}+'}" if number else title)
        button.setToolTip(
            tr("{title}：{number} 条", title=title, number=f"{number:,}") if number else button.property("tip")
        )

    def _button(self, place: Place) -> QToolButton:
        button = QToolButton()
        button.setText(place.title)
        button.setIcon(icons.icon(place.icon, "muted"))
        button.setIconSize(QSize(theme.px(20), theme.px(20)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setFixedSize(theme.px(WIDTH - 12), theme.px(HEIGHT))
        button.setProperty("title", place.title)
        keys = shortcut(place)
        button.setProperty("tip", f"{place.title}（{keys}）" if keys else place.title)
        button.setToolTip(str(button.property("tip")))
        button.clicked.connect(lambda: self.chosen.emit(place.key))
        self._group.addButton(button)
        return button
