"""The pages of a PDF as pictures. pypdfium2 is loaded with the first one; it works for one thread at a time."""

from __future__ import annotations

import threading
from typing import Any, cast

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

_LOCK = threading.Lock()


class PdfPages:
    """An open PDF; `close` it when it is not shown any more. Sizes are in points."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - 60 ms that the window's start is spared

        with _LOCK:
            self._document: Any = cast("Any", pypdfium2).PdfDocument(pdf)
            self.sizes = [QSizeF(*self._document.get_page_size(number)) for number in range(len(self._document))]

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self.sizes)

    def image(self, number: int, scale: float) -> QImage:
        """Return page `number` (from 0) at `scale` pixels a point; a closed PDF gives an empty picture."""
        with _LOCK:
            if self._document is None:
                return QImage()
            page = self._document[number]
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            made = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()
            bitmap.close()
            page.close()
            return made

    def close(self) -> None:
        """Let the PDF go; a picture under way is finished first."""
        with _LOCK:
            if self._document is not None:
                self._document.close()
                self._document = None
