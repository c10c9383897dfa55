"""Many deals planned at once come out as each would alone: when leads are given out, graded, taken out, looked at again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Assignment,
    ChecklistTick,
    ClockPause,
    Deal,
    Member,
    Method,
    Purpose,
    Row,
    StageStatus,
    new_id,
)
from desktop_crm.operations import assignments, cadence, leads, nurture
from desktop_crm.operations.operation import operation
from desktop_crm.store import undo
from desktop_crm.system.progress import Cancelled
from tests.make import File

NOW = datetime(2025, 3, 12, 2, tzinfo=UTC)
DAY = timedelta(days=1)
PLAYBOOKS = ("full-cycle", "care", "guide", "funnel", "handbook")
GRADES = ("A", "B", "C", "")

Act = Callable[[File, Sequence[str]], object]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def other(tmp_path: Path) -> Iterator[File]:
    made = File(tmp_path / "other")
    yield made
    made.close()


def many_stories(file: File) -> list[str]:
    """Store deals of every playbook and grade with all kinds of histories, the same in every file."""
    dice, customer = random.Random(7), file.customer()
    deals: list[Deal] = []
    rows: list[Row] = []
    for place in range(60):
        deal = _deal(file, dice, place, customer)
        deals.append(deal)
        if dice.random() < 0.3:
            until = NOW + dice.randrange(1, 20) * DAY
            rows.append(ClockPause(deal_id=deal.id, begins_at=NOW - DAY, ends_at=until))
        rows += [_follow_up(dice, deal) for _ in range(dice.choice([0, 0, 1, 3, 8]))]
    file.add(*deals)
    file.add(*rows)
    return [deal.id for deal in deals]


def _deal(file: File, dice: random.Random, place: int, customer: str) -> Deal:
    playbook = PLAYBOOKS[place % 5]
    return Deal(
        id=new_id(), number=f"Z{place:03}", customer_id=customer, owner_id=file.me, playbook=playbook,
        stage=file.playbooks[playbook].first_stage.key, grade=GRADES[place // 5 % 4], verified_at=NOW - 9 * DAY,
        assigned_at=dice.choice([None, NOW - dice.randrange(9) * DAY]),
        nurture=dice.random() < 0.2, re_evaluate_on=date(2025, 3, 10 + dice.randrange(9)),
        stage_status=dice.choice([StageStatus.IN_PROGRESS, StageStatus.IN_PROGRESS, StageStatus.PAUSED]),
    )  # fmt: skip


def _follow_up(dice: random.Random, deal: Deal) -> Activity:
    day, purpose = NOW - dice.randrange(-20, 40) * DAY, dice.choice(["", "", *list(Purpose)[:4]])
    done = day < NOW and dice.random() < 0.7
    status = ActivityStatus.DONE if done else dice.choice([ActivityStatus.PLANNED, ActivityStatus.CANCELLED])
    occasion = {
        "cadence": f"{deal.playbook}.{deal.grade}{dice.choice('12')} {day:%Y-%m-%d}",
        "nurture": f"nurture.1 {day:%Y-%m-%d}",
    }
    return Activity(
        deal_id=deal.id, status=status, purpose=purpose, method=dice.choice(list(Method)), goal="约好的",
        occasion=occasion.get(purpose, dice.choice(["call", "email", ""])), automatic=dice.random() < 0.6,
        due_on=day.date(), happened_at=day + timedelta(minutes=dice.randrange(600)) if done else None,
        deleted_at=NOW if dice.random() < 0.15 else None,
    )  # fmt: skip


def stands(file: File, deals: Sequence[str]) -> list[Any]:
    """Return how each deal stands with all its follow-ups, in words that are the same in every file."""

    def read(session: Session) -> list[Any]:
        names = {row.id: row.name for row in session.scalars(select(Member))}
        told: list[Any] = []
        for deal in (session.get_one(Deal, each) for each in deals):
            query = select(Activity).where(Activity.deal_id == deal.id)
            plans = sorted(
                (row.status, row.purpose, row.occasion, row.goal, row.method, str(row.due_on), row.due_at, row.automatic,
                 names.get(row.owner_id or ""))
                for row in session.scalars(query)
            )  # fmt: skip
            given = select(Assignment).where(Assignment.deal_id == deal.id).order_by(Assignment.id)
            asked = [
                (names[row.member_id or ""], row.state, row.points, row.confirm_by) for row in session.scalars(given)
            ]
            ticks = session.scalars(select(ChecklistTick.item).where(ChecklistTick.deal_id == deal.id)).all()
            told.append((
                deal.number, deal.grade, deal.outcome, deal.nurture, deal.re_evaluate_on, names.get(deal.owner_id or ""),
                deal.next_step, deal.next_due, deal.last_contact_at, plans, asked, ticks,
            ))  # fmt: skip
        return told

    return file.ask(read)


@operation("计划")
def plan_all(session: Session, deals: Sequence[str]) -> None:
    with cadence.planned_together(session):
        for deal in deals:
            cadence.replan(session, session.get_one(Deal, deal))


ACTS: dict[str, tuple[Act, Act]] = {
    "plan": (
        lambda file, deals: file.do(plan_all, deals),
        lambda file, deals: [file.do(plan_all, [deal]) for deal in deals],
    ),
    **{
        f"grade {grade}": (
            lambda file, deals, grade=grade: file.do(leads.grade_leads, deals, grade=grade, reason="电话里确认"),
            lambda file, deals, grade=grade: [
                file.do(leads.grade_lead, deal, grade=grade, reason="电话里确认") for deal in deals
            ],
        )
        for grade in "ABC"
    },
    "mark invalid": (
        lambda file, deals: file.do(leads.screen_leads, deals, valid=False, reason="空号"),
        lambda file, deals: [file.do(leads.screen_leads, [deal], valid=False, reason="空号") for deal in deals],
    ),
    "look at again": (
        lambda file, deals: file.do(nurture.re_evaluate, deals, re_evaluate_on=date(2025, 6, 3)),
        lambda file, deals: [file.do(nurture.re_evaluate, [deal], re_evaluate_on=date(2025, 6, 3)) for deal in deals],
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_together_as_one_by_one(file: File, other: File, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(cadence, "_AT_ONCE", 25)  # 60 deals come in three parts
    together, one_by_one = ACTS[name]
    here, there = many_stories(file), many_stories(other)
    before = stands(file, here)
    assert before == stands(other, there)
    together(file, here)
    one_by_one(other, there)
    assert stands(file, here) == stands(other, there) != before


def team(file: File) -> None:
    file.add(
        Member(name="陈思远", regions=["华东"], industries=["制造业"]),
        Member(name="林志强", regions=["华北"], industries=["制造业"]),
        Member(name="徐静怡", regions=["华东"], capacity=5),
    )


def leads_to_give(file: File, count: int = 20) -> list[str]:
    team(file)
    return [
        file.deal(
            number=f"Z{place:03}", playbook=(playbook := PLAYBOOKS[place % 5]), verified_at=NOW, owner_id=None,
            stage=file.playbooks[playbook].first_stage.key, grade="ABC"[place % 3],
        )
        for place in range(count)
    ]  # fmt: skip


def test_given_together_as_one_by_one(file: File, other: File, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(assignments, "AT_ONCE", 6)
    here, there = leads_to_give(file), leads_to_give(other)
    report: assignments.Report = file.do(assignments.assign_leads, here)
    in_turn = [there[here.index(one.deal_id)] for one in report.given]  # the rule's: the best grades choose first
    alone = [other.do(assignments.assign_leads, [deal]).given[0] for deal in in_turn]
    assert [(one.member, one.points, one.reasons) for one in report.given] == [
        (one.member, one.points, one.reasons) for one in alone
    ]
    assert stands(file, here) == stands(other, there)
    planned = [told[6] for told in stands(file, here)]
    assert any(planned)


def test_a_lead_given_again_leaves_no_former_assignment_or_tick(file: File):
    here = leads_to_give(file, 10)
    file.do(assignments.assign_leads, here)
    for deal in here:
        file.do(assignments.refuse_assignment, deal, reason="太远")
    file.do(assignments.assign_leads, here)
    for told in stands(file, here):
        states, ticks = [row[1] for row in told[10]], told[11]
        assert states[0] == "refused"
        assert states[1] in {"pending", "confirmed"}
        assert len(ticks) == (1 if told[0] in _ticking(file) and states[1] == "confirmed" else 0)


def _ticking(file: File) -> set[str]:
    """Return the numbers of the leads whose playbook has an item for the confirmation."""
    asks = {
        key for key in PLAYBOOKS
        if any(item.key == assignments.CONFIRMED_ITEM for stage in file.playbooks[key].stages for item in stage.checklist)
    }  # fmt: skip
    return {f"Z{place:03}" for place in range(10) if PLAYBOOKS[place % 5] in asks}


def test_progress_is_told_and_stopping_leaves_everything_as_it_was(file: File, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(assignments, "AT_ONCE", 6)
    here = leads_to_give(file)
    before, heard = stands(file, here), list[tuple[int, int]]()

    def hear(done: int, total: int) -> None:
        heard.append((done, total))

    def stop_at_twelve(done: int, total: int) -> None:
        hear(done, total)
        if done == 12:
            raise Cancelled

    with pytest.raises(Cancelled):
        file.do(assignments.assign_leads, here, stop_at_twelve)
    assert heard == [(6, 20), (12, 20)]
    assert stands(file, here) == before
    heard.clear()
    file.do(assignments.assign_leads, here, hear)
    assert heard == [(6, 20), (12, 20), (18, 20), (20, 20)]


def test_one_undo_takes_back_what_was_given_with_its_plans(file: File, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(assignments, "AT_ONCE", 6)
    here = leads_to_give(file)
    before = stands(file, here)
    file.do(assignments.assign_leads, here)
    assert stands(file, here) != before
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write("undo", "undo", lambda session: undo.take_back(session, step.rid), undoes=step.rid)
    assert stands(file, here) == before


def test_giving_asks_the_file_as_often_for_many_leads_as_for_few(file: File):
    here, statements = leads_to_give(file, 40), list[str]()
    event.listen(file.store.engine, "before_cursor_execute", lambda *heard: statements.append(heard[2]))
    counts: list[int] = []
    for some in (here[:5], here[5:]):
        statements.clear()
        file.do(assignments.assign_leads, some)
        counts.append(sum(each.startswith("SELECT") for each in statements))
    assert counts[0] == counts[1]


def _plan_and_fail(session: Session, deal: str) -> None:
    with cadence.planned_together(session):
        cadence.replan(session, session.get_one(Deal, deal))
        raise KeyError


def test_a_refusal_among_them_plans_nothing_and_the_session_goes_on(file: File):
    deal = file.deal(assigned_at=NOW)

    def work(session: Session) -> None:
        with pytest.raises(KeyError):
            _plan_and_fail(session, deal)
        assert session.scalars(select(Activity)).all() == []
        cadence.replan(session, session.get_one(Deal, deal))
        assert len(session.scalars(select(Activity)).all()) == 1

    file.store.write("plan", "plan", work)
