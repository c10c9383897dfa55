"""The report from the screen of figures: chosen, made beside the window, looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from pytestqt.qtbot import QtBot

from desktop_crm.operations.deals import edit_deal
from desktop_crm.views.commands import ENTRIES
from desktop_crm.views.dialogs.preview import PreviewWindow
from desktop_crm.views.main_window import MainWindow
from desktop_crm.views.screens.figures_screen import FiguresScreen
from desktop_crm.workspace import Workspace
from tests.documents.companies import TODAY, at, full_company
from tests.documents.reading_back import printed
from tests.make import File
from tests.views.waiting import settle


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def screen(file: File, workspace: Workspace, qtbot: QtBot) -> FiguresScreen:
    full_company(file)
    made = FiguresScreen(workspace)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    settle(workspace)
    return made


def choose(screen: FiguresScreen, title: str) -> PreviewWindow:
    """Choose a period in the button's menu and return the preview it opens."""
    action = next(one for one in screen.report.menu().actions() if one.text() == title)
    action.trigger()
    (window,) = screen.findChildren(PreviewWindow)
    settle(screen.workspace)
    return window


def text_of(window: PreviewWindow) -> str:
    assert window.printed is not None
    return printed(window.printed.pdf)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("本周", "销售周报 2026年第47周 全公司"),
        ("上周", "销售周报 2026年第46周 全公司"),
        ("本月", "销售月报 2026年11月 全公司"),
        ("上月", "销售月报 2026年10月 全公司"),
    ],
)
def test_each_period_opens_its_report(screen: FiguresScreen, title: str, name: str) -> None:
    window = choose(screen, title)
    assert window.windowTitle() == name
    assert window.view.count() > 1
    assert not window.head.issue.isVisible()  # nothing of one deal, so nothing to issue
    window.issue()
    assert window.head.badge.mark().text == "报告"
    window.close()


def test_it_is_of_the_person_whom_the_filter_names(screen: FiguresScreen) -> None:
    member = screen.bar.member
    member.showPopup()
    member.setCurrentIndex(member.findText("陈思远"))
    settle(screen.workspace)
    window = choose(screen, "本周")
    assert "陈思远" in window.windowTitle()
    assert "流失（条）0" in text_of(window)
    window.close()


def test_it_follows_what_is_entered(screen: FiguresScreen, file: File, qtbot: QtBot) -> None:
    deal = file.deal(number="Z9", title="新来的", amount_fen=500)
    window = choose(screen, "本周")
    assert "¥7,700" not in text_of(window)
    screen.workspace.do(edit_deal, deal, amount_fen=770_000)
    qtbot.waitUntil(lambda: "¥7,700" in text_of(window), timeout=20_000)
    window.close()


def test_from_the_palette(file: File, workspace: Workspace, qtbot: QtBot) -> None:
    full_company(file)
    window = MainWindow(workspace, "杭州启明软件有限公司")
    qtbot.addWidget(window)
    entries = {entry.title: entry for entry in ENTRIES}
    for title, name in (("打印上周的周报", "第46周"), ("打印上月的月报", "2026年10月")):
        entries[title].run(window)
        settle(workspace)
        opened = next(one for one in window.findChildren(PreviewWindow) if one.isVisible())
        assert name in opened.windowTitle()
        opened.close()
        qtbot.waitUntil(lambda: not any(one.isVisible() for one in window.findChildren(PreviewWindow)))
