"""A large company that has been selling for two years: deals that ended, their ways through the stages, their money."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Company,
    Customer,
    Deal,
    DealReview,
    Measure,
    Member,
    Outcome,
    Payment,
    Receipt,
    StageChange,
    Target,
    new_id,
)
from desktop_crm.playbooks import Playbooks
from desktop_crm.store import Store
from desktop_crm.system import clock
from tests.benchmarks.scale import _deal, _follow_up

_SOURCES = ("展会", "官网", "转介绍", "电话营销", "搜索广告", "公众号", "行业协会", "老客户")
_REASONS = ("价格过高", "预算取消", "选择竞品", "功能不符", "项目推迟", "联系不上")
_INDUSTRIES = ("制造业", "零售", "物流", "医药", "教育")
_RIVALS = ("用友", "金蝶", "浪潮", "")
_TARGETS = {
    Measure.NEW_LEADS: 150,
    Measure.CONTACTS: 1_200,
    Measure.WON_DEALS: 60,
    Measure.WON_AMOUNT: 3_000_000_000,
    Measure.RECEIVED: 2_000_000_000,
}
_DAYS = 720


def company_with_history(folder: Path, deals: int, activities: int) -> None:
    """Store a company of which three deals in five have ended, two moves between stages a deal on the average."""
    store = Store(folder / "company.db")
    store.write("make", "make", lambda session: _fill(session, deals))
    store.write("make", "make", lambda session: _follow_up(session, activities))
    store.close()


def _fill(session: Session, deals: int) -> None:
    dice = random.Random(deals)
    playbook = Playbooks().default
    stages = [stage.key for stage in playbook.stages]
    members, customers = [new_id() for _ in range(30)], [new_id() for _ in range(max(deals // 20, 1))]
    session.add(Company(id="company", name="启明软件"))
    session.execute(insert(Member), [{"id": key, "name": f"员工{place}"} for place, key in enumerate(members)])
    session.execute(
        insert(Customer),
        [
            {
                "id": key,
                "name": f"客户{place}有限公司",
                "name_key": f"客户{place}",
                "industry": dice.choice(_INDUSTRIES),
            }
            for place, key in enumerate(customers)
        ],
    )
    made = [_ended(dice, place, _deal(dice, place, stages, members, customers), stages) for place in range(deals)]
    session.execute(insert(Deal), made)
    session.execute(insert(StageChange), [move for deal in made for move in _moves(dice, deal, stages, playbook.key)])
    session.execute(insert(DealReview), [_review(dice, deal) for deal in made if deal["closed_on"]][::3])
    month = clock.today().replace(day=1)
    aims = [{"month": month, "measure": key, "value": value} for key, value in _TARGETS.items()]
    session.execute(insert(Target), [{"id": new_id(), **aim} for aim in aims])
    won = [deal for deal in made if deal["outcome"] == Outcome.WON]
    payments = [{"id": new_id(), **_payment(dice, deal)} for deal in won for _ in range(2)]
    if payments:
        session.execute(insert(Payment), payments)
        session.execute(insert(Receipt), [_receipt(each) for each in payments[::2]])


def _ended(dice: random.Random, place: int, deal: dict[str, Any], stages: list[str]) -> dict[str, Any]:
    outcome = dice.choices(list(Outcome), (8, 6, 5, 1))[0]
    acquired = clock.today() - timedelta(days=dice.randrange(20, _DAYS))
    took = dice.randrange(1, (clock.today() - acquired).days)
    closed = None if outcome == Outcome.OPEN else acquired + timedelta(days=took)
    return deal | {
        "id": new_id(),
        "outcome": outcome,
        "outcome_reason": dice.choice(_REASONS) if outcome == Outcome.LOST else "",
        "acquired_on": acquired,
        "closed_on": closed,
        "source": _SOURCES[min(int(dice.expovariate(0.4)), len(_SOURCES) - 1)],
        "sub_source": f"渠道{dice.randrange(4)}",
        "product_name": f"产品{place % 6}",
        "expected_close": clock.today() + timedelta(days=dice.randrange(-30, 150)) if closed is None else closed,
        "stage": stages[dice.randrange(len(stages))] if closed is None else deal["stage"],
    }


def _moves(dice: random.Random, deal: dict[str, Any], stages: list[str], playbook: str) -> Iterator[dict[str, Any]]:
    at = datetime.combine(deal["acquired_on"], time(9), UTC)
    for before, after in pairwise(stages[: stages.index(deal["stage"]) + 1][-4:]):
        at += timedelta(days=dice.randrange(1, 20))
        yield {
            "deal_id": deal["id"], "at": at, "from_playbook": playbook, "to_playbook": playbook,
            "from_stage": before, "to_stage": after, "outcome": Outcome.OPEN,
        }  # fmt: skip


def _review(dice: random.Random, deal: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "deal_id": deal["id"],
        "reasons": [dice.choice(_REASONS)],
        "competitor": dice.choice(_RIVALS),
        "reviewed_on": deal["closed_on"],
    }


def _payment(dice: random.Random, deal: dict[str, Any]) -> dict[str, Any]:
    due: date = deal["closed_on"] + timedelta(days=dice.randrange(180))
    return {"deal_id": deal["id"], "name": "一期款", "amount_fen": deal["amount_fen"] // 2, "due_on": due}


def _receipt(payment: dict[str, Any]) -> dict[str, Any]:
    return {
        "deal_id": payment["deal_id"],
        "payment_id": payment["id"],
        "received_on": clock.today(),
        "amount_fen": payment["amount_fen"],
    }
