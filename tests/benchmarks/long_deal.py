"""A deal all of whose papers are long, for the benchmarks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    Contract,
    ContractClause,
    InterviewQuestion,
    Memo,
    MemoClause,
    Milestone,
    Objection,
    OrderNotice,
    Payment,
    Presentation,
    PresentationPoint,
    Project,
    ProjectMember,
    Proposal,
    ProposalPoint,
    Requirement,
    RequirementItem,
    Result,
    SideOf,
    link_id,
)
from desktop_crm.system import clock
from tests.make import File

_SENTENCE = "设备到货后十个工作日内完成安装调试，双方代表在现场逐项检查并书面确认。"


def long_deal(folder: Path, lines: int) -> str:
    """Store a deal in delivery with so many lines in each of its lists, and return its id."""
    file = File(folder)
    customer = file.customer()
    deal = file.deal(customer, contact_id=file.contact(customer, "赵经理"), playbook="funnel", stage="contract")
    for write in (_requirement, _proposal, _talks, _memo_and_contract, _plan, _payments, _acceptance):
        write(file, deal, range(lines))
    file.close()
    return deal


def text(place: int) -> str:
    """Return a text as people write it, of one to four sentences."""
    return f"第{place}条 " + _SENTENCE * (1 + place % 4)


def _requirement(file: File, deal: str, places: range) -> None:
    requirement = file.add(Requirement(deal_id=deal, background=_SENTENCE, timeline="年底前上线"))
    for kind in ("pain", "goal", "need"):
        values = {"requirement_id": requirement, "kind": kind, "measure": "降到 30 分钟以内"}
        file.add(*(RequirementItem(text=text(place), position=place, **values) for place in places))
    asked = {"deal_id": deal, "kind": "problem", "answer": "每月两次"}
    file.add(*(InterviewQuestion(question=text(place), position=place, **asked) for place in places))


def _proposal(file: File, deal: str, places: range) -> None:
    proposal = file.add(Proposal(deal_id=deal, title="合作方案", summary=_SENTENCE))
    values = {"function": "扫码报工", "value": "每月省 40 小时", "case_study": "恒达机床"}
    file.add(*(ProposalPoint(proposal_id=proposal, pain=text(place), position=place, **values) for place in places))


def _talks(file: File, deal: str, places: range) -> None:
    talk = file.add(Presentation(deal_id=deal, presented_on=clock.today(), reaction="认可"))
    file.add(
        *(
            PresentationPoint(presentation_id=talk, text=text(place), raised_by="赵经理", position=place)
            for place in places
        )
    )


def _memo_and_contract(file: File, deal: str, places: range) -> None:
    """Every third clause of the contract says something else than the memo, half of them for a reason."""
    memo = file.add(Memo(deal_id=deal, place="杭州"))
    agreed = [
        MemoClause(memo_id=memo, title=f"条款{place}", text=text(place), agreed=place % 5 > 0, position=place)
        for place in places
    ]
    file.add(*agreed)
    contract = file.add(Contract(deal_id=deal, memo_id=memo, number="HT1", amount_fen=80_000_000))
    file.add(
        *(
            ContractClause(
                contract_id=contract,
                memo_clause_id=clause.id,
                title=clause.title,
                text=clause.text if place % 3 else clause.text.replace("十个", "十五个"),
                difference="" if place % 6 else "客户法务要求",
                position=place,
            )
            for place, clause in enumerate(agreed)
        )
    )
    raised = {"deal_id": deal, "kind": "price", "answer": "分三期付款"}
    file.add(*(Objection(text=text(place), position=place, **raised) for place in places))


def _plan(file: File, deal: str, places: range) -> None:
    file.add(Project(id=link_id(Project.__tablename__, deal), deal_id=deal, name="ERP 替换", goal=_SENTENCE))
    file.add(OrderNotice(id=link_id(OrderNotice.__tablename__, deal), deal_id=deal, content=_SENTENCE))
    days = [clock.today() + timedelta(place - 20) for place in places]
    file.add(
        *(
            Milestone(deal_id=deal, name=f"里程碑{place}", deliverable="报告", due_on=days[place], position=place)
            for place in places
        )
    )
    for side in SideOf:
        values = {"deal_id": deal, "side": side, "role": "现场", "duty": _SENTENCE}
        file.add(*(ProjectMember(name=f"周工{place}", position=place, **values) for place in places))


def _payments(file: File, deal: str, places: range) -> None:
    days = [clock.today() + timedelta(place - 20) for place in places]
    values = {"deal_id": deal, "amount_fen": 100_000, "condition": "签约后5个工作日"}
    file.add(*(Payment(name=f"第{place}期", due_on=days[place], position=place, **values) for place in places))


def _acceptance(file: File, deal: str, places: range) -> None:
    """One clause in three waits, one has passed, one has failed."""
    acceptance = file.add(Acceptance(id=link_id(Acceptance.__tablename__, deal), deal_id=deal, project="ERP 替换"))
    values = {"acceptance_id": acceptance, "standard": "连续运行 72 小时"}
    clauses = [AcceptanceClause(text=text(place), position=place, **values) for place in places]
    file.add(*clauses)
    results = list(Result)
    file.add(
        *(
            AcceptanceCheck(clause_id=clause.id, result=results[at % 3], cause="漏油")
            for at, clause in enumerate(clauses)
        )
    )
