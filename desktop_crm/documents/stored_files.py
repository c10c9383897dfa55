"""Whether every file that the records speak of lies in the data folder as it was stored: attachments and issued papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents import archive, attachments
from desktop_crm.documents.archive import FileState
from desktop_crm.models import Attachment, Deal, IssuedDocument, context


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the data folder: whether it was attached or issued, its deal's number, its name, and how it stands."""

    attached: bool
    deal: str
    name: str
    state: FileState


def stored_files(session: Session) -> Iterator[StoredFile]:
    """Go through the files of all live records, each read and held against its hash."""
    folder = context(session).folder
    files = select(Deal.number, Attachment.name, Attachment.sha256).join(Deal, Deal.id == Attachment.deal_id)
    for number, name, sha256 in session.execute(files.order_by(Deal.number, Attachment.position, Attachment.id)):
        yield StoredFile(attached=True, deal=number, name=name, state=attachments.read(folder, sha256)[0])
    papers = select(Deal.number, IssuedDocument).join(Deal, Deal.id == IssuedDocument.deal_id)
    for number, paper in session.execute(papers.order_by(IssuedDocument.number, IssuedDocument.version)):
        state, _ = archive.stored(folder, paper.file, paper.sha256)
        name = f"{paper.number}-v{paper.version} {paper.title}"
        yield StoredFile(attached=False, deal=number, name=name, state=state)
