"""Days to remember of a customer and its people (C1)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.models import Anniversary, Customer
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.refusal import Refused
from desktop_crm.rules.month_day import parse_month_day
from desktop_crm.system.translations import tr

_LONGEST_MONTH = 30  # of the moon


@operation("添加纪念日")
def add_anniversary(session: Session, customer_id: str, *, name: str, day: str, contact_id: str | None = None) -> str:
    """Remember a day of every year, as it was typed; return its id."""
    existing(session, Customer, customer_id)
    if not name.strip():
        raise Refused(tr("请写明是什么日子。"))
    row = Anniversary(customer_id=customer_id, contact_id=contact_id or None, name=name.strip())
    _set_day(row, day)
    session.add(row)
    session.flush()
    return row.id


@operation("修改纪念日")
def edit_anniversary(session: Session, anniversary_id: str, *, day: str = "", **values: object) -> None:
    """Change a day to remember: the day as it was typed, its name, or whether the moon counts."""
    row = existing(session, Anniversary, anniversary_id)
    if day.strip():
        _set_day(row, day)
    edit(row, values, fields=frozenset({"name", "lunar"}))
    if row.lunar:
        row.day = min(row.day, _LONGEST_MONTH)


@operation("删除纪念日")
def remove_anniversary(session: Session, anniversary_id: str) -> None:
    """Forget a day."""
    mark_deleted(existing(session, Anniversary, anniversary_id))


def _set_day(row: Anniversary, typed: str) -> None:
    try:
        found = parse_month_day(typed)
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    row.month, row.day, row.lunar = found.month, found.day, found.lunar
