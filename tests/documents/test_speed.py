"""Printing costs little more than the bare canvas that draws the same words and lines."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.documents import documents, render
from desktop_crm.queries.document_data.requirement_report import RequirementLine
from tests.documents import samples

ALLOWED = 2.0
Call = tuple[str, tuple[Any, ...]]


def record(monkeypatch: pytest.MonkeyPatch, make: Callable[[], bytes]) -> list[Call]:
    """Return what a printing asks of the canvas: words, lines, colours and pages."""
    calls: list[Call] = []
    names = ("drawString", "line", "rect", "setFont", "setFillColor", "setStrokeColor", "setLineWidth", "showPage")
    with monkeypatch.context() as patch:
        for name in names:
            original = getattr(Canvas, name)

            def spy(canvas: Any, *args: Any, _name: str = name, _original: Any = original, **options: Any) -> Any:
                if not options:
                    calls.append((_name, args))
                return _original(canvas, *args, **options)

            patch.setattr(Canvas, name, spy)
        make()
    return calls


def floor(calls: list[Call]) -> None:
    """Draw the same on a bare canvas."""
    canvas = cast("Any", Canvas)(io.BytesIO(), pagesize=(595, 842), pageCompression=1, invariant=1)
    for name, args in calls:
        getattr(canvas, name)(*args)
    canvas.save()


def best_of(action: Callable[[], object], rounds: int = 5) -> float:
    """Return the shortest time of several runs in seconds."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.benchmark
@pytest.mark.parametrize("rows", [4, 200])
def test_a_document_costs_at_most_twice_the_bare_canvas(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    needs = tuple(RequirementLine(f"第 {number} 项：扫码报工" * 3, "抽查全部合格", "必须") for number in range(rows))
    document, data = documents()["requirement_report"], replace(samples.requirement_report(), needs=needs)

    def make() -> bytes:
        return render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP)

    calls = record(monkeypatch, make)
    assert len(calls) > 500
    bare, ours = best_of(lambda: floor(calls)), best_of(make)
    assert ours <= ALLOWED * bare, f"{ours * 1000:.1f} ms against {bare * 1000:.1f} ms"


def test_the_fonts_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document, data = documents()["negotiation_memo"], samples.negotiation_memo()
    first = render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP)
    monkeypatch.setattr("desktop_crm.documents.typesetting.fonts.TTFont", None)
    assert render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP) == first
