"""Getting ready beside the window: it goes through everything, makes way, and never shows a failure."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.refusal import Unavailable
from desktop_crm.system import log
from desktop_crm.views import rehearsing
from desktop_crm.views.main_window import MainWindow
from desktop_crm.views.rehearsing import Rehearsing
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.workspace import Workspace


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(rehearsing, "BETWEEN_MS", 0)
    workspace.settings.screen = "board"
    made = MainWindow(workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def go_through(window: MainWindow, qtbot: QtBot) -> Rehearsing:
    made = Rehearsing(window)
    made.start()
    qtbot.waitUntil(lambda: made.over and not window.workspace.busy, timeout=20_000)
    return made


def test_afterwards_the_pane_of_a_deal_is_there_but_not_seen(window: MainWindow, qtbot: QtBot) -> None:
    screen = window.current()
    assert isinstance(screen, BoardScreen)
    assert screen.pane is None
    go_through(window, qtbot)
    assert screen.pane is not None
    assert screen.pane.isHidden()
    assert screen.pane.deal_id == ""


def test_it_waits_for_what_is_under_way(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    busy_when_begun: list[bool] = []
    rehearse = window.workspace.rehearse

    def noted(*args: Any) -> Any:
        busy_when_begun.append(window.workspace.busy)
        return rehearse(*args)

    monkeypatch.setattr(window.workspace, "rehearse", noted)
    window.workspace.later(lambda session: session.connection().exec_driver_sql("SELECT 1").scalar(), lambda _: None)
    assert window.workspace.busy
    go_through(window, qtbot)
    assert busy_when_begun
    assert not any(busy_when_begun)


@pytest.mark.parametrize(("error", "written_down"), [(RuntimeError("slip"), 1), (Unavailable("busy"), 0)])
def test_a_failure_ends_it_quietly(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception, written_down: int
) -> None:
    def fail(_session: object) -> None:
        raise error

    said: list[object] = []
    reported: list[BaseException] = []
    window.workspace.refused.connect(said.append)
    window.workspace.troubled.connect(said.append)
    monkeypatch.setattr(log, "report", reported.append)
    monkeypatch.setattr(rehearsing, "STEPS", (fail, fail))
    go_through(window, qtbot)
    assert len(reported) == written_down
    assert said == []
