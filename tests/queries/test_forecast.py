"""The forecast of a small company reckoned by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from desktop_crm.models import ClosedEstimate, Deal, Stakeholder
from desktop_crm.operations import deals, forecast
from desktop_crm.queries.forecast import NOT_KNOWN, OVERDUE, bridge_weeks, estimates_kept, week_bridge
from desktop_crm.queries.forecast import forecast as read
from desktop_crm.queries.forecast_records import forecast_records
from desktop_crm.queries.win_chance import deal_chance, learnt, traits_of
from desktop_crm.queries.win_traits import with_traits
from desktop_crm.rules.months import quarter
from desktop_crm.rules.win_chance import Tally
from tests.make import File

START = datetime(2026, 3, 18, 2, tzinfo=UTC)
TODAY = START.date()
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def traits(file: File, deal: str) -> dict[str, str]:
    return file.ask(lambda session: traits_of(session.execute(with_traits(TODAY).where(Deal.id == deal)).one()))


# what is looked at


def test_the_traits_of_a_deal(file: File):
    customer = file.customer(industry="制造业")
    deal = file.deal(customer, amount_fen=4_999_999_900, last_contact_at=START - timedelta(days=7), close_pushes=3)
    assert traits(file, deal) == {
        "source": "展会", "industry": "制造业", "grade": "A", "size": "5", "chain": "none", "coach": "",
        "contact": "week", "pushes": "2",
    }  # fmt: skip
    coach, decider = (file.contact(customer, name) for name in ("李内线", "王总"))
    file.add(Stakeholder(deal_id=deal, contact_id=coach, role="coach"))
    assert (traits(file, deal)["chain"], traits(file, deal)["coach"]) == ("known", "yes")
    file.add(Stakeholder(deal_id=deal, contact_id=decider, role="decider", met=True))
    assert traits(file, deal)["chain"] == "met"


@pytest.mark.parametrize(
    ("fen", "band"),
    [
        (None, ""),
        (0, ""),
        (9_999_999, "1"),
        (10_000_000, "2"),
        (50_000_000, "3"),
        (100_000_000, "4"),
        (500_000_000, "5"),
    ],
)
def test_the_bands_of_the_amount(file: File, fen: int | None, band: str):
    assert traits(file, file.deal(amount_fen=fen))["size"] == band


@pytest.mark.parametrize(("days", "band"), [(7, "week"), (8, "month"), (30, "month"), (31, "quarter"), (91, "longer")])
def test_the_bands_of_the_last_contact(file: File, days: int, band: str):
    assert traits(file, file.deal(last_contact_at=START - timedelta(days=days)))["contact"] == band


# what closed deals teach


def test_deals_without_the_deleted_and_the_invalid_are_learnt_from(file: File):
    book = file.playbooks.default
    file.deal(outcome="won", closed_on=TODAY, stage="aftersales")
    file.deal(outcome="lost", closed_on=TODAY, stage="proposal", source="官网")
    file.deal(outcome="invalid", closed_on=TODAY)
    gone = file.deal(outcome="lost", closed_on=TODAY)
    file.do(deals.delete_deal, gone)
    taught = file.ask(learnt)
    assert taught.total == Tally(1, 1)
    assert taught.values["source"] == {"展会": Tally(1, 0), "官网": Tally(0, 1)}
    assert {stage.key: taught.stages[book.key, stage.key] for stage in book.stages} == {
        "lead": Tally(1, 1), "discovery": Tally(1, 1), "proposal": Tally(1, 1), "negotiation": Tally(1, 0),
        "contract": Tally(1, 0), "delivery": Tally(1, 0), "aftersales": Tally(1, 0),
    }  # fmt: skip


def test_a_lost_deal_counts_as_far_as_it_ever_came(file: File):
    deal = file.deal(stage="negotiation")
    file.do(deals.move_deal, deal, to_stage="discovery", evidence="需求变了")
    file.do(deals.move_deal, deal, to_stage="negotiation", override_reason="又谈了")
    file.do(deals.move_deal, deal, to_stage="lead", evidence="退回")
    file.do(deals.close_deal, deal, outcome="lost", reason="价格")
    taught = file.ask(learnt)
    assert taught.stages["full-cycle", "negotiation"] == Tally(0, 1)
    assert ("full-cycle", "contract") not in taught.stages


def test_what_closes_later_is_learnt_too(file: File):
    file.deal(outcome="won", closed_on=TODAY)
    assert file.ask(learnt).total == Tally(1, 0)
    file.deal(outcome="lost", closed_on=TODAY)
    assert file.ask(learnt).total == Tally(1, 1)


# by month and person


def test_months_and_persons_by_hand(file: File):
    file.deal(amount_fen=10_000_001, chance=33, expected_close=date(2026, 3, 20))
    file.deal(amount_fen=20_000_000, chance=90, expected_close=date(2026, 3, 31))
    file.deal(amount_fen=50_000_000, chance=50, expected_close=date(2026, 4, 1), owner_id=None)
    file.deal(amount_fen=7_000_000, chance=10, expected_close=date(2026, 2, 1))
    file.deal(amount_fen=None, chance=10, expected_close=None)
    file.deal(amount_fen=90_000_000, chance=99, expected_close=date(2026, 3, 20), outcome="lost", closed_on=TODAY)
    file.deal(amount_fen=3_000_000, outcome="won", closed_on=date(2026, 3, 2))
    file.deal(amount_fen=4_000_000, outcome="won", closed_on=date(2026, 2, 27))
    lines = [
        (line.month, line.owner, line.deals, line.total_fen, line.weighted_fen, line.committed_fen, line.won_fen)
        for line in file.ask(read, TODAY)
    ]
    assert lines == [
        (OVERDUE, "王敏", 1, 7_000_000, 700_000, 0, 0),
        (MARCH, "王敏", 2, 30_000_001, 21_300_000, 20_000_000, 3_000_000),  # 3,300,000.33 + 18,000,000
        (APRIL, "", 1, 50_000_000, 25_000_000, 0, 0),
        (NOT_KNOWN, "王敏", 1, 0, 0, 0, 0),
    ]


def test_the_figured_chance_weighs_where_nobody_set_one(file: File):
    deal = file.deal(amount_fen=10_000_000, expected_close=TODAY)
    known = file.ask(deal_chance, deal, TODAY)
    (line,) = file.ask(read, TODAY)
    assert known is not None
    assert line.weighted_fen == 100_000 * known.percent


def test_conditions_narrow_it(file: File):
    file.deal(source="官网")
    file.deal(source="展会")
    assert sum(line.deals for line in file.ask(read, TODAY, [Deal.source == "官网"])) == 1


# the bridge


def test_the_bridge_from_last_week_to_now(file: File, clock: time_machine.Traveller):
    wins, loses, slips, grows = (
        file.deal(amount_fen=amount, expected_close=date(2026, 3, 25)) for amount in (100, 200, 400, 800)
    )
    comes = file.deal(amount_fen=1_600, expected_close=date(2026, 7, 1))
    file.do(forecast.take_snapshots, today=TODAY)
    clock.shift(timedelta(days=7))
    file.do(deals.close_deal, wins, outcome="won", override_reason="签了")
    file.do(deals.close_deal, loses, outcome="lost", reason="价格")
    file.do(deals.edit_deal, slips, expected_close=date(2026, 5, 1))
    file.do(deals.edit_deal, grows, amount_fen=900)
    file.do(deals.edit_deal, comes, expected_close=date(2026, 3, 30))
    file.deal(amount_fen=3_200, expected_close=date(2026, 3, 31))
    assert file.ask(bridge_weeks) == (date(2026, 3, 16),)
    made = file.ask(week_bridge, date(2026, 3, 16), *quarter(TODAY))
    assert made.steps.amounts == {
        "opening": 1_500, "new": 3_200, "grown": 100, "shrunk": 0, "slipped": 400, "pulled_in": 1_600,
        "lost": 200, "won": 100, "closing": 5_700,
    }  # fmt: skip
    assert made.steps.difference() == 0
    file.do(forecast.take_snapshots, today=TODAY + timedelta(days=7))
    later = file.ask(week_bridge, date(2026, 3, 23), *quarter(TODAY))
    assert (later.steps.amounts["opening"], later.steps.amounts["closing"]) == (5_700, 5_700)


def test_the_bridge_between_two_weeks_leaves_out_what_came_after(file: File, clock: time_machine.Traveller):
    first, second = (file.deal(amount_fen=amount, expected_close=date(2026, 3, 31)) for amount in (100, 200))
    file.do(forecast.take_snapshots, today=TODAY)
    file.do(deals.close_deal, first, outcome="won", override_reason="签了")
    clock.shift(timedelta(days=7))
    file.do(forecast.take_snapshots, today=TODAY + timedelta(days=7))
    file.do(deals.close_deal, second, outcome="won", override_reason="签了")
    file.deal(amount_fen=400, expected_close=date(2026, 3, 31), outcome="won", closed_on=date(2026, 3, 25))
    made = file.ask(week_bridge, date(2026, 3, 16), *quarter(TODAY), until=date(2026, 3, 23))
    assert {step: amount for step, amount in made.steps.amounts.items() if amount} == {
        "opening": 300, "won": 100, "closing": 200,
    }  # fmt: skip


# how true it was, and for the command line


def test_how_true_the_estimates_were(file: File):
    assert file.ask(estimates_kept).score is None
    for chance, won in ((80, True), (60, False), (10, False)):
        file.add(ClosedEstimate(deal_id=file.deal(), chance=chance, won=won, by_hand=won))
    found = file.ask(estimates_kept)
    assert (found.deals, found.by_hand, found.score) == (3, 1, pytest.approx(0.41 / 3))
    assert [record.brier_score for record in file.ask(forecast_records, "reliability")] == [0.1367] * 3


def test_records_are_the_same_figures_in_yuan(file: File):
    file.deal(amount_fen=10_000_000, chance=40, expected_close=date(2026, 4, 9), number="G20260301001")
    (month,) = file.ask(forecast_records, "2026-04")
    assert (month.owner, month.total, month.weighted, month.committed) == ("王敏", Decimal(100_000), Decimal(40_000), 0)
    (deal,) = file.ask(forecast_records, "deals")
    assert (deal.number, deal.chance, deal.by_hand, deal.amount) == ("G20260301001", 40, True, Decimal(100_000))
    assert file.ask(forecast_records, "bridge") == []
    file.do(forecast.take_snapshots, today=TODAY)
    assert len(file.ask(forecast_records, "bridge")) == 9
    assert file.ask(forecast_records, "2026-05") == []
