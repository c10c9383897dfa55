"""One open data file: reading, and writing under the recorder."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlcipher3 import dbapi2

from desktop_crm.models import ChangeSet, Context, Row
from desktop_crm.store import schema, search
from desktop_crm.store.changes import Changes, read_changes
from desktop_crm.store.troubles import explained

R = TypeVar("R")

BUSY_SECONDS = 1.0  # how long a writer waits for another process; the window waits with it
_OPEN = "change_set"  # where a connection keeps the number of its open change set
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
                schema.prepare(self._reader, path)
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
                else:
                    session.rollback()
        return result, changes

    def close(self) -> None:
        """Close all connections; the write-ahead log is merged into the file."""
        self._reader.dispose()

    @property
    def _me(self) -> str:
        return self.info["context"].me


def open_engine(path: Path) -> Engine:
    """Return an engine on the file at `path` that reads only, unless told `writes=True`; it changes nothing by itself."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), module=dbapi2, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


@contextmanager
def _recording(connection: Connection, number: int) -> Generator[None]:
    info = connection.info  # of the file's connection, which outlives the transaction
    info[_OPEN] = number
    try:
        yield
    finally:
        info[_OPEN] = None


def _on_connect(raw: Any, record: Any) -> None:
    raw.isolation_level = None  # transactions are begun by `_on_begin`, not by the driver
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE would remove rows behind the recorder's back
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        raw.execute(f"PRAGMA {pragma}")
    raw.create_function("current_change_set", 0, lambda: record.info.get(_OPEN))
    raw.create_function("search_words", -1, search.words_of, deterministic=True)
    raw.create_function("search_name", -1, search.name_words, deterministic=True)


def _on_begin(connection: Connection) -> None:
    # A writer takes its place in the queue at once: no transaction fails halfway because another one wrote first.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("PRAGMA query_only = OFF" if writes else "PRAGMA query_only = ON")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@event.listens_for(Session, "do_orm_execute")
def _hide_deleted(state: ORMExecuteState) -> None:
    """Leave out rows marked deleted, in every query that does not ask for them by `include_deleted=True`."""
    if state.is_select and not state.execution_options.get(_INCLUDE_DELETED):
        state.statement = state.statement.options(_LIVE)
