"""The pages of a PDF as pictures."""

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from desktop_crm.documents.pdfium import opened


class PdfPages:
    """The pages of a PDF, opened anew for each picture (about a millisecond), so that nothing has to be closed in time.

    Sizes are in points.
    """

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        with opened(pdf) as document:
            self.sizes = [QSizeF(*document.get_page_size(number)) for number in range(len(document))]

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self.sizes)

    def image(self, number: int, scale: float) -> QImage:
        """Return page `number` (from 0) at `scale` pixels a point."""
        with opened(self._pdf) as document:
            page = document[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True)
            size = (bitmap.width, bitmap.height, bitmap.stride)
            made = QImage(bytes(bitmap.buffer), *size, QImage.Format.Format_RGB32).copy()
            bitmap.close()
            page.close()
            return made
