"""Targets (A6): what a month shall bring, set in the grid, from a sheet, from the month before or from the playbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Measure, Member, Target, link_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbooks_of
from desktop_crm.operations.rows import adopt, mark_deleted
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.refusal import Refused
from desktop_crm.rules.months import month_name, month_of
from desktop_crm.rules.targets import OF_PLAYBOOKS, OF_STAGES, wrong_with
from desktop_crm.system.translations import tr


@operation("设定目标")
def set_targets(session: Session, values: Mapping[Aim, int | None]) -> int:
    """Set many targets in one go and return how many were not so before."""
    return _set(session, values)


@operation("导入目标")
def import_targets(session: Session, values: Mapping[Aim, int | None]) -> int:
    """Set the targets of a sheet in one go and return how many were not so before."""
    return _set(session, values)


@operation("复制目标")
def copy_targets(session: Session, month: date, *, source: date) -> int:
    """Copy the targets of `source` into a month, where none stands yet and for those still here; return how many."""
    found = targets_in(session, [source])
    if not found:
        raise Refused(tr("{month}没有目标，没有可以复制的。", month=month_name(source)))
    there = targets_in(session, [month])
    known = _people(session)
    wanted = {
        copied: value
        for aim, value in found.items()
        if (copied := replace(aim, month=month)) not in there and (not aim.member or aim.member in known)
    }
    if not wanted:
        raise Refused(tr("{month}的目标都已定好，没有覆盖。", month=month_name(month)))
    return _set(session, wanted)


@operation("采用流程的建议目标")
def adopt_proposals(session: Session, month: date, *, playbook: str) -> int:
    """Take over what the playbook proposes for the team, where no target stands yet; return how many."""
    book = playbooks_of(session).find(playbook)
    wanted: dict[Aim, int] = {}
    for stage in book.stages:
        if stage.target_new_per_month:
            wanted[Aim(month, Measure.NEW_LEADS, book.key)] = stage.target_new_per_month
        if stage.target_conversion_percent:
            wanted[Aim(month, Measure.CONVERSION, book.key, stage.key)] = stage.target_conversion_percent * 10
    if not wanted:
        raise Refused(tr("流程“{name}”没有建议的目标，可以直接输入数字。", name=book.name))
    there = targets_in(session, [month])
    wanted = {aim: value for aim, value in wanted.items() if aim not in there}
    if not wanted:
        raise Refused(tr("{month}的这些目标都已定好，没有覆盖。", month=month_name(month)))
    return _set(session, wanted)


def target_id(aim: Aim) -> str:
    """Return the key of the one row that holds this target, the same on any laptop."""
    return link_id("target", aim.month.isoformat(), aim.measure, aim.playbook, aim.stage, aim.member)


def _set(session: Session, values: Mapping[Aim, int | None]) -> int:
    people = _people(session)
    there = targets_in(session, {aim.month for aim in values})
    changed = {aim: value for aim, value in values.items() if there.get(aim) != value}
    for aim, value in changed.items():
        _check(session, aim, value, people)
    for aim, value in changed.items():
        row = adopt(session, Target, target_id(aim))
        row.month, row.measure, row.playbook, row.stage = aim.month, aim.measure, aim.playbook, aim.stage
        row.member_id, row.value = aim.member or None, value
        if value is None:
            mark_deleted(row)
    return len(changed)


def _check(session: Session, aim: Aim, value: int | None, people: frozenset[str]) -> None:
    if aim.month != month_of(aim.month):
        raise ValueError(aim.month)
    if bool(aim.playbook) != (aim.measure in OF_PLAYBOOKS) or bool(aim.stage) != (aim.measure in OF_STAGES):
        raise ValueError(aim)
    if value is None:  # whatever it was for can be gone by now
        return
    if reason := wrong_with(aim.measure, value):
        raise Refused(reason)
    if aim.member and aim.member not in people:
        raise Refused(tr("这位负责人已不在团队里，不能再设目标。"))
    book = playbooks_of(session).get(aim.playbook) if aim.playbook else None
    if aim.playbook and book is None:
        raise Refused(tr("没有这个销售流程，不能设目标。"))
    if book and aim.stage and book.find_stage(aim.stage) is None:
        raise Refused(tr("流程“{name}”没有这个阶段，不能设目标。", name=book.name))


def _people(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(Member.id).where(Member.left.is_(False))))
