"""The checklist of a deal's stage, to be ticked off."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from desktop_crm.playbooks.playbook import ChecklistItem
from desktop_crm.queries.evidenced import PROOFS
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.line_check_box import LineCheckBox


class Checklist(QWidget):
    """Boxes to tick; an item that the gate asks for says so, one that the records prove is ticked by them and stays so."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ChecklistItem, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._proved: Collection[str] = ()
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._title)

    def show_items(
        self, items: tuple[ChecklistItem, ...], ticked: Collection[str], proved: Collection[str] = ()
    ) -> None:
        """Show the items of a stage, which of them are ticked, and which the records prove; without items nothing."""
        if items != self._items:
            self._rebuild(items)
        self._proved = proved
        for item in items:
            box = self._boxes[item.key]
            box.setChecked(item.key in ticked or item.key in proved)
            box.setText(self._text(item))
            box.setToolTip(tr("由记录自动完成：{proof}。", proof=PROOFS[item.key]) if item.key in proved else "")
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
        box = LineCheckBox(self._text(item))
        box.setMinimumHeight(theme.px(28))
        box.clicked.connect(lambda: self._on_clicked(item.key))
        return box

    def _text(self, item: ChecklistItem) -> str:
        if item.key in self._proved:
            return tr("{item}（由记录自动完成）", item=item.text)
        return tr("{item}（准出必需）", item=item.text) if item.required else item.text

    def _on_clicked(self, key: str) -> None:
        box = self._boxes[key]
        if key in self._proved:
            box.setChecked(True)  # it is the record that would have to change
        else:
            self.ticked.emit(key, box.isChecked())
