"""The preview as a person uses it: read, zoom, issue, print, save, mark, and mend a lost file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

from desktop_crm.documents.packs import PackOrder
from desktop_crm.operations.documents import issue_document
from desktop_crm.operations.requirements import edit_requirement
from desktop_crm.queries.documents import issues_of_deal
from desktop_crm.queries.requirements import requirement_sheet
from desktop_crm.system import clock
from desktop_crm.views.dialogs.preview import PreviewWindow
from desktop_crm.views.preview import printing
from desktop_crm.views.preview.pages import PdfPages
from desktop_crm.views.preview.printing import print_pages, printer_for
from desktop_crm.workspace import Workspace
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import page_texts
from tests.make import File
from tests.views.choosing import choose

LEFT = Qt.MouseButton.LeftButton
REPORT = "requirement_report"


@pytest.fixture
def deal(file: File) -> str:
    return deal_with_papers(file)


@pytest.fixture
def preview(deal: str, workspace: Workspace, qtbot: QtBot) -> Iterator[PreviewWindow]:
    """Give a preview of the requirement report, with its first page on the screen."""
    ground = QWidget()
    qtbot.addWidget(ground)
    made = PreviewWindow(workspace, ground)
    made.resize(900, 800)
    made.show()
    made.show_sheet(deal, REPORT)
    qtbot.waitUntil(lambda: bool(made.view.rendered()))
    yield made
    if made in ground.children():
        made.close()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def test_a_draft_is_shown_page_by_page(preview: PreviewWindow) -> None:
    assert preview.printed is not None
    assert preview.printed.draft
    assert preview.head.place.text() == f"第 1 / {preview.view.count()} 页"
    assert preview.head.issue.isVisible()
    assert not preview.head.mark.isVisible()
    assert preview.view.count() == 2
    assert preview.view.verticalScrollBar().value() == 0
    preview.view.go_to_page(1)
    assert (
        preview.view.page() == 1
        or preview.view.verticalScrollBar().value() == preview.view.verticalScrollBar().maximum()
    )


def test_only_pages_in_sight_are_rendered(preview: PreviewWindow, qtbot: QtBot) -> None:
    preview.show_pack(PackOrder((preview.printed.deal_id,), audience="internal") if preview.printed else PackOrder(()))
    qtbot.waitUntil(lambda: preview.view.count() > 6 and bool(preview.view.rendered()))
    assert preview.view.rendered() <= {0, 1}
    preview.view.go_to_page(5)
    qtbot.waitUntil(lambda: 5 in preview.view.rendered())
    assert 0 not in preview.view.rendered()


def test_zoom_by_keys_and_wheel(preview: PreviewWindow, qtbot: QtBot) -> None:
    fitting = preview.view.zoom()
    QTest.keyClick(preview, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert (preview.view.zoom(), preview.head.percent.text()) == (1.0, "100%")
    qtbot.waitUntil(lambda: bool(preview.view.rendered()))
    wheel = QWheelEvent(
        QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(preview.view.viewport(), wheel)
    assert preview.view.zoom() == 1.1
    for _ in range(40):
        QTest.keyClick(preview, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoom() == 0.25
    QTest.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoom() == fitting
    qtbot.waitUntil(lambda: bool(preview.view.rendered()))


def test_issuing_and_marking_in_the_preview(
    preview: PreviewWindow, workspace: Workspace, deal: str, qtbot: QtBot
) -> None:
    click(preview.head.issue)
    qtbot.waitUntil(lambda: preview.printed is not None and not preview.printed.draft)
    assert not preview.head.issue.isVisible()
    assert preview.notice.text() == "已签发，PDF 已存档。"
    confirm = preview.head.mark.menu().actions()[1]
    confirm.trigger()
    assert preview.head.strip.isVisible()
    preview.head.strip.by.setText("刘芳")
    QTest.keyClick(preview.head.strip.day.line, Qt.Key.Key_Return)
    state = workspace.ask(requirement_sheet, deal).state.latest
    assert state is not None
    assert (state.status, state.confirmed_by, state.confirmed_on) == ("confirmed", "刘芳", clock.today())
    assert not preview.head.strip.isVisible()
    qtbot.waitUntil(lambda: "已确认" in preview.head.badge.mark().text)


def test_a_refused_mark_is_said_where_the_person_looks(preview: PreviewWindow, qtbot: QtBot) -> None:
    click(preview.head.issue)
    qtbot.waitUntil(lambda: preview.printed is not None and not preview.printed.draft)
    preview.head.mark.menu().actions()[0].trigger()
    preview.head.strip.day.line.setText("2099-01-01")
    click(preview.head.strip.keep)
    assert preview.notice.text() == "日期还没有到。"
    assert preview.head.strip.isVisible()
    QTest.keyClick(preview, Qt.Key.Key_Escape)
    assert preview.head.strip.isHidden()
    assert preview.isVisible()


def test_a_change_elsewhere_shows_at_once(
    preview: PreviewWindow, workspace: Workspace, deal: str, qtbot: QtBot
) -> None:
    workspace.do(issue_document, deal, key=REPORT)
    qtbot.waitUntil(lambda: preview.printed is not None and not preview.printed.draft)
    workspace.do(edit_requirement, deal, background="变了")
    qtbot.waitUntil(lambda: preview.printed is not None and preview.printed.draft)
    workspace.undo()
    qtbot.waitUntil(lambda: preview.printed is not None and not preview.printed.draft)
    workspace.undo()
    qtbot.waitUntil(lambda: preview.printed is not None and preview.printed.draft)


def test_a_lost_file_is_said_and_made_again(
    preview: PreviewWindow, workspace: Workspace, deal: str, qtbot: QtBot
) -> None:
    issue_id = workspace.do(issue_document, deal, key=REPORT)
    (issue,) = workspace.ask(issues_of_deal, deal)
    where = workspace.folder / issue.file
    before = where.read_bytes()
    where.unlink()
    preview.show_issue(issue_id)
    qtbot.waitUntil(preview.head.trouble.isVisible)
    assert "不见了" in preview.head.trouble_text.text()
    click(preview.head.restore)
    qtbot.waitUntil(preview.head.trouble.isHidden)
    assert where.read_bytes() == before
    assert "逐字节一致" in preview.notice.text()


def test_saving_writes_what_is_shown(preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "给客户.pdf"
    offered = choose(monkeypatch, target)
    QTest.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert preview.printed is not None
    assert target.read_bytes() == preview.printed.pdf
    assert offered == ["需求分析报告 苏州恒力精密机械有限公司（草稿）.pdf"]
    choose(monkeypatch, tmp_path / "no" / "folder.pdf")
    preview.save()
    assert "没有保存" in preview.notice.text()


def test_printing_takes_the_chosen_pages(
    preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "printed.pdf"

    def choose_printer(_self: PreviewWindow, printer: QPrinter, count: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setFromTo(count, count)
        return True

    monkeypatch.setattr(PreviewWindow, "choose_printer", choose_printer)
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preview.notice.text() == "已送往打印机。")
    pages = PdfPages(target.read_bytes())
    assert len(pages) == 1
    assert abs(pages.sizes[0].width() - 595) < 2


@pytest.mark.usefixtures("qapp")
def test_paper_lies_where_a_page_does(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "mixed.pdf"))
    for size in ((595, 842), (842, 595), (595, 842)):
        canvas.setPageSize(size)
        canvas.rect(20, 20, size[0] - 40, size[1] - 40, fill=1)
        canvas.showPage()
    canvas.save()
    source = PdfPages((tmp_path / "mixed.pdf").read_bytes())
    printer = printer_for(source, "混排")
    printer.setResolution(72)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_pages(source, printer)
    copy = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert [size.width() > size.height() for size in copy.sizes] == [False, True, False]
    for number, size in enumerate(copy.sizes):
        image = copy.image(number, 1)
        assert image.pixelColor(image.width() - 40, image.height() - 40).lightness() < 60, size


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("duplex", [False, True])
def test_both_sides_of_the_paper_are_asked_of_the_printer(
    preview: PreviewWindow, monkeypatch: pytest.MonkeyPatch, *, duplex: bool
) -> None:
    asked: list[QPrinter.DuplexMode] = []

    class Printer(QPrinter):  # one that writes a PDF, as here where there is no other, forgets what it was asked
        @override
        def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:
            asked.append(duplex)

    def choose_printer(_self: PreviewWindow, _printer: QPrinter, _count: int) -> bool:
        return False

    monkeypatch.setattr(printing, "QPrinter", Printer)
    monkeypatch.setattr(PreviewWindow, "choose_printer", choose_printer)
    preview.head.both_sides.setChecked(duplex)
    preview.print()
    modes = QPrinter.DuplexMode
    assert asked == [modes.DuplexLongSide if duplex else modes.DuplexNone]


def test_a_change_while_reading_leaves_page_zoom_and_picture(
    preview: PreviewWindow, workspace: Workspace, deal: str, qtbot: QtBot
) -> None:
    preview.view.set_zoom(1.5)
    preview.view.verticalScrollBar().setValue(700)
    qtbot.waitUntil(lambda: preview.view.page() in preview.view.rendered())
    before, page = preview.printed, preview.view.page()
    for text in ("变了", "又变了", "再变一次"):  # three keys, one printing
        workspace.do(edit_requirement, deal, background=text)
    assert preview.printed is before
    qtbot.waitUntil(lambda: preview.printed is not before)
    assert preview.printed is not None
    assert "再变一次" in "".join(page_texts(preview.printed.pdf))
    assert (preview.view.zoom(), preview.view.verticalScrollBar().value(), preview.view.page()) == (1.5, 700, page)
    assert page in preview.view._images  # the old picture until the new one is there


@pytest.mark.usefixtures("qapp")
def test_a_printed_page_looks_like_the_page(file: File, deal: str, tmp_path: Path) -> None:
    file.do(issue_document, deal, key=REPORT)
    source = PdfPages(next(file.folder.rglob("*.pdf")).read_bytes())
    printer = printer_for(source, "需求分析报告")
    printer.setResolution(150)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_pages(source, printer)
    copy = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(copy) == len(source) == len(page_texts(next(file.folder.rglob("*.pdf")).read_bytes()))
    small = [
        pages.image(0, 1.5).scaled(
            60, 84, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        for pages in (source, copy)
    ]
    apart = [
        abs(small[0].pixelColor(x, y).lightness() - small[1].pixelColor(x, y).lightness())
        for x in range(60)
        for y in range(84)
    ]
    assert sum(apart) / len(apart) < 3


def test_a_paper_that_cannot_be_made_says_why_and_leads_there(
    preview: PreviewWindow, file: File, workspace: Workspace, qtbot: QtBot
) -> None:
    assert workspace
    bare = file.deal(number="G20240310009")
    asked: list[tuple[str, str]] = []

    def ask(deal_id: str, place: str) -> None:
        asked.append((deal_id, place))

    preview.go_to_requested.connect(ask)
    preview.show_sheet(bare, "negotiation_memo")
    qtbot.waitUntil(lambda: "谈判纪要" in preview.notice.text())
    click(preview.notice.buttons()[0])
    assert asked == [(bare, "negotiation")]


def test_escape_closes_and_stops_the_work(preview: PreviewWindow, qtbot: QtBot) -> None:
    preview.show_sheet(preview.printed.deal_id if preview.printed else "", "negotiation_memo")
    with qtbot.waitSignal(preview.closed):
        QTest.keyClick(preview, Qt.Key.Key_Escape)
