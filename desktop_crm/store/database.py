"""One open data file: reading, and writing under the recorder."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from desktop_crm.models import ChangeSet, Context, Row
from desktop_crm.store.changes import Changes, read_changes
from desktop_crm.store.engine import OPEN_CHANGE, open_engine
from desktop_crm.store.opening import prepare
from desktop_crm.store.troubles import explained

R = TypeVar("R")

_INCLUDE_DELETED = "include_deleted"
_LIVE = with_loader_criteria(Row, lambda row: row.deleted_at.is_(None), include_aliases=True)


class Store:
    """The data file at `path`. Each thread may use it; writers take turns.

    `info` goes into every session: the playbooks, and under "context" who is at work.
    """

    def __init__(self, path: Path, info: dict[str, Any] | None = None) -> None:
        self.path = path
        self.info: dict[str, Any] = {"context": Context(folder=path.parent), **(info or {})}
        self._reader = open_engine(path)
        self._writer = self._reader.execution_options(writes=True)
        try:
            with explained():
                path.parent.mkdir(parents=True, exist_ok=True)
                prepare(self._reader, path)
        except BaseException:
            self.close()
            raise

    @property
    def engine(self) -> Engine:
        """The engine for backup and checks."""
        return self._reader

    @contextmanager
    def read(self) -> Generator[Session]:
        """Give a session for queries; it sees one moment of the file and cannot write."""
        with explained(), Session(self._reader, autoflush=False, info=self.info) as session:
            yield session

    def write(
        self, name: str, label: str, work: Callable[[Session], R], *, undoes: int | None = None
    ) -> tuple[R, Changes]:
        """Run `work` in one transaction recorded as operation `name`; commit, and return its result and what it touched.

        Any exception rolls everything back. If nothing changed, no change set is left behind, except for one that `undoes` another.
        """
        with explained(), Session(self._writer, expire_on_commit=False, info=self.info) as session:
            change = ChangeSet(operation=name, label=label, by_id=self._me, undoes=undoes)
            session.add(change)
            session.flush()
            with _recording(session.connection(), change.rid):
                result = work(session)
                session.flush()
                changes = read_changes(session, change.rid, label)
                if changes or undoes:
                    session.commit()
                elif session.info.get("derived"):  # tables that are not recorded were written: kept, without a trace
                    session.delete(change)
                    session.commit()
                else:
                    session.rollback()
        return result, changes

    def rehearse(self, work: Callable[[Session], object]) -> None:
        """Run `work` as `write` does and roll it back, whatever it did: what it needed is loaded and compiled then."""
        with explained(), Session(self._writer, expire_on_commit=False, info=dict(self.info)) as session:
            change = ChangeSet(operation="rehearse", label="", by_id=self._me)
            session.add(change)
            session.flush()
            with _recording(session.connection(), change.rid):
                work(session)
                session.flush()
                read_changes(session, change.rid, "")
            session.rollback()

    def close(self) -> None:
        """Close all connections; the write-ahead log is merged into the file."""
        self._reader.dispose()

    @property
    def _me(self) -> str:
        return self.info["context"].me


@contextmanager
def _recording(connection: Connection, number: int) -> Generator[None]:
    info = connection.info  # of the file's connection, which outlives the transaction
    info[OPEN_CHANGE] = number
    try:
        yield
    finally:
        info[OPEN_CHANGE] = None


@event.listens_for(Session, "do_orm_execute")
def _hide_deleted(state: ORMExecuteState) -> None:
    """Leave out rows marked deleted, in every query that does not ask for them by `include_deleted=True`."""
    if state.is_select and not state.execution_options.get(_INCLUDE_DELETED):
        state.statement = state.statement.options(_LIVE)
