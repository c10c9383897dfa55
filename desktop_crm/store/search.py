"""The search index: full text over names, numbers and needs, kept by triggers; derived, hence not recorded.

Each Han character is a token of its own and a query is a phrase, so that any two characters find their place.
Names are also found by pinyin and by initials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Connection

_HAN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")

_PINYIN_LENGTH = 12  # further characters of a long name are found as characters

# kind → (table, row the entry stands for, columns searched, whether it is a name that pinyin finds)
_SOURCES = {
    "deal": ("deal", "id", ("number", "title", "need", "product_name", "external_id"), False),
    "customer": ("customer", "id", ("name",), True),
    "customer_tag": ("customer_tag", "customer_id", ("tag",), False),
    "contact": ("contact", "id", ("name", "phone", "email", "wechat"), True),
}


def words_of(*texts: str | None) -> str:
    """Return `texts` as space-separated tokens: each Han character alone, the rest as it stands."""
    return _HAN.sub(r" \1 ", " ".join(filter(None, texts)))


@lru_cache(maxsize=20_000)
def pinyin_of(name: str) -> str:
    """Return the pinyin of the Han characters in `name` from each of them on, whole and as initials.

    `恒力` gives `hengli hl li l`, so that `hengl`, `li` and `hl` all find it by prefix.
    """
    if not _HAN.search(name):
        return ""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take a tenth of a second to load

    syllables = lazy_pinyin(_HAN.findall(name))[:_PINYIN_LENGTH]
    starts = range(len(syllables))
    whole = ["".join(syllables[start:]) for start in starts]
    initials = ["".join(syllable[0] for syllable in syllables[start:]) for start in starts]
    return " ".join([*whole, *initials])


def name_words(*texts: str | None) -> str:
    """Return the tokens of a name (first) and of further texts, with the name's pinyin."""
    return f"{words_of(*texts)} {pinyin_of(texts[0] or '')}"


def install(connection: Connection) -> None:
    """Make the index's tables, if need be, and its triggers."""
    for statement in (
        "CREATE TABLE IF NOT EXISTS search_entry (rid INTEGER PRIMARY KEY, kind TEXT, row_id TEXT, target TEXT)",
        "CREATE INDEX IF NOT EXISTS ix_search_entry_row ON search_entry (row_id)",
        "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(body, content='', contentless_delete=1, prefix='2 3')",
    ):
        connection.exec_driver_sql(statement)
    for statement in _triggers():
        connection.exec_driver_sql(statement)


def rebuild(connection: Connection) -> None:
    """Fill the index anew from the rows."""
    connection.exec_driver_sql("DELETE FROM search_index")
    connection.exec_driver_sql("DELETE FROM search_entry")
    for kind, (table, target, columns, is_name) in _SOURCES.items():
        connection.exec_driver_sql(
            f"INSERT INTO search_entry (kind, row_id, target) SELECT '{kind}', id, {target} FROM {table}"
            " WHERE deleted_at IS NULL"
        )
        connection.exec_driver_sql(
            f"INSERT INTO search_index (rowid, body) SELECT e.rid, {_body(columns, 't', is_name=is_name)}"
            f" FROM search_entry e JOIN {table} t ON t.id = e.row_id WHERE e.kind = '{kind}'"
        )


def _body(columns: tuple[str, ...], row: str, *, is_name: bool) -> str:
    function = "search_name" if is_name else "search_words"
    return f"{function}({', '.join(f'{row}.{column}' for column in columns)})"


def _triggers() -> Iterator[str]:
    remove = (
        "DELETE FROM search_index WHERE rowid IN (SELECT rid FROM search_entry WHERE row_id = new.id); "
        "DELETE FROM search_entry WHERE row_id = new.id;"
    )
    for kind, (table, target, columns, is_name) in _SOURCES.items():
        add = (
            f"INSERT INTO search_entry (kind, row_id, target) VALUES ('{kind}', new.id, new.{target}); "
            f"INSERT INTO search_index (rowid, body) VALUES (last_insert_rowid(), {_body(columns, 'new', is_name=is_name)});"
        )
        watched = ", ".join((*columns, *(() if target == "id" else (target,)), "deleted_at"))
        of_table = f"AFTER UPDATE OF {watched} ON {table}"
        yield f"CREATE TRIGGER search_insert_{kind} AFTER INSERT ON {table} WHEN new.deleted_at IS NULL BEGIN {add} END"
        yield f"CREATE TRIGGER search_remove_{kind} {of_table} WHEN new.deleted_at IS NOT NULL BEGIN {remove} END"
        yield f"CREATE TRIGGER search_update_{kind} {of_table} WHEN new.deleted_at IS NULL BEGIN {remove} {add} END"
