"""The log tells where a fault happened and nothing of what customers said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm import __version__
from desktop_crm.system import log


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    log.stop()


def fail(secret: str) -> None:
    try:
        int(secret)
    except ValueError as error:
        raise KeyError(secret) from error


def reported(secret: str) -> str:
    """Fail over `secret` and return where that was written down."""
    try:
        fail(secret)
    except KeyError as error:
        return log.report(error)
    return ""


def test_a_fault_is_written_with_place_version_and_cause(tmp_path: Path) -> None:
    log.start(tmp_path)
    file = Path(reported("张伟 13800001234"))
    written = file.read_text("utf-8")
    assert file == tmp_path / log.FILE
    assert __version__ in written
    assert "in fail" in written
    assert written.index("builtins.ValueError") < written.index("builtins.KeyError")


def test_what_customers_said_is_not_in_the_log(tmp_path: Path) -> None:
    log.start(tmp_path)
    assert "张伟" not in Path(reported("张伟 13800001234")).read_text("utf-8")


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    log.start(tmp_path)
    for _ in range(60):
        logging.getLogger("desktop_crm").info("x" * 100_000)
    files = list(tmp_path.glob(f"{log.FILE}*"))
    assert len(files) == 3
    assert sum(file.stat().st_size for file in files) < 4_000_000


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    log.start(tmp_path / "nowhere")
    assert reported("x") == str(tmp_path / log.FILE)


def test_a_fault_before_the_start_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert reported("x") == str(tmp_path / log.FILE)


def test_starting_again_moves_the_log(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        log.start(tmp_path / name)
    assert Path(reported("x")).parent.name == "two"
