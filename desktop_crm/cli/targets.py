"""Sheets of targets among the files to import: known by their heads, taken in as one step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_crm.cli.commands import company, company_as_it_is
from desktop_crm.exchange.tables import SheetTable, read_tables
from desktop_crm.exchange.target_sheet import TargetRows, is_target_sheet, read_targets
from desktop_crm.operations.targets import import_targets
from desktop_crm.queries.company import colleagues
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.store import Store
from desktop_crm.system.translations import tr


def told_apart(files: Sequence[Path]) -> tuple[list[SheetTable], list[Path]]:
    """Return the tables of targets, and the files that hold something else."""
    tables: list[SheetTable] = []
    others: list[Path] = []
    for file in files:
        found = [table for table in read_tables(file) if is_target_sheet(table)]
        tables += found
        if not found:
            others.append(file)
    return tables, others


def take_in_targets(folder: Path, tables: Sequence[SheetTable], *, dry_run: bool) -> None:
    """Set the targets of all tables in one step that one undo takes back, and say what was read."""
    with (company_as_it_is if dry_run else company)(folder) as store:
        values, stood = _read(store, tables)
        if dry_run:
            count = sum(stood.get(aim) != value for aim, value in values.items())
        else:
            count = store.write(
                import_targets.name, import_targets.label, lambda session: import_targets(session, values)
            )[0]
    print(tr("目标：{read} 项，其中 {count} 项是新的或改了", read=len(values), count=count))
    if dry_run:
        print(tr("这是预演，没有写入任何内容。"))


def _read(store: Store, tables: Sequence[SheetTable]) -> tuple[dict[Aim, int | None], dict[Aim, int]]:
    with store.read() as session:
        people = {one.name: one.id for one in colleagues(session)}
        stood = targets_in(session)
    values: dict[Aim, int | None] = {}
    for table in tables:
        found: TargetRows = read_targets(table, store.info["playbooks"], people)
        values |= found.values
        for problem in found.problems:
            print(tr("{file} 第 {row} 行没有读：{reason}", file=table.file, row=problem.row, reason=problem.reason))
    return values, stood
