"""A part of a long page: its title with a count and marks, what can be done, and a body that may be folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import icon_button


def internal_mark() -> Mark:
    """Return the mark of what a customer never sees."""
    return Mark(tr("仅内部"), "soon", "internal")


class Section(QFrame):
    """A titled part; an `internal` one stands on a ground of its own and says so in a word."""

    def __init__(
        self, title: str, *, internal: bool = False, folds: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if internal:
            self.setProperty("surface", "internal")
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._count.hide()
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(theme.SNUG))
        self._fold = icon_button("down", "", self._toggle) if folds else None
        self._head = self._make_head(title, internal=internal)
        around = theme.px(theme.GAP) if internal else 0
        column = QVBoxLayout(self)
        column.setContentsMargins(around, around, around, around)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(self._head)
        column.addWidget(self.body)
        self._title = title
        self.set_folded(False)

    def add(self, part: QWidget) -> None:
        """Put a part at the end of the body."""
        self.column.addWidget(part)

    def add_action(self, part: QWidget) -> None:
        """Put a button at the right of the title."""
        self._head.addWidget(part)

    def set_count(self, text: str) -> None:
        """Say how much is in here, beside the title."""
        self._count.setText(text)
        self._count.setVisible(bool(text))

    def folded(self) -> bool:
        """Return whether the body is folded away."""
        return self.body.isHidden()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Fold the body away or show it."""
        self.body.setVisible(not folded)
        if self._fold is None:
            return
        self._fold.setIcon(icons.icon("right" if folded else "down", "muted"))
        tip = tr("展开{title}", title=self._title) if folded else tr("收起{title}", title=self._title)
        self._fold.setToolTip(tip)
        self._fold.setAccessibleName(tip)

    def _toggle(self) -> None:
        self.set_folded(not self.folded())

    def _make_head(self, title: str, *, internal: bool) -> QHBoxLayout:
        name = QLabel(title)
        name.setProperty("role", "strong")
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        if self._fold is not None:
            row.addWidget(self._fold)
        row.addWidget(name)
        row.addWidget(self._count)
        if internal:
            row.addWidget(Badge(internal_mark()), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        return row
