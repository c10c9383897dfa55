"""What the requirement tab shows, and how two versions of a requirement differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, ItemKind, Requirement, RequirementItem
from desktop_crm.queries.versions import (
    NO_VERSIONS,
    Difference,
    PaperState,
    all_line_ids,
    field_differences,
    line_differences,
    origins,
    paper_state,
)
from desktop_crm.rules.amounts import format_short, format_yuan
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Item:
    """A pain point, goal or need; `origin` stays the same through all versions."""

    id: str
    origin: str
    kind: str
    text: str
    measure: str
    priority: str


@dataclass(frozen=True, slots=True)
class RequirementSheet:
    """One version of a requirement as the tab shows it; before the first one, what the lead says of money and time."""

    state: PaperState = NO_VERSIONS
    background: str = ""
    present_system: str = ""
    present_supplier: str = ""
    decision_process: str = ""
    timeline: str = ""
    budget_low_fen: int | None = None
    budget_high_fen: int | None = None
    items: tuple[Item, ...] = ()
    first_need: str = ""  # as the lead was captured
    contact: str = ""  # who would confirm it

    @property
    def budget(self) -> str:
        """Return the budget range in words."""
        return budget_text(self.budget_low_fen, self.budget_high_fen)

    def of(self, kind: str) -> tuple[Item, ...]:
        """Return the items of a kind."""
        return tuple(item for item in self.items if item.kind == kind)


def requirement_sheet(session: Session, deal_id: str, *, version_id: str = "") -> RequirementSheet:
    """Return a deal's requirement: the latest version unless another is asked for."""
    deal = session.execute(
        select(Deal.need, Deal.purchase_time, Deal.budget_low_fen, Deal.budget_high_fen, Contact.name)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .where(Deal.id == deal_id)
    ).first()
    need, contact = (deal.need, deal.name or "") if deal else ("", "")
    state = paper_state(session, Requirement, deal_id, version_id)
    if state.shown is None:
        return RequirementSheet(
            timeline=deal.purchase_time if deal else "",
            budget_low_fen=deal.budget_low_fen if deal else None,
            budget_high_fen=deal.budget_high_fen if deal else None,
            first_need=need,
            contact=contact,
        )
    row = session.get_one(Requirement, state.shown.id)
    return RequirementSheet(
        state=state,
        background=row.background,
        present_system=row.present_system,
        present_supplier=row.present_supplier,
        decision_process=row.decision_process,
        timeline=row.timeline,
        budget_low_fen=row.budget_low_fen,
        budget_high_fen=row.budget_high_fen,
        items=_items(session, state, row.id),
        first_need=need,
        contact=contact,
    )


def requirement_differences(session: Session, old_id: str, new_id: str) -> tuple[Difference, ...]:
    """Return what changed from one version of a requirement to a later one: fields, then items by kind."""
    old, new = session.get_one(Requirement, old_id), session.get_one(Requirement, new_id)
    roots = _origins(session, paper_state(session, Requirement, new.deal_id))
    found = field_differences(_fields(old), _fields(new))
    for kind in ItemKind:
        before, after = ([row for row in _rows(session, version) if row.kind == kind] for version in (old_id, new_id))
        found += line_differences(before, after, roots, _words)
    return tuple(found)


def budget_text(low: int | None, high: int | None) -> str:
    """Return a budget range as people write it: 50万–80万, or its one known end."""
    if low is not None and high is not None:
        return _amount(low) if low == high else f"{_amount(low)}–{_amount(high)}"
    if low is not None:
        return tr("{amount}以上", amount=_amount(low))
    return tr("{amount}以内", amount=_amount(high)) if high is not None else ""


def _amount(fen: int) -> str:
    """Return an amount in 万 where that loses nothing, else in full."""
    exact = fen % 10**8 == 0 if fen >= 10**10 else fen % 10**4 == 0
    return format_short(fen) if exact else format_yuan(fen)


def _items(session: Session, state: PaperState, version_id: str) -> tuple[Item, ...]:
    roots, item = _origins(session, state), RequirementItem
    rows = session.execute(
        select(item.id, item.kind, item.text, item.measure, item.priority)  # columns alone: a third of the time
        .where(item.requirement_id == version_id)
        .order_by(item.position, item.id)
    )
    return tuple(Item(key, roots.get(key, key), *values) for key, *values in rows)


def _rows(session: Session, version_id: str) -> Sequence[RequirementItem]:
    return session.scalars(
        select(RequirementItem)
        .where(RequirementItem.requirement_id == version_id)
        .order_by(RequirementItem.position, RequirementItem.id)
    ).all()


def _origins(session: Session, state: PaperState) -> dict[str, str]:
    versions = [version.id for version in state.versions]
    return origins(versions, all_line_ids(session, RequirementItem, RequirementItem.requirement_id, versions))


def _fields(row: Requirement) -> dict[str, str]:
    return {
        "background": row.background,
        "present_system": row.present_system,
        "present_supplier": row.present_supplier,
        "budget": budget_text(row.budget_low_fen, row.budget_high_fen),
        "timeline": row.timeline,
        "decision_process": row.decision_process,
    }


def _words(item: RequirementItem) -> str:
    return f"{item.text}（{item.measure}）" if item.measure else item.text
