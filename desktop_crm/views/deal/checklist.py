"""The checklist of a deal's stage, to be ticked off."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from desktop_crm.playbooks.playbook import ChecklistItem
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.line_check_box import LineCheckBox


class Checklist(QWidget):
    """Boxes to tick; an item that the gate asks for says so."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ChecklistItem, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._title)

    def show_items(self, items: tuple[ChecklistItem, ...], ticked: Collection[str]) -> None:
        """Show the items of a stage and which of them are ticked; a stage without a checklist shows nothing."""
        if items != self._items:
            self._rebuild(items)
        for key, box in self._boxes.items():
            box.setChecked(key in ticked)
        done = sum(box.isChecked() for box in self._boxes.values())
        self._title.setText(tr("本阶段清单　{done}/{count}", done=done, count=len(items)))
        self.setVisible(bool(items))

    def start(self, key: str) -> bool:
        """Put the keyboard on an item; tells whether this stage has it."""
        if key in self._boxes:
            self._boxes[key].setFocus(Qt.FocusReason.TabFocusReason)
        return key in self._boxes

    def box(self, key: str) -> QCheckBox:
        """Return the box of an item."""
        return self._boxes[key]

    def _rebuild(self, items: tuple[ChecklistItem, ...]) -> None:
        for old in self._boxes.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._items = items
        self._boxes = {item.key: self._box(item) for item in items}
        for box in self._boxes.values():
            self._column.addWidget(box)

    def _box(self, item: ChecklistItem) -> QCheckBox:
        box = LineCheckBox(tr("{item}（准出必需）", item=item.text) if item.required else item.text)
        box.setMinimumHeight(theme.px(28))
        box.clicked.connect(lambda: self.ticked.emit(item.key, box.isChecked()))
        return box
