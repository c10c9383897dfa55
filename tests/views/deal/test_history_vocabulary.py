"""Every table and column that belongs to a deal has a name people know."""

from __future__ import annotations

import pytest

from desktop_crm.models import metadata
from desktop_crm.queries.deal_rows import paths
from desktop_crm.queries.history import UNTOLD
from desktop_crm.views.deal.history_vocabulary import COLUMNS, REPEATED, TABLES

TOLD_AS_A_WHOLE = {"stage_change", "checklist_tick"}


@pytest.mark.parametrize("table", sorted({*paths(), "deal"} - TOLD_AS_A_WHOLE))
def test_history_can_tell_of_every_row_that_belongs_to_a_deal(table: str) -> None:
    assert table in TABLES
    columns = set(metadata().tables[table].columns.keys()) - UNTOLD - REPEATED
    assert columns - {"on_board"} <= set(COLUMNS)


def test_what_hangs_on_a_row_of_the_deal_belongs_to_it_too() -> None:
    assert [table.name for table in paths()["acceptance_check"]] == [
        "acceptance_check", "acceptance_clause", "acceptance",
    ]  # fmt: skip
    assert {"proposal_item", "contract_clause", "receipt", "change_item", "presentation_point"} <= set(paths())
    assert "customer" not in paths()
