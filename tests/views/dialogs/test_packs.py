"""The window that binds packs of many deals: a column, a choice, one file or one each, stopped on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.models import Outcome
from desktop_crm.queries.pack_deals import MOST, PackFilter, pack_deals, stages
from desktop_crm.views import theme
from desktop_crm.views.dialogs.packs import PacksWindow
from desktop_crm.workspace import Workspace
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import outline, page_texts, squeezed
from tests.make import File
from tests.views.choosing import choose
from tests.views.waiting import settle

REPORT, MEMO = "requirement_report", "negotiation_memo"


@pytest.fixture
def deals(file: File) -> list[str]:
    names = ("苏州恒力精密机械有限公司", "无锡东方电器有限公司", "常州天合机床有限公司")
    return [deal_with_papers(file, number=f"G2024031000{at}", customer=name) for at, name in enumerate(names, 1)]


@pytest.fixture
def window(deals: list[str], workspace: Workspace) -> Iterator[PacksWindow]:
    made = PacksWindow(workspace)
    made.show()
    settle(workspace)
    assert len(made.chosen()) == len(deals)
    yield made
    made.close()


def only(window: PacksWindow, *keys: str) -> None:
    entries = window.form.list
    for row, (key, ticked) in enumerate(entries.entries()):
        if ticked != (key in keys):
            entries.setCurrentRow(row)
            QTest.keyClick(entries, Qt.Key.Key_Space)


def save(window: PacksWindow) -> None:
    assert window.bind.isEnabled()
    QTest.mouseClick(window.bind, Qt.MouseButton.LeftButton)
    settle(window.workspace)


def choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def chosen(*_: object) -> str:
        return str(folder)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", chosen)


def test_all_that_is_listed_goes_into_one_file(
    window: PacksWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(window, REPORT, MEMO)
    choose(monkeypatch, tmp_path / "all.pdf")
    save(window)
    found = [(level, title) for level, title, _ in outline((tmp_path / "all.pdf").read_bytes()) if level < 2]
    assert len([title for level, title in found if level == 0]) == 2 + 3
    assert found.count((1, "需求分析报告")) == 3
    assert "all.pdf" in window.notice.text()
    assert not window.progress.isVisible()


def test_chosen_ones_go_into_a_file_each(window: PacksWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.table.selectRow(0)
    assert "选中的 1 条" in window.count.text()
    window.way.choose("each")
    choose_folder(monkeypatch, tmp_path / "packs")
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    save(window)
    assert [file.name for file in (tmp_path / "packs").iterdir()] == [
        "G20240310001-ZL 项目资料包 苏州恒力精密机械有限公司.pdf"
    ]
    look = next(made for made in window.notice.buttons() if made.text() == "打开")
    QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    assert opened[0].toLocalFile().endswith(".pdf")


def test_deals_without_papers_are_named(
    file: File, window: PacksWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.deal(number="G20240310009", customer=file.customer("空白公司"))
    window.refresh()
    settle(window.workspace)
    only(window, REPORT)
    choose(monkeypatch, tmp_path / "all.pdf")
    save(window)
    assert "空白公司" in window.notice.text()
    assert "空白公司" not in squeezed(page_texts((tmp_path / "all.pdf").read_bytes())[0])


def test_nothing_at_all_is_refused_in_a_sentence(
    file: File, window: PacksWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = file.deal(number="G20240310009")
    window.show_deals((bare,))
    settle(window.workspace)
    assert window.chosen() == (bare,)
    only(window, REPORT)
    choose(monkeypatch, tmp_path / "all.pdf")
    save(window)
    assert "还没有可以放进资料包的文件" in window.notice.text()
    assert list(tmp_path.glob("*.pdf")) == []


def test_work_can_be_stopped_and_leaves_nothing_half_done(
    window: PacksWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    choose(monkeypatch, folder / "all.pdf")
    QTest.mouseClick(window.bind, Qt.MouseButton.LeftButton)
    assert window.progress.isVisible()
    assert not window.bind.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.progress.isVisible())
    assert window.isVisible()
    assert list(folder.iterdir()) == []
    assert "已停止" in window.notice.text()
    assert window.bind.isEnabled()


def test_a_column_or_a_colleague_is_listed(file: File, window: PacksWindow, deals: list[str]) -> None:
    first = file.deal(number="G20240310009")
    stage = file.playbooks.default.first_stage
    window.show_stage("full-cycle", stage.key)
    settle(window.workspace)
    assert window.chosen() == (first,)
    window.stage.setCurrentIndex(0)
    window.text.setText("东方电器")
    QTest.keyClick(window.text, Qt.Key.Key_Return)
    settle(window.workspace)
    assert window.chosen() == (deals[1],)


def test_a_customers_pack_offers_nothing_internal(window: PacksWindow) -> None:
    offered = dict(window.form.list.entries())
    assert "pack_overview" in offered
    assert {"deal_summary", "pack_summary", "contract_review"}.isdisjoint(offered)
    window.form.audience.choose("internal")
    offered = dict(window.form.list.entries())
    assert offered["pack_summary"] is True
    assert offered["pack_overview"] is False


def test_closed_deals_are_listed_when_asked_for(file: File) -> None:
    won, lost = file.deal(outcome=Outcome.WON), file.deal(outcome=Outcome.LOST)
    assert file.ask(pack_deals, PackFilter()).rows == ()
    assert [row.id for row in file.ask(pack_deals, PackFilter(outcome="won")).rows] == [won]
    assert {row.id for row in file.ask(pack_deals, PackFilter(outcome="")).rows} == {won, lost}


def test_more_than_can_be_listed_is_told(file: File) -> None:
    customer = file.customer()
    for number in range(MOST + 5):
        file.deal(customer, number=f"G{number:06d}")
    found = file.ask(pack_deals, PackFilter())
    assert (len(found.rows), found.total) == (MOST, MOST + 5)


def test_stages_come_in_the_order_of_the_sale(file: File) -> None:
    keys = [stage.key for stage in file.playbooks.default.stages][:3]
    for key in reversed(keys):
        file.deal(stage=key)
    assert [key for key, _ in file.ask(stages)] == [f"full-cycle/{key}" for key in keys]


def test_everything_fits_a_small_screen(window: PacksWindow) -> None:
    window.resize(theme.px(1000), theme.px(680))
    assert window.minimumSizeHint().width() <= theme.px(1000)
    assert window.minimumSizeHint().height() <= theme.px(680)
