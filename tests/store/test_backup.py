"""Backup, restore and check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.models import Customer, Deal
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import Store, backup
from tests.make import File

READ = """
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM deal").fetchall()
print("open", flush=True)
sys.stdin.readline()
"""


def names(path: Path) -> list[str]:
    store = Store(path)
    try:
        with store.read() as session:
            return list(session.scalars(select(Customer.name)))
    finally:
        store.close()


def test_a_backup_holds_what_is_in_the_log_too(file: File, tmp_path: Path) -> None:
    file.customer("恒力")
    backup.copy_to(file.store.engine, tmp_path / "deep" / "safe.db")
    assert names(tmp_path / "deep" / "safe.db") == ["恒力"]
    assert not list((tmp_path / "deep").glob("*.part"))


def test_a_backup_never_lands_on_the_data_file(file: File) -> None:
    with pytest.raises(Refused, match="换一个文件名"):
        backup.copy_to(file.store.engine, file.store.path)


def test_a_backup_that_cannot_be_written_leaves_nothing(file: File, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(Unavailable):
        backup.copy_to(file.store.engine, tmp_path / "taken" / "safe.db")
    assert (tmp_path / "taken").read_bytes() == b""


def test_restore_keeps_what_it_replaces(file: File, tmp_path: Path) -> None:
    file.customer("旧")
    backup.copy_to(file.store.engine, tmp_path / "safe.db")
    file.customer("新")
    file.close()
    kept = backup.restore(tmp_path / "safe.db", file.store.path)
    assert names(file.store.path) == ["旧"]
    assert kept is not None
    assert names(kept) == ["旧", "新"]


def test_restore_into_an_empty_folder(file: File, tmp_path: Path) -> None:
    file.customer("旧")
    backup.copy_to(file.store.engine, tmp_path / "safe.db")
    assert backup.restore(tmp_path / "safe.db", tmp_path / "other.db") is None
    assert names(tmp_path / "other.db") == ["旧"]


def test_a_damaged_backup_is_refused_and_the_data_stays(file: File, tmp_path: Path) -> None:
    file.customer("旧")
    (tmp_path / "safe.db").write_bytes(b"rubbish" * 1000)
    with pytest.raises(Unavailable, match="不是本程序"):
        backup.restore(tmp_path / "safe.db", file.store.path)
    file.close()
    assert names(file.store.path) == ["旧"]


def test_damaged_data_is_replaced_and_kept(file: File, tmp_path: Path) -> None:
    file.customer("旧")
    backup.copy_to(file.store.engine, tmp_path / "safe.db")
    file.close()
    file.store.path.write_bytes(b"rubbish" * 1000)
    kept = backup.restore(tmp_path / "safe.db", file.store.path)
    assert names(file.store.path) == ["旧"]
    assert kept is not None
    assert kept.read_bytes() == b"rubbish" * 1000


def test_a_file_open_in_another_program_is_not_replaced(file: File, tmp_path: Path) -> None:
    file.customer("旧")
    backup.copy_to(file.store.engine, tmp_path / "safe.db")
    file.customer("新")
    file.close()
    Store(file.store.path).close()
    other = subprocess.Popen(
        [sys.executable, "-c", READ, str(file.store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    try:
        with pytest.raises(Unavailable, match="占用"):
            backup.restore(tmp_path / "safe.db", file.store.path)
    finally:
        other.communicate(b"\n")
    assert names(file.store.path) == ["旧", "新"]
    assert not list(file.folder.glob("*.restore*"))


def test_a_sound_file_has_no_problems(file: File) -> None:
    file.deal()
    assert backup.check(file.store.engine) == []


def test_a_link_to_nowhere_is_found(file: File) -> None:
    raw = file.store.engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys = OFF")
    raw.close()
    file.add(Deal(customer_id="nobody"))
    assert backup.check(file.store.engine) == ["deal 中有一行指向不存在的 customer"]


def test_a_check_changes_nothing(file: File, tmp_path: Path) -> None:
    file.deal()
    backup.copy_to(file.store.engine, tmp_path / "safe.db")
    before = (tmp_path / "safe.db").read_bytes()
    assert backup.check_file(tmp_path / "safe.db") == []
    assert (tmp_path / "safe.db").read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["data", "safe.db"]
