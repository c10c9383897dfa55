"""Papers that live in versions (requirement, memo): one draft at a time, and what was confirmed stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, Session

from desktop_crm.models import Memo, MemoClause, Requirement, RequirementItem, Row, VersionStatus, link_id, new_id
from desktop_crm.operations.ordering import place_after, place_at
from desktop_crm.operations.rows import existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

VersionT = TypeVar("VersionT", Requirement, Memo)
LineT = TypeVar("LineT", RequirementItem, MemoClause)


@dataclass(frozen=True, slots=True)
class Paper(Generic[VersionT, LineT]):
    """A kind of paper: its two tables, the columns a next version takes over, and where the deal pane shows it."""

    version: type[VersionT]
    line: type[LineT]
    parent: str  # the line's column that names its version
    fields: frozenset[str]
    line_fields: frozenset[str]
    place: str

    # Reading

    def latest(self, session: Session, deal_id: str, *, status: str = "") -> VersionT | None:
        """Return the latest version of a deal's paper (with this status, where one is given), or None."""
        found = select(self.version).where(self.version.deal_id == deal_id)
        if status:
            found = found.where(self.version.status == status)
        return session.scalars(found.order_by(self.version.version.desc(), self.version.id.desc()).limit(1)).first()

    def lines(self, session: Session, version: VersionT) -> list[LineT]:
        """Return the lines of a version from top to bottom."""
        parent = getattr(self.line, self.parent)
        found = session.scalars(
            select(self.line).where(parent == version.id).order_by(self.line.position, self.line.id)
        )
        return list(found)

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
            return self._follow(session, latest)
        latest.status = VersionStatus.DRAFT
        return latest

    def draft_line(self, session: Session, line_id: str) -> tuple[VersionT, LineT]:
        """Return the version to change and the line in it: the named one, or its copy when that was confirmed."""
        line = existing(session, self.line, line_id)
        version = existing(session, self.version, getattr(line, self.parent))
        self._refuse_unless_latest(session, version)
        draft = self.draft(session, version.deal_id)
        assert draft is not None
        if draft is version:
            return draft, line
        return draft, existing(session, self.line, copied_id(draft.id, line.id))

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
        for row in (version, *self.lines(session, version)):
            mark_deleted(row)

    # Lines

    def insert(self, session: Session, version: VersionT, made: Sequence[LineT], after: str) -> tuple[str, ...]:
        """Put new lines below the line `after` ("" for the end) and return their ids."""
        lines = self.lines(session, version)
        for line in made:
            line.id = new_id()
            setattr(line, self.parent, version.id)
        session.add_all(made)
        return place_after(lines, made, after)

    def move(self, session: Session, version: VersionT, line: LineT, place: int) -> None:
        """Put a line at a place, counted from 0; requirement items are counted among those of their kind."""
        lines = self.lines(session, version)
        kind = line.kind if isinstance(line, RequirementItem) else None
        place_at(lines, line, place, [other for other in lines if kind in (None, other.kind)])

    # Inside

    def _follow(self, session: Session, last: VersionT) -> VersionT:
        """Add the version after a confirmed one, with a copy of all it says."""
        draft = self.version(id=new_id(), deal_id=last.deal_id, version=last.version + 1, status=VersionStatus.DRAFT)
        _copy(last, draft, self.fields - {"change_note"})
        session.add(draft)
        for line in self.lines(session, last):
            copy = self.line(id=copied_id(draft.id, line.id), position=line.position, **{self.parent: draft.id})
            _copy(line, copy, self.line_fields)
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
            raise frozen(version.version, self.place)


def frozen(version: int, place: str) -> Refused:
    """Return the refusal to alter a confirmed version."""
    return Refused(
        tr("v{version} 已由客户确认，内容已冻结；要改请编辑，会自动生成下一版。", version=version),
        Remedy(tr("去编辑"), place),
    )


def copied_id(version_id: str, line_id: str) -> str:
    """Return the id a line gets when it is taken over into a version, so that its descent can be told."""
    return link_id(version_id, line_id)


def _copy(source: Row, target: Row, fields: Collection[str]) -> None:
    for name in fields:
        setattr(target, name, getattr(source, name))


REQUIREMENT = Paper(
    Requirement,
    RequirementItem,
    "requirement_id",
    frozenset({
        "background", "present_system", "present_supplier", "decision_process", "timeline",
        "budget_low_fen", "budget_high_fen", "change_note",
    }),
    frozenset({"kind", "text", "measure", "priority"}),
    "requirement",
)  # fmt: skip
MEMO = Paper(
    Memo,
    MemoClause,
    "memo_id",
    frozenset({"met_on", "place", "our_side", "their_side", "next_step", "change_note"}),
    frozenset({"kind", "title", "text", "agreed", "settled_by", "due_on"}),
    "negotiation",
)


# The last line of defence: no operation, this or a later one, changes a confirmed row through the ORM. Undo may, since
# it writes what stood there before.


def _guard_version(_mapper: Mapper[Any], _connection: Connection, row: Requirement | Memo) -> None:
    status = inspect(row).attrs.status.history
    before = status.deleted[0] if status.deleted else row.status
    if before == VersionStatus.CONFIRMED and _is_modified(row):
        raise frozen(row.version, "requirement" if isinstance(row, Requirement) else "negotiation")


def _guard_line(_mapper: Mapper[Any], connection: Connection, line: RequirementItem | MemoClause) -> None:
    if not _is_modified(line):
        return
    paper = REQUIREMENT if isinstance(line, RequirementItem) else MEMO
    table = paper.version.__table__
    parent = connection.execute(
        select(table.c.version, table.c.status).where(table.c.id == getattr(line, paper.parent))
    ).first()
    if parent is not None and parent.status == VersionStatus.CONFIRMED:
        raise frozen(parent.version, paper.place)


def _is_modified(row: Row) -> bool:
    return any(attribute.history.has_changes() for attribute in inspect(row).attrs)


for _model in (Requirement, Memo):
    event.listen(_model, "before_update", _guard_version)
for _model in (RequirementItem, MemoClause):
    event.listen(_model, "before_update", _guard_line)
