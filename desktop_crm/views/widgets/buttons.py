"""Buttons in the product's kinds, ready in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from desktop_crm.views import icons, theme

Kind = Literal["plain", "primary", "quiet", "danger"]

_ICON_TONE: dict[Kind, theme.Tone] = {
    "plain": "text",
    "primary": "on_accent",
    "quiet": "accent",
    "danger": "late",
}


def button(text: str, action: Callable[[], object], *, kind: Kind = "plain", icon: str = "") -> QPushButton:
    """Return a push button that calls `action`; Enter presses it too while it has the focus."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_TONE[kind]))
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
    made.clicked.connect(lambda: action())  # noqa: PLW0108 - `clicked` carries a bool
    return made


def icon_button(name: str, tip: str, action: Callable[[], object], *, tone: theme.Tone = "muted") -> QToolButton:
    """Return a borderless icon button; `tip` is its tooltip and its accessible name."""
    made = QToolButton()
    made.setIcon(icons.icon(name, tone))
    made.setIconSize(QSize(theme.px(16), theme.px(16)))
    made.setMinimumSize(theme.px(28), theme.px(28))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda: action())  # noqa: PLW0108 - `clicked` carries a bool
    return made
