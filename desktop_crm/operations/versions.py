"""Papers that live in versions (requirement, proposal, contract …): one draft at a time, and what was confirmed stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Contract,
    ContractClause,
    IntentClause,
    LetterOfIntent,
    Memo,
    MemoClause,
    Proposal,
    ProposalItem,
    ProposalPoint,
    Requirement,
    RequirementItem,
    Row,
    VersionStatus,
    link_id,
    new_id,
)
from desktop_crm.operations.ordering import place_after, place_at
from desktop_crm.operations.rows import existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

VersionT = TypeVar("VersionT", Requirement, Proposal, Memo, LetterOfIntent, Contract)
LineT = TypeVar("LineT", RequirementItem, ProposalPoint, ProposalItem, MemoClause, IntentClause, ContractClause)


@dataclass(frozen=True, slots=True)
class Lines(Generic[LineT]):
    """A kind of line of a paper: its table, the column that names its version, and what a next version takes over."""

    model: type[LineT]
    parent: str
    fields: frozenset[str]
    by_kind: bool = False  # a line's place is counted among those of its kind


@dataclass(frozen=True, slots=True)
class Paper(Generic[VersionT, LineT]):
    """A kind of paper: its tables, the columns a next version takes over, and where the deal pane shows it.

    One with several kinds of lines is a `Paper` for each of them, with the rest in `others`.
    """

    version: type[VersionT]
    kind: Lines[LineT]
    fields: frozenset[str]
    place: str
    others: tuple[Lines[Any], ...] = ()
    signed: str = ""  # where a change is made once it is signed; "" when confirming is not signing and editing goes on

    @property
    def line_fields(self) -> frozenset[str]:
        """Return what may be changed on a line."""
        return self.kind.fields

    # Reading

    def latest(self, session: Session, deal_id: str, *, status: str = "") -> VersionT | None:
        """Return the latest version of a deal's paper (with this status, where one is given), or None."""
        found = select(self.version).where(self.version.deal_id == deal_id)
        if status:
            found = found.where(self.version.status == status)
        return session.scalars(found.order_by(self.version.version.desc(), self.version.id.desc()).limit(1)).first()

    def lines(self, session: Session, version: VersionT) -> list[LineT]:
        """Return the lines of a version from top to bottom."""
        return _lines(session, self.kind, version.id)

    # Changing

    def draft(self, session: Session, deal_id: str) -> VersionT | None:
        """Return the version that may be changed now, or None when there is none yet.

        After a confirmed version that is its copy, the next version; a version already sent becomes a draft again,
        and its day of sending stays as the sign that it has to be sent once more.
        """
        latest = self.latest(session, deal_id)
        if latest is None:
            return None
        if latest.status == VersionStatus.CONFIRMED:
            if self.signed:
                raise self.frozen(latest.version)
            return self._follow(session, latest)
        latest.status = VersionStatus.DRAFT
        return latest

    def draft_line(self, session: Session, line_id: str) -> tuple[VersionT, LineT]:
        """Return the version to change and the line in it: the named one, or its copy when that was confirmed."""
        line = existing(session, self.kind.model, line_id)
        version = existing(session, self.version, getattr(line, self.kind.parent))
        self._refuse_unless_latest(session, version)
        draft = self.draft(session, version.deal_id)
        assert draft is not None
        if draft is version:
            return draft, line
        return draft, existing(session, self.kind.model, copied_id(draft.id, line.id))

    def send(self, session: Session, version: VersionT, sent_on: date | None) -> None:
        """Note that a draft went to the customer."""
        self._refuse_unless_latest(session, version)
        self._refuse_if_confirmed(version)
        version.status, version.sent_on = VersionStatus.SENT, sent_on or clock.today()

    def confirm(self, session: Session, version: VersionT, *, confirmed_by: str, confirmed_on: date | None) -> None:
        """Note that the customer agreed to a version, and freeze it."""
        self._refuse_unless_latest(session, version)
        self._refuse_if_confirmed(version)
        if version.status == VersionStatus.DRAFT and version.sent_on is not None:
            raise Refused(
                tr("这一版发出之后又改过，客户看到的不是现在的内容；请重新发送，再记录确认。"),
                Remedy(tr("去发送"), f"{self.place}.send"),
            )
        if not confirmed_by.strip():
            raise Refused(tr("请写下是谁确认的。"), Remedy(tr("填写确认人"), f"{self.place}.confirm"))
        day = confirmed_on or clock.today()
        if day > clock.today():
            raise Refused(tr("确认日期还没有到。"), Remedy(tr("修改日期"), f"{self.place}.confirm"))
        version.status, version.sent_on = VersionStatus.CONFIRMED, version.sent_on or day
        version.confirmed_by, version.confirmed_on = confirmed_by.strip(), day

    def discard(self, session: Session, version: VersionT) -> None:
        """Give up a draft that follows a confirmed version, which then is the latest again."""
        self._refuse_if_confirmed(version)
        if version.version == 1:
            raise Refused(tr("第一版没有可以退回的版本。"))
        for row in (version, *(line for kind in self._kinds for line in _lines(session, kind, version.id))):
            mark_deleted(row)

    # Lines

    def insert(self, session: Session, version: VersionT, made: Sequence[LineT], after: str) -> tuple[str, ...]:
        """Put new lines below the line `after` ("" for the end) and return their ids."""
        lines = self.lines(session, version)
        for line in made:
            line.id = new_id()
            setattr(line, self.kind.parent, version.id)
        session.add_all(made)
        return place_after(lines, made, after)

    def move(self, session: Session, version: VersionT, line: LineT, place: int) -> None:
        """Put a line at a place, counted from 0."""
        lines = self.lines(session, version)
        kind = getattr(line, "kind", None) if self.kind.by_kind else None
        place_at(lines, line, place, [other for other in lines if kind in (None, getattr(other, "kind", None))])

    def frozen(self, version: int) -> Refused:
        """Return the refusal to alter a confirmed version."""
        if self.signed:
            return Refused(
                tr("v{version} 双方已签署，内容已冻结；要改请另签变更。", version=version),
                Remedy(tr("去办变更"), self.signed),
            )
        return Refused(
            tr("v{version} 已由客户确认，内容已冻结；要改请编辑，会自动生成下一版。", version=version),
            Remedy(tr("去编辑"), self.place),
        )

    # Inside

    @property
    def _kinds(self) -> tuple[Lines[Any], ...]:
        return self.kind, *self.others

    def _follow(self, session: Session, last: VersionT) -> VersionT:
        """Add the version after a confirmed one, with a copy of all it says."""
        draft = self.version(id=new_id(), deal_id=last.deal_id, version=last.version + 1, status=VersionStatus.DRAFT)
        _copy(last, draft, self.fields - {"change_note"})
        session.add(draft)
        for kind in self._kinds:
            for line in _lines(session, kind, last.id):
                row = copied_id(draft.id, line.id)
                copy = kind.model(id=row, position=line.position, **{kind.parent: draft.id})
                _copy(line, copy, kind.fields)
                session.add(copy)
        session.flush()
        return draft

    def _refuse_unless_latest(self, session: Session, version: VersionT) -> None:
        latest = self.latest(session, version.deal_id)
        if latest is not None and latest.id != version.id:
            raise Refused(
                tr("v{old} 已有后续版本，不能再改；请改最新的 v{new}。", old=version.version, new=latest.version),
                Remedy(tr("打开 v{version}", version=latest.version), self.place),
            )

    def _refuse_if_confirmed(self, version: VersionT) -> None:
        if version.status == VersionStatus.CONFIRMED:
            raise self.frozen(version.version)


def copied_id(version_id: str, line_id: str) -> str:
    """Return the id a line gets when it is taken over into a version, so that its descent can be told."""
    return link_id(version_id, line_id)


def _lines(session: Session, kind: Lines[Any], version_id: str) -> list[Any]:
    model = kind.model
    wanted = select(model).where(getattr(model, kind.parent) == version_id).order_by(model.position, model.id)
    return list(session.scalars(wanted))


def _copy(source: Row, target: Row, fields: Collection[str]) -> None:
    for name in fields:
        setattr(target, name, getattr(source, name))
