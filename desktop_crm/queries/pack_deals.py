"""The deals whose papers a manager may bind together: a stage, a colleague's, what was found, or a choice of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Member, Outcome
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.search import deals_matching

MOST = 500  # deals that are listed, and so bound at once


@dataclass(frozen=True, slots=True)
class PackFilter:
    """Which deals are wanted; what is empty leaves nothing out."""

    text: str = ""
    stage: str = ""  # playbook/stage
    owner: str = ""
    outcome: str = Outcome.OPEN
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackDeal:
    """A deal as a row to choose."""

    id: str
    number: str
    customer: str
    title: str
    stage: str
    owner: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class PackDeals:
    """The deals that a filter leaves, the most urgent first, at most `MOST` of `total`."""

    rows: tuple[PackDeal, ...]
    total: int


def pack_deals(session: Session, wanted: PackFilter) -> PackDeals:
    """Return the deals that a filter leaves; two statements."""
    conditions = _narrowing(wanted)
    rows = session.execute(
        select(Deal, func.coalesce(Customer.name, ""), func.coalesce(Member.name, ""))
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(*conditions)
        .order_by(func.coalesce(Deal.next_due, "9999"), Deal.number, Deal.id)
        .limit(MOST)
    ).all()
    total = len(rows) if len(rows) < MOST else session.scalar(select(func.count(Deal.id)).where(*conditions)) or 0
    playbooks = playbooks_in(session)
    return PackDeals(tuple(_row(playbooks, deal, customer, owner) for deal, customer, owner in rows), total)


def stages(session: Session) -> list[tuple[str, str]]:
    """Return the stages in which deals under way are, as (playbook/stage, name), the name with its playbook's where there are several."""
    found = session.execute(
        select(Deal.playbook, Deal.stage)
        .where(Deal.outcome == Outcome.OPEN)
        .distinct()
        .order_by(Deal.playbook, Deal.stage)
    ).all()
    playbooks = playbooks_in(session)
    several = len({row.playbook for row in found}) > 1
    named: list[tuple[str, int, str, str]] = []
    for row in found:
        playbook = playbooks.find(row.playbook)
        keys = [stage.key for stage in playbook.stages]
        stage = playbook.find_stage(row.stage)
        name = stage.name if stage else row.stage
        place = keys.index(row.stage) if row.stage in keys else len(keys)
        named.append(
            (row.playbook, place, f"{row.playbook}/{row.stage}", f"{playbook.name} · {name}" if several else name)
        )
    return [(key, name) for _, _, key, name in sorted(named)]


def _row(playbooks: Playbooks, deal: Deal, customer: str, owner: str) -> PackDeal:
    stage = playbooks.find(deal.playbook).find_stage(deal.stage)
    return PackDeal(
        deal.id,
        deal.number,
        customer,
        deal.title or deal.need,
        stage.name if stage else deal.stage,
        owner,
        deal.amount_fen,
    )


def _narrowing(wanted: PackFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.ids:
        return [Deal.id.in_(wanted.ids)]
    if wanted.outcome:
        conditions.append(Deal.outcome == wanted.outcome)
    if wanted.stage:
        playbook, _, stage = wanted.stage.partition("/")
        conditions += [Deal.playbook == playbook, Deal.stage == stage]
    if wanted.owner:
        conditions.append(Deal.owner_id == wanted.owner)
    if wanted.text.strip():
        conditions.append(deals_matching(wanted.text))
    return conditions
