"""Nothing gets past the recorder, whatever a change is written with."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from desktop_crm.models import Base, ChangeSet, Customer, Row, RowChange, metadata
from desktop_crm.refusal import Unavailable
from desktop_crm.store.recorder import recorded_tables
from tests.make import File

Write = Callable[[Session, str], Any]


def by_attribute(session: Session, row_id: str) -> None:
    session.get_one(Customer, row_id).region = "华南"


def by_statement(session: Session, row_id: str) -> None:
    session.execute(update(Customer).where(Customer.id == row_id).values(region="华南"))


def by_bulk(session: Session, row_id: str) -> None:
    session.execute(update(Customer), [{"id": row_id, "region": "华南"}])


def by_raw_sql(session: Session, row_id: str) -> None:
    session.execute(text("UPDATE customer SET region = '华南' WHERE id = :id"), {"id": row_id})


def by_driver(session: Session, row_id: str) -> None:
    session.connection().exec_driver_sql("UPDATE customer SET region = '华南' WHERE id = ?", (row_id,))


def by_upsert(session: Session, row_id: str) -> None:
    session.execute(
        text("INSERT INTO customer (id) VALUES (:id) ON CONFLICT (id) DO UPDATE SET region = '华南'"), {"id": row_id}
    )


UPDATES = [by_attribute, by_statement, by_bulk, by_raw_sql, by_driver, by_upsert]


def record(file: File, change_set: int) -> list[tuple[str, str, str, Any, Any]]:
    """Return what stands in the record of one change set."""
    with file.store.read() as session:
        rows = session.scalars(select(RowChange).where(RowChange.change_set == change_set).order_by(RowChange.rid))
        return [
            (row.table, row.row_id, row.kind, json.loads(row.old or "null"), json.loads(row.new or "null"))
            for row in rows
        ]


@pytest.mark.parametrize("write", UPDATES)
def test_an_update_is_recorded_with_its_old_and_new_values_only(file: File, write: Write) -> None:
    customer = file.customer(region="华东")
    _, changes = file.store.write("edit", "改", lambda session: write(session, customer))
    assert changes.rows == {"customer": {customer}}
    assert record(file, changes.change_set) == [
        ("customer", customer, "update", {"region": "华东"}, {"region": "华南"})
    ]


def new_by_orm(session: Session) -> None:
    session.add_all([Customer(id="a"), Customer(id="b")])


def new_by_bulk(session: Session) -> None:
    session.execute(insert(Customer), [{"id": "a"}, {"id": "b"}])


def new_by_raw_sql(session: Session) -> None:
    session.execute(text("INSERT INTO customer (id) VALUES ('a'), ('b')"))


def new_by_select(session: Session) -> None:
    session.execute(text("INSERT INTO customer (id) SELECT value FROM json_each(:ids)"), {"ids": '["a", "b"]'})


@pytest.mark.parametrize("write", [new_by_orm, new_by_bulk, new_by_raw_sql, new_by_select])
def test_an_insert_is_recorded_by_its_id(file: File, write: Callable[[Session], Any]) -> None:
    _, changes = file.store.write("add", "加", write)
    assert changes.of("customer") == {"a", "b"}
    assert [entry[2:] for entry in record(file, changes.change_set)] == [("insert", None, None)] * 2


def test_who_and_what_stand_in_the_change_set(file: File) -> None:
    _, changes = file.store.write("add_customer", "新建客户", lambda session: session.add(Customer()))
    with file.store.read() as session:
        found = session.get_one(ChangeSet, changes.change_set)
        assert (found.operation, found.label, found.by_id) == ("add_customer", "新建客户", file.me)
        assert len(found.id) == 36
        assert found.at.tzinfo is not None


def test_a_write_that_changes_nothing_leaves_no_trace(file: File) -> None:
    customer = file.customer(region="华南")
    before = count_of_change_sets(file)
    for write in UPDATES:
        _, changes = file.store.write("edit", "改", lambda session, write=write: write(session, customer))
        assert not changes
    assert count_of_change_sets(file) == before


def test_a_failing_write_leaves_no_trace(file: File) -> None:
    before = count_of_change_sets(file)

    def fail(session: Session) -> None:
        session.add(Customer(id="lost"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        file.store.write("fail", "败", fail)
    assert count_of_change_sets(file) == before
    with file.store.read() as session:
        assert session.get(Customer, "lost") is None


def count_of_change_sets(file: File) -> int:
    with file.store.read() as session:
        return session.scalar(select(func.count(ChangeSet.rid))) or 0


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM customer WHERE id = :id", "INSERT OR REPLACE INTO customer (id, name) VALUES (:id, '新')"],
    ids=["delete", "replace"],
)
def test_rows_are_never_removed(file: File, statement: str) -> None:
    customer = file.customer()
    with pytest.raises(IntegrityError, match="never removed"):
        file.store.write("remove", "删", lambda session: session.execute(text(statement), {"id": customer}))


def test_a_key_never_changes(file: File) -> None:
    customer = file.customer()
    with pytest.raises(IntegrityError, match="key never changes"):
        file.store.write(
            "edit",
            "改",
            lambda session: session.execute(text("UPDATE customer SET id = 'x' WHERE id = :id"), {"id": customer}),
        )


@pytest.mark.parametrize("table", [table.name for table in recorded_tables()])
def test_no_table_can_be_written_outside_of_a_change_set(file: File, table: str) -> None:
    statement = f"INSERT INTO {table} (id) VALUES ('x')"  # noqa: S608 - our own table name
    writer = file.store.engine.execution_options(writes=True)
    with pytest.raises(IntegrityError, match=r"row_change\.change_set"), writer.begin() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(OperationalError, match="readonly"), file.store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_query_cannot_write(file: File) -> None:
    with pytest.raises(Unavailable, match="只读"), file.store.read() as session:
        session.execute(insert(Customer), [{"id": "x"}])


def test_another_program_cannot_write_past_the_recorder(file: File) -> None:
    file.close()
    other = dbapi2.connect(str(file.store.path))
    with pytest.raises(dbapi2.Error, match=r"no such function: (current_change_set|search_name)"):
        other.execute("INSERT INTO customer (id) VALUES ('x')")
    other.close()


def test_the_connection_forgets_its_change_set_after_a_failure(file: File) -> None:
    with pytest.raises(DBAPIError):
        file.store.write("bad", "坏", lambda session: session.execute(text("SELECT * FROM nowhere")))
    writer = file.store.engine.execution_options(writes=True)
    with pytest.raises(DatabaseError), writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO customer (id) VALUES ('x')")


def test_every_model_that_people_work_with_is_recorded() -> None:
    rows = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if issubclass(mapper.class_, Row)}
    assert {table.name for table in recorded_tables()} == rows
    assert set(metadata().tables) - rows == {"change_set", "row_change", "deal_snapshot"}
