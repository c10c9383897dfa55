"""From a document and its data to the bytes of a PDF. reportlab is imported when the first one is made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from desktop_crm.documents.document import Audience, Document
from desktop_crm.documents.stationery import DealPapers, Letterhead, Part, Stamp

if TYPE_CHECKING:
    from desktop_crm.documents.pictured import Pictures
    from desktop_crm.documents.typesetting.binding import Binding

_NO_DRAWINGS: Final[Pictures] = MappingProxyType({})


def render(
    document: Document,
    data: object,
    *,
    letterhead: Letterhead,
    stamp: Stamp,
    drawings: Pictures = _NO_DRAWINGS,
) -> bytes:
    """Return the PDF of `document` filled with `data`, the same bytes for the same input."""
    from desktop_crm.documents.typesetting.press import print_document  # noqa: PLC0415 - loads reportlab

    _check(document, data)
    return print_document(document, data, letterhead, stamp, drawings)


def binding(
    letterhead: Letterhead, audience: Audience = "customer", *, watermark: str = "", duplex: bool = False
) -> Binding:
    """Return a pack to which deals are added one by one: `add` each, then `finish` it; a context manager."""
    from desktop_crm.documents.typesetting.binding import Binding  # noqa: PLC0415 - loads reportlab and pypdf

    return Binding(letterhead, audience, watermark=watermark, duplex=duplex)


def render_pack(
    cover: Part, parts: Sequence[Part], *, letterhead: Letterhead, audience: Audience = "customer"
) -> bytes:
    """Return the PDF of a pack about one deal: `cover` (the document `deal_pack` with its data), contents, the `parts`.

    Raises AudienceError when a pack for a customer has an internal part.
    """
    written = io.BytesIO()
    with binding(letterhead, audience) as pack:
        pack.add(DealPapers("", parts))
        pack.finish(cover, written)
    return written.getvalue()


def warm_up() -> None:
    """Load what the first PDF needs, so that it comes as fast as the next."""
    from desktop_crm.documents.typesetting.fonts import fonts  # noqa: PLC0415 - loads reportlab

    fonts()


def _check(document: Document, data: object) -> None:
    if not isinstance(data, document.data_class):
        raise TypeError(f"{document.key} prints {document.data}, not {type(data).__name__}")
