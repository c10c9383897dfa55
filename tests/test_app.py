"""The program as a whole: how it begins, what it does with a folder it cannot use, and that a fault is not its end."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2
from typing_extensions import override

from desktop_crm import app
from desktop_crm.app import Program
from desktop_crm.queries.company import colleagues, company
from desktop_crm.queries.metrics import metrics
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import Store
from desktop_crm.system import log
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.views import theme
from desktop_crm.views.dialogs.first_run import FirstRun
from desktop_crm.views.rehearsing import Rehearsing
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.views.single_instance import LOCK_FILE
from tests.journeys.hands import KEY, click, key, shown, write_line
from tests.make import File


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def program(folder: Path, qapp: QApplication) -> Iterator[Program]:
    made = Program(folder)
    made.open()
    yield made
    made.close()
    theme.apply(qapp, "light", scale=1.0)


@pytest.fixture
def first_run(program: Program, qtbot: QtBot) -> FirstRun:
    page = program._first_run
    assert page is not None
    qtbot.waitUntil(page.company.hasFocus)
    return page


# ---- beginning


def test_the_first_run_leads_to_the_window_and_is_asked_once(
    program: Program, first_run: FirstRun, folder: Path
) -> None:
    assert program.window is None
    write_line("杭州启明软件有限公司")
    write_line("王敏")
    key(KEY.Key_Return)
    assert first_run is not program._first_run
    assert program.window is not None
    assert program.window.isVisible()
    assert program.window.windowTitle() == "杭州启明软件有限公司 · Desktop CRM"
    assert [one.name for one in program.workspace.ask(colleagues)] == ["王敏"]
    empty = shown(BoardScreen, program.window).empty
    assert empty.isVisible()
    assert all(step.isVisible() for step in empty.steps())
    program.close()
    again = Program(folder)
    again.open()
    assert again.window is not None
    again.close()


def test_the_sample_company_is_one_click_away_and_one_undo_takes_it_back(
    program: Program, first_run: FirstRun, qtbot: QtBot
) -> None:
    click(first_run.sample)
    assert program.window is not None
    assert program.workspace.ask(metrics).deals > 50
    assert program.window.screen_key == "board"
    program.window.undo()
    qtbot.waitUntil(lambda: program.workspace.ask(metrics).deals == 0)


def test_a_sample_that_cannot_be_stored_is_said_on_the_page(
    program: Program, first_run: FirstRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("磁盘空间已满。")

    monkeypatch.setattr(app, "load_sample", full)
    click(first_run.sample)
    assert (program.window, first_run.isVisible()) == (None, True)
    assert first_run.problem.text() == "磁盘空间已满。"


# ---- faults


@pytest.fixture
def reporting(program: Program, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Program]:
    log.start(folder)
    monkeypatch.setattr(sys, "excepthook", app._reporting(program))
    yield program
    log.stop()


def test_an_exception_in_a_slot_is_reported_and_the_program_lives_on(
    reporting: Program, first_run: FirstRun, qtbot: QtBot, folder: Path
) -> None:
    QTimer.singleShot(0, _divide)
    qtbot.waitUntil(first_run.problem.isVisible)
    assert "程序内部出错" in first_run.problem.text()
    write_line("杭州启明软件有限公司")
    write_line("王敏")
    key(KEY.Key_Return)
    assert reporting.window is not None
    bar = reporting.window.notices.bar
    QTimer.singleShot(0, _divide)
    qtbot.waitUntil(lambda: "程序内部出错" in bar.text())
    assert bar.kind == "trouble"
    assert reporting.workspace.ask(company) is not None
    written = (folder / log.FILE).read_text("utf-8")
    assert written.count("ZeroDivisionError") == 2


@pytest.mark.parametrize(
    ("error", "kind"), [(Refused("还缺一项。"), "refused"), (Unavailable("磁盘空间已满。"), "trouble")]
)
def test_what_is_no_fault_is_said_and_not_reported(
    file: File, error: Exception, kind: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(file.folder)
    program.open()
    assert program.window is not None
    monkeypatch.setattr(sys, "excepthook", app._reporting(program))
    bar = program.window.notices.bar
    QTimer.singleShot(0, lambda: _raise(error))
    qtbot.waitUntil(bar.isVisible)
    assert (bar.text(), bar.kind) == (str(error), kind)
    assert not (file.folder / log.FILE).exists()
    program.close()


def _divide() -> None:
    _ = 1 // 0


def _raise(error: Exception) -> None:
    raise error


# ---- folders that cannot be used


def a_file_in_its_place(folder: Path) -> None:
    folder.write_text("notes")


def a_folder_in_the_place_of_the_file(folder: Path) -> None:
    (folder / DATA_FILE).mkdir(parents=True)


def another_program_s_data(folder: Path) -> None:
    folder.mkdir()
    connection = dbapi2.connect(str(folder / DATA_FILE))
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def a_workbook(folder: Path) -> None:
    folder.mkdir()
    (folder / DATA_FILE).write_bytes(b"PK\x03\x04 this is a workbook" * 100)


def a_later_program_s_data(folder: Path) -> None:
    store = Store(folder / DATA_FILE)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (a_file_in_its_place, "无法使用数据文件夹"),
        (a_folder_in_the_place_of_the_file, "打不开数据文件"),
        (another_program_s_data, "不是本程序的数据文件"),
        (a_workbook, "不是本程序的数据文件"),
        (a_later_program_s_data, "请先升级程序"),
    ],
)
def test_a_folder_it_cannot_use_gets_one_sentence_and_stays_as_it_was(
    make: Callable[[Path], None], sentence: str, folder: Path, boxes: list[str]
) -> None:
    make(folder)
    before = contents(folder)
    assert app.run(folder) == 1
    assert len(boxes) == 1
    assert sentence in boxes[0]
    assert len(boxes[0].splitlines()) == 1
    assert contents(folder) == before


@pytest.mark.skipif(
    sys.platform != "linux", reason="nothing may be written into /proc, by no user at all, on Linux only"
)
def test_a_read_only_folder_gets_one_sentence(boxes: list[str]) -> None:
    assert app.run(Path("/proc/desktop-crm")) == 1
    assert len(boxes) == 1
    assert "数据文件夹" in boxes[0]


def test_a_disk_without_room_gets_one_sentence_and_the_next_start_works(folder: Path, boxes: list[str]) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        assert app.run(folder) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(boxes) == 1
    assert "磁盘" in boxes[0]
    program = Program(folder)
    assert program.workspace.ask(company) is None
    program.close()


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> list[str]:
    """Give the list into which the sentences of message boxes go."""
    assert qapp
    said: list[str] = []

    def note(_parent: object, _title: str, sentence: str) -> None:
        said.append(sentence)

    monkeypatch.setattr(QMessageBox, "critical", note)
    return said


def contents(place: Path) -> dict[str, str]:
    """Return the files of a folder with their hashes; the lock of a start that failed is none of them."""
    if place.is_file():
        return {"": hashlib.sha256(place.read_bytes()).hexdigest()}
    return {
        str(file.relative_to(place)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in place.rglob("*")
        if file.is_file() and file.name != LOCK_FILE
    }


# ---- a person sits at it


def test_with_a_person_at_it_the_program_reminds_and_gets_ready(
    file: File, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `run` opens it: what the window alone does not do begins a moment later."""
    made: list[Program] = []
    ready: list[object] = []

    class Seen(Program):
        def __init__(self, folder: Path, **how: bool) -> None:
            super().__init__(folder, **how)
            made.append(self)

        @override
        def _rehearse(self) -> None:
            super()._rehearse()
            assert self.window is not None
            ready.append(self.window.findChild(Rehearsing))

    def live() -> int:
        qtbot.waitUntil(lambda: made[0]._reminders is not None and bool(ready), timeout=20_000)
        return 0

    file.close()
    monkeypatch.setattr(app, "Program", Seen)
    monkeypatch.setattr(app, "REHEARSE_AFTER_MS", 0)
    monkeypatch.setattr(app, "REMIND_AFTER_MS", 0)
    monkeypatch.setattr(app.application(), "exec", live, raising=False)
    assert app.run(file.folder) == 0
    assert ready[0] is not None
