"""The two sheets that list deals and come back edited: which columns they have, under which heads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from desktop_crm.exchange.fields import header_key
from desktop_crm.system.translations import tr

NUMBER: Final = tr("线索编号")  # beside the form's own columns: it tells two deals of one customer apart
FOLLOWUP: Final[Mapping[str, str]] = {
    "customer": tr("客户名称"), "industry": tr("行业/领域"), "contact": tr("客户联系人"), "reach": tr("联系方式"),
    "source": tr("线索来源"), "stage": tr("当前阶段"), "need": tr("需求描述"), "chain": tr("决策链"), "budget": tr("预算范围"),
    "next_step": tr("下一步计划"), "records": tr("跟进记录"), "owner": tr("负责人"), "status": tr("阶段状态"),
}  # fmt: skip
CARE: Final[Mapping[str, str]] = {
    "source": tr("线索来源"), "customer_and_industry": tr("客户名称/行业"), "contact": tr("联系人（姓名/职位）"),
    "reach": tr("联系方式"), "need": tr("初步需求描述"), "grade": tr("客户等级"),
    "background": tr("背景信息（规模、决策链、痛点）"), "plan": tr("跟进计划（频率/方式/目标）"),
    "records": tr("跟进记录（时间/方式/反馈/下一步）"), "care": tr("关系维护动作"),
    "state": tr("当前状态（潜在/意向/成交/流失）"), "owner": tr("负责人"), "note": tr("备注"),
}  # fmt: skip
ROW_NUMBER: Final = tr("序号")  # the first column of the sheet of care
FORMS: Final[Mapping[str, Mapping[str, str]]] = {"followup_sheet": FOLLOWUP, "care_sheet": CARE}


def form_of(headers: Iterable[str]) -> str:
    """Return which of the two sheets has these headers, "" for any other."""
    keys = {header_key(header) for header in headers if header}
    return next((form for form, heads in FORMS.items() if keys.issuperset(map(header_key, heads.values()))), "")


def columns_of(form: str, cells: Iterable[object]) -> dict[str, int]:
    """Return where each field of a form stands in its row of headers."""
    places = {header_key(cell): at for at, cell in reversed(list(enumerate(cells))) if isinstance(cell, str) and cell}
    return {name: places[header_key(head)] for name, head in FORMS[form].items()}
