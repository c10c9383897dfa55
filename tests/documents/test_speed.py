"""What takes long is done once."""

from __future__ import annotations

import pytest

from desktop_crm.documents import documents, render
from tests.documents import samples


def test_the_fonts_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document, data = documents()["negotiation_memo"], samples.negotiation_memo()
    first = render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP)
    monkeypatch.setattr("desktop_crm.documents.typesetting.fonts.TTFont", None)
    assert render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP) == first
