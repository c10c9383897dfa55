"""What an attached file holds, once it was checked against its hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.documents.archive import FileState
from desktop_crm.documents.attachments import can_be_opened, read, safe_name
from desktop_crm.models import Attachment, context
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it was attached, with a name that misleads nobody; `shown` says that a program can show it."""

    name: str
    content: bytes
    sha256: str
    shown: bool


def attached_file(session: Session, attachment_id: str) -> AttachedFile:
    """Return what an attachment holds; refuses when its file is missing or altered. Large ones take a moment."""
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise Refused(tr("这个附件已被移除，可用撤销找回。"))
    state, content = read(context(session).folder, row.sha256)
    if state == FileState.MISSING:
        raise Refused(tr("“{name}”的文件不在数据文件夹里；请用备份恢复，或重新添加同一个文件。", name=row.name))
    if state == FileState.ALTERED:
        raise Refused(
            tr("“{name}”的文件被改动过，和添加时不一样，没有打开；重新添加原来的文件就能修复。", name=row.name)
        )
    name = safe_name(row.name, row.media_type)
    return AttachedFile(name, content, row.sha256, can_be_opened(name, row.media_type))
