"""Files are written whole or not at all, and are as readable as any other file of the laptop."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.documents import archive


def test_a_written_file_may_be_read_by_whoever_may_read_others(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    archive.write_whole(tmp_path / "pack.pdf", b"pdf")
    assert (tmp_path / "pack.pdf").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_what_fails_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        _write_half(file)
    assert [found.name for found in tmp_path.iterdir()] == ["pack.pdf"]
    assert file.read_bytes() == b"old"


def _write_half(file: Path) -> None:
    with archive.whole(file) as out:
        out.write(b"half")
        raise RuntimeError
