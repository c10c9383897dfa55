"""E-mail addresses: a sane check, not the whole standard."""

from __future__ import annotations

import re

from desktop_crm.rules.text import half_width
from desktop_crm.system.translations import tr

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9\u4e00-\u9fff](?:[A-Za-z0-9\u4e00-\u9fff-]{0,61}[A-Za-z0-9\u4e00-\u9fff])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+(?:[A-Za-z]{{2,24}}|[\u4e00-\u9fff]{{2,10}}|xn--[A-Za-z0-9-]+)")
_INSIDE = re.compile(rf"(?<![A-Za-z0-9]){_LOCAL.replace('/', '')}@[^\s,;、/<>()]+")
_WRAPPING = re.compile(r"^(?:mailto|e-?mail|邮箱|电子邮箱|邮件)\s*:\s*|[.,;]+$", re.IGNORECASE)


class BadEmail(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no e-mail address; the message is one Chinese sentence."""


def parse_email(value: object) -> str:
    """Return the address with its domain in lower case; raises `BadEmail`."""
    plain = _WRAPPING.sub("", half_width(str(value)).replace("。", ".")).strip("<> ")
    if not _ADDRESS.fullmatch(plain) or len(plain) > 254:
        raise BadEmail(tr("“{text}”不是有效的邮箱地址。", text=plain[:60]))
    local, _, domain = plain.rpartition("@")
    return f"{local}@{domain.lower()}"


def split_emails(text: str) -> tuple[tuple[str, ...], str]:
    """Return what looks like addresses in a mixed cell (not yet checked) and the text that is left without them."""
    plain = half_width(text)
    found = tuple(match[0] for match in _INSIDE.finditer(plain))
    return found, _INSIDE.sub(" ", plain).strip(" ,;/、\n") if found else plain
