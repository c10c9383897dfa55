"""How a paper that lives in versions stands, and how two versions of it differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

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
    VersionStatus,
    link_id,
)

PaperModel = Requirement | Proposal | Memo | LetterOfIntent | Contract
LineT = TypeVar("LineT", RequirementItem, ProposalPoint, ProposalItem, MemoClause, IntentClause, ContractClause)


@dataclass(frozen=True, slots=True)
class Version:
    """One version and how far it has come; `stale` says it was changed after it was sent."""

    id: str
    number: int
    status: VersionStatus
    change_note: str = ""
    sent_on: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""

    @property
    def stale(self) -> bool:
        """Return whether the customer has something else than what stands here."""
        return self.status == VersionStatus.DRAFT and self.sent_on is not None


@dataclass(frozen=True, slots=True)
class PaperState:
    """All versions from the first to the latest, and which of them is shown; empty before the first."""

    versions: tuple[Version, ...] = ()
    shown: Version | None = None

    @property
    def latest(self) -> Version | None:
        """Return the latest version."""
        return self.versions[-1] if self.versions else None

    @property
    def before(self) -> Version | None:
        """Return the version before the shown one."""
        at = self.versions.index(self.shown) if self.shown else 0
        return self.versions[at - 1] if at else None

    @property
    def editable(self) -> bool:
        """Return whether what is shown may be edited: the latest version (a confirmed one is followed), or nothing."""
        return self.shown == self.latest


NO_VERSIONS: Final = PaperState()


class Change(StrEnum):
    """How a line differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: `what` is a field's name or a line's kind, `old` and `new` its words."""

    change: Change
    what: str
    old: str = ""
    new: str = ""


def paper_state(session: Session, model: type[PaperModel], deal_id: str, version_id: str = "") -> PaperState:
    """Return the versions of a deal's paper; the latest is shown unless another is asked for."""
    rows = session.scalars(select(model).where(model.deal_id == deal_id).order_by(model.version, model.id)).all()
    versions = tuple(
        Version(
            id=row.id,
            number=row.version,
            status=VersionStatus(row.status),
            change_note=row.change_note,
            sent_on=row.sent_on,
            confirmed_on=row.confirmed_on,
            confirmed_by=row.confirmed_by,
        )
        for row in rows
    )
    shown = next((version for version in versions if version.id == version_id), versions[-1] if versions else None)
    return PaperState(versions, shown)


def origins(versions: Sequence[str], lines: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return for each line id the id of the line it descends from, over all copies into later versions.

    `versions` are version ids from the first on, `lines` pairs of (version id, line id). A line taken over has an id
    derived from its version and the line it was copied from.
    """
    found: dict[str, str] = {}
    before: list[str] = []
    for version in versions:
        here = [line for owner, line in lines if owner == version]
        copies = {link_id(version, line): line for line in before}
        for line in here:
            found[line] = found[copies[line]] if line in copies else line
        before = here
    return found


def line_differences(
    old: Iterable[LineT],
    new: Iterable[LineT],
    roots: dict[str, str],
    words: Callable[[LineT], str],
    what: Callable[[LineT], str] = lambda line: str(getattr(line, "kind", "")),
) -> list[Difference]:
    """Return what was added, changed and removed between two lists of lines, in the order of the new ones.

    `words` is what a line says, `what` its kind as the comparison names it.
    """
    left = {roots.get(line.id, line.id): line for line in old}
    by_words = {(what(line), words(line)): root for root, line in left.items()}
    found: list[Difference] = []
    for line in new:
        root = roots.get(line.id, line.id)
        if root not in left:
            root = by_words.get((what(line), words(line)), root)  # a line typed anew with the same words is the same
        before = left.pop(root, None)
        if before is None:
            found.append(Difference(Change.ADDED, what(line), new=words(line)))
        elif (what(before), words(before)) != (what(line), words(line)):
            found.append(Difference(Change.CHANGED, what(line), words(before), words(line)))
    found += [Difference(Change.REMOVED, what(line), old=words(line)) for line in left.values()]
    return found


def field_differences(old: dict[str, str], new: dict[str, str]) -> list[Difference]:
    """Return which fields differ, by name."""
    return [
        Difference(_change(old[name], words), name, old[name], words)
        for name, words in new.items()
        if old[name] != words
    ]


def _change(old: str, new: str) -> Change:
    if not old:
        return Change.ADDED
    return Change.CHANGED if new else Change.REMOVED


def all_line_ids(session: Session, model: type[Any], parent: Any, versions: Sequence[str]) -> list[tuple[str, str]]:
    """Return (version id, line id) of every line of these versions."""
    rows = session.execute(select(parent, model.id).where(parent.in_(versions)).order_by(model.id))
    return [(version, line) for version, line in rows]
