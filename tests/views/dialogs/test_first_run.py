"""The first run, by keyboard and by mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.queries.company import colleagues, company
from desktop_crm.system import settings
from desktop_crm.views.dialogs.first_run import FirstRun
from desktop_crm.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, qapp: object) -> Iterator[Workspace]:  # noqa: ARG001 - it must run first
    made = Workspace(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> FirstRun:
    made = FirstRun(workspace)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.company.hasFocus)
    return made


def test_three_answers_by_keyboard_alone(page: FirstRun, workspace: Workspace, qtbot: QtBot):
    QTest.keyClicks(page.company, "Hengli")
    QTest.keyClick(page.company, Qt.Key.Key_Return)
    assert page.name.hasFocus()
    QTest.keyClicks(page.name, " Wang Min ")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    radio = page.playbooks.radio("full-cycle")
    assert radio.hasFocus()
    QTest.keyClick(radio, Qt.Key.Key_Down)
    chosen = page.playbooks.key()
    assert chosen != "full-cycle"
    with qtbot.waitSignal(page.finished_setup):
        QTest.keyClick(page.playbooks.radio(chosen), Qt.Key.Key_Return)
    found = workspace.ask(company)
    assert found
    assert (found.name, found.playbook) == ("Hengli", chosen)
    (me,) = workspace.ask(colleagues)
    assert (me.id, me.name) == (workspace.me, "Wang Min")
    assert settings.load(workspace.folder).me == me.id


def test_a_missing_answer_is_asked_for_where_it_belongs(page: FirstRun, workspace: Workspace):
    QTest.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    assert page.problem.text() == "请填写公司名称。"
    assert page.company.hasFocus()
    page.company.setText("恒力")
    QTest.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    assert page.problem.text() == "请填写您的姓名。"
    assert page.name.hasFocus()
    assert workspace.ask(company) is None


def test_the_full_cycle_is_chosen_and_a_click_on_another_entry_chooses_it(page: FirstRun):
    assert page.playbooks.key() == "full-cycle"
    entry = page.playbooks.radio("funnel").parentWidget()
    assert entry
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert page.playbooks.key() == "funnel"


def test_the_sample_company_needs_no_answers(page: FirstRun, workspace: Workspace, qtbot: QtBot):
    with qtbot.waitSignal(page.sample_requested):
        QTest.mouseClick(page.sample, Qt.MouseButton.LeftButton)
    assert workspace.ask(company) is None


def test_a_disk_that_fails_is_said_on_the_page_and_the_answers_stay(
    page: FirstRun, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    from desktop_crm.refusal import Unavailable  # noqa: PLC0415 - beside its use

    def full(*_: object, **__: object) -> str:
        raise Unavailable("磁盘已满。")

    monkeypatch.setattr(workspace, "do", full)
    page.company.setText("恒力")
    page.name.setText("王敏")
    QTest.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    assert page.problem.text() == "磁盘已满。"
    assert page.isVisible()
    assert page.company.text() == "恒力"
