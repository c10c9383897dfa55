"""The screen of the figures on the company that a file of tests describes as `company`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.views.screens.figures_screen import FiguresScreen
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle


@pytest.fixture
def screen(company: File, workspace: Workspace, qtbot: QtBot) -> Iterator[FiguresScreen]:  # noqa: ARG001 - it must run first
    """Show the first question, with the keyboard in the window."""
    made = FiguresScreen(workspace)
    qtbot.addWidget(made)
    workspace.changed.connect(made.on_changes)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.refresh()
    settle(workspace)
    yield made
    made.close()
