"""What each everyday act costs the window's thread at 100,000 deals and 300,000 follow-ups, painting included.

Judged by the processor time of that thread, which a busy machine does not stretch; the time by the clock is printed.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, Deal, Member, Outcome, new_id
from desktop_crm.operations import activities, deals
from desktop_crm.operations.assignments import Report, assign_leads
from desktop_crm.operations.leads import grade_leads
from desktop_crm.queries.search import find_records
from desktop_crm.store import Store
from desktop_crm.system import clock
from desktop_crm.views.customer.pane import CustomerPane
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.views.screens.customers_screen import CustomersScreen
from desktop_crm.workspace import Workspace
from tests.benchmarks.scale import large_company

pytestmark = pytest.mark.benchmark

MOST_MS = 50
MANY_S = 10
MANY = 3_000  # leads of a fair
ROUNDS = 15
LONG_TALK = 5_000  # follow-ups with one customer

Act = Callable[[], object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large")
    me = large_company(made, 100_000, 300_000)
    store = Store(made / "company.db")
    store.write("make", "make", lambda session: _talk_long(session, me))
    store.close()
    return made


def _talk_long(session: Session, me: str) -> None:
    deal = session.scalars(select(Deal).order_by(Deal.id).limit(1)).one()
    start = datetime.now(UTC) - timedelta(days=900)
    rows = [
        {
            "id": new_id(), "deal_id": deal.id, "customer_id": deal.customer_id, "owner_id": me, "status": "done",
            "feedback": f"第{place}次：要求补充能耗数据，并问了交期", "objection": "嫌实施周期长" if place % 5 == 0 else "",
            "happened_at": start + timedelta(hours=4 * place),
        }
        for place in range(LONG_TALK)
    ]  # fmt: skip
    session.execute(insert(Activity), rows)


@pytest.fixture
def company(folder: Path) -> Iterator[Workspace]:
    made = Workspace(folder)
    made.settings.me = made.ask(lambda session: session.scalars(select(Member.id).limit(1)).one())
    made.save_settings()
    yield made
    made.close()


@pytest.fixture
def screen(company: Workspace, qtbot: QtBot) -> BoardScreen:
    made = BoardScreen(company)
    qtbot.addWidget(made)
    company.changed.connect(made.on_changes)
    made.resize(1440, 860)
    made.refresh()
    made.show()
    settle()
    return made


def settle() -> None:
    """Let everything that was posted happen, painting too."""
    QApplication.processEvents()


@dataclass(frozen=True)
class Held:
    """How long the window's thread was kept, in ms."""

    processor: float
    clock: float


def hold(act: Act) -> Held:
    """Do something and let the window settle; return the longest it was kept without a pause."""
    longest = _timed(lambda: (act(), settle()))
    for _ in range(20):  # what is left for the pauses that follow
        after = _timed(settle)
        longest = max(longest, after, key=lambda held: held.processor)
    return longest


def _timed(act: Act) -> Held:
    processor, clock_time = time.thread_time(), time.perf_counter()
    act()
    return Held((time.thread_time() - processor) * 1000, (time.perf_counter() - clock_time) * 1000)


def await_answer(company: Workspace) -> float:
    """Wait for what is read beside the window; return the longest the window was kept in showing it, in ms."""
    longest = 0.0
    while company.busy:
        held = _timed(lambda: QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents))
        longest = max(longest, held.processor)
    return max(longest, hold(settle).processor)


def cost(name: str, acts: Iterable[Act]) -> float:
    """Return the median time of the processor in ms that one of the acts keeps the window; the first only warms up."""
    first, *others = [hold(act) for act in acts]
    typical = statistics.median(held.processor for held in others)
    by_clock = statistics.median(held.clock for held in others)
    slowest = max(held.processor for held in others)
    print(
        f"{name}: median {typical:.1f} ms (by the clock {by_clock:.1f}), slowest {slowest:.1f}, "
        f"first {first.processor:.1f} (aim {MOST_MS})"
    )
    return typical


def some_deals(company: Workspace, count: int = ROUNDS + 1) -> list[str]:
    """Return deals that lie apart from each other and have follow-ups."""
    every = select(Deal.id).where(Deal.id.in_(select(Activity.deal_id))).order_by(Deal.number).limit(count * 40)
    return list(company.ask(lambda session: session.scalars(every).all()))[::40]


def long_deal(company: Workspace) -> str:
    query = select(Activity.deal_id).group_by(Activity.deal_id).order_by(func.count().desc()).limit(1)
    return company.ask(lambda session: session.scalars(query).one()) or ""


def pane_on(screen: BoardScreen, deal: str, tab: str) -> DealPane:
    screen.open_deal(deal)
    assert screen.pane is not None
    screen.pane.open_tab(tab)
    settle()
    return screen.pane


@pytest.mark.parametrize("place", ["in a usual deal", "in a deal of 5,000 records"])
def test_following_up(company: Workspace, screen: BoardScreen, place: str) -> None:
    """With the board and the timeline of the deal shown, which both follow every change."""
    deal = some_deals(company)[3] if place == "in a usual deal" else long_deal(company)
    pane_on(screen, deal, "followup")
    made: list[str] = []

    def record() -> Act:
        return lambda: company.do(
            activities.record_activity, deal, feedback="要求三家比价", next_step="发报价", next_due=clock.today()
        )

    def plan() -> Act:
        return lambda: made.append(company.do(activities.plan_activity, deal, goal="送样机", due_on=clock.today()))

    def edit(row: str) -> Act:
        return lambda: company.do(activities.edit_activity, row, due_on=clock.today() + timedelta(days=9))

    costs = [
        cost(f"record_activity {place}", (record() for _ in range(ROUNDS))),
        cost(f"plan_activity {place}", (plan() for _ in range(ROUNDS))),
        cost(f"edit_activity {place}", (edit(row) for row in made)),
    ]
    assert max(costs) <= MOST_MS


def test_moving_and_editing(company: Workspace, screen: BoardScreen) -> None:
    pane_on(screen, some_deals(company)[3], "overview")
    leads = select(Deal.id).where(Deal.stage == "lead").order_by(Deal.number).limit(ROUNDS + 1)
    found = company.ask(lambda session: session.scalars(leads).all())

    def move(deal: str) -> Act:
        return lambda: company.do(deals.move_deal, deal, to_stage="discovery", override_reason="试算")

    def edit(deal: str) -> Act:
        return lambda: company.do(deals.edit_deal, deal, amount_fen=12_345_600)

    costs = [cost("move_deal", map(move, found)), cost("edit_deal", map(edit, found))]
    assert max(costs) <= MOST_MS


@pytest.mark.parametrize("tab", ["overview", "followup"])
def test_opening_a_deal(company: Workspace, screen: BoardScreen, tab: str) -> None:
    found = some_deals(company)
    pane = pane_on(screen, found[0], tab)
    assert cost(f"open a deal at {tab}", (lambda deal=deal: pane.show_deal(deal) for deal in found)) <= MOST_MS


def test_opening_a_deal_of_many_records(company: Workspace, screen: BoardScreen) -> None:
    long, others = long_deal(company), some_deals(company)
    pane = pane_on(screen, others[0], "followup")

    def open_long() -> Iterator[Act]:
        for other in others:
            hold(lambda other=other: pane.show_deal(other))
            yield lambda: pane.show_deal(long)

    assert cost("open the timeline of 5,000 records", open_long()) <= MOST_MS


def test_opening_a_customer(company: Workspace, qtbot: QtBot) -> None:
    pane = CustomerPane(company)
    qtbot.addWidget(pane)
    pane.resize(440, 860)
    pane.show()
    query = select(Deal.customer_id).where(Deal.id.in_(some_deals(company)))
    found = [key for key in company.ask(lambda session: session.scalars(query).all()) if key]
    assert cost("open a customer", (lambda key=key: pane.show_customer(key) for key in found)) <= MOST_MS


@pytest.mark.parametrize("typed", ["客户4711", "商机", "no such thing"])
def test_searching_in_the_palette_is_not_the_windows_business(company: Workspace, qtbot: QtBot, typed: str) -> None:
    """The palette asks on another thread; printed is how long the answer takes, asserted what the window waits."""
    begun = time.perf_counter()
    company.ask(find_records, typed, 12)
    print(f"search “{typed}” on its own thread: {(time.perf_counter() - begun) * 1000:.1f} ms")
    waits: list[float] = []
    for _ in range(ROUNDS):
        answers: list[object] = []
        waits.append(
            _timed(
                lambda answers=answers: company.later(lambda session: find_records(session, typed, 12), answers.append)
            ).processor
        )
        qtbot.waitUntil(lambda answers=answers: bool(answers))
    print(f"search “{typed}”: the window's part {statistics.median(waits):.1f} ms")
    assert statistics.median(waits) <= MOST_MS


@pytest.mark.parametrize("typed", ["4711", "商机", "no such thing"])
def test_filtering_the_board_does_not_hold_the_window(company: Workspace, screen: BoardScreen, typed: str) -> None:
    def narrow(text: str) -> Act:
        def act() -> None:
            screen.tool_bar.text.setText(text)
            screen.tool_bar.changed.emit()

        return act

    for what, wanted in (("filtering", typed), ("showing all again", "")):
        holds: list[float] = []
        for _ in range(ROUNDS):
            narrow("" if wanted else typed)()
            await_answer(company)
            asked = hold(narrow(wanted))
            holds.append(max(asked.processor, await_answer(company)))
        typical = statistics.median(holds)
        print(f"{what} of the board, “{typed}”: the window's part {typical:.1f} ms, slowest {max(holds):.1f}")
        assert typical <= MOST_MS


@pytest.mark.parametrize("order", ["name", "open_fen", "last_contact_at"])
def test_sorting_and_searching_customers_does_not_hold_the_window(company: Workspace, qtbot: QtBot, order: str) -> None:
    screen = CustomersScreen(company)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.refresh()
    screen.show()
    qtbot.waitUntil(lambda: not company.busy, timeout=20_000)
    place = next(at for at, column in enumerate(screen.table.rows.columns) if column.key == order)
    holds: list[float] = []
    acts: tuple[Act, ...] = (
        lambda: screen.table.sortByColumn(place, Qt.SortOrder.DescendingOrder),
        lambda: screen.text.setText("客户"),
        screen.refresh,
        lambda: screen.text.setText(""),
        screen.refresh,
    )
    for act in acts:
        asked = hold(act)
        holds.append(max(asked.processor, await_answer(company)))
    print(f"customers by {order}, then by a word of every name: the window's part {[f'{one:.1f}' for one in holds]} ms")
    assert max(holds) <= MOST_MS


@pytest.mark.parametrize("playbook", ["full-cycle", "handbook"])
def test_giving_out_leads_by_the_thousand(company: Workspace, qtbot: QtBot, playbook: str) -> None:
    """As the window does it, on another thread and with progress; so it grades them, in the same time."""
    ids = _leads_to_give(company, playbook)
    told: list[int] = []
    reports: list[Report] = []

    def tell(done: int, _total: int) -> None:
        told.append(done)

    begun = time.perf_counter()
    job = company.do_later(assign_leads, lambda session, progress: assign_leads(session, ids, progress), reports.append)
    job.progressed.connect(tell)
    qtbot.waitUntil(lambda: bool(reports), timeout=60_000)
    given = time.perf_counter() - begun
    begun, counted = time.perf_counter(), list[int]()
    company.do_later(
        grade_leads,
        lambda session, progress: grade_leads(session, ids, grade="B", reason="电话里确认", progress=progress),
        counted.append,
    )
    qtbot.waitUntil(lambda: bool(counted), timeout=60_000)
    graded = time.perf_counter() - begun
    print(f"{len(ids):,} leads of {playbook}: given out in {given:.1f} s (aim {MANY_S}), graded in {graded:.1f} s")
    assert len(reports[0].given) == MANY
    assert told == sorted(told)
    assert told[-1] == MANY
    assert max(given, graded) <= MANY_S


def _leads_to_give(company: Workspace, playbook: str) -> list[str]:
    """Turn deals into leads that were checked and that nobody has."""
    query = select(Deal.id).where(Deal.playbook == "full-cycle").order_by(Deal.number.desc()).limit(MANY)
    ids = list(company.ask(lambda session: session.scalars(query).all()))
    values = {
        "playbook": playbook, "stage": company.playbooks[playbook].first_stage.key, "owner_id": None, "grade": "A",
        "verified_at": clock.now(), "outcome": Outcome.OPEN,
    }  # fmt: skip
    company.store.write(
        "make", "make", lambda session: session.execute(update(Deal).where(Deal.id.in_(ids)).values(values))
    )
    return ids
