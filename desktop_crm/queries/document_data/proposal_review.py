"""What the proposal review says: what is offered, who judged it, and what each of them found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.models import Reviewed
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.review_lines import (
    EarlierLine,
    ReviewLine,
    earlier_lines,
    review_lines,
    round_text,
    standing_text,
)
from desktop_crm.queries.document_data.versions import version_name
from desktop_crm.queries.proposals import proposal_sheet
from desktop_crm.queries.reviews import review_sheet
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class ProposalReview(InternalOnly):
    """The data of `proposal_review`."""

    deal: Subject
    title: str
    shown: str  # the version
    standing: str
    round: str = ""
    total: int | None = None
    delivery_cycle: str = ""
    valid_until: date | None = None
    warnings: str = ""  # where the offer goes below our floor
    reviews: tuple[ReviewLine, ...] = ()
    earlier: tuple[EarlierLine, ...] = ()


def proposal_review(session: Session, deal_id: str) -> ProposalReview:
    """Return how the review of a deal's latest proposal stands."""
    paper = proposal_sheet(session, deal_id)
    if paper.state.shown is None:
        raise Refused(tr("还没有可以评审的方案。"), Remedy(tr("起草方案"), "proposal.proposal"))
    sheet = review_sheet(session, deal_id, Reviewed.PROPOSAL)
    about = subject(session, deal_id)
    return ProposalReview(
        deal=about,
        title=paper.title or about.title,
        shown=version_name(paper.state.shown.number),
        standing=standing_text(sheet),
        round=round_text(sheet),
        total=paper.totals.gross_fen if paper.items and not paper.unpriced else None,
        delivery_cycle=paper.delivery_cycle,
        valid_until=paper.valid_until,
        warnings="；".join(paper.warnings),
        reviews=review_lines(sheet),
        earlier=earlier_lines(sheet),
    )
