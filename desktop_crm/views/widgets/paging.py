"""Showing a paged table again after a change without losing the place: rows loaded, selection and scroll stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSignalBlocker

from desktop_crm.views.widgets.table import PAGE, Fetch, TableView

Row = TypeVar("Row")

_MOST_KEPT = 10 * PAGE  # further down the table begins anew: reading thousands of rows again would be felt


def reload(
    table: TableView[Row], fetch: Fetch[Row], total: int, key: Callable[[Row], str], *, from_top: bool = False
) -> None:
    """Show the source anew; rows are recognised by `key`. Another list than before is shown from its top."""
    model = table.rows
    loaded = 0 if from_top else model.rowCount()
    chosen, current = {key(row) for row in table.chosen()}, _current(table, key)
    scrolled = table.verticalScrollBar().value()
    with QSignalBlocker(table.selectionModel()):
        model.set_source(fetch, total)
        load(table, min(loaded, _MOST_KEPT))
        _choose(table, [at for at in range(model.rowCount()) if key(model.row(at)) in chosen])
        place = find(table, current, key) if current else None
        if place is not None:
            table.selectionModel().setCurrentIndex(model.index(place, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    table.verticalScrollBar().setValue(0 if from_top else scrolled)
    table.viewport().update()


def as_many(loaded: int) -> int:
    """Return how many rows to read so that the place among those loaded is kept."""
    return max(PAGE, min(loaded, _MOST_KEPT))


def load(table: TableView[Row], count: int) -> None:
    """Fetch what lacks of that many rows, in whole pages and at once: each reading costs more than its rows."""
    lacking = count - table.rows.rowCount()
    if lacking > 0 and table.rows.canFetchMore(QModelIndex()):
        table.rows.fetch(-(-lacking // PAGE) * PAGE)


def find(table: TableView[Row], wanted: str, key: Callable[[Row], str]) -> int | None:
    """Return the place of a row among those that are here."""
    return next((at for at in range(table.rows.rowCount()) if key(table.rows.row(at)) == wanted), None)


def _current(table: TableView[Row], key: Callable[[Row], str]) -> str:
    index = table.currentIndex()
    return key(table.rows.row(index.row())) if index.isValid() else ""


def _choose(table: TableView[Row], places: list[int]) -> None:
    chosen = QItemSelection()
    for place in places:
        index = table.rows.index(place, 0)
        chosen.select(index, index)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(chosen, flags)
