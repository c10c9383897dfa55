"""What the record of a proposal talk says: who was there, how the customer took it, what they raised and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import method_name
from desktop_crm.queries.document_data.items import Item
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.versions import version_name
from desktop_crm.queries.presentations import Talk, points_of, talks_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class RaisedPoint(InternalOnly):
    """What the customer raised, who answers it until when, and the answer."""

    text: str
    raised_by: str = ""
    settled_by: str = ""
    due_on: date | None = None
    answer: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ProposalTalkRecord(InternalOnly):
    """The data of `proposal_talk_record`."""

    deal: Subject
    presented_on: date | None = None
    method: str = ""
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    shown: str = ""  # the version of the proposal
    reaction: str = ""
    points: tuple[RaisedPoint, ...] = ()
    next_action: str = ""
    next_due: date | None = None
    next_owner: str = ""


def proposal_talk_record(session: Session, deal_id: str, talk_id: str = "") -> ProposalTalkRecord:
    """Return one presentation of a deal, the newest unless told; three statements."""
    talks = talks_of(session, deal_id, points_of(session, deal_id))
    talk = next((found for found in talks if talk_id in ("", found.id)), None)
    if talk is None:
        raise Refused(tr("还没有可以印出的方案讲解记录。"), Remedy(tr("记录讲解"), "proposal.talks"))
    return ProposalTalkRecord(
        deal=subject(session, deal_id),
        presented_on=talk.presented_on,
        method=method_name(talk.method),
        place=talk.place,
        our_side=talk.our_side,
        their_side=talk.their_side,
        shown=version_name(talk.version) if talk.version is not None else "",
        reaction=talk.reaction,
        points=tuple(
            RaisedPoint(
                point.text, point.raised_by, point.settled_by, point.due_on, point.answer,
                tr("已答复") if point.settled else tr("待答复"),
            )
            for point in talk.points
        ),
        next_action=talk.next_action,
        next_due=talk.next_due,
        next_owner=talk.next_owner,
    )  # fmt: skip


def talk_items(session: Session, deal_id: str) -> tuple[Item, ...]:
    """Return the presentations of a deal, the newest last."""
    talks = reversed(talks_of(session, deal_id, []))
    return tuple(Item(talk.id, _label(number, talk)) for number, talk in enumerate(talks, 1))


def _label(number: int, talk: Talk) -> str:
    name = tr("第 {number} 次", number=number)
    return f"{name} {talk.presented_on.isoformat()}" if talk.presented_on else name
