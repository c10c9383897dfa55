"""The sheet of follow-ups (销售跟进表): one row a deal with its thirteen fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.playbooks.vocabulary import STATUS_NAMES
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.deal_lines import DealLine, deal_lines
from desktop_crm.queries.document_data.inside import reach_of, stage_name
from desktop_crm.queries.document_data.requirement_report import budget_text
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class FollowedDeal(InternalOnly):
    """One deal as a row; `number` tells it from others of the same customer."""

    customer: str = ""
    industry: str = ""
    contact: str = ""
    reach: str = ""
    source: str = ""
    stage: str = ""
    need: str = ""
    chain: str = ""
    budget: str = ""
    next_step: str = ""
    records: str = ""
    owner: str = ""
    status: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class FollowupSheet(InternalOnly):
    """The data of `followup_sheet`."""

    rows: tuple[FollowedDeal, ...] = ()
    total: int = 0


def followup_sheet(session: Session, deal_ids: Sequence[str]) -> FollowupSheet:
    """Return the sheet of these deals, at least one; a few statements for each 500."""
    rows = followed_deals(session, deal_ids)
    if not rows:
        raise Refused(tr("没有可以列出的商机。"))
    return FollowupSheet(rows, len(rows))


def followed_deals(session: Session, deal_ids: Sequence[str]) -> tuple[FollowedDeal, ...]:
    """Return these deals as rows, in this order."""
    return tuple(_row(session, line) for line in deal_lines(session, deal_ids))


def _row(session: Session, line: DealLine) -> FollowedDeal:
    deal = line.deal
    playbook = playbooks_in(session).find(deal.playbook)
    return FollowedDeal(
        customer=line.customer.name if line.customer else "",
        industry=line.customer.industry if line.customer else "",
        contact=line.person,
        reach=reach_of(line.contact),
        source=line.source,
        stage=stage_name(playbook, deal.stage),
        need=deal.need,
        chain=line.chain,
        budget=budget_text(deal.budget_low_fen, deal.budget_high_fen),
        next_step=line.next_step,
        records=line.records,
        owner=line.owner,
        status={str(key): tr(name) for key, name in STATUS_NAMES.items()}.get(deal.stage_status, ""),
        number=deal.number,
    )
