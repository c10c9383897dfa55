"""What belongs to this laptop survives, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.system import settings
from desktop_crm.system.settings import Settings


def test_settings_come_back(tmp_path: Path) -> None:
    kept = Settings(me="m1", slot="A", theme="dark", screen="board", pane_width=512)
    settings.save(tmp_path / "new", kept)
    assert settings.load(tmp_path / "new") == kept
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == [settings.FILE]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pane_width": "wide"}', "\x00\x01"])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / settings.FILE).write_text(text)
    assert settings.load(tmp_path) == Settings()


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == Settings()


def test_settings_of_a_newer_program_are_read(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text('{"me": "m1", "invented_later": true}')
    assert settings.load(tmp_path).me == "m1"


def test_settings_that_cannot_be_written_leave_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).mkdir()
    with pytest.raises(OSError, match=settings.FILE):
        settings.save(tmp_path, Settings())
    assert [entry.name for entry in tmp_path.iterdir()] == [settings.FILE]
