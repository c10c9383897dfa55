"""Files attached to a deal: stored whole before their row is committed, named safely, one file for the same content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents import attachments as folder_of
from desktop_crm.models import Attachment, AttachmentKind, Deal, context, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import place_after, place_at
from desktop_crm.operations.rows import existing, mark_deleted
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

MEGABYTE = 1024 * 1024
MOST = 50  # files taken at once


@operation("添加附件")
def add_attachment(
    session: Session,
    deal_id: str,
    *,
    name: str,
    content: bytes,
    kind: str = AttachmentKind.CUSTOMER_FILE,
    paper_id: str = "",
) -> str:
    """Attach what a file holds; `paper_id` is the paper whose signed copy it is. Return the attachment's id.

    The file is stored first: one without its row is harmless, a row without its file is not. The same content attached
    to the same thing once more is the attachment that is there.
    """
    deal = existing(session, Deal, deal_id)
    _refuse_unless_fits(name, len(content))
    sha256 = folder_of.keep(context(session).folder, content)
    there = list(_attachments(session, deal.id))
    same = (AttachmentKind(kind), paper_id, sha256)
    for found in there:
        if (found.kind, found.paper_id, found.sha256) == same:
            return found.id
    media_type = folder_of.media_type_of(content)
    made = Attachment(
        id=new_id(),
        deal_id=deal.id,
        kind=AttachmentKind(kind),
        paper_id=paper_id,
        name=folder_of.safe_name(name, media_type),
        media_type=media_type,
        size=len(content),
        sha256=sha256,
    )
    session.add(made)
    return place_after(there, [made], "")[0]


@operation("添加附件")
def attach_files(
    session: Session,
    deal_id: str,
    *,
    files: Sequence[Path],
    kind: str = AttachmentKind.CUSTOMER_FILE,
    paper_id: str = "",
) -> tuple[str, ...]:
    """Attach files of this laptop, all or none, and return the attachments' ids."""
    if len(files) > MOST:
        raise Refused(tr("一次最多添加 {most} 个文件。", most=MOST))
    return tuple(
        add_attachment(session, deal_id, name=file.name, content=_content(file), kind=kind, paper_id=paper_id)
        for file in files
    )


@operation("附件改名")
def rename_attachment(session: Session, attachment_id: str, *, name: str) -> str:
    """Call an attachment something else; its ending stays that of what it is."""
    attachment = existing(session, Attachment, attachment_id)
    if not name.strip():
        raise Refused(tr("附件要有名称。"))
    ending = Path(attachment.name).suffix
    if ending and not Path(name.strip()).suffix:
        name = name.strip() + ending
    attachment.name = folder_of.safe_name(name.strip(), attachment.media_type)
    return attachment.id


@operation("修改附件类型")
def set_attachment_kind(session: Session, attachment_id: str, *, kind: str) -> str:
    """Say what an attachment is, which decides who may see it."""
    attachment = existing(session, Attachment, attachment_id)
    attachment.kind = AttachmentKind(kind)
    return attachment.id


@operation("修改附件备注")
def note_attachment(session: Session, attachment_id: str, *, note: str) -> str:
    """Write a note on an attachment (internal)."""
    attachment = existing(session, Attachment, attachment_id)
    attachment.note = note.strip()
    return attachment.id


@operation("调整附件顺序")
def move_attachment(session: Session, attachment_id: str, *, place: int) -> str:
    """Put an attachment at a place, counted from 0."""
    attachment = existing(session, Attachment, attachment_id)
    place_at(_attachments(session, attachment.deal_id), attachment, place)
    return attachment.id


@operation("移除附件")
def remove_attachment(session: Session, attachment_id: str) -> str:
    """Take an attachment off a deal; its file stays, so that this can be undone."""
    attachment = existing(session, Attachment, attachment_id)
    mark_deleted(attachment)
    return attachment.id


# Inside


def _attachments(session: Session, deal_id: str) -> Sequence[Attachment]:
    found = select(Attachment).where(Attachment.deal_id == deal_id).order_by(Attachment.position, Attachment.id)
    return session.scalars(found).all()


def _content(file: Path) -> bytes:
    if file.is_dir():
        raise Refused(tr("“{name}”是文件夹；请选择里面的文件。", name=file.name))
    try:
        _refuse_unless_fits(file.name, file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(tr("读不了“{name}”：{reason}。", name=file.name, reason=reason)) from error


def _refuse_unless_fits(name: str, size: int) -> None:
    shown = folder_of.safe_name(name)
    if not size:
        raise Refused(tr("“{name}”是空的。", name=shown))
    if size > folder_of.LIMIT:
        most, has = folder_of.LIMIT // MEGABYTE, f"{size / MEGABYTE:.1f}"
        raise Refused(tr("“{name}”有 {has} MB，附件最大 {most} MB；请压缩后再添加。", name=shown, has=has, most=most))
