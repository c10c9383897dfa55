"""Targets as a sheet: written with what came of them, read back by its heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_crm.exchange.cells import text_of
from desktop_crm.exchange.fields import header_key
from desktop_crm.exchange.rows import Problem
from desktop_crm.exchange.sheets_out import Cell, Sheet
from desktop_crm.exchange.tables import SheetRow, SheetTable
from desktop_crm.models import Measure
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook, Stage
from desktop_crm.queries.target_records import TargetRecord
from desktop_crm.queries.targets import Aim
from desktop_crm.refusal import Refused
from desktop_crm.rules.names import name_key
from desktop_crm.rules.targets import NAMES, OF_PLAYBOOKS, OF_STAGES, BadTarget, read_target
from desktop_crm.system.translations import tr

TEAM: Final = tr("团队")
HEADS: Final = {
    "month": tr("月份"), "owner": tr("负责人"), "measure": tr("指标"), "playbook": tr("流程"), "stage": tr("阶段"),
    "target": tr("目标"), "actual": tr("实际"),
}  # fmt: skip
_ALSO: Final = {
    "month": ("月",), "owner": ("人员", "姓名"), "measure": ("目标类型",), "playbook": ("销售流程",), "target": ("目标值",),
}  # fmt: skip
_NEEDED: Final = frozenset({"month", "measure", "target"})
_HEADER_ROWS: Final = 20
_MONTH: Final = re.compile(r"(20\d\d)\D{0,2}(1[0-2]|0?[1-9])(?:\D.*)?")


@dataclass(frozen=True, slots=True)
class TargetRows:
    """What a sheet holds: targets, and the rows that could not be read."""

    values: Mapping[Aim, int | None]
    problems: tuple[Problem, ...]


def sheet_of(records: list[TargetRecord], playbooks: Playbooks) -> Sheet:
    """Return targets as a sheet; edited it can be imported again."""
    return Sheet(tr("目标"), tuple(HEADS.values()), [_row(record, playbooks) for record in records])


def is_target_sheet(table: SheetTable) -> bool:
    """Tell whether a table has the heads of a sheet of targets."""
    return _header(table) is not None


def read_targets(table: SheetTable, playbooks: Playbooks, people: Mapping[str, str]) -> TargetRows:
    """Return the targets of a sheet; `people` are the members by name. A row without a target says nothing."""
    header = _header(table)
    if header is None:
        raise Refused(tr("这不是目标表：表头里要有“月份”“指标”“目标”。"))
    columns = _columns(header)
    members = {name_key(name): key for name, key in people.items()}
    values: dict[Aim, int | None] = {}
    problems: list[Problem] = []
    for row in table.rows:
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
        if row.number <= header.number or not text_of(cells["target"]).strip():
            continue
        try:
            aim = _aim({name: text_of(cell) for name, cell in cells.items()}, playbooks, members)
            values[aim] = read_target(aim.measure, cells["target"])
        except BadTarget as error:
            problems.append(Problem(row.number, "", " | ".join(map(text_of, cells.values())), str(error)))
    return TargetRows(values, tuple(problems))


def _aim(said: Mapping[str, str], playbooks: Playbooks, members: Mapping[str, str]) -> Aim:
    measure = next((one for one in Measure if name_key(said["measure"]) in {one, name_key(NAMES[one])}), None)
    if measure is None:
        raise BadTarget(tr("没有“{name}”这个指标。", name=said["measure"]))
    owner = said.get("owner", "")
    member = "" if owner in {"", TEAM} else members.get(name_key(owner))
    if member is None:
        raise BadTarget(tr("团队里没有“{name}”。", name=owner))
    book = _playbook(said.get("playbook", ""), playbooks) if measure in OF_PLAYBOOKS else None
    stage = _stage(said.get("stage", ""), book) if book and measure in OF_STAGES else None
    return Aim(_month(said["month"]), measure, book.key if book else "", stage.key if stage else "", member)


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text.strip())
    if not found:
        raise BadTarget(tr("“{text}”不是月份，例如 2026-03。", text=text))
    return date(int(found[1]), int(found[2]), 1)


def _playbook(text: str, playbooks: Playbooks) -> Playbook:
    if not text:
        return playbooks.default
    book = next((one for one in playbooks.values() if text in {one.key, one.name}), None)
    if book is None:
        raise BadTarget(tr("没有“{name}”这个销售流程。", name=text))
    return book


def _stage(text: str, book: Playbook) -> Stage:
    stage = next((one for one in book.stages if text in {one.key, one.name}), None)
    if stage is None:
        raise BadTarget(tr("流程“{name}”没有“{stage}”这个阶段。", name=book.name, stage=text))
    return stage


def _header(table: SheetTable) -> SheetRow | None:
    return next((row for row in table.rows[:_HEADER_ROWS] if _columns(row).keys() >= _NEEDED), None)


def _columns(row: SheetRow) -> dict[str, int]:
    known = {header_key(word): name for name, head in HEADS.items() for word in (head, *_ALSO.get(name, ()))}
    found = ((known.get(header_key(cell)), at) for at, cell in enumerate(row.cells) if isinstance(cell, str) and cell)
    return {name: at for name, at in found if name and name != "actual"}


def _row(record: TargetRecord, playbooks: Playbooks) -> list[Cell]:
    book = playbooks.get(record.playbook) if record.playbook else None
    stage = book.find_stage(record.stage) if book else None
    percent = record.measure is Measure.CONVERSION
    target, actual = record.target, record.actual
    return [
        record.month,
        record.owner or TEAM,
        NAMES[record.measure],
        book.name if book else record.playbook,
        stage.name if stage else record.stage,
        f"{target:f}%" if percent else target,
        (None if actual is None else f"{actual:f}%") if percent else actual,
    ]
