"""What came of targets, against plain arithmetic over plain lists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.models import Activity, Measure, Member, Payment, Receipt, StageChange
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.figures.attainment import Tally, attained, figure, tallies, with_team
from desktop_crm.queries.figures.deals import deals_behind
from desktop_crm.queries.figures.target_facts import Span, behind_target
from desktop_crm.queries.targets import Aim
from tests.make import File

BOOK = "full-cycle"
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
M = Measure


def span(first: date = MARCH, last: date | None = None) -> Span:
    return Span(first, last or first, (Playbooks()[BOOK],))


def counted(file: File, *measures: Measure, first: date = MARCH, last: date | None = None, member: str = ""):
    return file.ask(tallies, span(first, last), measures or tuple(Measure), member)


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00").astimezone()


def moved(file: File, deal: str, day: str, source: str, target: str, outcome: str = "open", **values: Any) -> None:
    books = {"from_playbook": BOOK, "to_playbook": BOOK, **values}
    file.add(StageChange(deal_id=deal, at=at(day), from_stage=source, to_stage=target, outcome=outcome, **books))


def test_new_leads_by_the_day_they_came_and_by_person(file: File) -> None:
    other = file.add(Member(name="陈思远"))
    for day, owner in ((date(2026, 2, 28), file.me), (MARCH, file.me), (date(2026, 3, 31), other), (APRIL, other)):
        file.deal(acquired_on=day, owner_id=owner)
    file.deal(acquired_on=MARCH, owner_id=None)
    file.deal(acquired_on=MARCH, outcome="invalid")
    file.deal(acquired_on=MARCH, playbook="care", stage="potential")
    aim = Aim(MARCH, M.NEW_LEADS, BOOK)
    found = counted(file, M.NEW_LEADS)
    assert found == {
        aim: Tally(3, 3),
        Aim(MARCH, M.NEW_LEADS, BOOK, member=file.me): Tally(1, 1),
        Aim(MARCH, M.NEW_LEADS, BOOK, member=other): Tally(1, 1),
    }
    three = counted(file, M.NEW_LEADS, first=FEBRUARY, last=APRIL)
    assert [three[Aim(month, M.NEW_LEADS, BOOK)].value for month in (FEBRUARY, MARCH, APRIL)] == [1, 3, 1]
    assert counted(file, M.NEW_LEADS, member=other)[aim] == Tally(1, 1)


def test_a_deal_enters_a_stage_once_a_month_however_often_it_comes_back(file: File) -> None:
    deal, late = file.deal(), file.deal()
    moved(file, deal, "2026-03-02", "lead", "discovery")
    moved(file, deal, "2026-03-03", "discovery", "proposal")
    moved(file, deal, "2026-03-04", "proposal", "discovery")
    moved(file, deal, "2026-03-05", "discovery", "discovery", "lost")  # no entry: it was there
    moved(file, late, "2026-04-01", "lead", "discovery")
    moved(file, late, "2026-03-09", "lead", "potential", to_playbook="care")  # of another playbook
    found = counted(file, M.ENTERED)
    team = {aim.stage: tally.value for aim, tally in found.items() if not aim.member}
    assert team == {"discovery": 1, "proposal": 1}


def test_the_first_hour_of_a_month_is_that_of_this_laptop(file: File) -> None:
    deal = file.deal()
    for moment in (at("2026-03-01", 0), at("2026-03-31", 23)):
        books = {"from_playbook": BOOK, "to_playbook": BOOK, "from_stage": "lead"}
        file.add(StageChange(deal_id=deal, at=moment.astimezone(UTC), to_stage="discovery", **books))
    assert {aim.month for aim in counted(file, M.ENTERED, first=FEBRUARY, last=APRIL)} == {MARCH}


def test_of_those_that_left_a_stage_how_many_went_forward(file: File) -> None:
    def leaves(count: int, *ways: tuple[str, str], **values: Any) -> None:
        for _ in range(count):
            deal = file.deal(**values)
            for place, (target, outcome) in enumerate(ways):
                moved(file, deal, f"2026-03-{place + 2:02d}", "discovery", target, outcome)

    leaves(4, ("proposal", "open"))
    leaves(1, ("contract", "open"))
    leaves(2, ("discovery", "won"))  # forward too
    leaves(2, ("lead", "open"))
    leaves(2, ("discovery", "lost"))
    leaves(1, ("proposal", "open"), ("discovery", "lost"))  # the last time counts
    leaves(1, ("discovery", "lost"), ("proposal", "open"))
    leaves(3, ("discovery", "invalid"), outcome="invalid")  # not counted
    aim = Aim(MARCH, M.CONVERSION, BOOK, "discovery")
    tally = counted(file, M.CONVERSION)[aim]
    assert tally == Tally(4 + 1 + 2 + 1, 4 + 1 + 2 + 2 + 2 + 1 + 1)
    assert figure(M.CONVERSION, tally) == 615  # 8 of 13
    assert figure(M.CONVERSION, Tally(9, 9)) is None


def test_contacts_are_their_makers_and_greetings_are_none(file: File) -> None:
    other = file.add(Member(name="陈思远"))
    deal = file.deal()
    for owner, purpose, status in (
        (file.me, "", "done"), (other, "", "done"), (other, "visit", "done"), (file.me, "greeting", "done"),
        (file.me, "", "planned"),
    ):  # fmt: skip
        file.add(Activity(deal_id=deal, owner_id=owner, purpose=purpose, status=status, happened_at=at("2026-03-10")))
    found = counted(file, M.CONTACTS)
    assert {aim.member: tally.value for aim, tally in found.items()} == {"": 3, file.me: 1, other: 2}


def test_won_deals_their_amount_and_the_money_that_came(file: File) -> None:
    deal = file.deal(outcome="won", closed_on=date(2026, 3, 5), amount_fen=70_000_00)
    file.deal(outcome="won", closed_on=date(2026, 3, 31), amount_fen=None, playbook="care", stage="loyal")
    file.deal(outcome="lost", closed_on=date(2026, 3, 5), amount_fen=9)
    file.deal(outcome="won", closed_on=APRIL, amount_fen=9)
    payment = file.add(Payment(deal_id=deal, amount_fen=70_000_00))
    for day, fen in ((MARCH, 10_000_00), (date(2026, 3, 31), 5_000_50), (APRIL, 1)):
        file.add(Receipt(deal_id=deal, payment_id=payment, received_on=day, amount_fen=fen))
    found = counted(file, M.WON_DEALS, M.WON_AMOUNT, M.RECEIVED)
    team = {aim.measure: tally.value for aim, tally in found.items() if not aim.member}
    assert team == {M.WON_DEALS: 2, M.WON_AMOUNT: 70_000_00, M.RECEIVED: 15_000_50}


@pytest.mark.parametrize("measure", Measure)
def test_the_deals_behind_a_target_are_those_that_were_counted(file: File, measure: Measure) -> None:
    file.add(Member(name="陈思远"))
    for place in range(12):
        deal = file.deal(
            number=f"Z{place}", acquired_on=MARCH, owner_id=file.me if place % 3 else None,
            outcome="won" if place % 2 else "open", closed_on=date(2026, 3, 9) if place % 2 else None, amount_fen=100,
        )  # fmt: skip
        moved(file, deal, "2026-03-04", "lead", "discovery")
        moved(file, deal, "2026-03-05", "discovery", "proposal")
        file.add(Activity(deal_id=deal, owner_id=file.me, status="done", happened_at=at("2026-03-10")))
        payment = file.add(Payment(deal_id=deal, amount_fen=100))
        file.add(Receipt(deal_id=deal, payment_id=payment, received_on=MARCH, amount_fen=1))
    found = counted(file, measure)
    assert {aim.member for aim in found} == {"", file.me}
    for aim, tally in found.items():
        with file.store.read() as session:
            behind = deals_behind(session, behind_target(span(), aim))
        assert len(behind.ids) == tally.n


def test_a_team_without_a_target_aims_at_what_its_people_aim_at(file: File) -> None:
    one, two = Aim(MARCH, M.CONTACTS, member="a"), Aim(MARCH, M.CONTACTS, member="b")
    won = Aim(MARCH, M.WON_DEALS, member="a")
    rate = Aim(MARCH, M.CONVERSION, BOOK, "lead", "a")
    found = with_team({one: 3, two: 4, won: 2, Aim(MARCH, M.WON_DEALS): 9, rate: 300})
    assert found[Aim(MARCH, M.CONTACTS)] == 7
    assert found[Aim(MARCH, M.WON_DEALS)] == 9
    assert Aim(MARCH, M.CONVERSION, BOOK, "lead") not in found
    assert file.ask(tallies, span(), ()) == {}


def test_how_a_target_stands(file: File) -> None:  # noqa: ARG001 - the same kind of test as the others
    today = MARCH + timedelta(days=15)  # 10 of the 22 working days are over
    contacts = Aim(MARCH, M.CONTACTS)
    assert attained(contacts, None, Tally(3, 3), today).pace is None
    behind = attained(contacts, 44, Tally(12, 12), today).pace
    assert behind is not None
    assert (behind.state, behind.expected, behind.gap, behind.need, behind.days_left) == ("behind", 20, -8, 32, 12)
    rate = attained(Aim(MARCH, M.CONVERSION, BOOK, "lead"), 300, Tally(3, 9), today)
    assert (rate.actual, rate.pace and rate.pace.state) == (None, "few")
