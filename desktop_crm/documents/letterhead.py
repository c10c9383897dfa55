"""A page that shows the company's paper before anything is printed on it."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from desktop_crm.documents.desk import letterhead
from desktop_crm.documents.document import Document
from desktop_crm.documents.rendering import render
from desktop_crm.documents.stationery import Stamp
from desktop_crm.models import COMPANY_ID, Company
from desktop_crm.queries.document_data import DealPack
from desktop_crm.queries.document_data.deal_pack import PackedDeal
from desktop_crm.queries.document_data.parties import OurSide
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_PAGE: Final[dict[str, Any]] = {
    "key": "letterhead",
    "title": "文件样张",
    "code": "YZ",
    "audience": "customer",
    "data": "DealPack",
    "blocks": [
        {
            "kind": "facts",
            "heading": "标题的样子",
            "facts": [
                {"label": "客户名称", "value": "customer", "wide": True},
                {"label": "项目名称", "value": "subject", "wide": True},
                {"label": "经办人", "value": "us.contact"},
                {"label": "电话", "value": "us.phone"},
            ],
        },
        {"kind": "text", "heading": "正文的样子", "text": "信头、颜色、页脚和签章处与签发的文件相同。"},
        {
            "kind": "signatures",
            "heading": "签章处的样子",
            "text": "双方确认以上内容。",
            "sides": [
                {"role": "甲方（客户）", "name": "customer"},
                {"role": "乙方", "name": "us.name", "legal_person": "us.legal_person"},
            ],
        },
    ],
}


def letterhead_sample(session: Session) -> bytes:
    """Return a page on the company's paper, as the settings are now."""
    company = session.get(Company, COMPANY_ID)
    us = OurSide(name=company.name, phone=company.phone, legal_person=company.legal_person) if company else OurSide()
    data = DealPack(tr("示例客户有限公司"), tr("示例项目"), us, single=PackedDeal("Z20240315001", "", ""))
    stamp = Stamp("Z20240315001-YZ01", 1, clock.today())
    return render(msgspec.convert(_PAGE, Document), data, letterhead=letterhead(session), stamp=stamp)
