"""The facts of a lead's card, and which operation takes an edited one."""

from __future__ import annotations

from typing import Final

from desktop_crm.operations.customers import edit_customer
from desktop_crm.operations.deals import edit_deal, edit_deal_contact, set_contact, set_customer
from desktop_crm.queries.lead_line import LeadLine
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.workspace import Workspace

_CONTACT: Final = {"contact_title": "title", "phone": "phone", "email": "email"}
PLACES: Final = {"contact": "phone"}  # a required field → the fact that fills it, where they differ


def lead_facts(lead: LeadLine) -> tuple[Fact, ...]:
    """Return what the card shows; required fields that are empty say so."""
    lacks = set(lead.missing)
    company = (Fact("industry", _name(tr("行业"), "industry" in lacks), lead.industry),) if lead.customer_id else ()
    return (
        Fact("customer", _name(tr("客户"), "customer" in lacks), lead.customer),
        *company,
        Fact("contact", tr("联系人"), lead.contact),
        Fact("contact_title", tr("职务"), lead.contact_title),
        Fact("phone", _name(tr("电话"), "contact" in lacks), lead.phone),
        Fact("email", tr("邮箱"), lead.email),
        Fact("need", _name(tr("需求"), "need" in lacks), lead.need, "long"),
        Fact("amount_fen", tr("预计金额"), lead.amount_fen, "amount"),
        Fact("source", tr("来源"), lead.source),
        Fact("sub_source", tr("细分来源"), lead.sub_source),
        Fact("acquired_on", _name(tr("获取时间"), "acquired_on" in lacks), lead.acquired_on, "date"),
    )


def store(workspace: Workspace, lead: LeadLine, key: str, value: object) -> None:
    """Store an edited fact; what is refused is said by the window."""
    text = str(value or "")
    if key == "customer":
        workspace.attempt(set_customer, lead.id, name=text)
    elif key == "industry":
        workspace.attempt(edit_customer, lead.customer_id, industry=text)
    elif key == "contact" and not lead.contact:
        workspace.attempt(set_contact, lead.id, name=text)
    elif key == "contact":
        workspace.attempt(edit_deal_contact, lead.id, name=text)
    elif key in _CONTACT:
        workspace.attempt(edit_deal_contact, lead.id, **{_CONTACT[key]: text})
    else:
        workspace.attempt(edit_deal, lead.id, **{key: value})


def _name(label: str, missing: bool) -> str:  # noqa: FBT001 - reads as a sentence where it is called
    return f"{label} *" if missing else label
