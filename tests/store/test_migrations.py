"""Migrations: what they build is what the models say, an older file comes along, and a failure changes nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from desktop_crm.models import Customer, Deal
from desktop_crm.store import Store, backup, schema
from desktop_crm.store.engine import open_engine
from desktop_crm.store.upgrade import configuration, upgrade
from tests.make import File

RELEASED = sorted((Path(__file__).parent.parent / "data" / "files").glob("*.db"))


def built(engine: Engine) -> dict[str, str]:
    """Return what the file is made of: the SQL of every table, index and trigger, without its layout."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    return {name: normal(sql) for name, sql in rows}


def normal(sql: str) -> str:
    """Return SQL without blanks and quotes, the parts of a table in one order: what no one can see from outside."""
    plain = re.sub(r'["\s]+', " ", sql).replace("( ", "(").replace(" )", ")").replace(" ,", ",").strip()
    if not plain.startswith("CREATE TABLE"):
        return plain
    head, _, body = plain.partition("(")
    return head + "(" + "; ".join(sorted(re.split(r", (?![^(]*\))", body.removesuffix(")"))))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "empty.db")
    yield engine
    engine.dispose()


def test_migrations_from_nothing_build_what_the_models_say(empty: Engine, file: File) -> None:
    upgrade(empty)
    assert built(empty) == built(file.store.engine)


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [schema.HEAD]


def test_the_comparison_sees_a_missing_default() -> None:
    assert normal("CREATE TABLE a (b TEXT DEFAULT '' NOT NULL, c INT)") != normal(
        "CREATE TABLE a (b TEXT NOT NULL, c INT)"
    )
    assert normal('CREATE TABLE "a" (c INT, b TEXT)') == normal("CREATE TABLE a (\n\tb TEXT, \n\tc INT\n)")


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_file_of_every_release_comes_along(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "company.db"
    shutil.copy(released, path)
    store = Store(path)
    try:
        assert backup.check(store.engine) == []
        with store.read() as session:
            assert session.query(Deal).count() >= 1
        store.write("rename", "改名", lambda session: session.query(Customer).update({"name": "改名"}))
    finally:
        store.close()


def test_a_failing_migration_leaves_the_file_as_it_was(file: File) -> None:
    with file.store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")  # so that the first migration meets its own tables
    before = built(file.store.engine)
    with pytest.raises(OperationalError, match="already exists"):
        upgrade(file.store.engine)
    assert built(file.store.engine) == before


def test_an_upgrade_takes_a_sound_copy_first(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    file.deal()
    path = file.store.path
    file.close()
    done: list[str] = []
    present = schema.HEAD
    monkeypatch.setattr(schema, "HEAD", "9999")

    def note(_: Engine) -> None:
        done.append("upgraded")

    monkeypatch.setattr("desktop_crm.store.upgrade.upgrade", note)
    Store(path).close()
    copy = path.with_name(f"company-{present}-upgrade.db")
    assert done == ["upgraded"]
    assert backup.check_file(copy) == []
