"""What a view holds: `do` an operation, `ask` a query, hear that something `changed`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from sqlalchemy.orm import Session
from typing_extensions import override

from desktop_crm.models import Context
from desktop_crm.operations.operation import Operation
from desktop_crm.playbooks import Playbooks
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import Changes, Store, undo
from desktop_crm.system import settings as laptop
from desktop_crm.system.progress import Cancelled, Progress
from desktop_crm.system.translations import tr

__all__ = ["Changes", "Job", "Workspace"]

P = ParamSpec("P")
R = TypeVar("R")

DATA_FILE = "company.db"


class Job(QObject):
    """Work under way on another thread. Its signals arrive on the thread that started it."""

    progressed = Signal(int, int)  # done, total
    finished = Signal()  # however it ended
    _settled = Signal(object, object)  # result, error

    def __init__(
        self, work: Callable[[Progress], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self._work, self._done, self._failed = work, done, failed
        self._stop = False
        self._settled.connect(self._on_settled)

    def cancel(self) -> None:
        """Ask the work to stop; what it did is rolled back."""
        self._stop = True

    def run(self) -> None:
        """Do the work (on the other thread)."""
        try:
            self._settled.emit(self._work(self._report), None)
        except Exception as error:  # noqa: BLE001 - handed over whole to the thread that asked
            self._settled.emit(None, error)

    def _report(self, done: int, total: int) -> None:
        if self._stop:
            raise Cancelled
        self.progressed.emit(done, total)

    def _on_settled(self, result: Any, error: Exception | None) -> None:
        try:
            if error is None:
                self._done(result)
            elif not isinstance(error, Cancelled):
                self._failed(error)
        finally:
            self.finished.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    @override
    def run(self) -> None:
        self._job.run()


class Workspace(QObject):
    """An open company: its data file, playbooks and this laptop's settings."""

    changed = Signal(object)  # Changes, after the commit
    refused = Signal(object)  # Refused, from `attempt`
    troubled = Signal(object, object)  # Unavailable, and a callable that tries again

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.settings = laptop.load(folder)
        self.playbooks = Playbooks(folder / "playbooks")
        self._store = Store(folder / DATA_FILE, {"playbooks": self.playbooks})
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._jobs: set[Job] = set()
        self._writing: str = ""  # the label of a long write under way on another thread
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

        return self._start(Job(work, done, failed or self._say))

    def do_later(
        self,
        operation: Operation[..., R],
        work: Callable[[Session, Progress], R],
        done: Callable[[R], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Carry out `operation` through `work` on another thread, with progress and cancel; one transaction, one undo.

        Until it ends, other writes are refused instead of making the window wait.
        """
        self._refuse_while_writing()
        self._writing = operation.label

        def write(progress: Progress) -> tuple[R, Changes]:
            return self._store.write(operation.name, operation.label, lambda session: work(session, progress))

        def landed(outcome: tuple[R, Changes]) -> None:
            self._writing = ""
            self._announce(outcome[1])
            done(outcome[0])

        job = Job(write, landed, failed or self._say)
        job.finished.connect(self._free)
        return self._start(job)

    def undo(self) -> str | None:
        """Take back the latest change; return its label, or None when there is nothing to undo."""
        return self._take_back(undo.undo_step, undo.UNDO, tr("撤销"))

    def redo(self) -> str | None:
        """Do again what was undone last; return its label, or None."""
        return self._take_back(undo.redo_step, undo.REDO, tr("重做"))

    def guarded(self, action: Callable[[], R]) -> R | None:
        """Run `action`; a refusal or trouble is said through the window's notice and gives None."""
        try:
            return action()
        except Refused as refusal:
            self.refused.emit(refusal)
        except Unavailable as trouble:
            self.troubled.emit(trouble, action)
        return None

    # The company and the laptop

    @property
    def me(self) -> str:
        """The member who works here, or ""."""
        return self.settings.me

    def save_settings(self) -> None:
        """Keep this laptop's settings; who works here takes effect at once."""
        self._know_me()
        laptop.save(self.folder, self.settings)

    def close(self) -> None:
        """Wait for work under way and close the file."""
        for job in self._jobs:
            job.cancel()
        self._pool.waitForDone()
        self._store.close()

    @property
    def store(self) -> Store:
        """The data file, for backup and checks."""
        return self._store

    # Inside

    def _take_back(self, find: Callable[[Session], undo.Step | None], name: str, verb: str) -> str | None:
        self._refuse_while_writing()
        step = self.ask(find)
        if step is None:
            return None
        label = step.label.removeprefix(tr("撤销")).removeprefix("：") if name == undo.REDO else step.label
        _, changes = self._store.write(
            name, tr("{verb}：{label}", verb=verb, label=label), lambda session: undo.take_back(session, step.rid)
        )
        self._announce(changes)
        return label

    def _announce(self, changes: Changes) -> None:
        if changes:
            self.changed.emit(changes)

    def _refuse_while_writing(self) -> None:
        if self._writing:
            raise Refused(tr("正在{label}，完成后再改。", label=self._writing))

    def _free(self) -> None:
        self._writing = ""

    def _start(self, job: Job) -> Job:
        self._jobs.add(job)
        job.finished.connect(lambda: self._jobs.discard(job))
        self._pool.start(_Runner(job))
        return job

    def _say(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.refused.emit(error)
        elif isinstance(error, Unavailable):
            self.troubled.emit(error, None)
        else:
            raise error

    def _know_me(self) -> None:
        self._store.info["context"] = Context(self.settings.me, self.settings.slot, self.folder)
