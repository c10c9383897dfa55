"""Widgets below each other, each made when it is about to be seen: a long column opens as fast as a short one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from time import perf_counter
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.views import theme

WidgetT = TypeVar("WidgetT", bound=QWidget)

SLICE: Final = 0.006  # seconds of work at once
PAUSE: Final = 10  # milliseconds between two slices, for painting, keyboard and mouse


class LazyColumn(QWidget, Generic[WidgetT]):
    """Holds a place for each key and makes the widgets of those that are seen at once.

    A screenful on either side, the first and the last follow while the window is idle, so that scrolling and Tab find
    them there. A place that has no widget yet is as high as the others are on average; what is seen stays where it is
    when such a guess turns out wrong.
    """

    def __init__(
        self,
        make: Callable[[str], WidgetT],
        stops: Callable[[WidgetT], Sequence[QWidget]],
        end: QWidget | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        """Take how a widget is made, what Tab goes through in it, and what it comes to after the last of them."""
        super().__init__(parent)
        self._make = make
        self._stops = stops
        self._end = end
        self._keys: tuple[str, ...] = ()
        self._places: dict[str, int] = {}
        self._made: dict[str, WidgetT] = {}
        self._tops = [0]  # of each place, and the end
        self._area: QScrollArea | None = None
        self._filling = False
        self._waiting = False  # for the rest of the page to show what it has to
        self._idle = QTimer(self, interval=PAUSE)
        self._idle.timeout.connect(self._look_ahead)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_keys(self, keys: Sequence[str]) -> None:
        """Hold a place for each of these keys, from top to bottom; the widget of one that stays is kept."""
        if self._keys == tuple(keys):
            return
        anchor = self._anchor()
        self._waiting = True  # what is seen is known when all parts of the page are; still before it is painted
        self._keys = tuple(keys)
        self._places = {key: place for place, key in enumerate(keys)}
        for key in [key for key in self._made if key not in self._places]:
            gone = self._made.pop(key)
            gone.hide()
            gone.deleteLater()
        self._arrange(anchor)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest), Qt.EventPriority.HighEventPriority.value)

    @property
    def busy(self) -> bool:
        """Whether more is made as soon as the window is idle."""
        return self._idle.isActive()

    def made(self) -> list[WidgetT]:
        """Return the widgets there are so far, from top to bottom."""
        return [self._made[key] for key in self._keys if key in self._made]

    def widget(self, key: str) -> WidgetT:
        """Return the widget of a key, made now if need be."""
        if key not in self._made:
            self._build(key)
            self._take_in()
        return self._made[key]

    def complete(self) -> list[WidgetT]:
        """Return all the widgets, those that are missing made now."""
        missing = [key for key in self._keys if key not in self._made]
        for key in missing:
            self._build(key)
        if missing:
            self._take_in()
        return self.made()

    def order_tabs(self, key: str) -> None:
        """Let Tab come to a widget from the one above it: it may be younger than those below."""
        place, made = self._places[key], self._made[key]
        above = next((self._made[other] for other in reversed(self._keys[:place]) if other in self._made), None)
        below = next((self._made[other] for other in self._keys[place + 1 :] if other in self._made), None)
        after = self._stops(below)[0] if below else self._end
        before = self._stops(above)[-1] if above else _stop_before(after, made)
        stops = [*([before] if before else []), *self._stops(made)]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def place_of(self, key: str) -> tuple[int, int]:
        """Return where a key begins and ends."""
        place = self._places[key]
        return self._tops[place], self._tops[place + 1]

    def reveal(self, part: QWidget) -> None:
        """Scroll to something in here, or near."""
        if self._area is not None:
            self._settle()
            self._area.ensureWidgetVisible(part, 0, theme.px(theme.WIDE))

    # Qt's side

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        width = max((made.minimumSizeHint().width() for made in self._made.values()), default=0)
        return QSize(width, self._tops[-1])

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(self._anchor())
            if self._waiting:
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
                self._waiting = False
            self._fill()
            return True
        return super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._find_area()
        self._arrange(None)
        self._fill()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._idle.stop()
        super().hideEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._arrange(self._anchor())
        self._fill()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        self._fill()

    # Making

    def _build(self, key: str) -> WidgetT:
        made = self._made[key] = self._make(key)
        self.order_tabs(key)
        made.resize(self.width(), made.sizeHint().height())
        made.show()
        return made

    def _fill(self) -> None:
        """Make what is seen and is not there yet."""
        if self._filling or self._waiting or not self.isVisible():
            return
        self._filling = True
        while self._make_within(*self._seen()):  # what was made may leave room for more
            self._take_in()
        self._filling = False
        self._idle.start()

    def _make_within(self, top: int, bottom: int) -> bool:
        place, any_made = self._place_at(top), False
        at = self._tops[place]
        while at < bottom and place < len(self._keys):
            made = self._made.get(self._keys[place])
            if made is None:
                made, any_made = self._build(self._keys[place]), True
            at += self._height(made)
            place += 1
        return any_made

    def _look_ahead(self) -> None:
        """Make some of what may be seen next; the rest when the window is idle again."""
        until, missing = perf_counter() + SLICE, self._near()
        for key in missing:
            self._build(key)
            if perf_counter() > until:
                break
        if missing:
            self._take_in()
        else:
            self._idle.stop()

    def _near(self) -> list[str]:
        """Return the keys without a widget that should have one soon: below what is seen, above it, first and last."""
        if not self._keys or not self.isVisible():
            return []
        top, bottom = self._seen()
        reach = bottom - top
        first, end = self._place_at(top), self._place_at(bottom)
        below = range(end, min(self._place_at(bottom + reach) + 1, len(self._keys)))
        above = range(min(first, len(self._keys) - 1), self._place_at(top - reach) - 1, -1)
        places = [*below, *above, 0, len(self._keys) - 1]
        return [key for key in dict.fromkeys(self._keys[place] for place in places) if key not in self._made]

    # Arranging

    def _take_in(self) -> None:
        self._arrange(self._anchor())
        self._settle()

    def _arrange(self, anchor: tuple[str, int] | None) -> None:
        """Give each widget its place; what is seen at the top stays there."""
        heights = {key: self._height(made) for key, made in self._made.items()}
        guess = sum(heights.values()) // len(heights) if heights else theme.px(48)
        tops = [0]
        for key in self._keys:
            tops.append(tops[-1] + heights.get(key, guess))
        for key, made in self._made.items():
            made.setGeometry(0, tops[self._places[key]], self.width(), heights[key])
        changed, self._tops = tops[-1] != self._tops[-1], tops
        if changed:
            self.updateGeometry()
        if anchor is not None:
            self._hold(*anchor)

    def _height(self, made: WidgetT) -> int:
        if made.width() != self.width():
            made.resize(self.width(), made.height())  # texts take as many lines as they need in this width
        layout = made.layout()
        if layout is not None:
            layout.activate()
        return made.heightForWidth(self.width()) if made.hasHeightForWidth() else made.sizeHint().height()

    def _anchor(self) -> tuple[str, int] | None:
        """Return the key at the upper edge of what is seen and where it begins; "" when all of this is above."""
        if self._area is None or not self.isVisible():
            return None
        top, _ = self._seen()
        if top <= 0 or not self._keys:
            return None
        place = self._place_at(top)
        return (self._keys[place] if place < len(self._keys) else "", self._tops[place])

    def _hold(self, key: str, before: int) -> None:
        place = self._places.get(key, len(self._keys) if not key else None)
        by = self._tops[place] - before if place is not None else 0
        if by and self._area is not None:
            bar, filling = self._area.verticalScrollBar(), self._filling
            wanted = bar.value() + by
            self._filling = True  # what is seen in between is not what will be seen
            self._settle()
            bar.setValue(wanted)
            self._filling = filling

    def _settle(self) -> None:
        """Let all around take in the new height now, before anything is painted."""
        around, end = self.parentWidget(), self._area or self.window()
        while around is not None and self.isVisible():
            QCoreApplication.sendPostedEvents(around, QEvent.Type.LayoutRequest.value)
            if around is end:
                break
            around = around.parentWidget()

    def _place_at(self, height: int) -> int:
        return max(bisect_right(self._tops, height) - 1, 0)

    def _seen(self) -> tuple[int, int]:
        """Return the stretch of this column that the window or its page has room for."""
        ground = self._area.viewport() if self._area else self.window()
        top = -self.mapTo(ground, QPoint()).y()
        return top, top + ground.height()

    def _find_area(self) -> None:
        if self._area is not None:
            return
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        self._area = around
        if around is not None:
            bar = around.verticalScrollBar()
            bar.valueChanged.connect(self._fill)
            bar.rangeChanged.connect(self._fill)


def _stop_before(after: QWidget | None, made: QWidget) -> QWidget | None:
    """Return what Tab goes through before something else, apart from what was just made."""
    at = after.previousInFocusChain() if after else None
    while at is not None and (not at.focusPolicy() & Qt.FocusPolicy.TabFocus or made.isAncestorOf(at)):
        at = at.previousInFocusChain()  # comes round to where it began at the latest
    return at
