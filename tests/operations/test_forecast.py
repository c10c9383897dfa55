"""The chance set by hand, put-off days, weekly snapshots, and the estimates that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Base, ChangeSet, ClosedEstimate, Deal, DealSnapshot, link_id
from desktop_crm.operations import deals, forecast
from desktop_crm.operations.daily import daily
from desktop_crm.queries import win_chance
from desktop_crm.queries.win_chance import chances, deal_chance
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from tests.make import File

START = datetime(2026, 3, 18, 2, tzinfo=UTC)  # a Wednesday
WEEK = date(2026, 3, 16)
ModelT = TypeVar("ModelT", bound=Base)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def one(file: File, model: type[ModelT], key: str) -> ModelT | None:
    def read(session: Session) -> ModelT | None:
        return session.scalars(select(model).where(model.__table__.c.id == key)).first()

    return file.ask(read)


def the_deal(file: File, key: str) -> Deal:
    found = one(file, Deal, key)
    assert found is not None
    return found


def estimate(file: File, deal: str) -> ClosedEstimate | None:
    return one(file, ClosedEstimate, link_id("closed_estimate", deal))


def snapshots(file: File, week: date = WEEK) -> dict[str, DealSnapshot]:
    def read(session: Session) -> dict[str, DealSnapshot]:
        return {row.deal_id: row for row in session.scalars(select(DealSnapshot).where(DealSnapshot.week == week))}

    return file.ask(read)


def change_sets(file: File) -> int:
    def read(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(ChangeSet)) or 0

    return file.ask(read)


def take_back(file: File) -> None:
    def work(session: Session) -> object:
        step = undo.undo_step(session)
        assert step is not None
        return undo.take_back(session, step.rid)

    file.store.write(undo.UNDO, "撤销", work)


# by hand


def test_a_chance_set_by_hand_counts_until_it_is_taken_away(file: File):
    deal = file.deal()
    figured = file.ask(deal_chance, deal, START.date())
    assert figured is not None
    file.do(forecast.set_chance, deal, percent=85)
    found = file.ask(deal_chance, deal, START.date())
    assert found is not None
    assert (found.percent, found.by_hand, found.figured.percent) == (85, 85, figured.percent)
    assert file.ask(chances, [deal], START.date()) == {deal: 85}
    file.do(forecast.set_chance, deal, percent=None)
    assert file.ask(chances, [deal], START.date()) == {deal: figured.percent}


@pytest.mark.parametrize("percent", [0, 100, -5])
def test_nothing_is_certain(file: File, percent: int):
    deal = file.deal()
    with pytest.raises(Refused, match="1 到 99"):
        file.do(forecast.set_chance, deal, percent=percent)


def test_a_closed_deal_has_no_chance(file: File):
    deal = file.deal(outcome="lost")
    with pytest.raises(Refused, match="已有结果"):
        file.do(forecast.set_chance, deal, percent=50)
    assert file.ask(deal_chance, deal, START.date()) is None


def test_a_day_put_off_is_counted_and_one_brought_forward_is_not(file: File):
    deal = file.deal()
    for day, pushes in ((date(2026, 4, 1), 0), (date(2026, 5, 1), 1), (date(2026, 4, 20), 1), (date(2026, 6, 1), 2)):
        file.do(deals.edit_deal, deal, expected_close=day)
        assert the_deal(file, deal).close_pushes == pushes
    file.do(deals.edit_deal, deal, title="ERP 二期")
    file.do(deals.edit_deal, deal, expected_close=None)
    assert the_deal(file, deal).close_pushes == 2


# the week


def test_every_open_deal_is_kept_once_a_week_and_leaves_no_trace_in_the_history(file: File):
    deal = file.deal(expected_close=date(2026, 5, 1), chance=70)
    plain = file.deal()
    file.deal(outcome="lost")
    before = change_sets(file)
    file.do(forecast.take_snapshots, today=START.date())
    kept = snapshots(file)
    assert set(kept) == {deal, plain}
    assert (kept[deal].amount_fen, kept[deal].expected_close, kept[deal].chance) == (80_000_000, date(2026, 5, 1), 70)
    assert kept[plain].chance == file.ask(chances, [plain], START.date())[plain]
    assert kept[deal].owner_id == file.me
    assert change_sets(file) == before


def test_what_happens_later_in_the_week_changes_no_snapshot(file: File, clock: time_machine.Traveller):
    deal = file.deal()
    file.do(forecast.take_snapshots, today=START.date())
    clock.shift(timedelta(days=2))
    file.do(deals.edit_deal, deal, amount_fen=1)
    later = file.deal()
    file.do(forecast.take_snapshots, today=START.date() + timedelta(days=2))
    assert snapshots(file)[deal].amount_fen == 80_000_000
    assert later not in snapshots(file)
    clock.shift(timedelta(days=5))
    file.do(forecast.take_snapshots, today=START.date() + timedelta(days=7))
    assert snapshots(file, WEEK + timedelta(days=7))[deal].amount_fen == 1
    assert later in snapshots(file, WEEK + timedelta(days=7))


def test_the_daily_work_keeps_the_week_in_pieces_and_takes_up_what_was_cut_short(
    file: File, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
):
    clock.shift(timedelta(days=-9))
    made = {file.deal() for _ in range(5)}
    clock.shift(timedelta(days=9))
    monkeypatch.setattr(forecast, "PIECE", 2)
    after = file.do(daily, START)
    assert len(snapshots(file)) == 2
    assert after
    after = file.do(daily, START)  # the program was closed and opened again
    while after:
        after = file.do(daily, START, after=after)
    assert set(snapshots(file)) == made
    assert file.do(daily, START) == ""


# what was expected


def test_what_was_expected_is_kept_when_a_deal_is_lost_and_forgotten_when_it_opens_again(file: File):
    deal = file.deal()
    expected = file.ask(chances, [deal], START.date())[deal]
    file.do(deals.close_deal, deal, outcome="lost", reason="价格")
    kept = estimate(file, deal)
    assert kept is not None
    assert (kept.chance, kept.by_hand, kept.won, kept.closed_on) == (expected, False, False, START.date())
    file.do(deals.reopen_deal, deal, evidence="客户又来了")
    assert estimate(file, deal) is None
    file.do(forecast.set_chance, deal, percent=60)
    file.do(deals.close_deal, deal, outcome="won", override_reason="先签后补")
    again = estimate(file, deal)
    assert again is not None
    assert (again.chance, again.by_hand, again.won) == (60, True, True)


def test_a_deal_moved_past_the_signature_keeps_what_was_expected_where_it_stood(file: File):
    deal = file.deal(stage="contract")
    expected = file.ask(chances, [deal], START.date())[deal]
    file.do(deals.move_deal, deal, to_stage="delivery", override_reason="已签")
    kept = estimate(file, deal)
    assert the_deal(file, deal).outcome == "won"
    assert kept is not None
    assert (kept.chance, kept.won) == (expected, True)


def test_an_invalid_lead_was_never_expected_to_close(file: File):
    deal = file.deal()
    file.do(deals.close_deal, deal, outcome="invalid", reason="空号")
    assert estimate(file, deal) is None


def test_undo_takes_the_estimate_back(file: File):
    deal = file.deal()
    file.do(deals.close_deal, deal, outcome="lost", reason="价格")
    take_back(file)
    assert estimate(file, deal) is None


def test_closing_does_not_read_all_closed_deals_while_somebody_waits(file: File, monkeypatch: pytest.MonkeyPatch):
    deal = file.deal(chance=37)
    file.do(forecast.take_snapshots, today=START.date())
    file.do(forecast.set_chance, deal, percent=None)
    monkeypatch.setattr(win_chance, "_learnt", {})
    file.do(deals.close_deal, deal, outcome="lost", reason="价格")
    kept = estimate(file, deal)
    assert kept is not None
    assert kept.chance == 37
    assert file.ask(win_chance.remembered) is None
