"""What the decision chain lacks, each with the step that mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.rules.decision_chain import Gap
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button, icon_button

SHOWN = 2
LINE = 30  # as high as the buttons


@dataclass(frozen=True, slots=True)
class Fix:
    """A button that mends a gap."""

    text: str
    run: Callable[[], object]


class ChainGaps(QFrame):
    """A quiet strip: the most pressing gaps, the others on demand."""

    def __init__(self, fixes_of: Callable[[Gap], Sequence[Fix]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fixes_of = fixes_of
        self._gaps: tuple[Gap, ...] = ()
        self._open = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.TIGHT))
        self.hide()

    def set_gaps(self, gaps: Sequence[Gap]) -> None:
        """Show these gaps; nothing at all when there are none."""
        self._gaps = tuple(gaps)
        self._rebuild()

    def gaps(self) -> tuple[Gap, ...]:
        """Return the gaps of the chain."""
        return self._gaps

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        hidden = len(self._gaps) - SHOWN
        for place, gap in enumerate(self._gaps if self._open else self._gaps[:SHOWN]):
            more = place == SHOWN - 1 and hidden > 0
            self._column.addWidget(self._row(gap, hidden if more else 0))
        self.setVisible(bool(self._gaps))

    def _row(self, gap: Gap, hidden: int) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(theme.SNUG))
        mark = QLabel()
        mark.setPixmap(icons.pixmap("trouble", 16, "soon"))
        mark.setFixedHeight(theme.px(LINE))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(_words(gap), 1, Qt.AlignmentFlag.AlignTop)
        for fix in self._fixes_of(gap):
            line.addWidget(button(fix.text, fix.run, kind="quiet"), 0, Qt.AlignmentFlag.AlignTop)
        if hidden:
            tip = tr("收起") if self._open else tr("还有 {count} 处", count=hidden)
            toggle = icon_button("up" if self._open else "down", tip, self._toggle)
            line.addWidget(toggle, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _toggle(self) -> None:
        self._open = not self._open
        self._rebuild()


def _words(gap: Gap) -> QLabel:
    words = QLabel(gap.sentence, wordWrap=True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setMinimumHeight(theme.px(LINE))
    words.setToolTip(gap.suggestion)
    words.setAccessibleDescription(gap.suggestion)
    return words
