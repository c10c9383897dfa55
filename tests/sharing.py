"""What all tests of a session share: the cost of one thing made once, never anything a test could change."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from desktop_crm.playbooks import Playbook, library, reading
from desktop_crm.store import engine as reached

STATEMENTS = 5_000  # compiled ones that are kept; the whole suite has fewer


def compile_statements_once(patch: pytest.MonkeyPatch) -> None:
    """Give every file's engine one dialect and one store of compiled statements, as the program's only engine has.

    Each test has a file of its own; compiling the same statements anew for it took nearly half of the test.
    """
    create = reached.create_engine
    one = create("sqlite://", module=reached.dbapi2, query_cache_size=STATEMENTS)
    one.connect().close()  # only now does the dialect know what this SQLite can do
    one.dispose()

    def made(*args: Any, **values: Any) -> Engine:
        engine = create(*args, **values)
        engine.dialect = one.dialect
        engine._compiled_cache = one._compiled_cache
        return engine

    patch.setattr(reached, "create_engine", made)


def wait_for_no_disk(patch: pytest.MonkeyPatch) -> None:
    """Let a commit return before the disk has it: no test pulls the plug, and each commit waited for the disk."""
    on_connect = reached._on_connect

    @wraps(on_connect)
    def hurried(raw: Any, record: Any) -> None:
        on_connect(raw, record)
        raw.execute("PRAGMA synchronous = OFF")

    patch.setattr(reached, "_on_connect", hurried)


def read_playbooks_once(patch: pytest.MonkeyPatch) -> None:
    """Read a playbook's file again only when it has changed; what is read cannot be changed."""
    read: Callable[[Path], Playbook] = reading.read

    @cache
    def kept(file: Path, _changed: int, _size: int) -> Playbook:
        return read(file)

    def once(file: Path) -> Playbook:
        state = file.stat()
        return kept(file, state.st_mtime_ns, state.st_size)

    patch.setattr(library, "read", once)
