"""The documents of a deal as they can be made now: what there is, what each says, and what a pack of them holds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents import archive
from desktop_crm.documents.document import Audience, Document
from desktop_crm.documents.library import Library, documents
from desktop_crm.documents.snapshot import Sender, Snapshot, decoded, shows_chain
from desktop_crm.documents.stationery import Letterhead
from desktop_crm.models import COMPANY_ID, Company, Deal, Member, context
from desktop_crm.playbooks.vocabulary import PHASES
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.decision_chain import DecisionChain, decision_chain
from desktop_crm.queries.document_data import REPORTS, Item, about_deal, deal_pack, items_of
from desktop_crm.queries.document_data.items import titled
from desktop_crm.queries.documents import Issued, issued_document, issues_of_deal
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

PACK = "deal_pack"
OWN_FOLDER = "templates"  # a company's own documents, inside its data folder


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document of one deal: its latest issue, whether the deal has moved on since, or why it cannot be made yet.

    A document about one of several things is a sheet for each of them, told apart by `label`.
    """

    key: str
    title: str
    audience: Audience
    stage: str  # the phase it belongs to
    of_stage: bool  # the playbook asks for it in the deal's present stage
    item: Item | None = None
    latest: Issued | None = None
    issues: int = 0
    changed: bool = False
    refusal: Refused | None = None

    @property
    def id(self) -> str:
        """What it is known by among the sheets of its deal, and in an order for a pack."""
        return sheet_id(self.key, self.item_id)

    @property
    def item_id(self) -> str:
        """Which of the deal's things it is about, "" for the deal as a whole."""
        return self.item.id if self.item else ""

    @property
    def name(self) -> str:
        """Its title, and which one it is where there are several."""
        return titled(self.title, self.item)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF to look at: what it is called, which issue it is (None: not issued), and how its stored file stands."""

    pdf: bytes
    title: str
    name: str  # of a file to save it as
    audience: Audience
    deal_id: str = ""
    key: str = ""
    item_id: str = ""
    issue: Issued | None = None
    state: archive.FileState = archive.FileState.SOUND
    unissued: tuple[str, ...] = ()  # titles of what is marked as a draft

    @property
    def draft(self) -> bool:
        """Whether it was not issued."""
        return self.issue is None

    @property
    def issuable(self) -> bool:
        """Whether it is a draft of a paper of one deal; packs and what is of the company are not issued."""
        return self.draft and self.key != PACK and bool(self.deal_id)


# What there is


def library_of(session: Session) -> Library:
    """Return the documents of the company open in `session`; a file that was changed is read again."""
    own = context(session).folder / OWN_FOLDER
    return _library(own, _stamp(own))


@lru_cache(maxsize=4)
def _library(own: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Library:
    return documents(own)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether a company's files have changed."""
    try:
        with os.scandir(folder) as found:
            files = [(file.name, file.stat()) for file in found if file.name.endswith(".toml")]
    except OSError:  # there is no such folder, or a file has just gone
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


def document_of(session: Session, key: str) -> Document:
    """Return the document called `key`, or refuse and name those there are."""
    library = library_of(session)
    if key in library:
        return library[key]
    raise Refused(tr("没有名为“{key}”的文件，可用：{known}。", key=key, known="、".join(library)))


def papers(session: Session, audience: Audience = "internal") -> list[Document]:
    """Return the documents about one deal in the order of the sale; for a customer only those they may see."""
    found = [document for document in library_of(session).values() if is_of_deal(document)]
    allowed = [document for document in found if audience == "internal" or document.audience == "customer"]
    usual = [key for stage in playbooks_in(session).default.stages for key in stage.documents]
    places = {key: place for place, key in enumerate(usual)}
    return sorted(allowed, key=lambda one: (place_of_stage(one.stage), places.get(one.key, len(places)), one.title))


def is_of_deal(document: Document) -> bool:
    """Tell whether a document is about one deal: not a pack, nor a report of the company."""
    return document.key != PACK and document.data not in REPORTS


def sheets(session: Session, deal_id: str) -> list[Sheet]:
    """Return the documents of a deal: those of its stage first, then in the order of the sale, those of any stage last."""
    deal = _deal(session, deal_id)
    wanted = _wanted(session, deal)
    issues = issues_of_deal(session, deal_id)
    found = [
        _sheet(session, deal_id, document, item, document.key in wanted, issues)
        for document in papers(session)
        for item in reversed(items(session, document, deal_id))
    ]
    places = {key: place for place, key in enumerate(wanted)}
    return sorted(found, key=lambda sheet: (places.get(sheet.key, len(places)), place_of_stage(sheet.stage) < 0))


def items(session: Session, document: Document, deal_id: str) -> tuple[Item | None, ...]:
    """Return what a document of a deal can be about, the newest last: its items, or None for the deal as a whole.

    Without any item yet it is about the deal as a whole, too: asking for it then says what is missing.
    """
    return items_of(session, document.data, deal_id) or (None,)


def chosen_item(session: Session, document: Document, deal_id: str, item_id: str = "") -> Item | None:
    """Return the item of that id, the newest unless told; None when there is none."""
    found = items(session, document, deal_id)
    return next((item for item in found if item and item.id == item_id), None if item_id else found[-1])


def sheet_id(key: str, item_id: str = "") -> str:
    """Return what a sheet is known by."""
    return f"{key}:{item_id}" if item_id else key


# What it says


def take(session: Session, document: Document, deal_id: str, item_id: str = "") -> Snapshot:
    """Return a document filled with what is known now; refuses, with a way out, when there is nothing to say yet."""
    if document.data in REPORTS:
        raise Refused(tr("“{title}”是一段时间的，不属于某条商机，请在“数据”里打印。", title=document.title))
    deal = _deal(session, deal_id)
    chain = DecisionChain(decision_chain(session, deal_id).people) if shows_chain(document) else None
    data = msgspec.json.encode(about_deal(session, document.data, deal_id, item_id))
    own = document.key in library_of(session).own
    return Snapshot(document, msgspec.Raw(data), sender(session, deal), clock.today(), chain, own)


def sender(session: Session, deal: Deal | None = None) -> Sender:
    """Return whose paper it is, made by who works here or else by the owner of `deal`."""
    maker = session.get(Member, context(session).me or (deal.owner_id if deal else None) or "")
    made_by, company = maker.name if maker else "", session.get(Company, COMPANY_ID)
    if company is None:
        return Sender(made_by=made_by)
    return Sender(
        company.name, company.address, company.phone, company.logo, made_by, company.color, company.footer,
        company.seal_space,
    )  # fmt: skip


def letterhead(session: Session) -> Letterhead:
    """Return the head of the company's paper."""
    return sender(session).letterhead(context(session).folder)


def latest_issue(issues: Sequence[Issued], key: str, item_id: str = "") -> Issued | None:
    """Return the newest issue of a document (about that item) among `issues`, which are sorted so."""
    return next((issue for issue in issues if (issue.key, issue.item_id) == (key, item_id)), None)


def still_says(issue: Issued, snapshot: Snapshot) -> bool:
    """Tell whether an issue is what would be printed now."""
    before = decoded(issue.data)
    return before is not None and before.says_the_same(snapshot) and before.looks_the_same(snapshot)


# On paper


def print_sheet(session: Session, deal_id: str, key: str, item_id: str = "", *, draft: bool = False) -> Printed:
    """Return a document of a deal: the stored issue while it still says the truth, else what it would say, as a draft.

    Where there are several of it, it is the one about `item_id`, else the newest. With `draft` it is one in any case.
    """
    document = document_of(session, key)
    item = chosen_item(session, document, deal_id, item_id)
    about = item.id if item else item_id
    snapshot = take(session, document, deal_id, about)
    issue = latest_issue(issues_of_deal(session, deal_id), key, about)
    if issue is not None and not draft and still_says(issue, snapshot):
        return print_issue(session, issue.id)
    version = snapshot.paper_version or (issue.version + 1 if issue else 1)
    pdf = snapshot.printed(context(session).folder, number="", version=version, draft=True)
    title = titled(document.title, item)
    name = archive.safe(f"{title} {_customer(session, deal_id)}", 80)
    file = f"{name}（{tr('草稿')}）.pdf"
    return Printed(pdf, title, file, document.audience, deal_id, key, about, unissued=(title,))


def print_issue(session: Session, issue_id: str) -> Printed:
    """Return a stored issue; when its file is missing or altered, what its frozen data says, and that it is so."""
    issue = issued_document(session, issue_id)
    if issue is None:
        raise Refused(tr("这份文件的签发记录已被删除，可用撤销找回。"))
    folder = context(session).folder
    state, pdf = archive.stored(folder, issue.file, issue.sha256)
    if not pdf:
        pdf = reprinted(issue, folder)
    audience: Audience = "internal" if issue.audience == "internal" else "customer"
    name = archive.file_name(issue.number, issue.version, issue.title, issue.customer)
    return Printed(pdf, issue.title, name, audience, issue.deal_id, issue.key, issue.item_id, issue, state)


def reprinted(issue: Issued, folder: Path) -> bytes:
    """Return the PDF of an issue, printed again from its frozen data."""
    snapshot = decoded(issue.data)
    if snapshot is None:
        raise Refused(tr("这份文件的存档数据读不出来，无法重新生成；请用备份恢复。"))
    return snapshot.printed(folder, number=issue.number, version=issue.version)


# Inside


def _sheet(
    session: Session,
    deal_id: str,
    document: Document,
    item: Item | None,
    of_stage: bool,  # noqa: FBT001
    issues: Sequence[Issued],
) -> Sheet:
    about = item.id if item else ""
    latest = latest_issue(issues, document.key, about)
    count = sum((issue.key, issue.item_id) == (document.key, about) for issue in issues)
    sheet = Sheet(document.key, document.title, document.audience, document.stage, of_stage, item, latest, count)
    try:
        snapshot = take(session, document, deal_id, about)
    except Refused as refusal:
        return replace(sheet, refusal=refusal)
    return replace(sheet, changed=latest is not None and not still_says(latest, snapshot))


def place_of_stage(stage: str) -> int:
    """Return the place of a stage in the sale; what belongs to any stage comes first."""
    phases = [str(phase) for phase in PHASES]
    return phases.index(stage) if stage in phases else -1


def _wanted(session: Session, deal: Deal) -> Sequence[str]:
    stage = playbooks_in(session).find(deal.playbook).find_stage(deal.stage)
    return stage.documents if stage else ()


def _deal(session: Session, deal_id: str) -> Deal:
    deal = session.scalars(select(Deal).where(Deal.id == deal_id)).first()
    if deal is None:
        raise Refused(tr("这条商机已经不在了。"), Remedy(tr("回到看板"), "board"))
    return deal


def _customer(session: Session, deal_id: str) -> str:
    deal = _deal(session, deal_id)
    return deal_pack(session, [deal.id]).customer
