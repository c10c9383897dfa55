"""A salesperson who sits down and leaves again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.views import theme
from tests.journeys.salesperson import Salesperson


@pytest.fixture
def salesperson(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Salesperson]:
    """Give a salesperson before a program that nobody has used yet."""
    made = Salesperson(qtbot, monkeypatch, tmp_path / "data")
    yield made
    made.leaves()
    theme.apply(qapp, "light", scale=1.0)
