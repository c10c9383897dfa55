"""What paper costs: pages against a bare canvas that draws the same, and the memory of a hundred packs.

The floor of a page is a bare reportlab canvas that is told exactly what our canvas was told: the same words in the same
fonts, the same lines and areas, page by page. Both are measured in turns in the same run, the fonts parsed before.
"""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.documents import documents, render
from desktop_crm.documents.rendering import warm_up
from desktop_crm.documents.snapshot import Snapshot
from desktop_crm.queries.document_data.requirement_report import RequirementLine
from tests.documents import samples
from tests.documents.deals import deal_with_papers
from tests.make import File

ALLOWED = 2.0
ROUNDS = 15
GROWTH = 24 * 2**20  # bytes that 80 more deals may add: what contents and outline say of them, and the allocator
CALLS = (
    "drawString", "line", "rect", "roundRect", "setFont", "setFillColor", "setStrokeColor", "setLineWidth", "setDash",
    "setPageSize", "saveState", "restoreState", "translate", "rotate", "drawCentredString", "showPage",
    "bookmarkHorizontalAbsolute", "addOutlineEntry",
)  # fmt: skip
Call = tuple[str, tuple[Any, ...], dict[str, Any]]

pytestmark = pytest.mark.benchmark


def recorded(monkeypatch: pytest.MonkeyPatch, make: Callable[[], bytes]) -> list[Call]:
    """Return what a printing asks of the canvas, in order; calls that the canvas makes of itself are not among it."""
    calls: list[Call] = []
    depth = 0
    with monkeypatch.context() as patch:
        for name in CALLS:
            real = getattr(Canvas, name)

            def spy(canvas: Any, *args: Any, _name: str = name, _real: Any = real, **more: Any) -> Any:
                nonlocal depth
                if depth == 0:
                    calls.append((_name, args, more))
                depth += 1
                try:
                    return _real(canvas, *args, **more)
                finally:
                    depth -= 1

            patch.setattr(Canvas, name, spy)
        make()
    return calls


def floor(calls: list[Call]) -> bytes:
    """Draw the same on a bare canvas."""
    out = io.BytesIO()
    canvas = cast("Any", Canvas)(out, pageCompression=1, invariant=1)
    for name, args, more in calls:
        getattr(canvas, name)(*args, **more)
    canvas.save()
    return out.getvalue()


def in_turns(*actions: Callable[[], object]) -> list[float]:
    """Return the best time of each action in seconds, measured in turns so that a busy machine slows all alike."""
    best = [float("inf")] * len(actions)
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for at, action in enumerate(actions):
                start = time.perf_counter()
                action()
                best[at] = min(best[at], time.perf_counter() - start)
    finally:
        gc.enable()
    return best


def data_of(key: str, rows: int) -> Any:
    """Return the data of a document: as in real life, or its requirement with that many rows."""
    if key != "requirement_report" or not rows:
        return getattr(samples, key)()
    needs = tuple(
        RequirementLine(f"第 {number} 项：工位扫码报工" * 2, "抽查全部合格", "必须") for number in range(rows)
    )
    return replace(samples.requirement_report(), needs=needs)


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("requirement_report", 0),
        ("requirement_report", 200),
        ("requirement_report", 2000),
        ("negotiation_memo", 0),
        ("acceptance_form", 0),
    ],
)
def test_a_page_costs_at_most_twice_what_drawing_it_costs(monkeypatch: pytest.MonkeyPatch, key: str, rows: int) -> None:
    document, data = documents()[key], data_of(key, rows)
    warm_up()

    def make() -> bytes:
        return render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP)

    pdf, calls = make(), recorded(monkeypatch, make)
    drawn = floor(calls)
    pages = sum(name == "showPage" for name, _, _ in calls)
    assert pdf.count(b"/Type /Page\n") == drawn.count(b"/Type /Page\n") == pages
    assert abs(len(pdf) - len(drawn)) < 0.02 * len(pdf) + 2000, "the floor draws something else"
    bare, ours = in_turns(lambda: floor(calls), make)
    per_page = f"{ours / pages * 1000:.2f} ms a page, bare canvas {bare / pages * 1000:.2f} ms"
    print(f"{key} ({pages} pages): {ours / bare:.2f} times; {per_page}")
    assert ours <= ALLOWED * bare, per_page


BINDER = """
import resource, sys, time
from pathlib import Path
from desktop_crm.documents.packs import PackOrder, save_pack, write_each
from desktop_crm.models import Context
from desktop_crm.store import Store

folder, out, each, ids = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "True", tuple(sys.argv[4:])
store, start = Store(folder / "company.db", {"context": Context("", folder=folder)}), time.perf_counter()
with store.read() as session:
    bound = (write_each if each else save_pack)(session, PackOrder(ids, audience="internal"), out)
print(len(bound.files), len(bound.skipped), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter() - start)
"""


def bind(folder: Path, out: Path, ids: tuple[str, ...], *, each: bool) -> tuple[int, float]:
    """Bind packs in a process of their own; return the most memory it ever had, in bytes, and the seconds it took."""
    words = [sys.executable, "-c", BINDER, str(folder), str(out), str(each), *ids]
    root = Path(__file__).parents[2]
    said = subprocess.run(words, check=True, capture_output=True, text=True, cwd=root).stdout.split()
    assert (int(said[0]), int(said[1])) == (len(ids) if each else 1, 0)
    return int(said[2]) * 1024, float(said[3])


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """Store a hundred deals with papers."""
    file = File(tmp_path_factory.mktemp("company"))
    names = [f"第{number}机床有限公司" for number in range(100)]
    ids = tuple(deal_with_papers(file, number=f"G2024{at:07d}", customer=name) for at, name in enumerate(names))
    file.close()
    return file.folder, ids


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize("each", [False, True], ids=["one file", "one each"])
def test_a_hundred_packs_take_the_memory_of_a_few(
    deals: tuple[Path, tuple[str, ...]], tmp_path: Path, *, each: bool
) -> None:
    folder, ids = deals
    few, _ = bind(folder, tmp_path / "few", ids[:20], each=each)
    many, taken = bind(folder, tmp_path / "many", ids, each=each)
    print(f"packs of 20 deals: {few / 2**20:.0f} MB, of 100: {many / 2**20:.0f} MB, in {taken:.1f} s")
    assert many - few <= GROWTH


def test_a_snapshot_is_read_faster_than_its_page_is_drawn() -> None:
    """Comparing what was issued with what would be printed must not outweigh the printing itself."""
    document, data = documents()["requirement_report"], data_of("requirement_report", 0)
    import msgspec  # noqa: PLC0415 - of this test alone

    from desktop_crm.documents.snapshot import Sender, decoded  # noqa: PLC0415

    snapshot = Snapshot(document, msgspec.Raw(msgspec.json.encode(data)), Sender(), samples.STAMP.day)
    text = snapshot.encoded()
    before = decoded(text)
    assert before is not None
    read, drawn = in_turns(
        lambda: cast("Snapshot", decoded(text)).says_the_same(snapshot),
        lambda: render(document, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP),
    )
    print(f"compared in {read * 1000:.2f} ms, drawn in {drawn * 1000:.1f} ms")
    assert read < drawn
