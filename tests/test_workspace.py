"""What a view holds: do, ask, later, do_later, undo, and the one signal after the commit."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop_crm.models import ChangeSet, Customer
from desktop_crm.operations.operation import operation
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system import settings as laptop
from desktop_crm.system.progress import Progress
from desktop_crm.workspace import LARGE, Changes, Job, Workspace


@operation("新建客户")
def add_customer(session: Session, name: str, *, region: str = "") -> str:
    customer = Customer(name=name, region=region)
    session.add(customer)
    session.flush()
    return customer.id


@operation("禁止")
def refuse(session: Session) -> None:
    session.add(Customer(name="不该留下"))
    raise Refused("现在不行。")


@operation("导入")
def bring_in(_: Session) -> None:
    raise AssertionError("carried out through its work")


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Customer.name).order_by(Customer.name)))


class Ears:
    """Hears what a workspace says."""

    def __init__(self, workspace: Workspace) -> None:
        self.changed: list[Changes] = []
        self.refused: list[Refused] = []
        self.troubled: list[tuple[Unavailable, Callable[[], Any] | None]] = []
        workspace.changed.connect(self.changed.append)
        workspace.refused.connect(self.refused.append)
        workspace.troubled.connect(self._hear)

    def _hear(self, trouble: Unavailable, again: Callable[[], Any] | None) -> None:
        self.troubled.append((trouble, again))


def ignore(_: object) -> None:
    """Take a result and do nothing."""


@pytest.fixture
def workspace(qtbot: QtBot, tmp_path: Path) -> Iterator[Workspace]:
    assert qtbot
    opened = Workspace(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def ears(workspace: Workspace) -> Ears:
    return Ears(workspace)


def finish(qtbot: QtBot, job: Job) -> None:
    with qtbot.waitSignal(job.finished, timeout=10_000):
        pass


def read_nowhere(session: Session) -> None:
    session.execute(text("SELECT * FROM nowhere"))


# ---- do and ask


def test_do_commits_and_says_once_what_changed(workspace: Workspace, ears: Ears) -> None:
    made = workspace.do(add_customer, "恒力", region="华东")
    assert workspace.ask(names) == ["恒力"]
    assert [change.of("customer") for change in ears.changed] == [{made}]
    assert ears.changed[0].label == "新建客户"


def test_changed_is_said_after_the_commit(workspace: Workspace) -> None:
    seen: list[list[str]] = []

    def look(_: object) -> None:
        seen.append(workspace.ask(names))

    workspace.changed.connect(look)
    workspace.do(add_customer, "恒力")
    assert seen == [["恒力"]]


def test_a_listener_may_itself_do_something(workspace: Workspace) -> None:
    def follow(_: object) -> None:
        if len(workspace.ask(names)) == 1:
            workspace.do(add_customer, "跟随")

    workspace.changed.connect(follow)
    workspace.do(add_customer, "恒力")
    assert workspace.ask(names) == ["恒力", "跟随"]


def test_a_refusal_comes_back_out_and_nothing_stays(workspace: Workspace, ears: Ears) -> None:
    with pytest.raises(Refused):
        workspace.do(refuse)
    assert (workspace.ask(names), ears.changed) == ([], [])


def test_attempt_says_a_refusal_quietly(workspace: Workspace, ears: Ears) -> None:
    assert workspace.attempt(refuse) is None
    assert [refusal.reason for refusal in ears.refused] == ["现在不行。"]
    assert workspace.attempt(add_customer, "恒力") is not None


def test_trouble_can_be_tried_again(workspace: Workspace, ears: Ears) -> None:
    attempts: list[int] = []

    def action() -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise Unavailable("磁盘满")
        return workspace.do(add_customer, "恒力")

    assert workspace.guarded(action) is None
    for trouble, again in list(ears.troubled):
        assert trouble.reason == "磁盘满"
        assert again is not None
        again()
    assert len(ears.troubled) == 2  # the second trouble was said, too, instead of escaping
    again = ears.troubled[-1][1]
    assert again is not None
    again()
    assert workspace.ask(names) == ["恒力"]


# ---- later


def test_later_reads_on_another_thread_and_hands_over_on_this_one(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.do(add_customer, "恒力")
    here = QThread.currentThread()
    threads: list[Any] = []
    got: list[list[str]] = []

    def query(session: Session) -> list[str]:
        threads.append(threading.current_thread())
        return names(session)

    def done(found: list[str]) -> None:
        assert QThread.currentThread() is here
        got.append(found)

    job = workspace.later(query, done)
    assert workspace.busy
    finish(qtbot, job)
    assert got == [["恒力"]]
    assert threads != [threading.current_thread()]
    assert not workspace.busy


def test_a_cancelled_read_hands_over_nothing(workspace: Workspace, qtbot: QtBot) -> None:
    go = threading.Event()
    got: list[object] = []

    def wait(_: Session) -> bool:
        return go.wait(10)

    job = workspace.later(wait, got.append, got.append)
    job.cancel()
    go.set()
    finish(qtbot, job)
    assert got == []


def test_a_read_cancelled_when_it_is_done_but_not_handed_over_hands_over_nothing(
    workspace: Workspace, qtbot: QtBot
) -> None:
    got: list[object] = []
    job = workspace.later(names, got.append, got.append)
    assert workspace._pool.waitForDone(10_000)  # the answer is on its way to this thread
    job.cancel()
    finish(qtbot, job)
    assert got == []


def test_a_failing_read_is_said_or_handed_over(workspace: Workspace, ears: Ears, qtbot: QtBot) -> None:
    def fail(_: Session) -> None:
        raise Unavailable("没有磁盘")

    got: list[Exception] = []
    finish(qtbot, workspace.later(fail, ignore))
    finish(qtbot, workspace.later(fail, ignore, got.append))
    assert [trouble.reason for trouble, _ in ears.troubled] == ["没有磁盘"]
    assert [str(error) for error in got] == ["没有磁盘"]


def test_a_fault_in_a_read_is_not_swallowed(workspace: Workspace, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        finish(qtbot, workspace.later(read_nowhere, ignore))
    assert "nowhere" in str(caught[0][1])


def test_a_fault_in_the_done_callback_still_ends_the_job(workspace: Workspace, qtbot: QtBot) -> None:
    def done(_: object) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        finish(qtbot, workspace.later(names, done))
    assert caught[0][0] is ZeroDivisionError
    assert not workspace.busy


def test_a_finished_job_is_let_go(workspace: Workspace, qtbot: QtBot) -> None:
    class View:
        def take(self, _: object) -> None:
            """Take what was read."""

    view = View()
    job = workspace.later(names, view.take)
    finish(qtbot, job)
    watched, watched_job = weakref.ref(view), weakref.ref(job)
    del view, job
    qtbot.waitUntil(lambda: not workspace._held)  # the other thread lets go first
    gc.collect()
    assert (watched(), watched_job()) == (None, None)


def test_a_view_never_ends_on_another_thread(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, forgotten = Job.run, threading.Event()

    def run_and_wait(job: Job) -> None:
        run(job)
        forgotten.wait(10)

    ended_here: list[bool] = []

    class View:
        def take(self, _: object) -> None:
            """Take what was read."""

        def __del__(self) -> None:
            ended_here.append(threading.current_thread() is threading.main_thread())

    monkeypatch.setattr(Job, "run", run_and_wait)
    finish(qtbot, workspace.later(names, View().take))
    forgotten.set()  # the window is through with the view before the other thread is
    qtbot.waitUntil(lambda: bool(ended_here))
    assert ended_here == [True]


# ---- do_later


def add_many(count: int, on_step: Callable[[int], None] = ignore) -> Callable[[Session, Progress], int]:
    """Return work that adds customers and reports each."""

    def work(session: Session, progress: Progress) -> int:
        for number in range(count):
            session.add(Customer(name=f"客户{number:03}"))
            session.flush()
            on_step(number)
            progress(number + 1, count)
        return count

    return work


def test_long_work_is_one_change_with_progress(workspace: Workspace, ears: Ears, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    got: list[int] = []
    job = workspace.do_later(bring_in, add_many(30), got.append)

    def note(done: int, total: int) -> None:
        told.append((done, total))

    job.progressed.connect(note)
    finish(qtbot, job)
    assert got == [30]
    assert told[-1] == (30, 30)
    assert [len(change.of("customer")) for change in ears.changed] == [30]
    assert workspace.undo() == "导入"
    assert workspace.ask(names) == []


def test_others_are_refused_quietly_while_long_work_writes(workspace: Workspace, ears: Ears, qtbot: QtBot) -> None:
    at_work, go = threading.Event(), threading.Event()

    def wait(_: int) -> None:
        at_work.set()
        assert go.wait(10)

    job = workspace.do_later(bring_in, add_many(1, wait), ignore)
    assert at_work.wait(10)
    assert workspace.attempt(add_customer, "恒力") is None
    assert workspace.guarded(workspace.undo) is None
    assert [refusal.reason for refusal in ears.refused] == ["正在导入，完成后再改。"] * 2
    assert workspace.ask(names) == []  # reading goes on
    go.set()
    finish(qtbot, job)
    assert workspace.attempt(add_customer, "恒力")


def test_cancelled_work_leaves_nothing(workspace: Workspace, ears: Ears, qtbot: QtBot) -> None:
    job: list[Job] = []
    started = threading.Event()

    def stop(number: int) -> None:
        assert started.wait(10)
        if number == 5:
            job[0].cancel()

    got: list[object] = []
    job.append(workspace.do_later(bring_in, add_many(30, stop), got.append, got.append))
    started.set()
    finish(qtbot, job[0])
    assert (got, ears.changed, workspace.ask(names)) == ([], [], [])
    assert workspace.undo() is None
    assert workspace.attempt(add_customer, "恒力")


def test_work_may_be_followed_by_more_work_from_its_callback(workspace: Workspace, qtbot: QtBot) -> None:
    jobs: list[Job] = []
    ended: list[int] = []

    def again(count: int) -> None:
        workspace.do(add_customer, "之间")
        jobs.append(workspace.do_later(bring_in, add_many(count), ended.append))
        with pytest.raises(Refused):
            workspace.do(add_customer, "太早")

    finish(qtbot, workspace.do_later(bring_in, add_many(2), again))
    qtbot.waitUntil(lambda: ended == [2])
    assert len(workspace.ask(names)) == 5


def test_failed_work_may_be_tried_again_from_its_callback(workspace: Workspace, qtbot: QtBot) -> None:
    def fail(session: Session, _: Progress) -> None:
        session.add(Customer(name="不该留下"))
        session.flush()
        raise Unavailable("磁盘满")

    made: list[str] = []
    finish(
        qtbot,
        workspace.do_later(bring_in, fail, ignore, lambda _: made.append(workspace.do(add_customer, "恒力"))),
    )
    assert len(made) == 1
    assert workspace.ask(names) == ["恒力"]


def test_progress_does_not_flood_the_window(workspace: Workspace, qtbot: QtBot) -> None:
    told: list[int] = []

    def work(_: Session, progress: Progress) -> None:
        for at in range(100_000):
            progress(at, 100_000)

    def note(done: int, _: int) -> None:
        told.append(done)

    job = workspace.do_later(bring_in, work, ignore)
    job.progressed.connect(note)
    finish(qtbot, job)
    assert len(told) < 1_000


def test_closing_stops_the_work_and_tells_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    ears = Ears(workspace)
    at_work = threading.Event()
    got: list[object] = []
    workspace.do_later(bring_in, add_many(100_000, lambda _: at_work.set()), got.append, got.append)
    assert at_work.wait(10)
    workspace.close()
    qtbot.wait(1)  # lets signals of the ended job arrive
    assert (got, ears.changed) == ([], [])
    again = Workspace(tmp_path / "data")
    assert again.ask(names) == []
    again.close()


# ---- undo


def test_undo_and_redo_name_what_they_do(workspace: Workspace, ears: Ears) -> None:
    made = workspace.do(add_customer, "恒力")
    assert workspace.undo() == "新建客户"
    assert workspace.ask(names) == []
    assert workspace.redo() == "新建客户"
    assert workspace.ask(names) == ["恒力"]
    assert [change.of("customer") for change in ears.changed] == [{made}] * 3
    assert workspace.undo() == "新建客户"
    assert workspace.redo() == "新建客户"
    assert workspace.redo() is None


def test_nothing_to_undo(workspace: Workspace) -> None:
    assert workspace.undo() is None
    assert workspace.redo() is None


def test_history_links_an_undo_with_what_it_took_back(workspace: Workspace) -> None:
    workspace.do(add_customer, "恒力")
    workspace.undo()

    def sets(session: Session) -> list[tuple[str, int | None, bool]]:
        found = session.scalars(select(ChangeSet).order_by(ChangeSet.rid))
        return [(change.label, change.undoes, change.undone) for change in found]

    (made, none, undone), (undo, undoes, _) = workspace.ask(sets)
    assert (made, none, undone, undo) == ("新建客户", None, True, "撤销：新建客户")
    assert undoes == workspace.ask(lambda session: session.scalar(select(func.min(ChangeSet.rid))))


# ---- the laptop


def test_who_works_here_stands_in_the_record(workspace: Workspace) -> None:
    workspace.settings.me = "member-1"
    workspace.save_settings()
    workspace.do(add_customer, "恒力")
    assert workspace.ask(lambda session: session.scalar(select(ChangeSet.by_id))) == "member-1"
    assert laptop.load(workspace.folder).me == "member-1"


def test_settings_that_cannot_be_saved_are_said(workspace: Workspace, ears: Ears) -> None:
    (workspace.folder / laptop.FILE).mkdir()
    workspace.save_settings()
    assert len(ears.troubled) == 1


def test_taking_back_a_large_change_does_not_make_the_window_wait(
    workspace: Workspace, ears: Ears, qtbot: QtBot
) -> None:
    rows = LARGE + 1

    def fill(session: Session, _: Progress) -> None:
        session.add_all(Customer(name=f"客户{place}") for place in range(rows))

    finish(qtbot, workspace.do_later(bring_in, fill, ignore))
    told: list[str | None] = []
    workspace.undo_then(told.append)
    assert told == []
    with pytest.raises(Refused, match="正在撤销"):
        workspace.do(add_customer, "等一下")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["导入"]
    assert workspace.ask(names) == []
    assert len(ears.changed[-1].of("customer")) == rows
    workspace.redo_then(told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert len(workspace.ask(names)) == rows


def test_taking_back_a_small_change_is_told_at_once(workspace: Workspace) -> None:
    told: list[str | None] = []
    workspace.undo_then(told.append)
    workspace.do(add_customer, "恒力")
    workspace.undo_then(told.append)
    assert told == [None, "新建客户"]
