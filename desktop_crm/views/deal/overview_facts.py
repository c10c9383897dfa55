"""The facts of the overview, section by section, and which operation takes an edited one."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.deal import Choice, CustomerCard, DealOverview, Person
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.inline_edit import Fact

CUSTOMER_FIELDS = ("industry", "region", "address", "headcount", "present_supplier")
CONTACT_FIELDS = {
    "contact_title": "title",
    "contact_department": "department",
    "phone": "phone",
    "email": "email",
    "wechat": "wechat",
}

_NOBODY = Person("", "", "", "", "", "", "")
_NO_CUSTOMER = CustomerCard("", "", "", "", "", None, None, "", ())

Section = tuple[str, tuple[Fact, ...]]


def sections(deal: DealOverview, playbook: Playbook) -> tuple[Section, ...]:
    """Return the titled groups of facts in the order people ask for them."""
    return (
        (tr("客户与联系人"), _people(deal)),
        (tr("商机"), _deal(deal, playbook)),
        (tr("来源"), _source(deal)),
        (tr("预算与时间"), _budget(deal)),
    )


def choices(options: Iterable[Choice], nothing: str = "") -> tuple[tuple[str, str], ...]:
    """Return options as a choice field takes them; `nothing` is the text of leaving it open."""
    return (*((("", nothing),) if nothing else ()), *((option.id, option.name) for option in options))


def _people(deal: DealOverview) -> tuple[Fact, ...]:
    customer, person = deal.customer or _NO_CUSTOMER, deal.contact or _NOBODY
    company = (
        Fact("industry", tr("行业"), customer.industry),
        Fact("region", tr("地区"), customer.region),
    )
    return (
        Fact("customer", tr("客户"), customer.name),
        *(company if deal.customer else ()),
        Fact("contact", tr("联系人"), person.name),
        Fact("contact_title", tr("职务"), person.title),
        Fact("phone", tr("电话"), person.phone),
        Fact("email", tr("邮箱"), person.email),
        Fact("wechat", tr("微信"), person.wechat),
    )


def _deal(deal: DealOverview, playbook: Playbook) -> tuple[Fact, ...]:
    grades = tuple((grade.key, f"{grade.key}　{grade.name}") for grade in playbook.grades)
    return (
        Fact("need", tr("需求"), deal.need, "long"),
        _product(deal),
        Fact("amount", tr("预计金额"), deal.amount_fen, "amount"),
        Fact("grade", tr("等级"), deal.grade, "choice", grades),
        Fact("owner", tr("负责人"), deal.owner_id, "choice", choices(deal.members)),
        Fact("note", tr("内部备注"), deal.note, "long"),
    )


def _product(deal: DealOverview) -> Fact:
    """Return the product: one of the list where it was matched, else as it was typed."""
    if not deal.products:
        return Fact("product_name", tr("产品"), deal.product_name)
    typed = deal.product_name if not deal.product_id else ""
    options = (*((("", tr("{name}（未匹配）", name=typed)),) if typed else ()), *choices(deal.products))
    tone = "soon" if typed else "text"
    return Fact("product", tr("产品"), deal.product_id if not typed else options[0][1], "choice", options, tone)


def _source(deal: DealOverview) -> tuple[Fact, ...]:
    return (
        Fact("source", tr("来源"), deal.source),
        Fact("sub_source", tr("细分来源"), deal.sub_source),
        Fact("acquired_on", tr("获取时间"), deal.acquired_on, "date"),
        Fact("first_responder", tr("首次响应人"), deal.first_responder_id, "choice", choices(deal.members)),
        Fact("number", tr("编号"), deal.number, "fixed"),
        *((Fact("external_id", tr("外部编号"), deal.external_id, "fixed"),) if deal.external_id else ()),
    )


def _budget(deal: DealOverview) -> tuple[Fact, ...]:
    return (
        Fact("budget_low", tr("预算下限"), deal.budget_low_fen, "amount"),
        Fact("budget_high", tr("预算上限"), deal.budget_high_fen, "amount"),
        Fact("purchase_time", tr("采购时间"), deal.purchase_time),
        Fact("expected_close", tr("预计成交"), deal.expected_close, "date"),
    )
