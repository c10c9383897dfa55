"""The lead inbox at 100,000 leads: what a screen asks for stays near what reading the bare table once costs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.lead_facts import similar_leads
from desktop_crm.queries.leads import LeadFilter, LeadState, lead_counts, lead_lines
from desktop_crm.store import Store
from tests.benchmarks.scale import large_company

pytestmark = pytest.mark.benchmark

ROUNDS = 7
LEADS = 100_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("leads")
    large_company(folder, LEADS)
    made = Store(folder / "company.db", {"playbooks": Playbooks()})
    made.write("make", "make", lambda session: session.execute(text("UPDATE deal SET stage = 'lead'")))
    yield made
    made.close()


def seconds(store: Store, ask: Callable[[Session], Any]) -> float:
    """Return how long a question takes, in the middle of some rounds."""
    found: list[float] = []
    with store.read() as session:
        ask(session)
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            ask(session)
            found.append(time.perf_counter() - begun)
    return statistics.median(found)


def test_questions_of_the_inbox_against_reading_the_table_once(store: Store) -> None:
    scan = text("SELECT sum(length(grade) + (screened_at IS NULL) + (last_contact_at IS NULL)) FROM deal NOT INDEXED")
    floor = seconds(store, lambda session: session.execute(scan).scalar())
    asked: dict[str, tuple[Callable[[Session], Any], float]] = {
        "counts": (lead_counts, 4),
        "first page": (lead_lines, 1),
        "far page": (lambda session: lead_lines(session, offset=5_000), 2),
        "one step": (lambda session: lead_lines(session, LeadFilter(state=LeadState.ASSIGN)), 4),
        "late": (lambda session: lead_lines(session, LeadFilter(late=True)), 4),
        "text": (lambda session: lead_lines(session, LeadFilter(text="商机77")), 2),
        "similar": (lambda session: similar_leads(session, customer="客户77有限公司", phone="13800001234"), 1),
    }
    ratios = {name: seconds(store, ask) / floor for name, (ask, _) in asked.items()}
    print({name: round(ratio, 2) for name, ratio in ratios.items()}, f"floor {floor * 1000:.0f} ms")
    assert {name: ratio for name, ratio in ratios.items() if ratio > asked[name][1]} == {}
