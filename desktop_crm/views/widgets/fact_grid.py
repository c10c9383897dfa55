"""Labels and values of a record in a quiet grid; each value is edited where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_crm.views import theme
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit


class FactGrid(QWidget):
    """Shows facts; says `edited(key, value)` with the value in the kind of its fact."""

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, tuple[QLabel, InlineEdit]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(theme.SNUG))
        self._grid.setVerticalSpacing(theme.px(2))
        self._grid.setColumnMinimumWidth(0, theme.px(80))
        self._grid.setColumnStretch(1, 1)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; with the same keys as before fields that are open stay open."""
        if [fact.key for fact in facts] != list(self._rows):
            self._rebuild(facts)
        for fact in facts:
            label, value = self._rows[fact.key]
            if label.text() != fact.label:
                label.setText(fact.label)
            value.set_fact(fact)

    def edit(self, key: str) -> None:
        """Put the cursor into the field of `key`, where a gate says something is missing."""
        self._rows[key][1].start()

    def field(self, key: str) -> InlineEdit:
        """Return the value of `key`."""
        return self._rows[key][1]

    def _rebuild(self, facts: Sequence[Fact]) -> None:
        for label, value in self._rows.values():
            value.commit()  # a record that changes under an open field does not cost what was typed
            for old in (label, value):
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._rows = {}
        for place, fact in enumerate(facts):
            self._rows[fact.key] = self._row(place, fact)

    def _row(self, place: int, fact: Fact) -> tuple[QLabel, InlineEdit]:
        label = QLabel(fact.label, self)
        label.setProperty("role", "muted")
        label.setContentsMargins(0, theme.px(6), 0, 0)
        value = InlineEdit(fact, self)

        def on_edited(changed: object) -> None:
            self.edited.emit(fact.key, changed)

        value.edited.connect(on_edited)
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, place, 1)
        return label, value
