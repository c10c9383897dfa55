"""Prints the pages of a PDF on a printer, at its own resolution."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_crm.views.preview.pages import PdfPages

_FINEST = 300  # dots an inch; finer ones take long and look the same
_POINTS_AN_INCH = 72


def printer_for(pages: PdfPages, title: str, *, duplex: bool = False) -> QPrinter:
    """Return the default printer, set to the paper of the first page, and to both sides of it with `duplex`."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    if len(pages):
        _turn_paper(printer, pages.sizes[0])
        upright = pages.sizes[0].transposed() if _lies(pages.sizes[0]) else pages.sizes[0]
        printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if duplex else QPrinter.DuplexMode.DuplexNone)
    return printer


def print_pages(pages: PdfPages, printer: QPrinter) -> bool:
    """Print the chosen range (all unless one was chosen), each page as large as its paper; return whether it began."""
    first = printer.fromPage() or 1
    last = min(printer.toPage() or len(pages), len(pages))
    if first <= last:
        _turn_paper(printer, pages.sizes[first - 1])
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number in range(first - 1, last):
        if number > first - 1:
            _turn_paper(printer, pages.sizes[number])
            printer.newPage()
        _paint(painter, pages, number, printer)
    return painter.end()


def _paint(painter: QPainter, pages: PdfPages, number: int, printer: QPrinter) -> None:
    image = pages.image(number, min(printer.resolution(), _FINEST) / _POINTS_AN_INCH)
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    own = pages.sizes[number] * (printer.resolution() / _POINTS_AN_INCH)
    size = own.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio) if _overflows(own, paper) else own
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(paper.topLeft(), size), image)


def _turn_paper(printer: QPrinter, size: QSizeF) -> None:
    """Let the paper of the next page lie or stand as the page does."""
    lies = QPageLayout.Orientation.Landscape if _lies(size) else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(lies)


def _lies(size: QSizeF) -> bool:
    return size.width() > size.height()


def _overflows(size: QSizeF, paper: QRectF) -> bool:
    return size.width() > paper.width() + 1 or size.height() > paper.height() + 1
