"""Deals in which every table that hangs on a deal has rows: full as in real life, minimal, and extreme.

Extreme and minimal ones are made from the schema, so that a new table or column is in them from its first day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, insert
from sqlalchemy.orm import Session

from desktop_crm.models import link_id, metadata, new_id
from desktop_crm.models.base import Utc
from desktop_crm.playbooks.vocabulary import METHOD_NAMES
from tests.documents.deals import deal_with_papers
from tests.documents.full_deal_rows import DEAL, FULL
from tests.make import File

Value: TypeAlias = Callable[[Table, "Column[Any]", int], object]

ITEMS: Final = 200
PEOPLE: Final = 40
LONG: Final = 5_000  # characters
_APART: Final = frozenset({
    "change_set", "row_change", "company", "member", "greeting", "issued_document", "reusable_answer", "product",
    "deal_snapshot",
})  # fmt: skip
# What is linked by a bare id comes after what it points at.
DEAL_TABLES: Final = tuple(
    sorted(
        (table for table in metadata().sorted_tables if table.name not in _APART),
        key=lambda table: table.name == "review",
    )
)
# A deal has one of these, under an id that follows from the deal's.
SINGLE: Final = frozenset({"interview", "acceptance", "negotiation_floor", "order_notice", "project"})
_MANY: Final = frozenset({
    "requirement_item", "memo_clause", "contract_clause", "intent_clause", "acceptance_clause", "change_item",
    "proposal_item", "proposal_point", "payment", "receipt", "milestone", "problem", "presentation_point", "objection",
    "interview_question", "activity",
})  # fmt: skip
_SEVERAL: Final = frozenset({"contact", "stakeholder", "project_member", "review", "assignment", "acceptance_check"})
# Words that the program itself writes: a text of our own would mean nothing there.
_WORDS: Final = frozenset({
    "status", "kind", "role", "method", "side", "signing", "paper", "verdict", "result", "purpose", "priority", "playbook",
    "stage", "stage_status", "outcome", "grade", "currency", "state", "name_key", "external_id", "media_type", "sha256",
    "due_at", "key", "from_playbook", "from_stage", "to_playbook", "to_stage", "parent_id",
})  # fmt: skip
_SHORT: Final = frozenset({
    "name", "title", "number", "phone", "email", "wechat", "department", "tag", "website", "tax_number", "legal_person",
    "bank_account", "owner", "unit", "confirmed_by", "signed_by_us", "raised_by", "settled_by", "checked_by", "source",
    "sub_source", "industry", "region", "customer_type", "item", "occasion", "contract_number", "product_name",
})  # fmt: skip
_FIGURES: Final[dict[str, Callable[[int], int]]] = {
    "position": lambda row: row, "version": lambda _: 1, "round": lambda row: row % 3 + 1, "serial": lambda row: row + 1,
    "influence": lambda row: row % 5 + 1, "stance": lambda row: row % 5 - 2, "satisfaction": lambda row: row % 5 + 1,
    "score_budget": lambda _: 5, "score_need": lambda _: 4, "score_decision": lambda _: 3, "score_urgency": lambda _: 2,
    "discount": lambda row: 1000 - row, "quantity": lambda row: 1500 + row, "tax_rate": lambda _: 1300,
    "percent": lambda _: 60, "month": lambda _: 5, "day": lambda _: 18, "share": lambda _: 5, "size": lambda _: 4096,
}  # fmt: skip
_VOCABULARY: Final[dict[str, tuple[object, ...]]] = {
    "requirement_item.kind": ("need", "pain", "goal", "need"),
    "requirement_item.priority": ("must", "should", "could"),
    "activity.status": ("done", "done", "done", "planned"),
    "activity.method": tuple(METHOD_NAMES),
    "activity.purpose": ("", "", "", "", "greeting"),
    "interview_question.kind": ("situation", "problem", "implication", "need_payoff", "open"),
    "stakeholder.role": ("influencer", "decider", "user", "buyer"),
    "memo_clause.agreed": (True, True, False),
    "review.paper": ("proposal", "contract"),
    "review.role": ("product", "technology", "legal", "finance"),
    "review.verdict": ("passed", "pending", "rejected"),
    "acceptance_check.result": ("failed", "passed"),
    "change_item.kind": ("add", "alter", "remove"),
    "project_member.side": ("us", "them"),
    "assignment.state": ("refused", "confirmed"),
    "deal.grade": ("A",),
}
TEXT_MARKS: Final = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def full_deal(file: File) -> str:
    """Store a deal as it stands after two years of good work; return its id."""
    deal = deal_with_papers(file)
    plant = _Planting(file, deal)
    plant.note_known()
    for table in DEAL_TABLES:
        rows = FULL.get(table.name, ())
        if table.name in plant.ids and not rows:
            continue
        plant.add(table, max(len(rows), 1), _from_rows(rows))
    table = metadata().tables["deal"]
    known = table.update().where(table.c.id == deal).values(DEAL)
    file.store.write("plant", "plant", lambda session: session.execute(known))
    return deal


def extreme_deal(file: File) -> str:
    """Store a deal with 200 rows where there can be many, 40 people, and 5,000 characters in a text of each table."""
    plant = _Planting(file, new_id())
    for table in DEAL_TABLES:
        count = ITEMS if table.name in _MANY else PEOPLE if table.name in _SEVERAL else 1
        plant.add(table, count, extreme_value)
    return plant.deal


def minimal_deal(file: File) -> str:
    """Store a deal with one empty row in each table."""
    plant = _Planting(file, new_id())
    for table in DEAL_TABLES:
        plant.add(table, 1, _nothing)
    return plant.deal


def text_mark(table: str, column: str) -> str:
    """Return two characters that tell the texts of a column from those of all others."""
    names = [f"{each.name}.{one.name}" for each in DEAL_TABLES for one in each.columns]
    high, low = divmod(names.index(f"{table}.{column}"), len(TEXT_MARKS))
    return TEXT_MARKS[high] + TEXT_MARKS[low]


def extreme_value(table: Table, column: Column[Any], row: int) -> object:
    """Return what stands in a column of an extreme deal."""
    if isinstance(column.type, String):
        mark = text_mark(table.name, column.name)
        if column.name in _SHORT:
            return f"{mark}{row:03d}" if row else f"{mark}000{'很长的名字' * 8}"
        return f"{mark}{row:03d}" if row else "".join(f"{mark}第{at:04d}句。" for at in range(LONG // 8))
    if isinstance(column.type, JSON):
        return [f"{text_mark(table.name, column.name)}{row:03d}"]
    if column.name.endswith("_fen"):
        return 12_345_678_901_23 + row
    if isinstance(column.type, Integer):
        return _FIGURES.get(column.name, lambda _: 10)(row)
    return _day_or_flag(column, row)


def _day_or_flag(column: Column[Any], row: int) -> object:
    if isinstance(column.type, Date):
        return date(2026, 3, 2) + timedelta(days=row)
    if isinstance(column.type, Utc):
        return datetime(2026, 3, 2, 9, 30).astimezone() + timedelta(hours=row)
    return row % 2 == 0 if isinstance(column.type, Boolean) else None


def _nothing(table: Table, column: Column[Any], row: int) -> object:
    """Return None: a row says nothing, but a pause of no length has its moments."""
    return _day_or_flag(column, row) if table.name == "clock_pause" and isinstance(column.type, Utc) else None


def _from_rows(rows: tuple[dict[str, Any], ...]) -> Value:
    """Return what writes the given rows, and nothing where they are silent."""

    def value(_table: Table, column: Column[Any], row: int) -> object:
        return rows[row].get(column.name) if row < len(rows) else None

    return value


@dataclass
class _Planting:
    """Rows of one deal, each linked to what it belongs to."""

    file: File
    deal: str
    ids: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def note_known(self) -> None:
        """Learn which rows are there already."""

        def read(session: Session) -> dict[str, list[str]]:
            found = {
                table.name: list(session.scalars(table.select().with_only_columns(table.c.id))) for table in DEAL_TABLES
            }
            return {name: ids for name, ids in found.items() if ids}

        self.ids = self.file.ask(read)

    def add(self, table: Table, count: int, value: Value) -> None:
        """Store rows of a table; columns of which `value` says None keep their default."""
        made = [self._row(table, row, value) for row in range(count)]
        for one in made:
            self.ids.setdefault(table.name, []).append(str(one["id"]))
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for one in made:
            alike.setdefault(tuple(one), []).append(one)

        def work(session: Session) -> None:
            for rows in alike.values():
                session.execute(insert(table), rows)

        self.file.store.write("plant", "plant", work)

    def _row(self, table: Table, row: int, value: Value) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self._id(table, row)}
        for column in table.columns:
            if column.name in {"id", "created_at", "deleted_at"} or column.computed is not None:
                continue
            said = self._link(table, column, row)
            if said is None and not column.foreign_keys and not self._is_soft_link(column):
                said = self._said(table, column, row, value)
            if said is not None:
                found[column.name] = said
        return found

    def _said(self, table: Table, column: Column[Any], row: int, value: Value) -> object:
        given = value(table, column, row)
        words = _VOCABULARY.get(f"{table.name}.{column.name}")
        if words and value is extreme_value:
            return words[row % len(words)]
        if column.name in _WORDS and value is extreme_value:
            return "lead" if f"{table.name}.{column.name}" == "deal.stage" else None
        return given

    @staticmethod
    def _is_soft_link(column: Column[Any]) -> bool:
        return column.name.endswith("_id") and column.name != "external_id"

    def _id(self, table: Table, row: int) -> str:
        if table.name == "deal":
            return self.deal
        if table.name in SINGLE:
            return link_id(table.name, self.deal)
        if table.name == "stakeholder":
            return link_id(self.deal, self._of("contact", row))
        return new_id()

    def _of(self, table: str, row: int) -> str:
        ids = self.ids[table]
        return ids[row % len(ids)]

    def _link(self, table: Table, column: Column[Any], row: int) -> str | None:
        """Return what a row points at: the deal's own, spread over many where there are many."""
        if column.name == "deal_id":
            return self.deal
        if column.name == "paper_id" and table.name == "review":
            return self.ids["contract" if row % 2 else "proposal"][0]
        soft = {"memo_clause_id": "memo_clause", "contract_clause_id": "contract_clause"}.get(column.name)
        if soft:
            return self._of(soft, row) if soft in self.ids else None
        target = next((key.column.table.name for key in column.foreign_keys), "")
        if not target or target in {table.name, "product"}:
            return self._id(table, 0) if column.name == "reports_to_id" and row else None
        if target == "member":
            return self.file.me
        spread = table.name in {"stakeholder", "project_member", "receipt", "acceptance_check", "activity"}
        return self._of(target, row) if spread else self.ids[target][0]
