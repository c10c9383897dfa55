"""The board's queries: heads, pages, filters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from desktop_crm.models import Outcome, StageStatus, new_id
from desktop_crm.queries.board import (
    PAGE,
    BoardFilter,
    Column,
    Sort,
    Sum,
    cards,
    cards_of,
    orphaned_playbooks,
    outcome_sum,
    pages,
    stage_sums,
)
from desktop_crm.system import clock
from tests.make import File

SORTS: tuple[Sort, ...] = get_args(Sort)
ALL = BoardFilter(("full-cycle",))
LEAD = Column(stages=("lead",))


def read_all(file: File, wanted: BoardFilter, column: Column = LEAD, limit: int = PAGE) -> list[str]:
    """Return the numbers of a column's deals, read page after page."""
    found: list[str] = []
    after = None
    while page := file.ask(cards, wanted, column, after=after, limit=limit):
        found.extend(card.number for card in page)
        after = page[-1].after
    return found


def test_a_head_counts_and_sums_what_stands_in_the_column(file: File) -> None:
    file.deal(stage="lead", amount_fen=100)
    file.deal(stage="lead", amount_fen=None)
    file.deal(stage="proposal", amount_fen=7)
    assert file.ask(stage_sums, ALL) == {"lead": Sum(2, 100), "proposal": Sum(1, 7)}


def test_lost_finished_and_deleted_deals_leave_the_board(file: File) -> None:
    file.deal(outcome=Outcome.LOST)
    file.deal(outcome=Outcome.WON, stage_status=StageStatus.DONE)
    file.deal(deleted_at=clock.now())
    delivering = file.deal(outcome=Outcome.WON, stage="delivery", stage_status=StageStatus.IN_PROGRESS)
    assert file.ask(stage_sums, ALL) == {"delivery": Sum(1, 80_000_000)}
    assert [card.id for card in file.ask(cards, ALL, Column(stages=("delivery",)))] == [delivering]


def test_an_outcome_column_shows_the_latest_first(file: File) -> None:
    for day in (3, 9, 5):
        file.deal(number=f"N{day}", playbook="care", outcome="won", closed_on=date(2026, 3, day), amount_fen=day)
    care = BoardFilter(("care",))
    assert file.ask(outcome_sum, care, "won") == Sum(3, 17)
    assert read_all(file, care, Column(outcome="won")) == ["N9", "N5", "N3"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12),
    limit=st.integers(1, 5),
    sort=st.sampled_from(SORTS),
)
def test_pages_show_every_card_exactly_once_in_order(
    file: File, rows: list[tuple[int, int]], limit: int, sort: Sort
) -> None:
    """Ties, missing dates and missing amounts lose or double nothing at a page's edge."""
    stage = new_id()
    for place, (due, amount) in enumerate(rows):
        file.deal(
            number=f"{stage}-{place}",
            stage=stage,
            next_due=date(2026, 1, 1) + timedelta(due) if due else None,
            amount_fen=amount or None,
        )
    wanted = BoardFilter(("full-cycle",), sort=sort)
    column = Column(stages=(stage,))
    paged = read_all(file, wanted, column, limit)
    assert sorted(paged) == sorted(f"{stage}-{place}" for place in range(len(rows)))
    assert paged == read_all(file, wanted, column, 100)


def test_the_earliest_due_comes_first_and_no_date_last(file: File) -> None:
    file.deal(number="none")
    file.deal(number="late", next_due=date(2026, 1, 2))
    file.deal(number="later", next_due=date(2026, 5, 2))
    assert read_all(file, ALL) == ["late", "later", "none"]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (BoardFilter(("full-cycle",), grade="B"), ["b"]),
        (BoardFilter(("full-cycle",), incomplete=True), ["b"]),
        (BoardFilter(("full-cycle",), text="恒力"), ["a"]),
        (BoardFilter(("full-cycle",), text="hlj"), ["a"]),
        (BoardFilter(("full-cycle",), text="海川 仓储"), ["b"]),
        (BoardFilter(("full-cycle",), text="恒力 仓储"), []),
        (BoardFilter(("full-cycle",), text='"（*'), []),
    ],
)
def test_filters_narrow_heads_and_cards_alike(file: File, wanted: BoardFilter, numbers: list[str]) -> None:
    file.deal(file.customer("苏州恒力精密"), number="a", need="替换 ERP", title="ERP")
    file.deal(file.customer("杭州海川化工"), number="b", need="仓储升级", title="WMS", grade="B", missing=["contact"])
    assert read_all(file, wanted) == numbers
    assert sum(total.count for total in file.ask(stage_sums, wanted).values()) == len(numbers)


def test_a_deal_in_a_stage_the_playbook_lost_stands_in_the_first_column(file: File) -> None:
    file.deal(number="stray", stage="renamed-away", amount_fen=5)
    first, second = file.ask(pages, [LEAD, Column(stages=("proposal",))], ALL)
    assert [card.number for card in first.cards] == ["stray"]
    assert (first.total, second.total) == (Sum(1, 5), Sum())


def test_playbooks_that_are_gone_are_named(file: File) -> None:
    file.deal(playbook="my-own")
    file.deal()
    assert file.ask(orphaned_playbooks, list(file.playbooks)) == ("my-own",)


def test_cards_of_says_nothing_of_deals_off_the_board(file: File) -> None:
    on, off = file.deal(), file.deal(outcome="lost")
    assert [card.id for card in file.ask(cards_of, [on, off], ALL)] == [on]


def test_the_board_needs_a_fixed_number_of_statements(file: File) -> None:
    for _ in range(30):
        file.deal()
    statements: list[str] = []
    event.listen(file.store.engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    file.ask(pages, [Column(stages=(stage.key,)) for stage in file.playbooks.default.stages], ALL)
    columns = len(file.playbooks.default.stages)
    heads, clocks = 1, 2  # of all columns at once: the deals with a clock, and their pauses
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) == columns + heads + clocks


def test_a_card_carries_the_clock_that_is_due_first_and_the_last_contact(file: File) -> None:
    now = clock.now()
    new = file.deal(created_at=now - timedelta(hours=2))
    known = file.deal(stage="discovery", last_contact_at=now)
    of = {card.id: card for card in file.ask(cards_of, [new, known], ALL)}
    first = of[new].clock
    assert first is not None
    assert (first.kind, first.due) == ("first_contact", now + timedelta(hours=22))
    assert (of[known].clock, of[known].last_contact_at) == (None, now)
    columns = [LEAD, Column(stages=("discovery",))]
    assert [page.cards for page in file.ask(pages, columns, ALL)] == [[of[new]], [of[known]]]
    assert file.ask(cards, ALL, LEAD) == [of[new]]
