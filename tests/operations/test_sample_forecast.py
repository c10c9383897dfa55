"""The forecast of the sample company: alive and of one piece on whatever day it is made, and gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import ClosedEstimate, Deal, DealSnapshot, Outcome, StageChange
from desktop_crm.operations.daily import daily
from desktop_crm.operations.deals import delete_deal
from desktop_crm.operations.forecast import monday, take_snapshots
from desktop_crm.operations.sample_data import deals
from desktop_crm.operations.sample_forecast import outlooks
from desktop_crm.operations.samples import fill_sample
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.forecast import OVERDUE, bridge_weeks, estimates_kept, forecast, week_bridge
from desktop_crm.queries.today import Wanted
from desktop_crm.queries.today_debriefs import to_debrief
from desktop_crm.rules.bridge import STEPS
from desktop_crm.rules.months import quarter
from desktop_crm.rules.working_time import is_working_day
from desktop_crm.store import Store
from desktop_crm.system import clock
from tests.make import File

_DAYS = {
    "sunday": datetime(2026, 11, 22, 2, tzinfo=UTC),
    "monday": datetime(2026, 11, 23, 2, tzinfo=UTC),
    "first of january": datetime(2027, 1, 1, 2, tzinfo=UTC),
    "last of a quarter": datetime(2026, 9, 30, 2, tzinfo=UTC),
    "leap day": datetime(2028, 2, 29, 2, tzinfo=UTC),
}


@pytest.fixture(scope="module", params=_DAYS.values(), ids=list(_DAYS))
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with time_machine.travel(request.param):
        store = Store(tmp_path_factory.mktemp("sample") / "company.db", {"playbooks": Playbooks()})
        store.write("fill_sample", "载入示例公司", fill_sample)
        yield store
        store.close()


def test_every_step_of_the_bridge_occurs_this_quarter(sample: Store):
    with sample.read() as session:
        weeks = bridge_weeks(session)
        steps = week_bridge(session, weeks[1], *quarter(clock.today())).steps
    assert weeks == tuple(monday(clock.today()) - timedelta(weeks=back) for back in range(6))
    assert [step for step in STEPS if not steps.deals[step]] == []
    assert steps.difference() == 0


def test_the_weeks_agree_with_what_became_of_the_deals(sample: Store):
    with sample.read() as session:
        known = {deal.id: deal for deal in session.scalars(select(Deal))}
        changes = session.scalars(select(StageChange).order_by(StageChange.at, StageChange.id)).all()
        for week in bridge_weeks(session):
            kept = {row.deal_id: row for row in session.scalars(select(DealSnapshot).where(DealSnapshot.week == week))}
            moved = [each for each in changes if each.at is not None and clock.local_day(each.at) < week]
            last = {each.deal_id: each for each in moved}
            assert kept.keys() == {key for key, each in last.items() if each.outcome == Outcome.OPEN}
            assert {key: row.stage for key, row in kept.items()} == {key: last[key].to_stage for key in kept}
            assert all(
                1 <= (row.chance or 0) <= 99 and row.owner_id == known[key].owner_id for key, row in kept.items()
            )


def test_deals_closed_on_the_day_their_history_says_and_were_expected_before(sample: Store):
    with sample.read() as session:
        estimates = {row.deal_id: row for row in session.scalars(select(ClosedEstimate))}
        closed = session.scalars(select(Deal).where(Deal.outcome.in_((Outcome.WON, Outcome.LOST)))).all()
        assert {deal.id for deal in closed} == estimates.keys()
        for deal in closed:
            ends = select(func.min(StageChange.at)).where(
                StageChange.deal_id == deal.id, StageChange.outcome == deal.outcome
            )
            at = session.scalar(ends)
            assert at is not None
            kept = estimates[deal.id]
            assert deal.closed_on == kept.closed_on == clock.local_day(at)
            assert kept.won == (deal.outcome == Outcome.WON)
            assert kept.by_hand == (deal.chance is not None)


def test_estimates_came_true_more_or_less(sample: Store):
    with sample.read() as session:
        truth = estimates_kept(session)
    assert truth.deals >= 12
    assert 0 < truth.by_hand < truth.deals
    assert len(truth.tenths) >= 6
    assert 0.05 < (truth.score or 0) < 0.25  # better than a coin, not prophetic


def test_something_is_overdue_was_put_off_and_is_stood_for(sample: Store):
    with sample.read() as session:
        lines = forecast(session, clock.today())
        expected = session.scalars(select(Deal.expected_close).where(Deal.expected_close.is_not(None))).all()
        pushes = set(session.scalars(select(Deal.close_pushes)))
    assert lines[0].month == OVERDUE
    assert len({line.month for line in lines}) >= 5
    assert sum(line.committed_fen for line in lines) > 0
    assert pushes == {0, 1, 2}
    assert all(day and is_working_day(day) for day in expected)


def test_one_lost_deal_waits_for_its_review(sample: Store):
    with sample.read() as session:
        waiting = to_debrief(session, Wanted("", clock.now())).items
        lost = [item for item in waiting if session.get_one(Deal, item.deal_id).outcome == Outcome.LOST]
    assert [item.owner for item in lost] == ["陈思远"]


def test_the_day_s_routine_finds_the_week_kept(sample: Store):
    def count(session: Session) -> int:
        return session.scalar(select(func.count(DealSnapshot.id))) or 0

    with sample.read() as session:
        before = count(session)
    more = "week:"
    while more:
        more = sample.write("daily", "每日安排", lambda session, after=more: daily(session, clock.now(), after=after))[
            0
        ]
    with sample.read() as session:
        assert count(session) == before


def test_what_is_expected_is_of_deals_there_are():
    titles = {deal.title for deal in deals()}
    assert outlooks().keys() <= titles
    assert all(list(one.was) == sorted(one.was, key=lambda was: -was.until) for one in outlooks().values())


def test_undo_takes_the_weeks_away_too_and_redo_leaves_none_behind(tmp_path: Path):
    from desktop_crm.workspace import Workspace  # noqa: PLC0415 - loads Qt, which the other tests do without

    workspace = Workspace(tmp_path / "data")
    workspace.do(fill_sample)
    assert len(workspace.ask(bridge_weeks)) == 6
    workspace.undo()
    assert workspace.ask(bridge_weeks) == ()
    assert workspace.ask(estimates_kept).deals == 0
    workspace.redo()
    assert workspace.ask(estimates_kept).deals >= 12
    workspace.do(take_snapshots, today=clock.today())
    workspace.undo()
    assert workspace.ask(bridge_weeks) == ()
    workspace.close()


def test_the_weeks_of_a_deal_deleted_by_hand_stay(file: File):
    deal = file.deal(amount_fen=100)
    file.do(take_snapshots, today=clock.today())
    file.do(delete_deal, deal)
    assert file.ask(bridge_weeks) == (monday(clock.today()),)
