"""Ctrl+Z where the cursor stands in a field: typing first, then the last change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.operations.deals import edit_deal
from desktop_crm.queries.deal import deal_head
from desktop_crm.views.main_window import MainWindow
from desktop_crm.workspace import Workspace
from tests.journeys.hands import CONTROL, KEY, SHIFT, click, key, write
from tests.make import File


@pytest.fixture
def deal(file: File, workspace: Workspace) -> str:
    made = file.deal()
    workspace.do(edit_deal, made, title="换模提速")
    return made


@pytest.fixture
def window(workspace: Workspace, deal: str, qtbot: QtBot) -> Iterator[MainWindow]:
    assert deal
    made = MainWindow(workspace)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def title(workspace: Workspace, deal: str) -> str:
    head = workspace.ask(deal_head, deal)
    assert head is not None
    return head.title


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_typing_is_taken_back_first_and_the_change_after_it(
    kind: type[QLineEdit | QPlainTextEdit], window: MainWindow, workspace: Workspace, deal: str
) -> None:
    field = kind()
    _put(field, window)
    click(field)
    write("a")
    key(KEY.Key_Z, CONTROL)
    assert (_text(field), title(workspace, deal)) == ("", "换模提速")
    key(KEY.Key_Z, CONTROL)
    assert title(workspace, deal) == "ERP 替换"
    key(KEY.Key_Z, CONTROL | SHIFT)  # typing again is nearer than the change
    assert (_text(field), title(workspace, deal)) == ("a", "ERP 替换")
    key(KEY.Key_Z, CONTROL | SHIFT)
    assert title(workspace, deal) == "换模提速"


def _put(field: QWidget, window: MainWindow) -> None:
    ground = window.centralWidget()
    layout = ground.layout() if ground else None
    assert layout is not None
    layout.addWidget(field)


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_the_filter_of_the_board_does_not_swallow_it(window: MainWindow, workspace: Workspace, deal: str) -> None:
    key(KEY.Key_F, CONTROL)
    key(KEY.Key_Z, CONTROL)
    assert title(workspace, deal) == "ERP 替换"
    assert window.notices.bar.text() == "已撤销：修改商机"
