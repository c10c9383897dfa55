"""What an imported sheet can hold: kinds of table, their fields, and the words other people use for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache

from desktop_crm.rules.names import name_key
from desktop_crm.rules.text import half_width
from desktop_crm.system.paths import resources
from desktop_crm.system.translations import tr

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_UNIT = re.compile(r"(亿|千万|百万|万|千|k)\s*元?(?:人民币|rmb|cny)?|(元)")
_UNIT_PLACE = re.compile(r"[(（\[【]\s*(?:单位\s*[::]?)?\s*([^)）\]】]*?)\s*[)）\]】]|[/_:]\s*([^/_:]+)$")
_YUAN = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "k": 10**3}
_REQUIRED_MARK = re.compile(r"[*＊★]|必填|选填")


class TableKind(StrEnum):
    """What the rows of a sheet are."""

    CONTACTS = "contacts"
    CUSTOMERS = "customers"
    PRODUCTS = "products"
    MEMBERS = "members"
    LEADS = "leads"


KIND_NAMES: Mapping[TableKind, str] = {
    TableKind.LEADS: tr("线索"),
    TableKind.CUSTOMERS: tr("客户"),
    TableKind.CONTACTS: tr("联系人"),
    TableKind.PRODUCTS: tr("产品"),
    TableKind.MEMBERS: tr("团队成员"),
}


class Reading(Enum):
    """How the cells of a field are read."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    SPAN = "span"
    COUNT = "count"
    PHONE = "phone"
    EMAIL = "email"
    GRADE = "grade"
    TAGS = "tags"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of table; `required` by L1 (of phone and e-mail, and of customer and person, one will do)."""

    name: str
    label: str
    reading: Reading = Reading.TEXT
    required: bool = False


def _texts(**labels: str) -> tuple[Field, ...]:
    return tuple(Field(name, label) for name, label in labels.items())


_PLACE = _texts(region=tr("地区"), address=tr("地址"))
_SIZE = (Field("headcount", tr("人数"), Reading.COUNT), Field("revenue", tr("年营收"), Reading.MONEY))
_REACH = (Field("phone", tr("电话"), Reading.PHONE), Field("email", tr("邮箱"), Reading.EMAIL))
_GRADE = Field("grade", tr("等级"), Reading.GRADE)

FIELDS: Mapping[TableKind, tuple[Field, ...]] = {
    TableKind.LEADS: (
        *_texts(external_id=tr("外部编号"), number=tr("线索编号"), title=tr("商机名称")),
        Field("customer", tr("客户名称"), required=True),
        *_texts(customer_and_industry=tr("客户名称/行业"), contact=tr("联系人"), contact_title=tr("职务")),
        Field("phone", tr("电话"), Reading.PHONE, required=True),
        Field("email", tr("邮箱"), Reading.EMAIL),
        Field("industry", tr("所属行业"), required=True),
        *_PLACE,
        Field("need", tr("初步需求"), required=True),
        *_texts(source=tr("线索来源"), sub_source=tr("子来源")),
        Field("acquired_on", tr("获取时间"), Reading.DAY, required=True),
        Field("engaged_on", tr("接洽日期"), Reading.DAY),
        Field("closed_on", tr("成交日期"), Reading.DAY),
        *_texts(expected_on=tr("采购时间")),
        Field("amount", tr("金额"), Reading.MONEY),
        Field("budget", tr("预算范围"), Reading.SPAN),
        *_texts(stage=tr("阶段"), outcome=tr("结果"), status=tr("阶段状态")),
        _GRADE,
        *_texts(owner=tr("负责人"), product=tr("产品"), next_step=tr("下一步计划")),
        Field("next_due", tr("下次跟进时间"), Reading.DAY),
        *_texts(next_owner=tr("下一步负责人")),
        *_SIZE,
        *_texts(decision_chain=tr("决策链"), background=tr("背景信息"), present_supplier=tr("现有供应商")),
        *_texts(follow_plan=tr("跟进计划"), follow_record=tr("跟进记录"), care_actions=tr("关系维护动作")),
        *_texts(note=tr("备注")),
    ),
    TableKind.CUSTOMERS: (
        *_texts(external_id=tr("外部编号")),
        Field("name", tr("客户名称"), required=True),
        *_texts(industry=tr("所属行业")),
        *_PLACE,
        *_SIZE,
        Field("founded_year", tr("成立年份"), Reading.YEAR),
        *_texts(parent=tr("母公司"), website=tr("网址")),
        Field("tags", tr("标签"), Reading.TAGS),
        *_texts(contact=tr("联系人"), contact_title=tr("职务")),
        *_REACH,
        _GRADE,
        *_texts(owner=tr("负责人"), note=tr("备注")),
    ),
    TableKind.CONTACTS: (
        *_texts(external_id=tr("外部编号")),
        Field("name", tr("姓名"), required=True),
        *_texts(customer=tr("客户名称"), department=tr("部门"), title=tr("职务"), role=tr("角色"), stance=tr("态度")),
        *_REACH,
        *_texts(wechat=tr("微信"), reports_to=tr("上级")),
        Field("birthday", tr("生日"), Reading.DAY),
        *_texts(note=tr("备注")),
    ),
    TableKind.PRODUCTS: (
        *_texts(code=tr("产品编号")),
        Field("name", tr("产品名称"), required=True),
        *_texts(series=tr("系列")),
        Field("price", tr("单价"), Reading.MONEY),
        *_texts(unit=tr("单位"), note=tr("备注")),
    ),
    TableKind.MEMBERS: (
        Field("name", tr("姓名"), required=True),
        *_texts(manager=tr("上级"), region=tr("区域"), role=tr("岗位"), department=tr("部门")),
        *_REACH,
        *_texts(note=tr("备注")),
    ),
}


def header_key(text: str) -> str:
    """Return what is compared of a header: no brackets, marks of obligation, case, blanks or punctuation."""
    plain = _REQUIRED_MARK.sub("", half_width(text))
    return name_key(_BRACKETS.sub("", plain) or plain)


def header_unit(text: str) -> tuple[str, int | None]:
    """Return a header without its unit of money, and that unit in yuan: `年营收(万元)` → (`年营收`, 10000)."""
    plain = half_width(text)
    if place := _UNIT_PLACE.search(plain):
        unit = _UNIT.fullmatch((place[1] or place[2] or "").strip().casefold())
        if unit:
            return plain[: place.start()] + plain[place.end() :], _YUAN.get(unit[1], 1)
    return plain, None


@cache
def synonyms() -> Mapping[TableKind, Mapping[str, str]]:
    """Return for each kind the field of every known header key."""
    fields: dict[str, dict[str, list[str]]] = _words()["fields"]
    return {
        kind: {
            header_key(header): field
            for field, headers in fields[kind].items()
            for header in (*headers, *(item.label for item in FIELDS[kind] if item.name == field))
        }
        for kind in TableKind
    }


@cache
def ignored() -> frozenset[str]:
    """Return the keys of headers whose columns only count rows."""
    return frozenset(header_key(header) for header in _words()["ignored"])


@cache
def meanings(list_name: str) -> Mapping[str, str]:
    """Return the meaning of every known word of `outcomes`, `stages`, `statuses`, `grades` or `roles`, by its name key."""
    return {name_key(word): meaning for meaning, words in _words()[list_name].items() for word in words}


@cache
def _words():  # the shape is that of the file
    return tomllib.loads((resources() / "import" / "synonyms.toml").read_text(encoding="utf-8"))
