"""The words for festivals in the settings: kept when right, kept in the field with the reason when not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.queries.care import greeting_texts
from desktop_crm.views.screens.settings_screen import SettingsScreen
from desktop_crm.workspace import Workspace


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot) -> SettingsScreen:
    made = SettingsScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.greetings.set_folded(False)
    return made


def type_words(screen: SettingsScreen, key: str, text: str) -> None:
    words = screen.greetings.rows[key].words
    words.setFocus()
    words.setPlainText(text)
    QTest.keyClick(words, Qt.Key.Key_Return)


def own(workspace: Workspace) -> dict[str, str]:
    return {each.key: each.text for each in workspace.ask(greeting_texts) if each.own}


def test_words_are_kept_and_set_back(screen: SettingsScreen, workspace: Workspace):
    row = screen.greetings.rows["mid_autumn"]
    assert not row.reset.isVisible()
    type_words(screen, "mid_autumn", "{联系人}中秋好，{我}")
    assert own(workspace) == {"mid_autumn": "{联系人}中秋好，{我}"}
    assert row.reset.isVisible()
    QTest.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert own(workspace) == {}
    assert "月" in row.words.text()


def test_a_place_nobody_can_fill_is_said_under_the_words_which_stay(screen: SettingsScreen, workspace: Workspace):
    row = screen.greetings.rows["lantern"]
    type_words(screen, "lantern", "{职务}元宵好")
    assert row.problem.isVisible()
    assert "{职务}" in row.problem.text()
    assert row.words.text() == "{职务}元宵好"
    assert own(workspace) == {}
    type_words(screen, "lantern", "{联系人}元宵好")
    assert not row.problem.isVisible()
    assert own(workspace) == {"lantern": "{联系人}元宵好"}
