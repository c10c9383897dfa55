"""The one way into pdfium, which is loaded with the first document and works for one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

_LOCK = threading.RLock()


@contextmanager
def opened(pdf: bytes) -> Generator[Any]:
    """Give a PDF as a `pypdfium2.PdfDocument`; what is taken out of it has to be closed before the end."""
    import pypdfium2  # noqa: PLC0415 - 60 ms that the window's start is spared

    with _LOCK:
        document = cast("Any", pypdfium2).PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
