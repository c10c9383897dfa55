"""A large company file for the benchmarks, made quickly and always alike."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Company, Contact, Customer, Deal, Member, Method, new_id
from desktop_crm.playbooks import Playbooks
from desktop_crm.store import Store
from desktop_crm.system import clock


def large_company(folder: Path, deals: int, activities: int = 0) -> str:
    """Store a company with `deals` open deals and `activities` into `folder`; return a member who is in the thick of it."""
    store = Store(folder / "company.db")
    store.write("make", "make", lambda session: _fill(session, deals))
    if activities:
        store.write("make", "make", lambda session: _follow_up(session, activities))
    with store.read() as session:
        member = session.scalars(select(Member.id).order_by(Member.id).limit(1)).one()
    store.close()
    return member


def _follow_up(session: Session, activities: int) -> None:
    """Add follow-ups to the deals: one in five is still planned, of which one in ten is late; people have birthdays."""
    dice = random.Random(activities)
    deals = session.execute(select(Deal.id, Deal.customer_id, Deal.owner_id)).all()
    session.execute(insert(Activity), [_activity(dice, *dice.choice(deals)) for _ in range(activities)])
    customers = session.scalars(select(Customer.id)).all()
    people = [{"customer_id": key, "name": f"联系人{place}", **_birthday(dice)} for place, key in enumerate(customers)]
    session.execute(insert(Contact), people)


def _activity(dice: random.Random, deal: str, customer: str, owner: str) -> dict[str, Any]:
    planned = dice.random() < 0.2
    days = dice.randrange(-6, 54) if planned else -dice.randrange(720)
    moment = datetime.now(UTC) + timedelta(days=days)
    return {
        "deal_id": deal,
        "customer_id": customer,
        "owner_id": owner,
        "status": ActivityStatus.PLANNED if planned else ActivityStatus.DONE,
        "method": dice.choice(list(Method)),
        "goal": "确认需求细节",
        "due_on": clock.today() + timedelta(days=days),
        "due_at": dice.choice(["", "", "09:30", "14:00"]),
        "happened_at": None if planned else moment,
        "feedback": "" if planned else "客户说下周给答复",
    }


def _birthday(dice: random.Random) -> dict[str, Any]:
    return {"birthday": date(1980, 1, 1) + timedelta(days=dice.randrange(3650))}


def _fill(session: Session, deals: int) -> None:
    dice = random.Random(deals)
    stages = [stage.key for stage in Playbooks().default.stages]
    members, customers = [new_id() for _ in range(30)], [new_id() for _ in range(deals // 20)]
    session.add(Company(id="company", name="启明软件"))
    session.execute(insert(Member), [{"id": key, "name": f"员工{place}"} for place, key in enumerate(members)])
    names = [
        {"id": key, "name": f"客户{place}有限公司", "name_key": f"客户{place}"} for place, key in enumerate(customers)
    ]
    session.execute(insert(Customer), names)
    session.execute(insert(Deal), [_deal(dice, place, stages, members, customers) for place in range(deals)])


def _deal(
    dice: random.Random, place: int, stages: list[str], members: list[str], customers: list[str]
) -> dict[str, Any]:
    return {
        "number": f"G{place}",
        "title": f"商机{place} ERP",
        "need": "替换旧系统",
        "customer_id": dice.choice(customers),
        "owner_id": dice.choice(members),
        "stage": dice.choice(stages),
        "grade": dice.choice("ABC"),
        "amount_fen": dice.randrange(10**9),
        "next_due": clock.today() + timedelta(dice.randrange(60)) if dice.random() < 0.8 else None,
        "stage_since": datetime(2026, 1, 1, tzinfo=UTC),
    }
