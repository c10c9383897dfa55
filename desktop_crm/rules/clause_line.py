"""A clause as people type it in one line: “质保：24 个月”."""

from __future__ import annotations

from typing import Final

from desktop_crm.system.translations import tr

LONGEST_TITLE: Final = 12  # characters; what stands before a later colon is part of the sentence


def read_clause(line: str) -> tuple[str, str]:
    """Return title and text of a clause; a line without a short title is the text of some other agreement."""
    title, colon, text = line.replace(":", "：", 1).partition("：")
    if not colon or not title.strip() or len(title.strip()) > LONGEST_TITLE:
        return tr("其他约定"), line
    return title.strip(), text.strip()
