"""One window for each data folder, also after a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.refusal import Unavailable
from desktop_crm.views.single_instance import LOCK_FILE, SingleInstance

OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from desktop_crm.views.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance()
print("claimed" if instance.claim(Path(sys.argv[1])) else "taken", flush=True)
if "wait" in sys.argv:
    instance.raise_requested.connect(lambda: (print("raised", flush=True), app.quit()))
    QTimer.singleShot(20_000, app.quit)
    app.exec()
"""


def other(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start another program on `folder`."""
    command = [sys.executable, "-c", OTHER, str(folder), *words]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def instance(qtbot: QtBot) -> Iterator[SingleInstance]:
    assert qtbot
    made = SingleInstance()
    yield made
    made.release()


def test_a_second_program_raises_the_first(instance: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    assert instance.claim(tmp_path / "data")
    with qtbot.waitSignal(instance.raise_requested, timeout=10_000):
        second = other(tmp_path / "data")
    assert second.communicate()[0].strip() == "taken"


def test_the_window_of_another_program_is_raised(instance: SingleInstance, tmp_path: Path) -> None:
    first = other(tmp_path, "wait")
    assert said(first) == "claimed"
    assert not instance.claim(tmp_path)
    assert first.communicate(timeout=20)[0].strip() == "raised"
    assert instance.claim(tmp_path)


def test_the_lock_of_a_crashed_program_is_taken_over(instance: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    crashed = other(tmp_path, "wait")
    assert said(crashed) == "claimed"
    crashed.kill()
    crashed.communicate()
    assert (tmp_path / LOCK_FILE).exists()
    assert instance.claim(tmp_path)
    with qtbot.waitSignal(instance.raise_requested, timeout=10_000):  # it also listens where the dead one did
        second = other(tmp_path)
    assert second.communicate()[0].strip() == "taken"


def test_the_same_folder_written_in_another_way(instance: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    assert instance.claim(tmp_path / "data")
    second = SingleInstance()
    with qtbot.waitSignal(instance.raise_requested, timeout=10_000):
        assert not second.claim(tmp_path / "link")


def test_two_folders_have_two_windows(instance: SingleInstance, tmp_path: Path) -> None:
    second = SingleInstance()
    assert instance.claim(tmp_path / "one")
    assert second.claim(tmp_path / "two")
    second.release()


def test_a_folder_given_back_can_be_claimed_again(instance: SingleInstance, tmp_path: Path) -> None:
    assert instance.claim(tmp_path)
    instance.release()
    assert instance.claim(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(instance: SingleInstance, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(Unavailable, match="taken"):
        instance.claim(tmp_path / "taken" / "data")
