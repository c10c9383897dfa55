"""The proposal section by keys and mouse: the grid, live totals, versions, the floor, the deal's amount."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.models import Deal
from desktop_crm.operations.negotiations import edit_floor
from desktop_crm.operations.proposal_items import add_proposal_items
from desktop_crm.operations.proposals import add_proposal_points, confirm_proposal, edit_proposal
from desktop_crm.queries.proposals import ProposalSheet, proposal_sheet
from desktop_crm.views.deal.proposal_section import ProposalSection
from tests.views.deal.desk import ALT, CONTROL, SHIFT, Desk

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk[ProposalSection]]:
    made = Desk(qtbot, tmp_path / "data", ProposalSection, amount_fen=80_000_000)
    yield made
    made.close()


def sheet(desk: Desk[ProposalSection]) -> ProposalSheet:
    return desk.workspace.ask(proposal_sheet, desk.deal)


def said(desk: Desk[ProposalSection]) -> list[tuple[str, str]]:
    """Return name and amount of each line as the grid shows them."""
    model = desk.tab.price.grid.lines
    return [(str(model.index(2 * at, 0).data()), str(model.index(2 * at, 3).data())) for at in range(len(model.items))]


def editor() -> QLineEdit:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    return focus


def fill(desk: Desk[ProposalSection], text: str) -> None:
    """Write over what stands in the open cell."""
    editor().selectAll()
    desk.type(text)


def with_items(desk: Desk[ProposalSection], *texts: str) -> None:
    desk.workspace.do(add_proposal_items, desk.deal, texts=texts or ("MES 模块 2 套 12万 9.5折", "实施 10人天 2500 6%"))


def test_it_is_begun_by_one_press_and_led_to_the_first_point(desk: Desk[ProposalSection]) -> None:
    desk.tab.go_to("points")
    desk.key(Qt.Key.Key_Space)
    desk.tab.go_to("points")
    desk.type("漏检 → 在线检测 → 省 2 人 → 无锡客户")
    desk.key(ENTER)
    (point,) = sheet(desk).points
    assert (point.pain, point.function, point.value, point.case_study) == ("漏检", "在线检测", "省 2 人", "无锡客户")
    (row,) = desk.tab.points.rows()
    row.cell("value").setFocus()
    desk.type("一班")
    desk.key(TAB)
    assert sheet(desk).points[0].value == "一班省 2 人"


def test_lines_are_typed_one_after_the_other(desk: Desk[ProposalSection]) -> None:
    desk.workspace.do(edit_proposal, desk.deal, title="方案")
    desk.tab.go_to("items")
    for line in ("MES 模块 2 套 12万 9.5折", "实施 10人天 2500 6%"):
        desk.type(line)
        desk.key(ENTER)
    assert said(desk) == [("MES 模块", "¥228,000"), ("实施", "¥25,000")]
    assert editor().text() == ""
    assert desk.tab.price.total.text() == "¥253,000.00"
    assert "贰拾伍万叁仟元整" in desk.tab.price.detail.text()
    assert "13% 税 ¥26,230.09，" not in desk.tab.price.detail.text()
    assert "6% 税 ¥1,415.09，13% 税 ¥26,230.09" in desk.tab.price.detail.text()


def test_tab_goes_through_the_cells_and_the_totals_follow(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    grid = desk.tab.price.grid
    grid.go_to(sheet(desk).items[0].id, "name")
    for text in ("MES", "专业版", "3", "10万", "9折", "6%"):
        fill(desk, text)
        desk.key(TAB)
    item = sheet(desk).items[0]
    assert (item.name, item.specification, item.quantity, item.unit) == ("MES", "专业版", 3000, "套")
    assert (item.price_fen, item.discount, item.tax_rate) == (10_000_000, 900, 600)
    assert editor().text() == "实施"
    assert said(desk)[0] == ("MES", "¥270,000")
    assert desk.tab.price.total.text() == "¥295,000.00"
    desk.key(TAB, SHIFT)
    assert editor().text() == "6%"


def test_enter_goes_down_the_column_to_where_the_next_line_is_written(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.tab.price.grid.go_to(sheet(desk).items[0].id, "quantity")
    fill(desk, "5")
    desk.key(ENTER)
    assert editor().text() == "10 人天"
    fill(desk, "20")
    desk.key(ENTER)
    assert editor().placeholderText().startswith("再加一项")
    assert [item.quantity for item in sheet(desk).items] == [5000, 20_000]


def test_what_is_not_understood_is_said_and_mended_where_it_stands(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.tab.price.grid.go_to(sheet(desk).items[0].id, "discount")
    fill(desk, "便宜点")
    desk.key(ENTER)
    assert "折扣" in desk.refusals[0].reason
    assert editor().text() == "便宜点"
    fill(desk, "八五折")
    desk.key(ENTER)
    assert sheet(desk).items[0].discount == 850


def test_an_impossible_price_is_refused_and_the_old_one_stays(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.tab.price.grid.go_to(sheet(desk).items[0].id, "quantity")
    fill(desk, "0")
    desk.key(TAB)
    assert "数量" in desk.refusals[0].reason
    assert sheet(desk).items[0].quantity == 2000


def test_escape_takes_back_what_was_typed_into_a_cell(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.tab.price.grid.go_to(sheet(desk).items[0].id, "name")
    fill(desk, "别的")
    desk.key(Qt.Key.Key_Escape)
    assert said(desk)[0][0] == "MES 模块"
    assert sheet(desk).items[0].name == "MES 模块"


def test_rows_pasted_from_a_spreadsheet_become_items(desk: Desk[ProposalSection]) -> None:
    desk.workspace.do(edit_proposal, desk.deal, title="方案")
    desk.tab.go_to("items")
    desk.paste(
        "名称\t规格\t数量\t单位\t单价\t税率\nMES\t专业版\t2\t套\t120,000\t13%\n网关\tX-200\t3\t台\t8600\t13%\n合计\t\t\t\t\t"
    )
    assert said(desk) == [("MES", "¥240,000"), ("网关", "¥25,800")]
    grid = desk.tab.price.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.lines.index(0, 0))
    desk.paste("培训\t2\t天\t免费\n调试 1 项 5000")
    assert [name for name, _ in said(desk)] == ["MES", "培训", "调试", "网关"]


def test_lines_are_moved_copied_and_struck_out_by_keys(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    grid = desk.tab.price.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.lines.index(2, 0))
    desk.key(Qt.Key.Key_Up, ALT)
    assert [item.name for item in sheet(desk).items] == ["实施", "MES 模块"]
    desk.key(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[1] == "实施\t\t10 人天\t¥2,500\t\t6%"
    desk.key(Qt.Key.Key_Delete)
    assert said(desk) == [("MES 模块", "¥228,000")]
    desk.workspace.undo()
    assert [name for name, _ in said(desk)] == ["实施", "MES 模块"]


def test_the_menu_of_a_line_strikes_it_out(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    grid = desk.tab.price.grid
    at = grid.visualRect(grid.lines.index(0, 0)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, grid.viewport().mapToGlobal(at))
    QApplication.sendEvent(grid.viewport(), asked)
    assert grid.menu.isVisible()
    QTest.keyClick(grid.menu, Qt.Key.Key_Up)
    QTest.keyClick(grid.menu, ENTER)
    assert [name for name, _ in said(desk)] == ["实施"]


def test_a_double_click_opens_the_cell_under_the_mouse(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    grid = desk.tab.price.grid
    at = grid.visualRect(grid.lines.index(1, 2)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert editor().text() == "¥120,000"


def test_large_figures_get_the_room_they_need(desk: Desk[ProposalSection]) -> None:
    with_items(desk, "产线 1234.5 套 ¥123,456,789.01 9.99折")
    grid = desk.tab.price.grid
    model = grid.lines
    for row, column in ((0, 3), (1, 1), (1, 2), (1, 3), (1, 4)):
        index = model.index(row, column)
        font = index.data(Qt.ItemDataRole.FontRole)
        wanted = QFontMetrics(font).horizontalAdvance(str(index.data()))
        assert wanted + 10 <= grid.visualRect(index).width(), index.data()


def test_a_reduction_and_prices_without_tax_show_in_the_total(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.tab.go_to("reduction_fen")
    desk.paste("3000")
    desk.key(ENTER)
    assert desk.tab.price.total.text() == "¥250,000.00"
    assert "共优惠 ¥15,000" in desk.tab.price.detail.text()
    desk.workspace.do(edit_proposal, desk.deal, prices_include_tax=False)
    assert desk.tab.price.total.text() == "¥280,770.75"


def test_below_the_floor_a_strip_says_so_for_colleagues_only(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    assert desk.tab.floor.isHidden()
    desk.workspace.do(edit_floor, desk.deal, lowest_price_fen=30_000_000)
    assert desk.tab.floor.text.text() == "总价 ¥253,000 低于最低成交价 ¥300,000。"
    assert not desk.tab.floor.isHidden()


def test_the_total_is_offered_as_the_deals_amount(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    told: list[str] = []
    desk.tab.done.connect(told.append)
    desk.tab.go_to("total")
    desk.key(Qt.Key.Key_Space)
    assert desk.workspace.ask(lambda session: session.get_one(Deal, desk.deal).amount_fen) == 25_300_000
    assert desk.tab.amount.isHidden()
    assert told
    desk.workspace.undo()
    assert not desk.tab.amount.isHidden()


def test_a_line_without_a_price_keeps_it_from_being_sent_and_is_gone_to(desk: Desk[ProposalSection]) -> None:
    with_items(desk, "MES 模块 12万", "数据迁移")
    assert desk.tab.amount.isHidden()
    desk.press("记录发送")
    (remedy,) = desk.refusals[0].remedies
    desk.tab.go_to(remedy.target.removeprefix("proposal.proposal."))
    fill(desk, "8000")
    desk.key(ENTER)
    desk.press("记录发送")
    state = sheet(desk).state
    assert state.latest is not None
    assert state.latest.status == "sent"


def test_a_confirmed_version_is_followed_by_the_next_in_the_same_rows(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.workspace.do(add_proposal_points, desk.deal, texts=["漏检"])
    desk.tab.go_to("confirm")
    desk.key(ENTER)
    first = sheet(desk).items[0].id
    desk.tab.price.grid.go_to(first, "price_fen")
    fill(desk, "11万")
    desk.key(TAB)
    assert editor().text() == "9.5折"
    assert [version.number for version in sheet(desk).state.versions] == [1, 2]
    desk.tab.bar.compare.click()
    texts = desk.tab.bar.differences.texts()
    assert any("报价项" in text and "¥110,000" in text for text in texts)
    assert any(text.startswith("总价：¥253,000 → ") for text in texts)


def test_an_old_version_can_only_be_read(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    version = sheet(desk).state.shown
    assert version is not None
    desk.workspace.do(confirm_proposal, version.id, confirmed_by="赵经理")
    desk.workspace.do(edit_proposal, desk.deal, terms="款到发货")
    desk.tab.bar._actions.look_at(version.id)
    grid = desk.tab.price.grid
    assert grid.lines.rowCount() == 4
    grid.setFocus()
    grid.setCurrentIndex(grid.lines.index(0, 0))
    desk.key(Qt.Key.Key_Delete)
    desk.type("x")
    assert [item.name for item in sheet(desk).items] == ["MES 模块", "实施"]


def test_another_deal_begins_with_its_own_proposal(desk: Desk[ProposalSection]) -> None:
    with_items(desk)
    desk.tab.price.grid.go_to(sheet(desk).items[0].id, "name")
    fill(desk, "改了名")
    desk.tab.show_deal(desk.other_deal)
    assert desk.tab.price.isHidden()
    assert desk.workspace.ask(proposal_sheet, desk.other_deal).state.shown is None
    assert sheet(desk).items[0].name == "改了名"
    desk.tab.show_deal(desk.deal)
    assert said(desk)[0] == ("改了名", "¥228,000")
