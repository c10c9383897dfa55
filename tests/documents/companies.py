"""Companies for reports: one with all there is, one with a single deal, one at the limits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    DealReview,
    DealSnapshot,
    Improvement,
    Measure,
    Member,
    Milestone,
    Payment,
    Receipt,
    StageChange,
    Target,
    link_id,
)
from tests.make import File

TODAY = date(2026, 11, 20)  # a Friday
MONDAY = date(2026, 11, 16)


def at(day: date, hour: int = 4) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def full_company(file: File) -> str:
    """Fill a file with a week in which everything happened; return the id of a second salesperson."""
    manager = file.me
    other = file.add(Member(name="陈思远", manager_id=manager))
    file.add(Member(name="外团队", manager_id=None))
    old = file.deal(
        number="Z20261001001", title="产线数据采集", outcome="won", closed_on=MONDAY + timedelta(1), amount_fen=120_000_00,
        acquired_on=date(2026, 10, 1), outcome_reason="方案贴合", owner_id=other, expected_close=MONDAY,
    )  # fmt: skip
    lost = file.deal(
        number="Z20261001002", title="仓库改造", outcome="lost", closed_on=MONDAY + timedelta(2), amount_fen=30_000_00,
        acquired_on=date(2026, 10, 2), outcome_reason="价格高", expected_close=date(2026, 12, 1),
    )  # fmt: skip
    large = file.deal(
        number="Z20261001003", title="集团 ERP", amount_fen=900_000_01, acquired_on=MONDAY,
        expected_close=date(2026, 12, 20), stage_since=at(date(2026, 9, 1)), owner_id=other,
    )  # fmt: skip
    late = file.deal(
        number="Z20261001004", title="质检系统", amount_fen=50_000_00, acquired_on=date(2026, 10, 3),
        expected_close=MONDAY + timedelta(9), stage_since=at(date(2026, 9, 20)),
    )  # fmt: skip
    _work(file, old, large, late, other)
    _learning(file, old, lost, other)
    _snapshots(file, {old: 100_000_00, lost: 30_000_00, large: 800_000_00})
    return other


def _work(file: File, old: str, large: str, late: str, other: str) -> None:
    first = file.playbooks.default.stages[0].key
    second = file.playbooks.default.stages[1].key
    due, paid = date(2026, 11, 10), MONDAY + timedelta(3)
    payment = file.add(Payment(deal_id=old, name="首付款", amount_fen=60_000_00, due_on=due))
    file.add(
        Receipt(deal_id=old, payment_id=payment, amount_fen=20_000_00, received_on=paid),
        Payment(deal_id=old, name="尾款", amount_fen=60_000_00, due_on=MONDAY + timedelta(8)),
        Milestone(deal_id=old, name="上线", due_on=MONDAY + timedelta(10)),
        Activity(deal_id=large, owner_id=other, status="done", method="call", happened_at=at(MONDAY)),
        Activity(deal_id=late, owner_id=file.me, status="done", method="visit", happened_at=at(MONDAY + timedelta(1))),
        Activity(deal_id=late, owner_id=file.me, status="planned", method="call", due_on=MONDAY - timedelta(4)),
        Activity(deal_id=late, owner_id=file.me, status="planned", method="call", due_on=MONDAY + timedelta(8)),
        StageChange(deal_id=large, at=at(MONDAY), from_playbook="full-cycle", to_playbook="full-cycle",
                    from_stage=first, to_stage=second),
    )  # fmt: skip


def _learning(file: File, won: str, lost: str, other: str) -> None:
    file.add(
        DealReview(id=link_id("deal_review", lost), deal_id=lost, lesson="报价前先问预算", reviewed_on=MONDAY),
        DealReview(id=link_id("deal_review", won), deal_id=won, lesson="先做样板间", reviewed_on=MONDAY),
        Improvement(finding="展会线索转化低", action="当天回访", owner_id=other, due_on=MONDAY - timedelta(1), chart="conversion"),
        Target(month=date(2026, 11, 1), measure=Measure.WON_AMOUNT, value=200_000_00),
        Target(month=date(2026, 11, 1), measure=Measure.NEW_LEADS, value=40),
    )  # fmt: skip


def _snapshots(file: File, amounts: dict[str, int]) -> None:
    def work(session: Session) -> None:
        session.add_all(
            DealSnapshot(week=MONDAY, deal_id=deal, amount_fen=fen, expected_close=date(2026, 12, 1))
            for deal, fen in amounts.items()
        )
        session.info["derived"] = True

    file.store.write("make", "make", work)


def empty_company(_file: File) -> None:
    """Leave a file as it is: a company and one who works in it."""


def one_deal(file: File) -> None:
    """Store a single open deal without an owner, an amount or a day."""
    file.deal(owner_id=None, amount_fen=None, title="", need="", grade="", source="")


def extreme_company(file: File) -> None:
    """Fill a file with thirty people of sixty letters, forty reasons, texts that do their worst."""
    hostile = ("𠮷野家㐂", "<b>&amp;</b>{period}", "\u202e反写\u202c", "a\tb\nc", "🎉合同", "=1+1", "“”……——")
    amounts: dict[str, int] = {}
    for number in range(30):
        deal, name = "", f"{number:02d}" + "超长姓名的销售代表" * 6 + hostile[number % len(hostile)]
        person = file.add(Member(name=name[:60], manager_id=file.me))
        customer = file.customer(f"客户{number:02d}" + "极其冗长的有限责任公司" * 5)
        for each in range(4):
            outcome = ("won", "lost", "lost", "open")[each]
            deal = file.deal(
                customer, number=f"Z{number:02d}{each}", title=hostile[(number + each) % len(hostile)] + "项目" * 20,
                owner_id=person, outcome=outcome, closed_on=None if outcome == "open" else MONDAY,
                outcome_reason=f"原因{number:02d}{each}" + "很长的理由" * 8, amount_fen=999_999_999_999 - number,
                expected_close=date(2026, 11, 2 + number % 28), acquired_on=MONDAY, stage_since=at(date(2026, 1, 1)),
                source=f"来源{number:02d}" + "渠道" * 20,
            )  # fmt: skip
            amounts[deal] = 888_888_888_888
        file.add(
            Activity(owner_id=person, status="planned", method="call", due_on=MONDAY - timedelta(1)),
            Payment(deal_id=deal, name="款项" * 30, amount_fen=999_999_999_999, due_on=MONDAY - timedelta(number)),
            Improvement(finding="发现" * 40, action="措施" * 40, owner_id=person, due_on=MONDAY - timedelta(1)),
        )
    file.add(
        Target(month=date(2026, 11, 1), measure=Measure.WON_AMOUNT, value=999_999_999_999),
        Target(month=date(2026, 11, 1), measure=Measure.NEW_LEADS, value=1_000_000),
        Target(month=date(2026, 11, 1), measure=Measure.CONTACTS, value=1_000_000),
    )
    _snapshots(file, amounts)
