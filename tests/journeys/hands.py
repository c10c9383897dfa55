"""A person's hands and eyes before a window: keys, mouse, things dropped, words read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QListView,
    QScrollArea,
    QWidget,
)

W = TypeVar("W", bound=QWidget)
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
NONE, CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def keyboard() -> QWindow:
    """Return the window that has the keyboard; Qt itself hands a key on to the open list or the field with the cursor."""
    window = QGuiApplication.focusWindow()
    assert window is not None, "the keyboard is nowhere"
    return window


def key(what: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(keyboard(), what, modifier)


def write(text: str) -> None:
    """Write where the cursor is, sign by sign, as an input method does."""
    for sign in text:
        QTest.sendKeyEvent(QTest.KeyAction.Click, keyboard(), KEY.Key_unknown, sign, NONE)


def write_line(text: str) -> None:
    """Write and press Enter."""
    write(text)
    key(KEY.Key_Return)


def click(widget: QWidget) -> None:
    """Click what can be seen and is not greyed out."""
    QApplication.processEvents()  # what was just added to a layout is laid out
    assert widget.isVisible(), f"{widget} cannot be seen"
    assert widget.isEnabled(), f"{widget} is greyed out"
    _scroll_to(widget)
    ground = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    assert not ground.visibleRegion().isEmpty(), f"{widget} is hidden behind something"
    seen = ground.visibleRegion().boundingRect()
    box = QPoint(seen.left() + 10, seen.center().y())  # beyond its words a check box hears nothing
    QTest.mouseClick(ground, LEFT, pos=box if isinstance(widget, QCheckBox) else seen.center())


def press(text: str, inside: QWidget) -> None:
    """Click the first button with these words that can be seen."""
    click(button(text, inside))


def button(text: str, inside: QWidget) -> QAbstractButton:
    """Return the first button with these words that can be seen."""
    QApplication.processEvents()
    found = [made for made in inside.findChildren(QAbstractButton) if made.isVisible() and made.text() == text]
    assert found, f"no button {text!r} among {[one.text() for one in _seen(inside, QAbstractButton) if one.text()]}"
    return found[0]


def words(inside: QWidget) -> str:
    """Return all the words that can be read: each label in a line, then each cell of a table."""
    cells = [str(text) for view in _seen(inside, QAbstractItemView) for text in _cells(view) if text]
    return "\n".join([*(label.text() for label in _seen(inside, QLabel)), *cells])


def drop_files(files: Iterable[Path], on: QWidget) -> None:
    """Drag files from a folder and let go of them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    drop(data, on, Qt.DropAction.CopyAction)


def drop(data: QMimeData, on: QWidget, action: Qt.DropAction = Qt.DropAction.MoveAction) -> None:
    """Drag something over a widget and let go of it; it must have been welcome."""
    at = QPoint(on.width() // 2, min(40, on.height() // 2))
    enter = QDragEnterEvent(at, action, data, LEFT, NONE)
    QApplication.sendEvent(on, enter)
    assert enter.isAccepted(), f"{on} does not take it"
    QApplication.sendEvent(on, QDragMoveEvent(at, action, data, LEFT, NONE))
    QApplication.sendEvent(on, QDropEvent(QPointF(at), action, data, LEFT, NONE))


def shown(kind: type[W], inside: QWidget) -> W:
    """Return the one widget of a kind that can be seen."""
    (found,) = _seen(inside, kind)
    return found


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
    QApplication.processEvents()


def _cells(view: QAbstractItemView) -> Iterator[object]:
    model = view.model()
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(view, QListView) else model.columnCount()):
            yield model.index(row, column).data()


def _seen(inside: QWidget, kind: type[W]) -> list[W]:
    found: Any = inside.findChildren(kind)
    return [one for one in found if one.isVisible()]
