"""A real export of 8,800 opportunities: in by the command line or by the window, the same figures, and out again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.queries.metrics import Metrics, metrics
from desktop_crm.views.screens.import_screen import ImportScreen
from tests.journeys.hands import CONTROL, KEY, button, key, press, shown, words
from tests.journeys.salesperson import A_WHILE, Salesperson

MAVEN = Path(__file__).parent.parent / "data" / "maven-crm"
SHEETS = [MAVEN / f"{name}.csv" for name in ("accounts", "products", "sales_teams", "sales_pipeline")]
FIGURES = {"deals": 8800, "won": 4238, "lost": 2473, "won_amount": 10_005_534, "incomplete": 1425}


def typed(folder: Path, *words_typed: str | Path) -> str:
    """Type a command as in a terminal and return what it prints."""
    said = subprocess.run(
        [sys.executable, "-m", "desktop_crm", "--data", folder, *words_typed],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    return said.stdout


def figures(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in FIGURES}


@pytest.fixture
def imported(tmp_path: Path) -> str:
    """Import by the command line before anybody has opened the window; return what it said."""
    return typed(tmp_path / "data", "import", *SHEETS)


def test_in_by_the_command_line_and_back_by_ctrl_z(
    imported: str, salesperson: Salesperson, qtbot: QtBot, tmp_path: Path
) -> None:
    her = salesperson
    assert "GTXPro" in imported
    assert "GTX Pro" in imported
    assert figures(json.loads(typed(tmp_path / "data", "show", "metrics", "--json"))) == FIGURES
    her.answers_three_questions("杭州启明软件有限公司", "王敏")
    her.goes_to("board")
    assert her.board.board.total().count == 8800 - 4238 - 2473
    key(KEY.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: her.notice().startswith("已撤销：导入"), timeout=A_WHILE)
    left = json.loads(typed(tmp_path / "data", "show", "metrics", "--json"))
    assert set(figures(left).values()) == {0}
    assert left["customers"] == 0
    assert her.board.empty.isVisible()


def test_in_by_the_window_and_back_by_its_button(salesperson: Salesperson, qtbot: QtBot) -> None:
    her = salesperson
    her.answers_three_questions("杭州启明软件有限公司", "王敏")
    her.goes_to("import")
    said = her.imports(*SHEETS)
    assert "没有“GTXPro”这个产品" in said
    assert button("合并到“GTX Pro”", her.window)
    assert "查看待补全（1,425）" in button("查看待补全（1,425）", her.window).text()
    assert now(her) == FIGURES
    press("撤销这次导入", her.window)
    qtbot.waitUntil(lambda: her.notice().startswith("已撤销"), timeout=A_WHILE)
    assert set(now(her).values()) == {0}
    assert "拖到这里" in words(shown(ImportScreen, her.window))


def now(her: Salesperson) -> dict[str, float]:
    """Return the figures that the command line would print."""
    found: Metrics = her.program.workspace.ask(metrics)
    return {name: getattr(found, name) for name in FIGURES}
