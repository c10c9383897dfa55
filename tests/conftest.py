"""What every test stands on: no display, the product's fonts, no real data folder, nothing left alive."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import sharing
from tests.make import File

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop_crm.workspace import Workspace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Let Qt's warnings fail a test, but not what the offscreen platform says about itself."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import the tests without looking for garbage in between, a third of the time; what they made is set aside."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(autouse=True)
def _no_real_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point every way to the user's data folder into the test's own folder."""
    monkeypatch.setenv("DESKTOP_CRM_DATA", str(tmp_path / "user-data"))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "user-home"))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Give the application the product's look: light, at the design's size whatever the machine's is."""
    from desktop_crm.views import theme  # noqa: PLC0415 - tests without widgets do not load Qt

    theme.apply(qapp, "light", scale=1.0)
    return qapp


@pytest.fixture(scope="session", autouse=True)
def _made_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the tests share what is costly to make and the same for all; a benchmark pays for its own."""
    if any(item.get_closest_marker("benchmark") for item in request.session.items):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        sharing.compile_statements_once(patch)
        sharing.wait_for_no_disk(patch)
        sharing.read_playbooks_once(patch)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_alive(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a timer or a window behind."""
    with_widgets = bool({"qapp", "qtbot"} & set(request.fixturenames))
    threads = set(threading.enumerate())
    before = _alive_before() if with_widgets else set[int]()
    yield
    left = [
        thread.name for thread in set(threading.enumerate()) - threads if not isinstance(thread, threading._DummyThread)
    ]
    assert not left, f"threads left alive: {left}"
    if with_widgets:
        _assert_no_widgets(before)


def _alive_before() -> set[int]:
    """Return what is alive, and set aside all that there is: after the test only what it made is looked through."""
    from tests import living  # noqa: PLC0415 - tests without widgets do not load Qt

    before = living.alive()
    gc.collect()
    gc.freeze()
    gc.disable()  # as in the program: a widget in a cycle must not be destroyed on the thread of a reading
    return before


def _assert_no_widgets(before: set[int]) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool  # noqa: PLC0415

    from tests import living  # noqa: PLC0415

    assert QThreadPool.globalInstance().waitForDone(2000), "the thread pool is still at work"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = living.alive() - before
    assert not left, f"left alive: {[what for key, what in living.found() if key in left]}"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    """Give the test a data file of its own with a company in it."""
    made = File(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def workspace(file: File, qapp: QApplication) -> Iterator[Workspace]:  # noqa: ARG001 - it must run first
    """Give the test that file as a view holds it, with the salesperson sitting at it."""
    from desktop_crm.workspace import Workspace  # noqa: PLC0415 - tests without widgets do not load Qt

    made = Workspace(file.folder)
    made.settings.me = file.me
    made.save_settings()
    yield made
    made.close()
