"""The sheets that list deals are written from the window, as Excel, CSV and PDF, and come back through the import."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.refusal import Unavailable
from desktop_crm.views.commands import ENTRIES
from desktop_crm.views.list_export import TITLES, ask_and_export
from desktop_crm.workspace import Workspace
from tests.documents.reading_back import printed
from tests.make import File


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def answer(monkeypatch: pytest.MonkeyPatch, chosen: str, pattern: str = "") -> list[str]:
    """Let the file dialog be answered; return the names it offered."""
    offered: list[str] = []

    def dialog(_parent: QWidget, _title: str, name: str, _patterns: str) -> tuple[str, str]:
        offered.append(name)
        return chosen, pattern

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    return offered


@pytest.mark.parametrize("key", TITLES)
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf", ""])
def test_the_list_is_written_in_the_form_that_was_chosen(
    file: File, workspace: Workspace, parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    key: str, ending: str,
) -> None:  # fmt: skip
    file.deal(need="换 ERP")
    out = tmp_path / f"list{ending}"
    offered = answer(monkeypatch, str(out), "")
    said: list[str] = []
    ask_and_export(parent, workspace, key, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert offered == [f"{TITLES[key]}.xlsx"]
    assert f"list{ending or '.xlsx'}" in said[0]
    if ending == ".pdf":
        assert "换ERP" in printed(out.read_bytes())
    elif ending == ".csv":
        assert "换 ERP" in out.read_text("utf-8-sig")
    else:
        sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
        assert sheet is not None
        assert sheet.max_row == 2


def test_nothing_is_written_without_a_name(
    file: File, workspace: Workspace, parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file.deal()
    answer(monkeypatch, "")
    said: list[str] = []
    ask_and_export(parent, workspace, "followup_sheet", said.append)
    assert not workspace.busy
    assert said == []
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"] == []


def test_a_folder_that_cannot_be_written_is_told(
    file: File, workspace: Workspace, parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file.deal()
    told: list[str] = []

    def hear(trouble: Unavailable, _retry: object) -> None:
        told.append(trouble.reason)

    workspace.troubled.connect(hear)
    answer(monkeypatch, str(tmp_path / "nowhere" / "list.pdf"))
    ask_and_export(parent, workspace, "followup_sheet", told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert "list.pdf" in told[0]
    assert "没有保存" in told[0]


def test_both_are_in_the_palette() -> None:
    titles = {entry.title for entry in ENTRIES}
    assert {f"导出{title}" for title in TITLES.values()} <= titles
