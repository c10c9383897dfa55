"""The files attached to a deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Attachment


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file: what it is called, what it is, and the hash under which it lies."""

    id: str
    name: str
    kind: str
    paper_id: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    note: str = ""


def attachments(
    session: Session, deal_id: str, *, kind: str = "", paper_id: str | None = None
) -> tuple[AttachmentRow, ...]:
    """Return the files of a deal in their order: all, those of a kind, those that are copies of one paper."""
    wanted = select(Attachment).where(Attachment.deal_id == deal_id).order_by(Attachment.position, Attachment.id)
    if kind:
        wanted = wanted.where(Attachment.kind == kind)
    if paper_id is not None:
        wanted = wanted.where(Attachment.paper_id == paper_id)
    return tuple(
        AttachmentRow(
            row.id, row.name, row.kind, row.paper_id, row.media_type, row.size, row.sha256, row.created_at, row.note
        )
        for row in session.scalars(wanted)
    )
