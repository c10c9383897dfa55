"""What some closed deals of the sample company taught."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import timedelta

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, DealReview, link_id
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.system import clock
from desktop_crm.system.paths import resources


class SampleReview(Struct, frozen=True, forbid_unknown_fields=True):
    """The review of the deal with this title, written so many days ago; reasons by their keys in the playbook."""

    deal: str
    ago: int
    lesson: str
    reasons: tuple[str, ...] = ()
    competitor: str = ""
    went_well: str = ""
    went_badly: str = ""


class _Reviews(Struct, frozen=True, forbid_unknown_fields=True):
    reviews: tuple[SampleReview, ...]


def reviews(session: Session) -> None:
    """Add the reviews; the deals must be there. Whoever owned a deal wrote its review."""
    file = resources() / "sample" / "reviews.toml"
    for sample in msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _Reviews).reviews:
        deal = session.scalars(select(Deal).where(Deal.title == sample.deal)).one()
        written = max(deal.closed_on or clock.today(), clock.today() - timedelta(days=sample.ago))
        session.add(
            DealReview(
                id=link_id("deal_review", deal.id), deal_id=deal.id, reviewer_id=deal.owner_id, reviewed_on=written,
                reasons=_names(session, deal, sample.reasons), competitor=sample.competitor, lesson=sample.lesson,
                went_well=sample.went_well, went_badly=sample.went_badly,
            )
        )  # fmt: skip


def _names(session: Session, deal: Deal, keys: Iterable[str]) -> list[str]:
    named = {reason.key: reason.name for reason in playbook_of(session, deal).outcome(deal.outcome).reasons}
    return [named[key] for key in keys]
