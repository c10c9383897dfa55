"""Stands in for the person who chooses where a file goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop_crm.views.preview import files


def choose(monkeypatch: pytest.MonkeyPatch, target: Path) -> list[str]:
    """Answer every question for a place with `target`; return the list of the names that are offered."""
    offered: list[str] = []

    def answer(_parent: QWidget, name: str) -> Path:
        offered.append(name)
        return target

    monkeypatch.setattr(files, "ask_where", answer)
    return offered
