"""Documents that list deals, one a row, printed about as many as are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from desktop_crm.documents.desk import Printed, document_of, library_of, sender
from desktop_crm.documents.snapshot import Snapshot
from desktop_crm.models import context
from desktop_crm.queries.document_data import SHEETS
from desktop_crm.queries.document_data.deal_lines import cared_deal_ids, open_deal_ids
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_ALL: Final = {"FollowupSheet": open_deal_ids, "CareSheet": cared_deal_ids}


def is_list(session: Session, key: str) -> bool:
    """Tell whether a document lists deals."""
    return document_of(session, key).data in SHEETS


def print_list(session: Session, key: str, deal_ids: Sequence[str] | None = None) -> Printed:
    """Return a list of these deals, None: of all that the company works on; it stays inside and needs no issuing."""
    document = document_of(session, key)
    if document.data not in SHEETS:
        raise Refused(tr("“{title}”只能按一条商机打印。", title=document.title))
    ids = _ALL[document.data](session) if deal_ids is None else tuple(deal_ids)
    data = msgspec.json.encode(SHEETS[document.data](session, ids))
    own = document.key in library_of(session).own
    snapshot = Snapshot(document, msgspec.Raw(data), sender(session), clock.today(), None, own)
    number = f"{document.code}-{clock.today():%Y%m%d}"
    pdf = snapshot.printed(context(session).folder, number=number, version=1)
    return Printed(pdf, document.title, f"{number} {document.title}.pdf", document.audience, key=key)
