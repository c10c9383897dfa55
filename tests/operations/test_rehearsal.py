"""Going through everyday acts: nothing of it stays, and what comes after is ready."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import date
from typing import cast

import pytest
from sqlalchemy import func, select, table
from sqlalchemy.orm import Session

from desktop_crm.models import ChangeSet, Deal, metadata
from desktop_crm.operations.activities import record_activity
from desktop_crm.operations.deals import add_deal, move_deal
from desktop_crm.operations.rehearsal import STEPS
from desktop_crm.queries.customer import customer_profile
from desktop_crm.queries.deal import deal_overview
from desktop_crm.queries.timeline import records
from tests.make import File


def rehearse(file: File) -> None:
    for step in STEPS:
        file.store.rehearse(step)


def counts(file: File) -> dict[str, int]:
    def count(session: Session, name: str) -> int:
        return session.scalar(select(func.count()).select_from(table(name))) or 0

    return {name: file.ask(count, name) for name in metadata().tables}


@pytest.mark.parametrize("with_deals", [False, True])
def test_nothing_of_it_stays(file: File, with_deals: bool) -> None:
    if with_deals:
        file.do(add_deal, customer="苏州恒力精密有限公司", contact="张伟", phone="13800001234")
    before = counts(file)
    rehearse(file)
    assert counts(file) == before
    assert not file.ask(
        lambda session: session.scalars(select(ChangeSet).where(ChangeSet.operation == "rehearse")).all()
    )


def test_a_lead_gets_the_number_it_would_have_got(file: File) -> None:
    rehearse(file)
    deal = file.do(add_deal, customer="苏州恒力精密有限公司", acquired_on=date(2024, 3, 15), source="展会")
    assert file.ask(lambda session: session.get_one(Deal, deal).number) == "Z20240315001"


def open_customer(file: File, deal: str) -> None:
    customer = file.ask(lambda session: session.get_one(Deal, deal).customer_id)
    file.ask(customer_profile, customer or "")


ACTS: dict[str, Callable[[File, str], object]] = {
    "record": lambda file, deal: file.do(record_activity, deal, feedback="要求三家比价", next_step="发报价"),
    "move": lambda file, deal: file.do(move_deal, deal, to_stage="discovery", override_reason="试算"),
    "overview": lambda file, deal: file.ask(deal_overview, deal),
    "timeline": lambda file, deal: file.ask(records, deal),
    "customer": open_customer,
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_gone_through_is_compiled(file: File, act: str) -> None:
    """A real act after it puts together no statement of its own."""
    cache(file).clear()  # of what the tests before this one compiled
    rehearse(file)
    deal = file.do(add_deal, customer="苏州恒力精密有限公司", contact="张伟", phone="13800001234", grade="A")
    file.ask(lambda session: session.get_one(Deal, deal).customer_id)
    ready = compiled(file)
    ACTS[act](file, deal)
    assert compiled(file) - ready == set()


def compiled(file: File) -> set[object]:
    return set(cache(file))


def cache(file: File) -> MutableMapping[object, object]:
    return cast("MutableMapping[object, object]", file.store.engine._compiled_cache)
