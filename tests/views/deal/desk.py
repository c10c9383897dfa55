"""A tab of the deal pane in a window of its own, worked by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.refusal import Refused
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.workspace import Workspace
from tests.make import File

TabT = TypeVar("TabT", bound=DealTab)
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class Desk(Generic[TabT]):
    """A tab over a deal, which hears every change as the pane lets it."""

    def __init__(self, qtbot: QtBot, folder: Path, made: Callable[[Workspace], TabT], **deal: Any) -> None:
        file = File(folder)
        customer = file.customer()
        self.deal = file.deal(customer, contact_id=file.contact(customer, "赵经理"), **deal)
        self.other_deal = file.deal()
        file.close()
        self.workspace = Workspace(folder)
        self.workspace.settings.me = file.me
        self.workspace.save_settings()
        self.refusals: list[Refused] = []
        self.workspace.refused.connect(self._on_refused)
        self.tab = made(self.workspace)
        self.workspace.changed.connect(self._on_changed)
        qtbot.addWidget(self.tab)
        self.tab.resize(440, 900)
        self.tab.show()
        self.tab.show_deal(self.deal)
        qtbot.waitExposed(self.tab)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._focus(), key, modifier)

    def type(self, text: str) -> None:
        """Type as an input method does: QTest itself knows Latin letters only."""
        for sign in text:
            QApplication.sendEvent(self._focus(), QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))

    def paste(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        self.key(Qt.Key.Key_V, CONTROL)

    def press(self, text: str, inside: QWidget | None = None) -> None:
        QApplication.processEvents()  # what was just added to a layout is laid out
        found = [made for made in (inside or self.tab).findChildren(QPushButton) if made.text() == text]
        shown = [made for made in found if made.isVisible()]
        assert shown, f"no button {text!r} is shown"
        QTest.mouseClick(shown[0], Qt.MouseButton.LeftButton)

    def drag(self, widget: QWidget, to: QWidget) -> None:
        QApplication.processEvents()
        start = widget.rect().center()
        end = widget.mapFrom(self.tab, to.mapTo(self.tab, QPoint(5, 2)))
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
        for part in (0.3, 0.7, 1.0):
            QTest.mouseMove(widget, start + (end - start) * part)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)

    def close(self) -> None:
        self.workspace.close()

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def _on_refused(self, refusal: Refused) -> None:
        self.refusals.append(refusal)

    def _on_changed(self, _changes: object) -> None:
        self.tab.refresh()
