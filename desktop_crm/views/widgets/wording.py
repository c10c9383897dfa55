"""Two wordings of the same thing held against each other: what is gone is struck out, what is new underlined."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.rules.differences import Kind, Piece, pieces
from desktop_crm.views import theme

_WIDE = 560  # from here on both stand side by side


class WordingComparison(QWidget):
    """The old wording left of the new one, above it where there is little room."""

    def __init__(self, old: str, new: str, parent: QWidget | None = None) -> None:
        """Make an empty one; `old` and `new` are what stands above the two."""
        super().__init__(parent)
        self.old = _Side(old, "old")
        self.new = _Side(new, "new")
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(theme.SNUG))
        for side in (self.old, self.new):
            self._row.addWidget(side, 1)

    def show_wordings(self, old: str, new: str) -> None:
        """Hold two wordings against each other."""
        found = pieces(old, new)
        self.old.show_pieces(found)
        self.new.show_pieces(found)

    def side_by_side(self) -> bool:
        """Return whether there is room for both beside each other."""
        return self._row.direction() == QBoxLayout.Direction.LeftToRight

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= theme.px(_WIDE)
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
        super().resizeEvent(event)


class _Side(QFrame):
    """One wording: what both say and what only this one says."""

    def __init__(self, title: str, kind: Kind) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._kind = kind
        self._pieces: Sequence[Piece] = ()
        self.title = QLabel(title)
        self.title.setProperty("role", "muted")
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.SNUG),) * 4)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addWidget(self.title)
        column.addWidget(self.text, 1)

    def show_pieces(self, found: Sequence[Piece]) -> None:
        """Show what belongs to this side."""
        self._pieces = tuple(piece for piece in found if piece.kind in ("same", self._kind))
        self._write()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._write()
        super().changeEvent(event)

    def _write(self) -> None:
        self.text.setText("".join(_html(piece) for piece in self._pieces))
        self.text.setAccessibleName("".join(piece.text for piece in self._pieces))


def _html(piece: Piece) -> str:
    text = escape(piece.text).replace("\n", "<br>")
    if piece.kind == "same":
        return text
    colours = theme.current()
    colour, ground, line = (
        (colours.late, colours.late_soft, "line-through")
        if piece.kind == "old"
        else (colours.good, colours.good_soft, "underline")
    )
    return f'<span style="color:{colour}; background-color:{ground}; text-decoration:{line}">{text}</span>'
