"""What a view holds: `do` an operation, `ask` a query, hear that something `changed`."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal
from sqlalchemy.orm import Session

from desktop_crm.models import Context
from desktop_crm.operations.operation import Operation
from desktop_crm.playbooks import Playbooks
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import Changes, Store, backup, explained, undo
from desktop_crm.system import settings as laptop
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.system.progress import Cancelled, Progress
from desktop_crm.system.translations import tr

__all__ = ["Changes", "Job", "Workspace"]

P = ParamSpec("P")
R = TypeVar("R")
_FindStep = Callable[[Session], "undo.Step | None"]
LARGE = 1_000  # rows; taking back more would make the window wait

TELL_EVERY = 0.05  # seconds between two reports of progress


Settle = Callable[["Job", Any, Exception | None], None]


class Job(QObject):
    """Work under way on another thread. Its signals arrive on the thread that started it."""

    progressed = Signal(int, int)  # done, total
    finished = Signal()  # however it ended, after its result was handed over
    _settled = Signal(object, object)  # result, error

    def __init__(self, work: Callable[[Progress], Any], settle: Settle) -> None:
        super().__init__()
        self._work = work
        self._settle = settle
        self._stop = False
        self.ended = False
        self._told = 0.0
        self._settled.connect(self._on_settled)

    def cancel(self) -> None:
        """Ask the work to stop; what it did is rolled back."""
        self._stop = True

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stop

    def run(self) -> None:
        """Do the work (on the other thread)."""
        try:
            self._settled.emit(self._work(self._report), None)
        except Exception as error:  # noqa: BLE001 - handed over whole to the thread that asked
            self._settled.emit(None, error)

    @staticmethod
    def run_and_leave(jobs: list[Job], left: Callable[[], object]) -> None:
        """Run the one job in the list, let go of it and say so: an object of Qt must not end on another thread."""
        jobs[0].run()
        jobs.clear()
        left()

    def _report(self, done: int, total: int) -> None:
        if self._stop:
            raise Cancelled
        if done >= total or time.monotonic() - self._told > TELL_EVERY:
            self._told = time.monotonic()
            self.progressed.emit(done, total)

    def _on_settled(self, result: Any, error: Exception | None) -> None:
        self.ended = True
        try:
            self._settle(self, result, error)
        finally:
            self.finished.emit()


class Workspace(QObject):
    """An open company: its data file, playbooks and this laptop's settings."""

    changed = Signal(object)  # Changes, after the commit
    refused = Signal(object)  # Refused, from `attempt`
    troubled = Signal(object, object)  # Unavailable, and a callable that tries again
    _left = Signal(int)  # the other thread has let go of the job of that number

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.settings = laptop.load(folder)
        self.playbooks = Playbooks(folder / "playbooks")
        self._store = Store(folder / DATA_FILE, {"playbooks": self.playbooks})
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._jobs: set[Job] = set()
        self._held: dict[int, Job] = {}  # those another thread has not let go of yet
        self._numbers = count()
        self._left.connect(self._on_left)
        self._closed = False
        self._writing = ""  # the label of a long write under way on another thread
        self._know_me()

    # What a view may do

    def do(self, operation: Operation[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry out `operation` in one recorded transaction and say what changed; its exceptions come back out."""
        self._refuse_while_writing()
        result, changes = self._store.write(
            operation.name, operation.label, lambda session: operation(session, *args, **kwargs)
        )
        self._announce(changes)
        return result

    def attempt(self, operation: Operation[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Do as `do`, but say a refusal or a trouble through the window's notice; None then."""
        return self.guarded(lambda: self.do(operation, *args, **kwargs))

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what `query` reads now."""
        with self._store.read() as session:
            return query(session, *args, **kwargs)

    def later(
        self,
        query: Callable[[Session], R],
        done: Callable[[R], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Read on another thread and hand the result to `done` on this one; a cancelled job hands over nothing."""

        def work(progress: Progress) -> R:
            with self._store.read() as session:
                found = query(session)
            progress(1, 1)
            return found

        return self._start(
            work, lambda result, error: self._hand_over(result, error, done, failed), drop_cancelled=True
        )

    def read_long(
        self,
        query: Callable[[Session, Progress], R],
        done: Callable[[R], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Read as `later` does, with progress; a cancelled job ends at the next step it reports."""

        def work(progress: Progress) -> R:
            with self._store.read() as session:
                return query(session, progress)

        return self._start(
            work, lambda result, error: self._hand_over(result, error, done, failed), drop_cancelled=True
        )

    def do_later(
        self,
        operation: Operation[..., Any],
        work: Callable[[Session, Progress], R],
        done: Callable[[R], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Carry out `operation` through `work` on another thread, with progress and cancel; one transaction, one undo.

        Until it ends, other writes are refused instead of making the window wait.
        """

        def write(progress: Progress) -> tuple[R, Changes]:
            return self._store.write(operation.name, operation.label, lambda session: work(session, progress))

        def settle(outcome: tuple[R, Changes] | None, error: Exception | None) -> None:
            self._writing = ""  # first, so that what follows may write
            result, changes = outcome or (None, Changes())
            self._announce(changes)
            self._hand_over(result, error, done, failed)

        self._refuse_while_writing()
        self._writing = operation.label
        return self._start(write, settle)

    def rehearse(
        self, work: Callable[[Session], object], done: Callable[[None], None], failed: Callable[[Exception], None]
    ) -> Job:
        """Go through `work` on another thread without keeping anything of it, so that what it needs is ready later."""
        return self._start(
            lambda _: self._store.rehearse(work), lambda result, error: self._hand_over(result, error, done, failed)
        )

    def undo(self) -> str | None:
        """Take back the latest change; return its label, or None when there is nothing to undo."""
        return self._take_back(undo.undo_step, undo.UNDO, tr("撤销："))

    def undo_change(self, changes: Changes) -> str | None:
        """Take back one particular change; refused when a later one is in its way."""
        return self._take_back(lambda _: undo.Step(changes.change_set, changes.label), undo.UNDO, tr("撤销"))

    def redo(self) -> str | None:
        """Do again what was undone last; return its label, or None."""
        return self._take_back(undo.redo_step, undo.REDO, tr("重做："))

    def undo_then(self, told: Callable[[str | None], None]) -> None:
        """Take back the latest change and hand its label to `told`; a large one, such as an import, on another thread."""
        self._take_back_then(undo.undo_step, undo.UNDO, tr("撤销："), told)

    def redo_then(self, told: Callable[[str | None], None]) -> None:
        """Do again what was undone last and hand its label to `told`; a large one on another thread."""
        self._take_back_then(undo.redo_step, undo.REDO, tr("重做："), told)

    def guarded(self, action: Callable[[], R]) -> R | None:
        """Run `action`; a refusal or trouble is said through the window's notice and gives None."""
        try:
            return action()
        except Refused as refusal:
            self.refused.emit(refusal)
        except Unavailable as trouble:
            self.troubled.emit(trouble, lambda: self.guarded(action))
        return None

    # The company and the laptop

    @property
    def me(self) -> str:
        """The member who works here, or ""."""
        return self.settings.me

    def save_settings(self) -> None:
        """Keep this laptop's settings; who works here takes effect at once."""
        self._know_me()
        self.guarded(self._write_settings)

    def back_up(self, target: Path, done: Callable[[Path], None]) -> Job:
        """Write a verified copy to `target` on another thread and hand its place to `done`; a zip holds the whole folder."""

        def work(_progress: Progress) -> Path:
            from desktop_crm.store import whole_backup  # noqa: PLC0415 - loads what packs

            if whole_backup.is_whole(target):
                whole_backup.copy_to(self._store.engine, self.folder, target)
            else:
                backup.copy_to(self._store.engine, target)
            return target

        return self._start(work, lambda result, error: self._hand_over(result, error, done, None))

    def close(self) -> None:
        """Stop work under way, which is rolled back, and close the file; nobody is told any more."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        self._pool.waitForDone()
        self._jobs.clear()
        self._held.clear()
        self._store.close()

    @property
    def busy(self) -> bool:
        """Whether work is under way on another thread."""
        return bool(self._jobs)

    @property
    def store(self) -> Store:
        """The data file, for backup and checks."""
        return self._store

    # Inside

    def _take_back(self, find: _FindStep, name: str, verb: str) -> str | None:
        self._refuse_while_writing()
        step = self.ask(find)
        if step is None:
            return None
        label, changes = self._write_back(step, name, verb)
        self._announce(changes)
        return label

    def _take_back_then(self, find: _FindStep, name: str, verb: str, told: Callable[[str | None], None]) -> None:
        self._refuse_while_writing()
        step = self.ask(find)
        if step is None or self.ask(undo.count_rows, step.rid) <= LARGE:
            told(self._take_back(find, name, verb))
            return

        def settle(outcome: tuple[str, Changes] | None, error: Exception | None) -> None:
            self._writing = ""
            label, changes = outcome or (None, Changes())
            self._announce(changes)
            self._hand_over(label, error, told, None)

        self._writing = verb.rstrip("：")
        self._start(lambda _: self._write_back(step, name, verb), settle)

    def _write_back(self, step: undo.Step, name: str, verb: str) -> tuple[str, Changes]:
        label = step.label.removeprefix(tr("撤销：")).removeprefix(tr("重做："))
        _, changes = self._store.write(
            name, verb + label, lambda session: undo.take_back(session, step.rid), undoes=step.rid
        )
        return label, changes

    def _announce(self, changes: Changes) -> None:
        if changes and not self._closed:
            self.changed.emit(changes)

    def _refuse_while_writing(self) -> None:
        if self._writing:
            raise Refused(tr("正在{label}，完成后再改。", label=self._writing))

    def _start(
        self,
        work: Callable[[Progress], R],
        settle: Callable[[Any, Exception | None], None],
        *,
        drop_cancelled: bool = False,
    ) -> Job:
        def end(job: Job, result: R, error: Exception | None) -> None:
            self._jobs.discard(job)
            # What was read may be on its way here when it is cancelled; what was written by then is written.
            settle(result, Cancelled() if drop_cancelled and job.cancelled else error)

        job = Job(work, end)
        number = next(self._numbers)
        self._jobs.add(job)
        self._held[number] = job
        self._pool.start(partial(Job.run_and_leave, [job], partial(self._left.emit, number)))
        return job

    def _on_left(self, number: int) -> None:
        self._held.pop(number, None)

    def _hand_over(
        self,
        result: Any,
        error: Exception | None,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        if self._closed or isinstance(error, Cancelled):
            return
        if error is None:
            done(result)
        else:
            (failed or self._say)(error)

    def _say(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.refused.emit(error)
        elif isinstance(error, Unavailable):
            self.troubled.emit(error, None)
        else:
            raise error

    def _write_settings(self) -> None:
        with explained():
            laptop.save(self.folder, self.settings)

    def _know_me(self) -> None:
        self._store.info["context"] = Context(self.settings.me, self.settings.slot, self.folder)
