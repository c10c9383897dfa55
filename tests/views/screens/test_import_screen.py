"""Importing through the window: drop, look, correct, import, merge, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop_crm.exchange.fields import TableKind
from desktop_crm.models import Customer, Deal, Member, Outcome, Product
from desktop_crm.operations.company import edit_company
from desktop_crm.operations.deals import add_deal
from desktop_crm.queries.metrics import Metrics, metrics
from desktop_crm.queries.targets import targets_in
from desktop_crm.refusal import Refused
from desktop_crm.views.importing.choice_box import ChoiceBox
from desktop_crm.views.screens.import_screen import ImportScreen
from desktop_crm.workspace import Workspace
from tests.exchange.messy import LINES, write_csv, write_xlsx
from tests.make import File

DATA = Path(__file__).parent.parent.parent / "data"
MAVEN = [DATA / "maven-crm" / f"{name}.csv" for name in ("accounts", "products", "sales_teams", "sales_pipeline")]


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot) -> Iterator[ImportScreen]:
    made = ImportScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1160, 760)
    made.show()
    made.start()
    workspace.changed.connect(made.on_changes)
    yield made
    made.close()


@pytest.fixture
def checked(qtbot: QtBot, screen: ImportScreen) -> Callable[[], None]:
    """Wait until the dry run of what lies ready is shown."""

    def wait() -> None:
        qtbot.waitUntil(lambda: "·" in screen.footer.figures.text() and screen.footer.go.isVisible(), timeout=30_000)

    return wait


@pytest.fixture
def imported(qtbot: QtBot, screen: ImportScreen) -> Callable[[], None]:
    """Press 导入 and wait for what came of it."""

    def wait() -> None:
        QTest.mouseClick(screen.footer.go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: screen.result.isVisible() and not screen.workspace.busy, timeout=60_000)

    return wait


def figures(file: File) -> Metrics:
    return file.ask(metrics)


def count(file: File, model: type[Deal | Customer | Member | Product]) -> int:
    return file.ask(lambda session: session.scalar(select(func.count(model.id)))) or 0


def drop(screen: ImportScreen, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    screen.dragEnterEvent(enter)
    assert enter.isAccepted()
    screen.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))


def choose(screen: ImportScreen, header: str, field: str) -> None:
    """Read the column called `header` as `field`, by keyboard."""
    heads = screen.review.grid.heads
    at = next(at for at, head in enumerate(heads._heads) if head.header == header)
    pick(heads.fields[at], field)


def pick(box: ChoiceBox, key: object) -> None:
    """Open a list by keyboard, go to a choice and take it."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    steps = box.findData(key) - box.currentIndex()
    for _ in range(abs(steps)):
        QTest.keyClick(box.view(), Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)


def cells(screen: ImportScreen, row: int) -> list[str]:
    model = screen.review.grid.cells
    return [str(model.data(model.index(row, column))) for column in range(model.columnCount())]


def test_the_public_export_comes_in_and_goes_out_again(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], file: File
) -> None:
    drop(screen, MAVEN)
    checked()
    assert screen.footer.figures.text() == "新增 7,502 · 待补全 1,425 · 更新 0 · 没有变化 0 · 错误 0"
    assert "GTXPro：没有这个产品，与 GTX Pro 相近，1,480 行" in screen.footer.more.text()
    assert count(file, Deal) == 0
    imported()
    assert screen.width() == 1160  # nothing that was shown made the window grow
    found = figures(file)
    assert (found.deals, found.won, found.lost, found.incomplete) == (8800, 4238, 2473, 1425)
    assert found.won_amount == 10_005_534
    assert screen.result.title.text() == "已导入 8,927 行：新增 7,502，待补全 1,425"
    assert screen.result.incomplete.text() == "查看待补全（1,425）"
    QTest.mouseClick(screen.result.merges["GTXPro"], Qt.MouseButton.LeftButton)
    assert screen.result.merges["GTXPro"].text() == "已合并 1,480 行"
    assert file.ask(lambda session: session.scalar(select(func.count(Deal.id)).where(Deal.product_id.is_(None)))) == 0
    QTest.mouseClick(screen.result.undo, Qt.MouseButton.LeftButton)
    assert screen.start_page.isVisible()
    assert (count(file, Deal), count(file, Customer), count(file, Product), count(file, Member)) == (0, 0, 0, 1)


def test_every_row_of_a_messy_sheet_is_accounted_for(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    drop(screen, [write_xlsx(tmp_path / "线索.xlsx")])
    checked()
    assert screen.review.kind.currentText() == "线索"
    assert screen.review.header_row.value() == 3
    assert "并入备注的列：内部代码" in screen.review.note.text()
    assert cells(screen, 0)[1:4] == ["远山机械有限公司", "赵敏（采购经理）", "13812345678"]
    assert cells(screen, 0)[7:10] == ["2023-10-28", "¥500,000–¥800,000", "A"]
    imported()
    total = screen.result.report.total
    assert total.rows + total.blank == len(LINES)
    assert screen.result.problems.rows.rowCount() == sum(len(line.problems) for line in LINES)
    target = tmp_path / "错误.xlsx"

    def choose_target(*_: object) -> tuple[str, str]:
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose_target)
    QTest.mouseClick(screen.result.errors, Qt.MouseButton.LeftButton)
    rows = list(load_workbook(target)["未能读取的内容"].values)
    assert rows[1] == ("线索.xlsx", "线索", 8, "联系方式", "12345", "“12345”不是有效的电话号码，请检查位数。")
    wished: list[str] = []
    screen.screen_requested.connect(wished.append)
    QTest.keyClick(screen.result.incomplete, Qt.Key.Key_Return)
    assert wished == ["incomplete"]


def test_a_column_can_be_corrected_by_keyboard(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text("客户名称,线索来源,内部代码,规模产值\n远山机械,官网,想换系统,300\n", "utf-8")
    drop(screen, [sheet])
    checked()
    assert "待补全 1" not in screen.footer.figures.text()
    choose(screen, "内部代码", "need")
    choose(screen, "规模产值", "amount")
    checked()
    assert cells(screen, 0) == ["远山机械", "官网", "想换系统", "¥300"]
    (unit,) = (
        box for box in screen.review.grid.heads.findChildren(ChoiceBox) if box.findData(10_000) >= 0 and box.isVisible()
    )
    pick(unit, 10_000)
    assert cells(screen, 0)[3] == "¥3,000,000"
    checked()
    imported()
    deal = file.ask(lambda session: session.scalars(select(Deal)).one())
    assert (deal.need, deal.amount_fen, deal.note) == ("想换系统", 300_000_000, "")


def test_the_kind_and_the_header_row_can_be_corrected(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text("客户名称,行业,联系人\n甲,食品,孙丽\n公司,行业,联系人\n乙,饮料,李强\n", "utf-8")
    drop(screen, [sheet])
    checked()
    assert screen.review.kind.currentText() == "客户"
    screen.review.header_row.setFocus()
    screen.review.header_row.setValue(3)
    pick(screen.review.kind, TableKind.LEADS)
    assert screen.review.header_row.value() == 3
    checked()
    imported()
    assert [deal.title for deal in file.ask(lambda session: session.scalars(select(Deal)).all())] == ["乙"]


def test_a_range_copied_from_a_spreadsheet_is_pasted(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], file: File
) -> None:
    QGuiApplication.clipboard().setText("客户名称\t电话\t需求\n远山机械\t13812345678\t排产\n清河食品\t\t追溯\n")
    QTest.keyClick(screen.start_page.words.steps()[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    checked()
    assert screen.entries[0].name == "剪贴板"
    imported()
    assert (count(file, Deal), figures(file).incomplete) == (2, 1)


def test_an_empty_clipboard_is_one_sentence(screen: ImportScreen) -> None:
    QGuiApplication.clipboard().setText("\n")
    said: list[str] = []
    screen.noted.connect(said.append)
    QTest.mouseClick(screen.start_page.words.steps()[1], Qt.MouseButton.LeftButton)
    assert said == ["剪贴板里没有表格。"]
    assert screen.start_page.isVisible()


def test_files_that_cannot_be_read_say_why_and_do_not_stop_the_others(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "合同.pdf").write_bytes(b"%PDF")
    (tmp_path / "笔记.csv").write_text("今天天气不错\n明天再说\n", "utf-8")
    good = write_csv(tmp_path / "线索.csv", "gb18030")
    names = ["空.csv", "合同.pdf", "笔记.csv"]
    drop(screen, [*(tmp_path / name for name in names), DATA / "messy-encrypted.xlsx", tmp_path / "不在.csv", good])
    checked()
    reasons = [entry.reason for entry in screen.entries]
    assert reasons == [
        "“空.csv”是空文件。",
        "“合同.pdf”不是表格文件，请使用 .xlsx、.xls、.ods、.csv 或 .txt。",
        "没有认出表头，请在右边指定内容和表头行。",
        "“messy-encrypted.xlsx”设有密码，请在 Excel 中取消密码后再导入。",
        "找不到文件“不在.csv”。",
        "",
    ]
    imported()
    assert [table.file for table in screen.result.report.tables] == ["线索.csv"]
    assert count(file, Deal) == 6


def test_nothing_readable_means_nothing_to_press(screen: ImportScreen, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "空.csv").write_bytes(b"")
    drop(screen, [tmp_path / "空.csv"])
    qtbot.waitUntil(lambda: screen.footer.figures.text() == "没有可以导入的表格", timeout=10_000)
    assert not screen.footer.go.isEnabled()
    screen.review.tables.setFocus()
    QTest.keyClick(screen.review.tables, Qt.Key.Key_Delete)
    assert screen.start_page.isVisible()


def test_cancelling_leaves_nothing_behind(
    screen: ImportScreen, checked: Callable[[], None], qtbot: QtBot, file: File
) -> None:
    drop(screen, MAVEN)
    checked()
    screen.run()
    qtbot.waitUntil(lambda: screen.footer.strip._bar.value() > 0, timeout=30_000)
    assert screen.footer.strip.isVisible()
    screen.footer.strip.cancel_requested.emit()
    qtbot.waitUntil(lambda: not screen.workspace.busy, timeout=30_000)
    assert (count(file, Deal), count(file, Customer)) == (0, 0)
    checked()
    assert screen.footer.go.isEnabled()


def test_the_same_file_again_says_that_nothing_is_new(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    path = write_csv(tmp_path / "线索.csv", "utf-8")
    for headline, undo in (
        ("已导入 6 行：新增 4，待补全 2；没有变化 1，错误 3", True),
        ("没有新内容：7 行都已在库中；错误 3", False),
    ):
        drop(screen, [path])
        checked()
        imported()
        assert screen.result.title.text() == headline
        assert screen.result.undo.isVisible() is undo
    assert count(file, Deal) == 6


def test_an_import_undone_elsewhere_leaves_the_page(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    drop(screen, [write_csv(tmp_path / "线索.csv", "utf-8")])
    checked()
    imported()
    screen.workspace.undo()
    assert screen.start_page.isVisible()
    assert count(file, Deal) == 0


def test_what_stands_on_the_import_is_in_the_way_of_undoing_it(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    drop(screen, [write_csv(tmp_path / "线索.csv", "utf-8")])
    checked()
    imported()
    screen.workspace.do(add_deal, customer="清河食品", need="质检")
    refused: list[Refused] = []
    screen.workspace.refused.connect(refused.append)
    QTest.mouseClick(screen.result.undo, Qt.MouseButton.LeftButton)
    assert [refusal.reason for refusal in refused] == ["“导入”之后又做了“新建线索”，请先撤销后者。"]
    assert screen.result.isVisible()
    assert count(file, Deal) == 7


def test_what_others_change_is_checked_again(
    screen: ImportScreen, checked: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text("客户名称,电话,行业,需求\n远山机械,13812345678,,排产\n", "utf-8")
    drop(screen, [sheet])
    checked()
    assert "待补全 1" in screen.footer.figures.text()
    screen.workspace.do(edit_company, playbook="care")
    screen.workspace.do(add_deal, customer="远山机械", need="质检", industry="机械")
    qtbot.waitUntil(lambda: "待补全 0" in screen.footer.figures.text(), timeout=10_000)


def test_outcomes_reach_the_figures(
    screen: ImportScreen, checked: Callable[[], None], imported: Callable[[], None], tmp_path: Path, file: File
) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text("客户名称,需求,当前阶段,金额\n甲,一,成交,5万\n乙,二,二面,\n", "utf-8")
    drop(screen, [sheet])
    checked()
    assert "1 处内容没有读懂" in screen.footer.more.text()
    imported()
    won = file.ask(lambda session: session.scalars(select(Deal).where(Deal.outcome == Outcome.WON)).one())
    assert won.amount_fen == 5_000_000


def test_a_sheet_of_targets_is_told_from_leads_and_taken_in_by_itself(
    screen: ImportScreen, file: File, tmp_path: Path, qtbot: QtBot
) -> None:
    path, went, said = tmp_path / "目标.csv", list[str](), list[str]()
    path.write_text("月份,负责人,指标,目标\n2026年3月,王敏,跟进次数,30\n", "utf-8")
    screen.screen_requested.connect(went.append)
    screen.done.connect(said.append)
    drop(screen, [path])
    qtbot.waitUntil(screen.review.targets.isVisible)
    assert screen.footer.figures.text() == "目标表请按上面的“导入这些目标”"
    QTest.keyClick(screen.review.targets, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(went))
    assert (went, said) == (["figures.target_sheet"], ["已导入 1 项目标"])
    assert list(file.ask(targets_in).values()) == [30]
    assert screen.start_page.isVisible()
