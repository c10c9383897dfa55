"""How two versions of a paper differ, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_crm.queries.versions import Change, Difference, Version
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark


class DifferenceList(QWidget):
    """What was added, changed and struck out, each with its word."""

    _MARKS: Mapping[Change, Mark] = {
        Change.ADDED: Mark(tr("新增"), "good", "add"),
        Change.CHANGED: Mark(tr("修改"), "accent", "edit"),
        Change.REMOVED: Mark(tr("删除"), "late", "close"),
    }

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.px(theme.SNUG), 0, 0)
        self._grid.setHorizontalSpacing(theme.px(theme.SNUG))
        self._grid.setVerticalSpacing(theme.px(theme.TIGHT))
        self._grid.setColumnStretch(1, 1)

    def show_differences(self, old: Version, differences: Sequence[Difference]) -> None:
        """List the differences from an older version."""
        while item := self._grid.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not differences:
            self._grid.addWidget(_plain(tr("和 v{number} 没有差别。", number=old.number)), 0, 0, 1, 2)
        for line, difference in enumerate(differences):
            self._grid.addWidget(Badge(self._MARKS[difference.change]), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_plain(self._text(difference)), line, 1)

    def texts(self) -> list[str]:
        """Return the lines as they are shown."""
        places = (self._grid.itemAt(at) for at in range(self._grid.count()))
        return [widget.text() for place in places if place and isinstance(widget := place.widget(), QLabel)]

    def _text(self, difference: Difference) -> str:
        name = self._names.get(difference.what, difference.what)
        if difference.change == Change.CHANGED:
            return tr("{name}：{old} → {new}", name=name, old=difference.old, new=difference.new)
        return tr("{name}：{text}", name=name, text=difference.new or difference.old)


def _plain(text: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
