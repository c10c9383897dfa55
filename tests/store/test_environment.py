"""When disk, lock or file fail: one plain sentence, nothing changed, and a retry works once the cause is gone."""

from __future__ import annotations

import hashlib
import inspect
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from desktop_crm.models import Customer
from desktop_crm.refusal import Unavailable
from desktop_crm.store import Store, schema
from desktop_crm.store import engine as reached
from desktop_crm.store.engine import BUSY_SECONDS
from desktop_crm.store.troubles import explained
from tests.make import File

HOLD = """
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def add_customer(file: File) -> None:
    file.store.write("add", "加", lambda session: session.add(Customer(name="新客户")))


def count(file: File) -> int:
    with file.store.read() as session:
        return session.scalar(select(func.count(Customer.id))) or 0


@contextmanager
def held_by_another_process(path: Path) -> Generator[None]:
    """Hold the write lock in a process of its own."""
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        other.communicate(b"\n")


def test_a_commit_returns_when_the_disk_has_it(tmp_path: Path) -> None:
    on_connect = inspect.unwrap(reached._on_connect)  # the product's own, which the tests hurry
    assert on_connect is not reached._on_connect
    raw = dbapi2.connect(str(tmp_path / "company.db"))
    on_connect(raw, None)
    assert raw.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
    raw.close()


def test_a_lock_held_by_another_process_is_said_soon_and_passes(file: File) -> None:
    with held_by_another_process(file.store.path):
        started = time.monotonic()
        with pytest.raises(Unavailable, match="占用"):
            add_customer(file)
        assert time.monotonic() - started < BUSY_SECONDS + 1
        assert count(file) == 0
        Store(file.store.path).close()  # opening it needs no lock
    add_customer(file)
    assert count(file) == 1


def test_a_full_disk_keeps_what_was_there(file: File) -> None:
    add_customer(file)

    def fill(session: Session) -> None:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        session.add_all(Customer(name="长" * 2000) for _ in range(200))

    with pytest.raises(Unavailable, match="空间已满"):
        file.store.write("fill", "满", fill)
    assert count(file) == 1


def test_a_read_only_file_is_said(file: File) -> None:
    def forbid(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA query_only = ON")
        session.add(Customer())

    with pytest.raises(Unavailable, match="只读"):
        file.store.write("add", "加", forbid)
    add_customer(file)


def not_a_database(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is a workbook" * 100)


def encrypted(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA key = 'secret'")
    connection.execute("CREATE TABLE t (x)")
    connection.close()


def foreign(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def foreign_with_migrations(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def newer(path: Path) -> None:
    store = Store(path)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()


def cut_short(path: Path) -> None:
    store = Store(path)
    store.close()
    path.write_bytes(path.read_bytes()[:30_000])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (not_a_database, "不是本程序的数据文件"),
        (encrypted, "已经加密"),
        (foreign, "不是本程序的数据文件"),
        (foreign_with_migrations, "不是本程序的数据文件"),
        (newer, "请先升级程序"),
        (cut_short, "已损坏"),
    ],
)
def test_a_file_that_cannot_be_opened_is_left_as_it_was(
    make: Callable[[Path], None], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "company.db"
    make(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Unavailable, match=sentence) as said:
        Store(path)
    assert said.value.reason.endswith("。")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["company.db"]


def test_an_empty_file_becomes_a_company(tmp_path: Path) -> None:
    path = tmp_path / "company.db"
    path.touch()
    store = Store(path)
    assert schema.version(store.engine) == schema.HEAD
    store.close()


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "company.db").mkdir()
    with pytest.raises(Unavailable, match="打不开"):
        Store(tmp_path / "company.db")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(Unavailable, match="data"):
        Store(tmp_path / "data" / "company.db")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device", "/a/单据.pdf"), "空间已满"),
        (PermissionError(13, "Permission denied", "/a/单据.pdf"), "没有权限读写“单据.pdf”"),
        (OSError(5, "Input/output error", "/a/单据.pdf"), "无法读写“单据.pdf”"),
    ],
)
def test_failures_of_the_system_are_said_plainly(error: OSError, sentence: str) -> None:
    with pytest.raises(Unavailable, match=sentence), explained():
        raise error


def test_our_own_faults_stay_errors(file: File) -> None:
    with pytest.raises(dbapi2.OperationalError, match="no such table"), explained():
        file.store.engine.raw_connection().cursor().execute("SELECT * FROM nowhere")


# ---- two threads


def test_readers_see_the_old_state_and_do_not_wait_while_another_thread_writes(file: File) -> None:
    written, seen = threading.Event(), threading.Event()

    def work(session: Session) -> None:
        session.add_all(Customer(name=f"客户{number}") for number in range(500))
        session.flush()
        written.set()
        assert seen.wait(10)

    def write() -> None:
        file.store.write("import", "导入", work)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(10)
        started = time.monotonic()
        assert count(file) == 0
        assert time.monotonic() - started < BUSY_SECONDS / 2
    finally:
        seen.set()
        writer.join()
    assert count(file) == 500


def test_a_reader_sees_one_moment(file: File) -> None:
    with file.store.read() as session:
        before = session.scalar(select(func.count(Customer.id)))
        add_customer(file)
        assert session.scalar(select(func.count(Customer.id))) == before
    assert count(file) == 1


def test_writers_on_two_threads_take_turns(file: File) -> None:
    threads = [threading.Thread(target=add_customer, args=(file,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(file) == 4
