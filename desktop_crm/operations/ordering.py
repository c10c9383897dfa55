"""The order of lines that people arrange: positions counted from 0, written only where they change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_crm.models import (
    AcceptanceClause,
    Attachment,
    ChangeItem,
    ContractClause,
    IntentClause,
    InterviewQuestion,
    MemoClause,
    Milestone,
    Objection,
    Payment,
    PresentationPoint,
    Problem,
    ProjectMember,
    ProposalItem,
    ProposalPoint,
    RequirementItem,
)

Line = (
    RequirementItem
    | InterviewQuestion
    | ProposalPoint
    | ProposalItem
    | PresentationPoint
    | MemoClause
    | Objection
    | IntentClause
    | ContractClause
    | Payment
    | ProjectMember
    | Milestone
    | Problem
    | ChangeItem
    | AcceptanceClause
    | Attachment
)


def place_after(lines: Sequence[Line], made: Sequence[Line], after: str) -> tuple[str, ...]:
    """Put the new lines below the line `after` ("" for the end), number them all and return the new ids."""
    ids = [line.id for line in lines]
    at = ids.index(after) + 1 if after in ids else len(ids)
    number([*lines[:at], *made, *lines[at:]])
    return tuple(line.id for line in made)


def place_at(lines: Sequence[Line], line: Line, place: int, group: Sequence[Line] | None = None) -> None:
    """Move a line to a place, counted from 0 among its `group` (all lines unless given), and number them all."""
    others = [other for other in lines if other is not line]
    near = others if group is None else [other for other in group if other is not line]
    at = len(others)
    if near:
        at = others.index(near[-1]) + 1 if place >= len(near) else others.index(near[max(place, 0)])
    number([*others[:at], line, *others[at:]])


def number(lines: Iterable[Line]) -> None:
    """Give each line the position it stands at."""
    for place, line in enumerate(lines):
        if line.position != place:
            line.position = place


def filled(texts: Iterable[str]) -> list[str]:
    """Return the texts that say something, stripped."""
    return [text.strip() for text in texts if text.strip()]
