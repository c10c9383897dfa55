"""Tags of a record: shown as small labels that can be removed, with a field to add one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.flow import FlowLayout


class TagEdit(QWidget):
    """Enter or a comma adds what is typed, Backspace in the empty field removes the last tag."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: list[str] = []
        self._known = QStringListModel(self)
        self._field = _TagField(self)
        self._field.setPlaceholderText(tr("添加标签"))
        self._field.setMaximumWidth(theme.px(160))
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._field.setCompleter(completer)
        self._field.editingFinished.connect(self._take_typed)
        self._field.textEdited.connect(self._on_typed)
        self._field.emptied_further.connect(self._remove_last)
        self._flow = FlowLayout(self, spacing=theme.px(theme.TIGHT))
        self._flow.addWidget(self._field)
        self.setFocusProxy(self._field)

    def tags(self) -> tuple[str, ...]:
        """Return the tags in their order."""
        return tuple(self._tags)

    def set_tags(self, tags: Iterable[str]) -> None:
        """Show these tags, without a signal."""
        self._tags = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
        self._show_tags()

    def set_known(self, tags: Iterable[str]) -> None:
        """Offer these tags while typing."""
        self._known.setStringList(sorted(tags))

    def add(self, tag: str) -> None:
        """Add a tag unless it is there."""
        cleaned = tag.strip()
        if cleaned and cleaned not in self._tags:
            self._tags.append(cleaned)
            self._show_tags()
            self.changed.emit()

    def remove(self, tag: str) -> None:
        """Remove a tag."""
        if tag in self._tags:
            self._tags.remove(tag)
            self._show_tags()
            self.changed.emit()
            self._field.setFocus()

    def _remove_last(self) -> None:
        if self._tags:
            self.remove(self._tags[-1])

    def _on_typed(self, text: str) -> None:
        if text.endswith((",", "，", ";", "；", "、")):
            self._field.setText(text[:-1])
            self._take_typed()

    def _take_typed(self) -> None:
        typed = self._field.text()
        self._field.clear()
        self.add(typed)

    def _show_tags(self) -> None:
        for old in self.findChildren(QFrame, "tag", Qt.FindChildOption.FindDirectChildrenOnly):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._flow.removeWidget(self._field)
        for tag in self._tags:
            self._flow.addWidget(self._label(tag))
        self._flow.addWidget(self._field)

    def _label(self, tag: str) -> QFrame:
        made = QFrame(self)
        made.setObjectName("tag")
        made.setProperty("tag", "true")
        text = QLabel(tag)
        text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(theme.SNUG), 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(text)
        row.addWidget(icon_button("close", tr("移除标签 {tag}", tag=tag), lambda: self.remove(tag)))
        made.show()
        return made


class _TagField(QLineEdit):
    """Says when Backspace is pressed with nothing left to delete."""

    emptied_further = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied_further.emit()
        else:
            super().keyPressEvent(event)
