"""Undo and redo: whatever was done is taken back exactly; a later change in the way is named."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from desktop_crm.models import ChangeSet, Contact, Customer, Deal, Objection
from desktop_crm.refusal import Refused
from desktop_crm.store import Store, undo
from desktop_crm.store.recorder import recorded_tables
from desktop_crm.system import clock
from tests.make import File

State = dict[tuple[str, str], dict[str, Any]]
Action = tuple[str, int, int, str, int | None]

TABLES: list[type[Customer | Contact | Deal | Objection]] = [Customer, Contact, Deal, Objection]
TEXTS = {"customer": "note", "contact": "title", "deal": "need", "objection": "answer"}
PARENTS = {"contact": "customer", "deal": "customer", "objection": "deal"}

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
numbers = st.one_of(st.none(), st.integers(-(2**62), 2**62))
actions = st.tuples(
    st.sampled_from(["insert", "edit", "delete", "revive", "bulk", "raw"]),
    st.integers(0, 3),
    st.integers(0, 50),
    words,
    numbers,
)


def act(session: Session, action: Action) -> None:
    """Carry out one random action on one random row."""
    kind, which, pick, word, number = action
    model = TABLES[which]
    table = model.__tablename__
    ids = session.scalars(select(model.id).order_by(model.id).execution_options(include_deleted=True)).all()
    if kind == "insert" or not ids:
        session.add(new_row(session, model, pick, word))
    elif kind == "bulk":
        session.execute(update(model).values({TEXTS[table]: word}))
    elif kind == "raw":
        session.execute(text(f"UPDATE {table} SET {TEXTS[table]} = :word WHERE rowid % 2"), {"word": word})  # noqa: S608
    else:
        row = session.get_one(model, ids[pick % len(ids)], execution_options={"include_deleted": True})
        change_row(row, kind, word, number)
    session.flush()


def new_row(session: Session, model: Any, pick: int, word: str) -> Any:
    row = model(**{TEXTS[model.__tablename__]: word})
    parent = PARENTS.get(model.__tablename__)
    if parent:
        ids = session.scalars(text(f"SELECT id FROM {parent} ORDER BY id")).all()  # noqa: S608
        setattr(row, f"{parent}_id", ids[pick % len(ids)] if ids else None)
    return row


def change_row(row: Any, kind: str, word: str, number: int | None) -> None:
    if kind == "edit":
        setattr(row, TEXTS[row.__tablename__], word)
        if isinstance(row, Deal):
            row.amount_fen, row.missing = number, [word]
    else:
        row.deleted_at = clock.now() if kind == "delete" else None


def state_of(store: Store) -> State:
    """Return every row of every recorded table."""
    with store.read() as session:
        return {
            (table.name, row["id"]): dict(row)
            for table in recorded_tables()
            for row in session.connection().execute(select(table)).mappings()
        }


def step(store: Store, find: Callable[[Session], undo.Step | None], name: str) -> bool:
    """Take one step back or forth as the workspace does; return whether there was one."""
    with store.read() as session:
        found = find(session)
    if found is None:
        return False
    store.write(name, name, lambda session: undo.take_back(session, found.rid), undoes=found.rid)
    return True


def undo_once(store: Store) -> bool:
    return step(store, undo.undo_step, undo.UNDO)


def redo_once(store: Store) -> bool:
    return step(store, undo.redo_step, undo.REDO)


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        Store(path).close()
        yield path


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(actions, min_size=1, max_size=4), max_size=8), st.data())
def test_undo_all_gives_the_start_and_redo_all_the_end(
    template: Path, sets: list[list[Action]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "company.db"
        shutil.copy(template, path)
        store = Store(path)
        try:
            check_there_and_back(store, sets, data.draw(st.integers(0, len(sets)), "prepared"))
        finally:
            store.close()


def check_there_and_back(store: Store, sets: list[list[Action]], prepared: int) -> None:
    start: State = {}
    for at, chosen in enumerate(sets):
        store.write(
            "act" if at >= prepared else "set_up_company", "act", lambda session, chosen=chosen: play(session, chosen)
        )
        if at + 1 == prepared:
            start = state_of(store)
    end = state_of(store)
    states = [end]
    while undo_once(store):
        states.append(state_of(store))
    assert_same_but_for_new_rows(states[-1], start)
    assert_index_follows(store)
    for before in reversed(states[:-1]):
        assert redo_once(store)
        assert_same_but_for_new_rows(state_of(store), before)
    assert state_of(store) == end
    assert not redo_once(store)
    assert_index_follows(store)


def play(session: Session, chosen: list[Action]) -> None:
    for action in chosen:
        act(session, action)


def assert_same_but_for_new_rows(found: State, expected: State) -> None:
    """Rows that were there are as they were; rows that were not are marked deleted."""
    assert {key: row for key, row in found.items() if key in expected} == expected
    assert all(row["deleted_at"] for key, row in found.items() if key not in expected)


def assert_index_follows(store: Store) -> None:
    with store.read() as session:
        indexed = set(session.scalars(text("SELECT row_id FROM search_entry")))
        live = set(session.scalars(text("SELECT id FROM deal WHERE deleted_at IS NULL")))
        for table in ("customer", "contact"):
            live |= set(session.scalars(text(f"SELECT id FROM {table} WHERE deleted_at IS NULL")))  # noqa: S608
        assert indexed == live


# ---- what is in the way


def label(file: File, name: str, work: Callable[[Session], Any]) -> int:
    """Carry out `work` under the label `name` and return its change set."""
    return file.store.write("act", name, work)[1].change_set


def take_back(file: File, rid: int) -> None:
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, rid), undoes=rid)


def set_field(model: Any, row_id: str, **values: Any) -> Callable[[Session], Any]:
    return lambda session: session.execute(update(model).where(model.id == row_id).values(values))


def refused(file: File, rid: int, naming: str) -> None:
    """Assert that taking back is refused, naming the change in the way, and changes nothing."""
    before = state_of(file.store)
    with pytest.raises(Refused, match=naming):
        take_back(file, rid)
    assert state_of(file.store) == before
    with file.store.read() as session:
        assert not session.get_one(ChangeSet, rid).undone


def test_the_same_field_changed_later_is_in_the_way(file: File) -> None:
    deal = file.deal()
    first = label(file, "改等级", set_field(Deal, deal, grade="B"))
    label(file, "再改等级", set_field(Deal, deal, grade="C"))
    refused(file, first, "再改等级")


def test_another_field_changed_later_is_not_in_the_way(file: File) -> None:
    deal = file.deal(grade="A")
    first = label(file, "改等级", set_field(Deal, deal, grade="B"))
    label(file, "改需求", set_field(Deal, deal, need="换系统"))
    take_back(file, first)
    with file.store.read() as session:
        found = session.get_one(Deal, deal)
        assert (found.grade, found.need) == ("A", "换系统")


def test_a_new_row_edited_later_stays(file: File) -> None:
    made = label(file, "新建客户", lambda session: session.add(Customer(id="c")))
    label(file, "改客户", set_field(Customer, "c", region="华北"))
    refused(file, made, "改客户")


def test_a_new_row_that_others_point_at_stays(file: File) -> None:
    made = label(file, "新建客户", lambda session: session.add(Customer(id="c")))
    label(file, "新建商机", lambda session: session.add(Deal(id="d", customer_id="c")))
    refused(file, made, "新建商机")


def test_a_row_brought_back_that_others_point_at_stays(file: File) -> None:
    made = label(file, "新建客户", lambda session: session.add(Customer(id="c")))
    take_back(file, made)
    back = label(file, "恢复客户", set_field(Customer, "c", deleted_at=None))
    label(file, "新建商机", lambda session: session.add(Deal(id="d", customer_id="c")))
    refused(file, back, "新建商机")


def test_what_was_taken_back_is_no_longer_in_the_way(file: File) -> None:
    made = label(file, "新建客户", lambda session: session.add(Customer(id="c")))
    later = label(file, "改客户", set_field(Customer, "c", region="华北"))
    take_back(file, later)
    take_back(file, made)
    assert state_of(file.store)["customer", "c"]["deleted_at"]


def test_rows_of_two_tables_may_share_an_id(file: File) -> None:
    made = label(file, "新建客户", lambda session: session.add(Customer(id="same")))
    label(file, "新建联系人", lambda session: session.add(Contact(id="same")))
    label(file, "改联系人", set_field(Contact, "same", title="总监"))
    take_back(file, made)
    assert state_of(file.store)["contact", "same"]["title"] == "总监"


def test_a_change_is_taken_back_once(file: File) -> None:
    made = label(file, "新建客户", lambda session: session.add(Customer(id="c")))
    take_back(file, made)
    with pytest.raises(Refused, match="已经撤销"):
        take_back(file, made)


def test_a_new_change_ends_the_chance_to_redo(file: File) -> None:
    label(file, "新建客户", lambda session: session.add(Customer(id="c")))
    undo_once(file.store)
    label(file, "新建联系人", lambda session: session.add(Contact(id="p")))
    assert not redo_once(file.store)
    undo_once(file.store)
    assert redo_once(file.store)
    assert not redo_once(file.store)
    assert not state_of(file.store)["contact", "p"]["deleted_at"]


def test_a_row_made_and_deleted_in_one_step_does_not_block_undo(file: File) -> None:
    label(file, "前一步", lambda session: session.add(Contact(id="p")))
    label(file, "空步", lambda session: session.add(Customer(id="c", deleted_at=clock.now())))
    assert undo_once(file.store)
    assert undo_once(file.store)
    assert state_of(file.store)["contact", "p"]["deleted_at"]


@pytest.mark.benchmark
def test_an_import_is_undone_in_less_time_than_it_took(file: File) -> None:
    def load(session: Session) -> None:
        customers = [Customer(name=f"客户{number}") for number in range(1_000)]
        session.add_all(customers)
        session.flush()
        deals = [Deal(title=f"商机{number}", customer_id=customers[number % 1_000].id) for number in range(10_000)]
        session.add_all(deals)
        session.flush()
        for deal in deals[:5_000]:
            deal.next_step = "致电"

    started = time.perf_counter()
    label(file, "导入", load)
    loaded = time.perf_counter()
    undo_once(file.store)
    assert time.perf_counter() - loaded < loaded - started
