"""Taking in the tables of other people's files: one transaction, one step to take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.exchange.fields import TableKind
from desktop_crm.exchange.rows import LeadRow, Problem
from desktop_crm.exchange.rows_reader import read_rows
from desktop_crm.exchange.sources import Planned
from desktop_crm.models import Deal, Product
from desktop_crm.operations.importing.desk import Desk
from desktop_crm.operations.importing.edited_forms import changed_only
from desktop_crm.operations.importing.report import Fate, ImportReport, TableReport, Taken, figures
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import existing
from desktop_crm.system import clock
from desktop_crm.system.progress import Progress, silent

# What others point at comes first.
ORDER: Final = (TableKind.MEMBERS, TableKind.PRODUCTS, TableKind.CUSTOMERS, TableKind.CONTACTS, TableKind.LEADS)
_STEP = 200  # rows between two reports of progress


@operation("导入")
def import_tables(
    session: Session, sources: Sequence[Planned], *, progress: Progress = silent, dry_run: bool = False
) -> ImportReport:
    """Take in tables, whatever their order, and report on every row.

    Customers, people, colleagues and products are found or added; a lead that is known by its id in the sheet, its
    number, or as the same lead is updated. A dry run gives the same report and writes nothing, so it needs no more
    than a session that reads.
    """
    ordered = sorted(
        (changed_only(session, source) for source in sources), key=lambda source: ORDER.index(source.plan.kind)
    )
    desk = Desk(session)
    steps = _Steps(progress, sum(len(source.table.rows) for source in ordered))
    drafts = [_take(desk, source, steps.taken) for source in ordered]
    desk.settle()
    if not dry_run:
        desk.write(steps.writing(desk.waiting))
    return ImportReport(tuple(_report(draft, desk) for draft in drafts), _unknown_products(drafts, desk))


@operation("合并产品名称")
def adopt_product(session: Session, *, typed: str, product_id: str) -> int:
    """Let all deals whose product was typed as `typed` and matched none sell this product; return how many."""
    product = existing(session, Product, product_id)
    deals = session.scalars(select(Deal).where(Deal.product_name == typed, Deal.product_id.is_(None))).all()
    for deal in deals:
        deal.product_id = product.id
    return len(deals)


@dataclass(slots=True)
class _Draft:
    """A table on its way: what each row became, as far as it is known before all tables are in."""

    source: Planned
    rows: list[Fate | Taken] = field(default_factory=list[Fate | Taken])
    problems: list[Problem] = field(default_factory=list[Problem])


class _Steps:
    """Tells how far an import is: half of the way is taking rows in, half is writing."""

    def __init__(self, progress: Progress, rows: int) -> None:
        self._progress = progress
        self._rows = max(rows, 1)
        self._done = 0

    def taken(self) -> None:
        self._done += 1
        if self._done % _STEP == 0:
            self._progress(min(self._done, self._rows), 2 * self._rows)

    def writing(self, waiting: int) -> Callable[[int], None]:
        written = 0

        def wrote(rows: int) -> None:
            nonlocal written
            written += rows
            self._progress(self._rows + self._rows * written // waiting, 2 * self._rows)

        return wrote


def _take(desk: Desk, source: Planned, step: Callable[[], None]) -> _Draft:
    draft = _Draft(source)
    rows = list(read_rows(source.table, source.plan, today=clock.today()))
    if "number" in source.plan.columns and source.plan.kind is TableKind.LEADS:
        desk.leads.reserve_numbers(rows)
    for row in rows:
        draft.problems.extend(row.problems)
        if row.values is None:
            draft.rows.append(Fate.BLANK if row.blank else Fate.ERROR)
        else:
            if isinstance(row.values, LeadRow):
                draft.problems.extend(desk.leads.problems(row.values, row, source.plan))
            draft.rows.append(desk.take(row.values, row, source.plan))
        step()
    return draft


def _report(draft: _Draft, desk: Desk) -> TableReport:
    table, kind = draft.source.table, draft.source.plan.kind

    def fate(row: Fate | Taken) -> Fate:
        if isinstance(row, Fate):
            return row
        lacking = kind is TableKind.LEADS and row.new and desk.lacks(row.row_id)
        return Fate.INCOMPLETE if lacking else row.fate

    return TableReport(table.file, table.sheet, kind, figures(map(fate, draft.rows)), tuple(draft.problems))


def _unknown_products(drafts: Sequence[_Draft], desk: Desk):
    """Return the names of products in the imported deals that no product bears."""
    deals = {
        row.row_id
        for draft in drafts
        if draft.source.plan.kind is TableKind.LEADS
        for row in draft.rows
        if isinstance(row, Taken)
    }
    found = (desk.leads.shelf.rows[deal] for deal in deals)
    return tuple(desk.products.unknown(deal["product_name"] for deal in found if deal["product_id"] is None))
