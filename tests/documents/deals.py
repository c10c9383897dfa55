"""A deal with every paper, stored as a salesperson would have left it."""

from __future__ import annotations

from datetime import date

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    Activity,
    ActivityStatus,
    Interview,
    InterviewQuestion,
    Memo,
    MemoClause,
    NegotiationFloor,
    Objection,
    Requirement,
    RequirementItem,
    Result,
    Stakeholder,
    link_id,
    new_id,
)
from tests.make import File


def deal_with_papers(file: File, *, number: str = "G20240310001", customer: str = "苏州恒力精密机械有限公司") -> str:
    """Store a deal in negotiation with requirement, memo, acceptance, chain and floor."""
    company = file.customer(customer, region="江苏 苏州", address="苏州工业园区星湖街 218 号")
    boss = file.contact(company, "周志强", department="总经办", title="总经理")
    contact = file.contact(company, "王建国", department="信息部", title="总监", email="wang@hengli.example.com")
    stage = next(stage for stage in file.playbooks.default.stages if stage.phase == "negotiation")
    deal = file.deal(
        company,
        number=number,
        title="ERP 替换与产线数据采集（一期）",
        contact_id=contact,
        stage=stage.key,
        note="总经理最看重三季度追溯要求",
    )
    _requirement(file, deal)
    _memo(file, deal)
    _acceptance(file, deal)
    _inside(file, deal, boss, contact)
    return deal


def _requirement(file: File, deal: str) -> None:
    requirement = file.add(
        Requirement(
            id=new_id(),
            deal_id=deal,
            background="现有 4 条机加工产线、320 名员工；新增两家主机厂客户，要求提供批次级的质量追溯数据。",
            present_system="用友 U8（2011 年版）＋ 车间手工报表",
            timeline="8 月 31 日前上线",
            decision_process="信息部初选 → 生产部试用 → 总经理批准",
            budget_low_fen=50_000_000,
            budget_high_fen=80_000_000,
        )
    )
    lines = (
        ("pain", "车间报工靠手工，次日才能看到产量", "计划员每天多花 2.5 小时核对"),
        ("goal", "产量与废品数据 15 分钟内可见", "抽查 20 个班次"),
        ("need", "工位扫码报工，离线 8 小时不丢数据", "断网 8 小时后恢复，完整率 100%"),
        ("need", "炉批号到成品序列号双向追溯（A<->B）", "3 分钟内查到炉批号"),
    )
    file.add(
        *(
            RequirementItem(requirement_id=requirement, kind=kind, text=text, measure=measure, position=place)
            for place, (kind, text, measure) in enumerate(lines)
        )
    )


def _memo(file: File, deal: str) -> None:
    memo = file.add(
        Memo(
            id=new_id(),
            deal_id=deal,
            met_on=date(2024, 4, 18),
            place="恒力精密 3 楼会议室",
            our_side="王敏",
            their_side="王建国（信息部总监）、刘芳（采购经理）",
            next_step="4 月 30 日前由乙方法务提供合同初稿。",
        )
    )
    file.add(
        MemoClause(memo_id=memo, kind="price", title="合同总价", text="含税总价 ¥720,000.00", agreed=True),
        MemoClause(memo_id=memo, kind="payment", title="付款方式", text="30% / 60% / 10%", agreed=True, position=1),
        MemoClause(
            memo_id=memo, title="SAP 接口费用", text="由谁承担", settled_by="刘芳", due_on=date(2024, 4, 25), position=2
        ),
    )


def _acceptance(file: File, deal: str) -> None:
    acceptance = file.add(Acceptance(id=new_id(), deal_id=deal, contract_number="HT-2024-0051", place="一号车间"))
    first = file.add(
        AcceptanceClause(id=new_id(), acceptance_id=acceptance, text="扫码报工，离线可用", standard="完整率 100%")
    )
    file.add(AcceptanceClause(acceptance_id=acceptance, text="双向追溯", position=1))
    file.add(
        AcceptanceCheck(clause_id=first, result=Result.FAILED, cause="缓存写满", rectification="改为本地数据库"),
        AcceptanceCheck(clause_id=first, round=2, result=Result.PASSED, checked_on=date(2024, 8, 27)),
    )


def _inside(file: File, deal: str, boss: str, contact: str) -> None:
    """Store what stays inside: chain, floor, objection, preparation, follow-up."""
    top = file.add(Stakeholder(id=link_id(deal, boss), deal_id=deal, contact_id=boss, role="decider", influence=5))
    file.add(
        Stakeholder(
            id=link_id(deal, contact),
            deal_id=deal,
            contact_id=contact,
            role="influencer",
            stance=1,
            influence=4,
            reports_to_id=top,
            covered_by_id=file.me,
            met=True,
            note="愿意内部推动",
        ),
        NegotiationFloor(
            deal_id=deal, core_demands="三季度前能追溯", lowest_price_fen=65_000_000, lowest_discount=850,
            longest_payment_days=90, walk_away="要求源代码", tactics="先谈范围，后谈价格",
        ),
        Objection(deal_id=deal, text="比本地代理商贵两成", answer="三年总成本低 12%", proof="无锡同类客户"),
        Interview(deal_id=deal, background="母公司刚换财务总监", opening="恭喜投产", value_points="追溯"),
        InterviewQuestion(deal_id=deal, question="盘点停几天？", answer="一天"),
        Activity(deal_id=deal, status=ActivityStatus.DONE, feedback="愿意加快", note="私下透露竞品报价"),
    )  # fmt: skip
