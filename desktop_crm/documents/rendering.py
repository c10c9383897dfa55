"""From a document and its data to the bytes of a PDF. reportlab is imported when the first one is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents.document import Audience, Document
from desktop_crm.documents.stationery import Letterhead, Part, Stamp
from desktop_crm.queries.document_data import AudienceError

_NO_DRAWINGS: Final[Mapping[str, Drawing]] = MappingProxyType({})


def render(
    document: Document,
    data: object,
    *,
    letterhead: Letterhead,
    stamp: Stamp,
    drawings: Mapping[str, Drawing] = _NO_DRAWINGS,
) -> bytes:
    """Return the PDF of `document` filled with `data`, the same bytes for the same input."""
    from desktop_crm.documents.typesetting.press import print_document  # noqa: PLC0415 - loads reportlab

    _check(document, data)
    return print_document(document, data, letterhead, stamp, drawings)


def render_pack(
    cover: Part, parts: Sequence[Part], *, letterhead: Letterhead, audience: Audience = "customer"
) -> bytes:
    """Return the PDF of a pack: `cover` (the document `deal_pack` with its data), contents, then the `parts`.

    Raises AudienceError when a pack for a customer has an internal part.
    """
    from desktop_crm.documents.typesetting.press import print_pack  # noqa: PLC0415 - loads reportlab

    for part in (cover, *parts):
        _check(part.document, part.data)
        if audience == "customer" and part.document.audience != "customer":
            raise AudienceError(f"{part.document.key} is internal and has no place in a customer's pack")
    return print_pack(cover, parts, letterhead, audience)


def warm_up() -> None:
    """Load what the first PDF needs, so that it comes as fast as the next."""
    from desktop_crm.documents.typesetting.fonts import fonts  # noqa: PLC0415 - loads reportlab

    fonts()


def _check(document: Document, data: object) -> None:
    if not isinstance(data, document.data_class):
        raise TypeError(f"{document.key} prints {document.data}, not {type(data).__name__}")
