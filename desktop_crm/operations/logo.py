"""The company's logo on its papers."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy.orm import Session

from desktop_crm.models import COMPANY_ID, Company, context
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 4 * 1024 * 1024


@operation("更换徽标")
def set_logo(session: Session, *, png: bytes) -> str:
    """Keep a PNG in the data folder under its hash and put it on the letterhead; the file stays for Undo."""
    if not png.startswith(_PNG):
        raise Refused(tr("徽标要是一张图片。"))
    if len(png) > _LARGEST:
        raise Refused(tr("图片太大，请换一张 4 MB 以内的。"))
    name = f"logo-{sha256(png).hexdigest()[:16]}.png"
    file = context(session).folder / name
    if not file.exists():
        part = file.with_suffix(".part")
        part.write_bytes(png)
        part.replace(file)
    adopt(session, Company, COMPANY_ID).logo = name
    return name


@operation("移除徽标")
def remove_logo(session: Session) -> None:
    """Print letterheads without a logo."""
    adopt(session, Company, COMPANY_ID).logo = ""
