"""Presentations of a proposal (P1): how it went, what the customer raised, and who answers that until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Deal,
    Member,
    Method,
    Presentation,
    PresentationPoint,
    Reviewed,
    context,
    new_id,
)
from desktop_crm.operations.activities import delete_activity, edit_activity, record_activity
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.reviews import latest_version
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({
    "presented_on", "method", "place", "our_side", "their_side", "reaction", "next_action", "next_due",
})  # fmt: skip
POINT_FIELDS: Final = frozenset({"text", "raised_by", "answer", "settled_by", "due_on", "settled"})
PLACE: Final = "proposal.talks"
_NOON: Final = time(12)  # of a talk whose day alone is known: the middle of the working day
_LONGEST_NAME: Final = 6


@operation("记录方案讲解")
def record_presentation(
    session: Session,
    deal_id: str,
    *,
    reaction: str = "",
    points: Sequence[str] = (),
    happened_at: datetime | None = None,
    method: str = Method.MEETING,
    place: str = "",
    our_side: str = "",
    their_side: str = "",
    next_action: str = "",
    next_due: date | None = None,
    next_at: str = "",
    next_owner_id: str = "",
    fulfils: str = "",
) -> str:
    """Write down how a presentation went; in the same step its follow-up record and the plan of what comes next.

    `points` are what the customer raised, “who: what” or just what; `fulfils` names the plan that this carries out.
    Returns the presentation's id.
    """
    raised = filled(points)
    _refuse_unsaid(reaction, raised, next_action, next_due)
    at = happened_at or clock.now()
    _refuse_future(clock.local_day(at))
    deal = existing(session, Deal, deal_id)
    version = latest_version(session, deal.id, Reviewed.PROPOSAL)
    record = record_activity(
        session,
        deal.id,
        feedback=reaction.strip() or "；".join(raised),
        happened_at=at,
        method=Method(method),
        next_step=next_action,
        next_due=next_due,
        next_at=next_at,
        next_owner_id=next_owner_id,
        fulfils=fulfils,
    )
    talk = Presentation(id=new_id(), deal_id=deal.id, proposal_id=version[0] if version else None, activity_id=record)
    values = {"presented_on": clock.local_day(at), "method": method, "place": place, "our_side": our_side,
              "their_side": their_side, "reaction": reaction, "next_action": next_action, "next_due": next_due}  # fmt: skip
    edit(talk, values, fields=FIELDS)
    talk.next_owner_id = (next_owner_id or context(session).me or deal.owner_id) if talk.next_action else None
    session.add(talk)
    if raised:
        _add_points(session, talk, raised, "")
    return talk.id


@operation("修改方案讲解")
def edit_presentation(session: Session, presentation_id: str, **values: Any) -> str:
    """Change what was written down; its follow-up record, and the plan that still stands, follow."""
    talk = existing(session, Presentation, presentation_id)
    _refuse_future(values.get("presented_on"))
    if "presented_on" in values and values["presented_on"] is None:
        raise Refused(tr("讲解日期不能为空。"), Remedy(tr("填写日期"), PLACE))
    planned = _plan_of(session, talk) if {"next_action", "next_due"} & values.keys() else None
    edit(talk, values, fields=FIELDS)
    _keep_record(session, talk, values)
    if planned is not None:
        edit_activity(session, planned.id, goal=talk.next_action or planned.goal, due_on=talk.next_due)
    return talk.id


@operation("删除方案讲解")
def delete_presentation(session: Session, presentation_id: str) -> str:
    """Strike a presentation out with its points and its follow-up record; what was planned from it stays."""
    talk = existing(session, Presentation, presentation_id)
    for point in _points(session, talk.deal_id):
        if point.presentation_id == talk.id:
            mark_deleted(point)
    if _record_of(session, talk) is not None:
        delete_activity(session, talk.activity_id)
    mark_deleted(talk)
    return talk.id


# What the customer raised: one list for the deal, whichever presentation a point comes from


@operation("添加讲解反馈")
def add_presentation_points(
    session: Session, deal_id: str, *, texts: Sequence[str], after: str = ""
) -> tuple[str, ...]:
    """Add a point for each text (“赵经理：要能耗数据” says who raised it) to the latest presentation; return their ids."""
    latest = session.scalars(
        select(Presentation)
        .where(Presentation.deal_id == deal_id)
        .order_by(Presentation.presented_on.desc(), Presentation.id.desc())
        .limit(1)
    ).first()
    if latest is None:
        raise Refused(tr("先记录一次讲解，再添加客户的问题。"), Remedy(tr("记录讲解"), PLACE))
    return _add_points(session, latest, filled(texts), after)


@operation("修改讲解反馈")
def edit_presentation_point(session: Session, point_id: str, *, said: str = "", **values: Any) -> str:
    """Change a point (`said` is read as when it was added), who answers it until when, or its answer.

    Only what has an answer can be settled.
    """
    point = existing(session, PresentationPoint, point_id)
    if said.strip():
        point.raised_by, point.text = _read(said.strip())
    edit(point, values, fields=POINT_FIELDS)
    if point.settled and not point.answer:
        raise Refused(tr("先写下怎样答复的，再标记为已答复。"), Remedy(tr("填写答复"), f"{PLACE}.{point.id}"))
    return point.id


@operation("调整反馈顺序")
def move_presentation_point(session: Session, point_id: str, *, place: int) -> str:
    """Put an open point at a place among the open ones, counted from 0."""
    point = existing(session, PresentationPoint, point_id)
    points = _points(session, existing(session, Presentation, point.presentation_id).deal_id)
    place_at(points, point, place, [other for other in points if not other.settled])
    return point.id


@operation("删除讲解反馈")
def remove_presentation_point(session: Session, point_id: str) -> str:
    """Take a point out of the list."""
    point = existing(session, PresentationPoint, point_id)
    mark_deleted(point)
    return point.id


# Inside


def _add_points(session: Session, talk: Presentation, texts: Sequence[str], after: str) -> tuple[str, ...]:
    """Add points; each is answered by whoever has the next action, until its day."""
    there = _points(session, talk.deal_id)
    who = session.get(Member, talk.next_owner_id or context(session).me)
    made: list[PresentationPoint] = []
    for text in texts:
        raised_by, said = _read(text)
        made.append(
            PresentationPoint(
                id=new_id(), presentation_id=talk.id, text=said, raised_by=raised_by,
                settled_by=who.name if who else "", due_on=talk.next_due,
            )
        )  # fmt: skip
    session.add_all(made)
    return place_after(there, made, after)


def _read(text: str) -> tuple[str, str]:
    """Read “who: what”; without a short name before a colon all of it is what was raised."""
    who, colon, said = text.replace(":", "：", 1).partition("：")
    if colon and said.strip() and 0 < len(who.strip()) <= _LONGEST_NAME:
        return who.strip(), said.strip()
    return "", text


def _points(session: Session, deal_id: str) -> list[PresentationPoint]:
    found = (
        select(PresentationPoint)
        .join(Presentation, Presentation.id == PresentationPoint.presentation_id)
        .where(Presentation.deal_id == deal_id)
        .order_by(PresentationPoint.position, PresentationPoint.id)
    )
    return list(session.scalars(found))


def _record_of(session: Session, talk: Presentation) -> Activity | None:
    record = session.get(Activity, talk.activity_id) if talk.activity_id else None
    return record if record is not None and record.deleted_at is None else None


def _keep_record(session: Session, talk: Presentation, values: dict[str, Any]) -> None:
    """Let the follow-up record say what the presentation says now."""
    record = _record_of(session, talk)
    if record is None:
        return
    changed: dict[str, Any] = {}
    if talk.reaction and "reaction" in values:
        changed["feedback"] = talk.reaction
    if "method" in values:
        changed["method"] = Method(talk.method)
    if talk.presented_on and "presented_on" in values:
        changed["happened_at"] = datetime.combine(talk.presented_on, _NOON).astimezone()
    if changed:
        edit_activity(session, record.id, **changed)


def _plan_of(session: Session, talk: Presentation) -> Activity | None:
    """Return the plan that was made from a presentation's next action, while it stands as it was made."""
    if not talk.next_action:
        return None
    planned = select(Activity).where(
        Activity.deal_id == talk.deal_id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.goal == talk.next_action,
        Activity.due_on.is_(None) if talk.next_due is None else Activity.due_on == talk.next_due,
    )
    return session.scalars(planned.limit(1)).first()


def _refuse_unsaid(reaction: str, raised: Sequence[str], next_action: str, next_due: date | None) -> None:
    if not reaction.strip() and not raised:
        raise Refused(tr("请写下客户的反应或提出的问题。"), Remedy(tr("填写"), PLACE))
    if next_due and not next_action.strip():
        raise Refused(tr("请写下一步要做什么。"), Remedy(tr("填写"), f"{PLACE}.next_action"))


def _refuse_future(day: date | None) -> None:
    if day and day > clock.today():
        raise Refused(tr("讲解的日期还没有到，请检查。"), Remedy(tr("修改日期"), f"{PLACE}.when"))
