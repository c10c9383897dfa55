"""What the schema must keep so that two laptops can exchange their changes later."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Table, UniqueConstraint

from desktop_crm.models import Base, Row, metadata
from desktop_crm.store.recorder import recorded_tables
from tests.make import File

TABLES = metadata().sorted_tables
ROWS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Row)),
    key=lambda model: model.__tablename__,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_nothing_is_unique_but_the_key(table: Table) -> None:
    assert [index.name for index in table.indexes if index.unique] == []
    assert [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)] == []
    assert [column.name for column in table.columns if column.unique] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whatever_must_be_there_has_a_default(table: Table) -> None:
    assert [column.name for column in table.columns if must_be_given(column)] == []


def must_be_given(column: Column[object]) -> bool:
    """Return whether an older program, which does not know the column, could not add a row."""
    return not (column.nullable or column.primary_key or column.server_default is not None)


@pytest.mark.parametrize("table", recorded_tables(), ids=lambda table: table.name)
def test_the_key_is_a_text_made_on_the_laptop(table: Table) -> None:
    assert [column.name for column in table.primary_key] == ["id"]
    assert table.c.id.type.python_type is str
    assert table.c.id.default is not None


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__tablename__)
def test_groups_name_columns_once(model: type[Row]) -> None:
    groups: tuple[tuple[str, ...], ...] = getattr(model, "groups", ())
    named = [name for group in groups for name in group]
    assert set(named) <= set(model.__table__.columns.keys())
    assert len(named) == len(set(named))
    assert all(len(group) > 1 for group in groups)


@pytest.mark.parametrize("table", recorded_tables(), ids=lambda table: table.name)
def test_links_lead_to_recorded_rows_and_may_be_empty(table: Table) -> None:
    for key in table.foreign_keys:
        assert key.column.table in recorded_tables()
        assert key.column.name == "id"
        assert key.parent.nullable, f"{key.parent}: rows may arrive in any order"


def test_every_recorded_table_has_its_triggers(file: File) -> None:
    with file.store.engine.connect() as connection:
        found = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
    wanted = {
        f"{kind}_{table.name}"
        for table in recorded_tables()
        for kind in ("record_insert", "record_update", "keep", "keep_id")
    }
    assert wanted <= found


def test_money_is_whole_fen() -> None:
    amounts = [column for table in TABLES for column in table.columns if "fen" in column.name.split("_")]
    assert len(amounts) > 5
    assert {column.type.python_type for column in amounts} == {int}
