"""What the requirement report says: one version of the requirement as the customer is asked to confirm it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ItemKind, Priority, Requirement, RequirementItem, link_id
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.versions import status_text, version_name
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_full
from desktop_crm.system.translations import tr

_KINDS: Final[dict[str, str]] = {ItemKind.PAIN: "痛点", ItemKind.GOAL: "目标", ItemKind.NEED: "需求"}
_PRIORITIES: Final[dict[str, str]] = {Priority.MUST: "必须", Priority.SHOULD: "应当", Priority.COULD: "可选"}


@dataclass(frozen=True, slots=True)
class RequirementLine(CustomerFacing):
    """A pain point, a goal or a need with its priority and how both sides know that it is met."""

    text: str
    measure: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class RequirementChange(CustomerFacing):
    """One difference from the previous version."""

    change: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RequirementReport(CustomerFacing):
    """The data of `requirement_report`."""

    deal: Subject
    version: int
    version_name: str
    status: str
    background: str = ""
    present_system: str = ""
    present_supplier: str = ""
    pains: tuple[RequirementLine, ...] = ()
    goals: tuple[RequirementLine, ...] = ()
    needs: tuple[RequirementLine, ...] = ()
    decision_process: str = ""
    timeline: str = ""
    budget: str = ""
    change_note: str = ""
    changes: tuple[RequirementChange, ...] = ()
    has_predecessor: bool = False


def requirement_report(session: Session, deal_id: str, version: int | None = None) -> RequirementReport:
    """Return the report on one version of a deal's requirement, the latest unless told; four statements."""
    versions = session.scalars(
        select(Requirement).where(Requirement.deal_id == deal_id).order_by(Requirement.version.desc())
    ).all()
    known = [found for found in versions if version is None or found.version <= version]
    if not known or version not in {None, known[0].version}:
        raise Refused(tr("还没有可以印出的需求。"), Remedy(tr("填写需求"), "requirement"))
    this, before = known[0], known[1] if len(known) > 1 else None
    items = _items(session, [found.id for found in known[:2]])
    mine, old = items.get(this.id, []), items.get(before.id, []) if before else []
    return RequirementReport(
        deal=subject(session, deal_id),
        version=this.version,
        version_name=version_name(this.version),
        status=status_text(this.status, this.confirmed_by, this.confirmed_on),
        background=this.background,
        present_system=this.present_system,
        present_supplier=this.present_supplier,
        pains=_lines(mine, ItemKind.PAIN),
        goals=_lines(mine, ItemKind.GOAL),
        needs=_lines(mine, ItemKind.NEED),
        decision_process=this.decision_process,
        timeline=this.timeline,
        budget=budget_text(this.budget_low_fen, this.budget_high_fen),
        change_note=this.change_note if before else "",
        changes=tuple(_changes(this, mine, old)) if before else (),
        has_predecessor=before is not None,
    )


def budget_text(low: int | None, high: int | None) -> str:
    """Return a range of amounts in words, "" when neither end is known."""
    if low is not None and high is not None:
        return format_full(low) if low == high else tr("{low} 至 {high}", low=format_full(low), high=format_full(high))
    if low is not None:
        return tr("不低于 {low}", low=format_full(low))
    return "" if high is None else tr("不超过 {high}", high=format_full(high))


def lines_of_version(
    session: Session, version_id: str
) -> tuple[tuple[RequirementLine, ...], tuple[RequirementLine, ...], tuple[RequirementLine, ...]]:
    """Return the pain points, goals and needs of one version, in one statement."""
    items = _items(session, [version_id]).get(version_id, [])
    return _lines(items, ItemKind.PAIN), _lines(items, ItemKind.GOAL), _lines(items, ItemKind.NEED)


def _items(session: Session, versions: list[str]) -> dict[str, list[RequirementItem]]:
    """Return the items of each version from top to bottom."""
    found: dict[str, list[RequirementItem]] = {}
    for item in session.scalars(
        select(RequirementItem)
        .where(RequirementItem.requirement_id.in_(versions))
        .order_by(RequirementItem.position, RequirementItem.id)
    ):
        found.setdefault(item.requirement_id, []).append(item)
    return found


def _lines(items: list[RequirementItem], kind: ItemKind) -> tuple[RequirementLine, ...]:
    return tuple(
        RequirementLine(item.text, item.measure, priority_name(item.priority)) for item in items if item.kind == kind
    )


def _changes(
    this: Requirement, items: list[RequirementItem], old: list[RequirementItem]
) -> Iterator[RequirementChange]:
    """Yield what was added, altered and removed; an item taken over has an id derived from its origin's."""
    origins = {link_id(this.id, item.id): item for item in old}
    for item in items:
        origin = origins.pop(item.id, None)
        if origin is None:
            yield RequirementChange(tr("新增"), _kind(item), item.text)
        elif _said(item) != _said(origin):
            was = "，".join(part for part, now in zip(_said(origin), _said(item), strict=True) if part != now)
            yield RequirementChange(
                tr("修改"), _kind(item), tr("{text}（原：{was}）", text=item.text, was=was or tr("空"))
            )
    for origin in origins.values():
        yield RequirementChange(tr("删除"), _kind(origin), origin.text)


def _kind(item: RequirementItem) -> str:
    return tr(_KINDS.get(item.kind, item.kind))


def priority_name(priority: str) -> str:
    """Return how much the customer insists, in words."""
    return tr(_PRIORITIES.get(priority, priority))


def _said(item: RequirementItem) -> tuple[str, ...]:
    """Return what an item says, as it is printed."""
    return (item.text, item.measure, priority_name(item.priority) if item.kind == ItemKind.NEED else "")
