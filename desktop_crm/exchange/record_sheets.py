"""The lists of the company as sheets: which columns, under which heads, in words people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.exchange.deal_forms import CARE, FOLLOWUP, NUMBER, ROW_NUMBER
from desktop_crm.exchange.sheets_out import Cell, Sheet
from desktop_crm.exchange.target_sheet import sheet_of
from desktop_crm.models import ActivityStatus, Outcome
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.vocabulary import METHOD_NAMES, STATUS_NAMES
from desktop_crm.queries import records
from desktop_crm.queries.document_data.care_sheet import cared_deals
from desktop_crm.queries.document_data.deal_lines import cared_deal_ids, open_deal_ids
from desktop_crm.queries.document_data.followup_sheet import followed_deals
from desktop_crm.queries.records import DealRecord
from desktop_crm.queries.target_records import target_records
from desktop_crm.system.translations import tr

_ACTIVITY_STATUS = {
    ActivityStatus.PLANNED: tr("计划"),
    ActivityStatus.DONE: tr("已完成"),
    ActivityStatus.CANCELLED: tr("已取消"),
}
_STATUSES: Mapping[str, str] = {**STATUS_NAMES}
_CUSTOMER: Final = {
    "name": tr("客户名称"), "industry": tr("所属行业"), "region": tr("地区"), "address": tr("地址"), "website": tr("网址"),
    "headcount": tr("人数"), "revenue": tr("年营收"), "founded_year": tr("成立年份"), "parent": tr("母公司"),
    "tags": tr("标签"), "owner": tr("负责人"), "deals": tr("商机数"), "note": tr("备注"),
}  # fmt: skip
_CONTACT: Final = {
    "name": tr("姓名"), "customer": tr("客户名称"), "department": tr("部门"), "title": tr("职务"), "phone": tr("电话"),
    "email": tr("邮箱"), "wechat": tr("微信"), "birthday": tr("生日"), "note": tr("备注"),
}  # fmt: skip
_DEAL: Final = {
    "number": tr("线索编号"), "customer": tr("客户名称"), "title": tr("商机名称"), "contact": tr("联系人"),
    "contact_title": tr("职务"), "phone": tr("电话"), "email": tr("邮箱"), "industry": tr("所属行业"), "region": tr("地区"),
    "need": tr("初步需求"), "source": tr("线索来源"), "sub_source": tr("子来源"), "acquired_on": tr("获取时间"),
    "playbook": tr("销售流程"), "stage": tr("阶段"), "status": tr("阶段状态"), "outcome": tr("结果"),
    "outcome_reason": tr("结果原因"), "closed_on": tr("成交日期"), "grade": tr("等级"), "amount": tr("金额"),
    "budget": tr("预算范围"), "product": tr("产品"), "owner": tr("负责人"), "next_step": tr("下一步计划"),
    "next_due": tr("下次跟进时间"), "missing": tr("待补全"), "external_id": tr("外部编号"), "note": tr("备注"),
}  # fmt: skip
_ACTIVITY: Final = {
    "deal": tr("线索编号"), "customer": tr("客户名称"), "contact": tr("联系人"), "status": tr("状态"), "method": tr("方式"),
    "goal": tr("目标"), "due_on": tr("计划日期"), "happened_at": tr("跟进时间"), "feedback": tr("客户反馈"),
    "objection": tr("异议"), "intention": tr("意向变化"), "owner": tr("负责人"), "note": tr("备注"),
}  # fmt: skip


def deals_sheet(session: Session, playbooks: Playbooks) -> Sheet:
    """Return all deals as a sheet."""
    rows = (_deal_row(record, playbooks) for record in records.deals(session))
    return Sheet(tr("商机"), tuple(_DEAL.values()), rows)


def customers_sheet(session: Session, _: Playbooks) -> Sheet:
    """Return all customers as a sheet."""
    return _sheet(tr("客户"), _CUSTOMER, records.customers(session))


def contacts_sheet(session: Session, _: Playbooks) -> Sheet:
    """Return all contacts as a sheet."""
    return _sheet(tr("联系人"), _CONTACT, records.contacts(session))


def activities_sheet(session: Session, _: Playbooks) -> Sheet:
    """Return all follow-ups as a sheet."""
    words = {"status": _ACTIVITY_STATUS, "method": METHOD_NAMES | {"other": tr("其他")}}
    return _sheet(tr("跟进记录"), _ACTIVITY, records.activities(session), words)


def followup_sheet(session: Session, _: Playbooks) -> Sheet:
    """Return the sheet of follow-ups of all open deals; edited it can be imported again."""
    rows = followed_deals(session, open_deal_ids(session))
    heads = {**FOLLOWUP, "number": NUMBER}
    return _sheet(tr("销售跟进表"), heads, list(rows))


def care_sheet(session: Session, _: Playbooks) -> Sheet:
    """Return the sheet of care of all deals that are open or won; edited it can be imported again."""
    found = enumerate(cared_deals(session, cared_deal_ids(session)), 1)
    rows = ([number, *(getattr(row, name) for name in CARE), row.number] for number, row in found)
    return Sheet(tr("客户关系维护跟进表"), (ROW_NUMBER, *CARE.values(), NUMBER), rows)


def targets_sheet(session: Session, playbooks: Playbooks) -> Sheet:
    """Return all targets as a sheet; edited it can be imported again."""
    return sheet_of(target_records(session), playbooks)


RECORD_SHEETS: Mapping[str, Callable[[Session, Playbooks], Sheet]] = {
    "deals": deals_sheet,
    "customers": customers_sheet,
    "contacts": contacts_sheet,
    "activities": activities_sheet,
    "followup_sheet": followup_sheet,
    "care_sheet": care_sheet,
    "targets": targets_sheet,
}


def _sheet(
    title: str, heads: Mapping[str, str], found: list[Any], words: Mapping[str, Mapping[Any, str]] | None = None
) -> Sheet:
    def row(record: Any) -> list[Cell]:
        cells = {name: getattr(record, name) for name in heads}
        cells |= {name: known.get(cells[name], cells[name]) for name, known in (words or {}).items()}
        return [_cell(value) for value in cells.values()]

    return Sheet(title, tuple(heads.values()), map(row, found))


def _deal_row(record: DealRecord, playbooks: Playbooks) -> list[Cell]:
    playbook = playbooks.find(record.playbook)
    stage = playbook.find_stage(record.stage)
    known = {
        "playbook": playbook.name,
        "stage": stage.name if stage else record.stage,
        "status": _STATUSES.get(record.status, record.status),
        "outcome": tr("进行中") if record.outcome == Outcome.OPEN else playbook.outcome(record.outcome).name,
        "budget": "-".join(f"{amount:f}" for amount in (record.budget_low, record.budget_high) if amount is not None),
    }
    return [_cell(known[name] if name in known else getattr(record, name)) for name in _DEAL]


def _cell(value: Cell | tuple[str, ...]) -> Cell:
    return "、".join(value) if isinstance(value, tuple) else value
