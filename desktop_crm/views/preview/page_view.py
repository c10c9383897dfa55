"""Shows the pages of a PDF below each other; only those in sight are rendered, on another thread."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.preview.pages import PdfPages
from desktop_crm.workspace import Job, Workspace

STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_POINTS_AN_INCH = 72
_KEPT_AROUND = 2  # pages beside those in sight whose pictures stay


class PageView(QAbstractScrollArea):
    """Pages at a zoom of 1 (paper size) or fitted to the width; Ctrl+wheel zooms around the mouse."""

    page_changed = Signal(int)  # the page in sight, from 0
    zoom_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pages: PdfPages | None = None
        self._zoom = 1.0
        self._fits = True
        self._places: list[QRect] = []
        self._images: dict[int, tuple[float, QImage]] = {}
        self._jobs: dict[int, tuple[float, Job]] = {}
        self._shown = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("文件预览"))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # What it shows

    def set_pages(self, pages: PdfPages | None, *, same: bool = False) -> None:
        """Show another PDF at the same place, as far as it has it; a new printing of the `same` paper never flickers."""
        for _, job in self._jobs.values():
            job.cancel()
        self._jobs.clear()
        self._pages = pages
        self._images = {number: (0.0, image) for number, (_, image) in self._images.items()} if same else {}
        self._arrange()
        self._tell_page(always=True)

    def count(self) -> int:
        """Return the number of pages."""
        return len(self._pages) if self._pages else 0

    def page(self) -> int:
        """Return the page in sight, from 0."""
        return self._shown

    def pages(self) -> PdfPages | None:
        """Return the PDF that is shown."""
        return self._pages

    def rendered(self) -> frozenset[int]:
        """Return the pages whose pictures are there in the present zoom."""
        return frozenset(number for number, (scale, _) in self._images.items() if scale == self._scale())

    def go_to_page(self, number: int) -> None:
        """Bring a page to the top."""
        if 0 <= number < len(self._places):
            self.verticalScrollBar().setValue(self._places[number].top() - theme.px(theme.GAP))

    # Zoom

    def zoom(self) -> float:
        """Return how large the paper is shown, 1 for its own size."""
        return self._zoom

    def fits_width(self) -> bool:
        """Return whether the pages keep the width of the view."""
        return self._fits

    def fit_width(self) -> None:
        """Keep the pages as wide as the view."""
        self._fits = True
        self._rescale(self._fitting())

    def set_zoom(self, zoom: float) -> None:
        """Show the paper at `zoom` times its own size."""
        self._fits = False
        self._rescale(min(max(zoom, STEPS[0]), STEPS[-1]))

    def step_zoom(self, by: int) -> None:
        """Go one step larger or smaller."""
        steps = [step for step in STEPS if (step > self._zoom + 0.01 if by > 0 else step < self._zoom - 0.01)]
        if steps:
            self.set_zoom(steps[0] if by > 0 else steps[-1])

    # Qt

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = theme.current()
        painter.fillRect(event.rect(), QColor(colours.background))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-self._offset())
        for number in self._in_sight():
            place = self._places[number]
            painter.fillRect(place, Qt.GlobalColor.white)
            if number in self._images:
                painter.drawImage(QRectF(place), self._images[number][1])
            painter.setPen(QPen(QColor(colours.border)))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        self._fetch()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._rescale(self._fitting())
        else:
            self._arrange()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
        else:
            super().keyPressEvent(event)

    # Inside

    def _pixels_a_point(self) -> float:
        return self.logicalDpiX() / _POINTS_AN_INCH

    def _scale(self) -> float:
        """Return the pixels of the screen that a point takes."""
        return round(self._zoom * self._pixels_a_point() * self.devicePixelRatioF(), 4)

    def _fitting(self) -> float:
        """Return the zoom at which the widest page takes the width; a page is never shown larger than 1.5 times."""
        if not self._pages:
            return self._zoom
        room = self.viewport().width() - 2 * theme.px(theme.ROOMY)
        widest = max(size.width() for size in self._pages.sizes) * self._pixels_a_point()
        return min(max(room / widest, STEPS[0]), 1.5)

    def _rescale(self, zoom: float) -> None:
        if zoom == self._zoom and self._places:
            self._arrange()
            return
        bar = self.verticalScrollBar()
        at_top = bar.value() == 0
        middle = (bar.value() + self.viewport().height() / 2) / max(1, bar.maximum() + self.viewport().height())
        self._zoom = zoom
        self._arrange()
        place = middle * (bar.maximum() + self.viewport().height()) - self.viewport().height() / 2
        bar.setValue(0 if at_top else round(place))  # what is in the middle stays there, a beginning stays a beginning
        self.zoom_changed.emit()

    def _arrange(self) -> None:
        """Give every page its place and the scroll bars their reach."""
        gap, edge, factor = theme.px(theme.GAP), theme.px(theme.ROOMY), self._zoom * self._pixels_a_point()
        sizes = [(round(size.width() * factor), round(size.height() * factor)) for size in self._sizes()]
        width = max((one for one, _ in sizes), default=0) + 2 * edge
        across = max(width, self.viewport().width())
        self._places, top = [], gap
        for wide, high in sizes:
            self._places.append(QRect((across - wide) // 2, top, wide, high))
            top += high + gap
        self.horizontalScrollBar().setRange(0, width - self.viewport().width())
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.verticalScrollBar().setRange(0, max(0, top - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(theme.px(40))
        self.viewport().update()

    def _sizes(self) -> list[QSizeF]:
        return self._pages.sizes if self._pages else []

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _in_sight(self) -> Iterator[int]:
        sight = QRect(self._offset(), self.viewport().size())
        return (number for number, place in enumerate(self._places) if place.intersects(sight))

    def _fetch(self) -> None:
        """Ask for the pictures of the pages in sight, and forget those far away."""
        seen = list(self._in_sight())
        if not seen or self._pages is None:
            return
        near = range(seen[0] - _KEPT_AROUND, seen[-1] + _KEPT_AROUND + 1)
        for far in [number for number in self._images if number not in near]:
            del self._images[far]
        for far in [number for number in self._jobs if number not in near]:
            self._jobs.pop(far)[1].cancel()
        for number in seen:
            self._ask_for(number, self._pages)

    def _ask_for(self, number: int, pages: PdfPages) -> None:
        scale = self._scale()
        if number in self._images and self._images[number][0] == scale:
            return
        if number in self._jobs:
            asked, job = self._jobs[number]
            if asked == scale:
                return
            job.cancel()
        job = self._workspace.later(
            lambda _session: pages.image(number, scale), partial(self._take, pages, number, scale)
        )
        self._jobs[number] = (scale, job)

    def _take(self, pages: PdfPages, number: int, scale: float, image: QImage) -> None:
        if pages is not self._pages:
            return
        if self._jobs.get(number, (0.0,))[0] == scale:
            del self._jobs[number]
        self._images[number] = (scale, image)
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self._tell_page()

    def _tell_page(self, *, always: bool = False) -> None:
        """Say which page fills most of the view."""
        sight = QRect(self._offset(), self.viewport().size())
        seen = max(
            range(len(self._places)), key=lambda number: self._places[number].intersected(sight).height(), default=0
        )
        if always or seen != self._shown:
            self._shown = seen
            self.page_changed.emit(seen)
