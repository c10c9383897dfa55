"""The words of a greeting for one customer: the company's own text for the occasion, or the shipped one, filled in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import COMPANY_ID, Activity, Company, Contact, Customer, Greeting, Member, context, link_id
from desktop_crm.queries.today import Item
from desktop_crm.rules.greetings import Wording, fill, wordings


def greeting_text(session: Session, item: Item) -> str:
    """Return what to write for a planned greeting or a day to remember."""
    wording = _wording(item.what)
    own = session.scalar(select(Greeting.text).where(Greeting.id == link_id("greeting", wording.key)))
    return fill(own or wording.text, _values(session, item))


def _wording(said: str) -> Wording:
    """Return the text for what a plan or a day is called; a day nobody has words for is an anniversary."""
    told = wordings()
    return next((each for each in told.values() if each.name in said), told["anniversary"])


def _values(session: Session, item: Item) -> Mapping[str, str]:
    customer = session.get(Customer, item.customer_id) if item.customer_id else None
    me = session.get(Member, context(session).me) if context(session).me else None
    company = session.get(Company, COMPANY_ID)
    return {
        "客户": customer.name if customer else "",
        "联系人": item.contact or _person(session, item.id),
        "我": me.name if me else "",
        "公司": company.name if company else "",
    }


def _person(session: Session, key: str) -> str:
    """Return whose day it is: the contact of a plan, or of a birthday known by the contact and the day."""
    plan = session.get(Activity, key)
    contact = session.get(Contact, (plan.contact_id or "") if plan else key.partition("@")[0])
    return contact.name if contact else ""
