"""Which member a lead should go to: the rule of the playbook over the leads and the team as they stand now (L7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Assignment, AssignmentState, Customer, Deal, Member, Outcome, Role
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.rules.assignment import (
    LeadProfile,
    MemberProfile,
    OpenLead,
    Ranked,
    Weighting,
    Weights,
    everyone,
    share_out,
)
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

ACTIVE: Final = (AssignmentState.PENDING, AssignmentState.CONFIRMED)
RETURNED: Final = (AssignmentState.REFUSED, AssignmentState.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member for a lead: points and reasons, load, and in `note` what speaks against them; `first` is the rule's choice."""

    member_id: str
    name: str
    points: int
    reasons: tuple[str, ...]
    note: str
    open_deals: int
    capacity: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCard:
    """What of a lead the person who assigns it has to know; `owner_id` is "" while nobody has it."""

    id: str
    number: str
    title: str
    customer: str
    region: str
    industry: str
    customer_type: str
    grade: str
    need: str
    playbook: str
    verified: bool
    open: bool
    owner_id: str
    owner: str
    assigned: bool
    missing: tuple[str, ...] = ()
    declined_by: tuple[str, ...] = ()

    @property
    def profile(self) -> LeadProfile:
        """Return what of it counts for the points."""
        return LeadProfile(self.region, self.industry, self.grade, self.customer_type, frozenset(self.declined_by))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lead and the member the rule would give it to; None when there is nobody."""

    lead: LeadCard
    choice: Candidate | None


def playbook_of_lead(session: Session, key: str) -> Playbook:
    """Return the playbook of that key as the company has it; the default when it is gone."""
    known = session.info.get("playbooks")
    return (known if isinstance(known, Playbooks) else Playbooks()).find(key)


def member_profiles(session: Session, today: date, *, leaving_out: Collection[str] = ()) -> list[MemberProfile]:
    """Return all members as the rule sees them today; the deals in `leaving_out` count in nobody's load."""
    load = open_deals(session, leaving_out=leaving_out)
    members = session.scalars(select(Member).order_by(Member.name, Member.id))
    return [_profile(member, load.get(member.id, 0), today) for member in members]


def is_away(away_from: date | None, away_until: date | None, day: date) -> bool:
    """Tell whether a day lies in an absence; one of its ends may be open."""
    if away_from is None and away_until is None:
        return False
    return (away_from is None or away_from <= day) and (away_until is None or day <= away_until)


def lead_cards(session: Session, ids: Sequence[str]) -> list[LeadCard]:
    """Return the leads with these ids, by number; those that are gone are left out."""
    active = select(Assignment.deal_id).where(Assignment.state.in_(ACTIVE), Assignment.member_id == Deal.owner_id)
    owner = aliased(Member)
    query = (
        select(
            Deal.id, Deal.number, Deal.title, Deal.grade, Deal.need, Deal.playbook, Deal.missing, Deal.owner_id,
            Deal.verified_at.is_not(None).label("verified"), (Deal.outcome == Outcome.OPEN).label("open"),
            Deal.id.in_(active.where(Assignment.deal_id == Deal.id)).label("assigned"),
            _word(Customer.name).label("customer"), _word(Customer.region).label("region"),
            _word(Customer.industry).label("industry"), _word(Customer.customer_type).label("customer_type"),
            _word(owner.name).label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(owner, owner.id == Deal.owner_id, isouter=True)
        .where(Deal.id.in_(ids))
        .order_by(Deal.number, Deal.id)
    )  # fmt: skip
    declined = _declined(session, ids)
    return [_card(dict(row), declined.get(row["id"], ())) for row in session.execute(query).mappings()]


def _declined(session: Session, ids: Sequence[str]) -> dict[str | None, tuple[str, ...]]:
    """Return for each lead the members who gave it back or left it unanswered."""
    query = select(Assignment.deal_id, Assignment.member_id).where(
        Assignment.deal_id.in_(ids), Assignment.state.in_(RETURNED)
    )
    found: dict[str | None, tuple[str, ...]] = {}
    for deal_id, member_id in session.execute(query):
        found[deal_id] = (*found.get(deal_id, ()), member_id)
    return found


def candidates(session: Session, deal_id: str) -> list[Candidate]:
    """Return all members for one lead, the rule's choice first, those with something against them last."""
    cards = lead_cards(session, [deal_id])
    if not cards:
        return []
    profiles = member_profiles(session, clock.today(), leaving_out=(deal_id,))
    known = {profile.id: profile for profile in profiles}
    ranked = everyone(cards[0].profile, profiles, _weights(session, cards[0].playbook))
    return [_candidate(one, known[one.member_id], first=place == 0) for place, one in enumerate(ranked)]


def propose(session: Session, ids: Sequence[str]) -> list[Proposal]:
    """Return who each of these leads would go to if they were all given out now, in the order they are given."""
    cards = {card.id: card for card in lead_cards(session, ids)}
    profiles = member_profiles(session, clock.today(), leaving_out=tuple(cards))
    known = {profile.id: profile for profile in profiles}
    leads = [OpenLead(card.id, card.number, card.profile, _weights(session, card.playbook)) for card in cards.values()]
    return [
        Proposal(cards[lead_id], _candidate(choice, known[choice.member_id], first=True) if choice else None)
        for lead_id, choice in ((placed.lead_id, placed.choice) for placed in share_out(leads, profiles))
    ]


def why_not(card: LeadCard, *, again: bool = False) -> str:
    """Return why a lead cannot be given out, "" when it can; `again` allows one that somebody has already."""
    if not card.open:
        return tr("已经结束")
    if not card.verified:
        missing = tr("还没有核对信息")
        return missing + (tr("，缺 {count} 项必填", count=len(card.missing)) if card.missing else "")
    if card.assigned and not again:
        return tr("已分配给{name}", name=card.owner)
    return ""


def _candidate(ranked: Ranked, member: MemberProfile, *, first: bool) -> Candidate:
    return Candidate(
        member_id=member.id,
        name=member.name,
        points=ranked.points,
        reasons=ranked.reasons,
        note=ranked.note,
        open_deals=member.open_deals,
        capacity=member.capacity,
        first=first,
    )


def _profile(member: Member, load: int, today: date) -> MemberProfile:
    return MemberProfile(
        id=member.id,
        name=member.name,
        regions=tuple(member.regions),
        industries=tuple(member.industries),
        grades=tuple(member.grades),
        customer_types=tuple(member.customer_types),
        open_deals=load,
        capacity=member.capacity,
        away=is_away(member.away_from, member.away_until, today),
        sells=member.role == Role.SALES_REP,
        left=member.left,
    )


def _card(values: dict[Any, Any], declined_by: tuple[str, ...]) -> LeadCard:
    values["owner_id"] = values["owner_id"] or ""
    values["missing"] = tuple(values["missing"])
    return LeadCard(**values, declined_by=declined_by)


def _weights(session: Session, playbook: str) -> Weighting:
    return playbook_of_lead(session, playbook).assignment or Weights()


def open_deals(session: Session, *, leaving_out: Collection[str] = ()) -> dict[str | None, int]:
    """Return how many open deals each member has; under None those nobody has.

    The playbooks are named so that the index by playbook and outcome finds the open deals among all the closed ones.
    """
    playbooks = session.scalars(select(Deal.playbook).distinct(), execution_options={"include_deleted": True}).all()
    counts = select(Deal.owner_id, func.count()).where(Deal.playbook.in_(playbooks), Deal.outcome == Outcome.OPEN)
    rows = session.execute(counts.where(Deal.id.not_in(leaving_out)).group_by(Deal.owner_id))
    return {row[0]: row[1] for row in rows}


def _word(column: Any) -> Any:
    return func.coalesce(column, "")
