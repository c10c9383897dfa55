"""A large company file for the benchmarks, made quickly and always alike."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from desktop_crm.models import Company, Customer, Deal, Member, new_id
from desktop_crm.playbooks import Playbooks
from desktop_crm.store import Store
from desktop_crm.system import clock


def large_company(folder: Path, deals: int) -> None:
    """Store a company with `deals` open deals spread over the default playbook's stages into `folder`."""
    store = Store(folder / "company.db")
    store.write("make", "make", lambda session: _fill(session, deals))
    store.close()


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
