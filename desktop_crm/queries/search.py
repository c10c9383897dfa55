"""Full-text search over the index that `store.search` keeps."""

from __future__ import annotations

import re

from sqlalchemy import BindParameter, ColumnElement, Select, String, and_, bindparam, column, or_, select, table, text

from desktop_crm.models import Deal

_ENTRY = table("search_entry", column("rid"), column("kind", String), column("target", String))
_TOKEN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])|([0-9A-Za-z\u00c0-\u024f]+)")


def match_phrase(word: str) -> str:
    """Return the FTS5 query for one typed word: its Han characters and letters as a phrase whose end may go on."""
    tokens = [han or other for han, other in _TOKEN.findall(word)]
    return f'"{" ".join(tokens)}"*' if tokens else '""'


def matching(kinds: tuple[str, ...], word: str) -> Select[str]:
    """Return a select of the ids that entries of `kinds` matching one typed `word` stand for."""
    found = text("search_entry.rid IN (SELECT rowid FROM search_index WHERE search_index MATCH :phrase)")
    return select(_ENTRY.c.target).where(_ENTRY.c.kind.in_(kinds), found.bindparams(_phrase(word)))


def deals_matching(typed: str) -> ColumnElement[bool]:
    """Return the condition that each word typed is found in a deal, its customer, a tag of it, or its contact."""
    return and_(
        *(
            or_(
                Deal.id.in_(matching(("deal",), word)),
                Deal.customer_id.in_(matching(("customer", "customer_tag"), word)),
                Deal.contact_id.in_(matching(("contact",), word)),
            )
            for word in typed.split()
        )
    )


def _phrase(word: str) -> BindParameter[str]:
    return bindparam("phrase", match_phrase(word), unique=True)
