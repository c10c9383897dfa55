"""Prints the pages of a PDF on a printer, at its own resolution."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_crm.views.preview.pages import PdfPages

_FINEST = 300  # dots an inch; finer ones take long and look the same
_POINTS_AN_INCH = 72


def printer_for(pages: PdfPages, title: str) -> QPrinter:
    """Return the default printer, set to the paper of the first page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    if len(pages):
        printer.setPageSize(QPageSize(pages.sizes[0], QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    return printer


def print_pages(pages: PdfPages, printer: QPrinter) -> bool:
    """Print the chosen range (all unless one was chosen), each page as large as its paper; return whether it began."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    first = printer.fromPage() or 1
    last = min(printer.toPage() or len(pages), len(pages))
    for number in range(first - 1, last):
        if number > first - 1:
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


def _overflows(size: QSizeF, paper: QRectF) -> bool:
    return size.width() > paper.width() + 1 or size.height() > paper.height() + 1
