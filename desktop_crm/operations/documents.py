"""Issuing documents, and noting how far each has come."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents import archive
from desktop_crm.documents.desk import (
    PACK,
    chosen_item,
    document_of,
    latest_issue,
    reprinted,
    still_says,
    take,
)
from desktop_crm.documents.snapshot import decoded
from desktop_crm.models import (
    Contact,
    Customer,
    Deal,
    IssuedDocument,
    context,
    new_id,
)
from desktop_crm.operations.operation import operation
from desktop_crm.operations.printed_papers import PRINTED_PAPERS, PrintedPaper
from desktop_crm.operations.rows import existing
from desktop_crm.queries.document_data.items import titled
from desktop_crm.queries.documents import Issued, issued_document, issues_of_deal
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


@operation("签发文件")
def issue_document(session: Session, deal_id: str, *, key: str, item_id: str = "") -> str:
    """Issue what a document says now and return the id of the issue; what was issued already is not issued again.

    Where a deal has several of it, it is the one about `item_id`, else the newest. The PDF is stored before the row is committed: a file without its row is harmless, a row without its file is not.
    """
    deal = existing(session, Deal, deal_id)
    document = document_of(session, key)
    if key == PACK:
        raise Refused(tr("资料包由已签发的文件组成，直接另存即可，不单独签发。"))
    if paper := PRINTED_PAPERS.get(key):
        paper.refuse_if_empty(session, deal.id)
    item = chosen_item(session, document, deal.id, item_id)
    about = item.id if item else item_id
    snapshot = take(session, document, deal.id, about)
    last = latest_issue(issues_of_deal(session, deal.id), key, about)
    if last is not None and still_says(last, snapshot):
        return last.id
    serials = _serials(session, deal.id, key)
    number = document_number(deal.number, document.code, 1 + len(serials))
    version = snapshot.paper_version or 1 + serials.count(about)
    folder = context(session).folder
    pdf = snapshot.printed(folder, number=number, version=version)
    customer = session.get(Customer, deal.customer_id) if deal.customer_id else None
    title = titled(document.title, item)
    name = archive.file_name(number, version, title, customer.name if customer else "")
    where = archive.place(snapshot.day.year, name)
    archive.keep(folder, where, pdf)
    issue = IssuedDocument(
        id=new_id(),
        deal_id=deal.id,
        key=key,
        item_id=about,
        title=title,
        number=number,
        version=version,
        audience=document.audience,
        data=snapshot.encoded(),
        file=where,
        sha256=archive.hash_of(pdf),
        issued_by_id=context(session).me or None,
    )
    session.add(issue)
    return issue.id


@operation("标记文件已发送")
def mark_sent(session: Session, issue_id: str, *, on: date | None = None) -> str:
    """Note that an issue went to the customer, today unless told; the paper it prints counts as sent with it."""
    issue = existing(session, IssuedDocument, issue_id)
    issue.sent_on = day = _past(on)
    if found := _printed(session, issue):
        paper, version = found
        paper.note_sent(session, version, day)
    return issue.id


@operation("标记文件已确认")
def mark_confirmed(session: Session, issue_id: str, *, on: date | None = None, by: str = "") -> str:
    """Note that the customer confirmed an issue, by the deal's contact unless told.

    The paper it prints is confirmed with it, unless only signing does that.
    """
    issue = existing(session, IssuedDocument, issue_id)
    issue.confirmed_on = day = _past(on)
    issue.sent_on = issue.sent_on or day
    found = _printed(session, issue)
    if found and found[0].signed:
        found[0].note_sent(session, found[1], issue.sent_on or day)
    else:
        _confirm(session, issue, found, by, day)
    return issue.id


@operation("标记文件已签字")
def mark_signed(session: Session, issue_id: str, *, on: date | None = None, by: str = "") -> str:
    """Note that both sides signed an issue, for the customer the deal's contact unless told; its paper is confirmed then."""
    issue = existing(session, IssuedDocument, issue_id)
    issue.signed_on = day = _past(on)
    issue.sent_on = issue.sent_on or day
    _confirm(session, issue, _printed(session, issue), by, day)
    return issue.id


@operation("按存档数据重新生成文件")
def restore_document(session: Session, issue_id: str) -> bool:
    """Print the file of an issue again from its frozen data; return whether it is the same to the byte.

    An altered file is set aside. When a newer program prints it otherwise, the new hash takes the place of the old.
    """
    row = existing(session, IssuedDocument, issue_id)
    issue = _issue(session, issue_id)
    folder = context(session).folder
    pdf = reprinted(issue, folder)
    where = row.file or archive.place(
        clock.local_day(row.issued_at or clock.now()).year,
        archive.file_name(issue.number, issue.version, issue.title, issue.customer),
    )
    archive.keep(folder, where, pdf)
    same = archive.hash_of(pdf) == row.sha256
    row.file, row.sha256 = where, archive.hash_of(pdf)
    return same


def document_number(lead: str, code: str, serial: int) -> str:
    """Return the number of an issue: the lead's number, the document's letters, and which issue of it this is."""
    return f"{lead}-{code}{serial:02d}"


def _serials(session: Session, deal_id: str, key: str) -> list[str]:
    """Return what each issue of a document was about; one taken back keeps its number."""
    rows = select(IssuedDocument.item_id).where(IssuedDocument.deal_id == deal_id, IssuedDocument.key == key)
    return list(session.scalars(rows, execution_options={"include_deleted": True}))


def _past(on: date | None) -> date:
    if on is not None and on > clock.today():
        raise Refused(tr("日期还没有到。"))
    return on or clock.today()


def _issue(session: Session, issue_id: str) -> Issued:
    issue = issued_document(session, issue_id)
    assert issue is not None
    return issue


def _printed(session: Session, row: IssuedDocument) -> tuple[PrintedPaper, Any] | None:
    """Return the paper and the version that an issue prints, while that is the latest and still says the same."""
    paper = PRINTED_PAPERS.get(row.key)
    version = paper.printed(session, row.deal_id, row.item_id, row.version) if paper else None
    if paper is None or version is None:
        return None
    now, before = take(session, document_of(session, row.key), row.deal_id, row.item_id), decoded(row.data)
    return (paper, version) if before is not None and before.says_the_same(now) else None


def _confirm(session: Session, row: IssuedDocument, found: tuple[PrintedPaper, Any] | None, by: str, on: date) -> None:
    """Confirm the version that an issue prints."""
    if found:
        paper, version = found
        by = by.strip() or _contact(session, row)
        paper.note_confirmed(session, version, by=by, on=on, sent_on=row.sent_on or on)


def _contact(session: Session, row: IssuedDocument) -> str:
    deal = existing(session, Deal, row.deal_id)
    contact = session.get(Contact, deal.contact_id) if deal.contact_id else None
    return contact.name if contact else ""
