"""Packs of the papers of one deal or many: what goes into one, bound into a single file or one for each deal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TypeVar

from sqlalchemy.orm import Session

from desktop_crm.documents import archive, attachments
from desktop_crm.documents.archive import FileState
from desktop_crm.documents.desk import (
    PACK,
    Printed,
    document_of,
    items,
    latest_issue,
    papers,
    place_of_stage,
    sender,
    sheet_id,
    still_says,
    take,
)
from desktop_crm.documents.document import Audience, Document
from desktop_crm.documents.rendering import binding
from desktop_crm.documents.snapshot import Snapshot, decoded
from desktop_crm.documents.stationery import Attached, DealPapers, Part, Stamp
from desktop_crm.models import AttachmentKind, Deal, context
from desktop_crm.queries.attachments import AttachmentRow
from desktop_crm.queries.attachments import attachments as attachments_of
from desktop_crm.queries.document_data import Item, deal_pack
from desktop_crm.queries.document_data.deal_pack import PackedDeal
from desktop_crm.queries.documents import Issued, issues_of_deal
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.progress import Progress, silent
from desktop_crm.system.translations import tr

# The page that says all at a glance, which only its own audience gets.
SUMMARIES: Final[dict[Audience, str]] = {"internal": "pack_summary", "customer": "pack_overview"}
LISTS: Final = {"followup_sheet", "care_sheet"}  # about deals one a row, hence no part of a pack unless asked for
_KINDS: Final[dict[str, str]] = {
    AttachmentKind.SIGNED_CONTRACT: "已签合同",
    AttachmentKind.SIGNED_PAPER: "已签文件",
    AttachmentKind.CUSTOMER_FILE: "客户资料",
    AttachmentKind.INTERNAL_FILE: "内部资料",
}
_FOR_CUSTOMERS: Final = (AttachmentKind.SIGNED_CONTRACT, AttachmentKind.SIGNED_PAPER, AttachmentKind.CUSTOMER_FILE)
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What goes into a pack, and how it looks.

    `keys` name sheets in their order (the key of a document that exists several times means all of them); None is all
    that can be made. `watermark` stands across every page; with `duplex` everything begins on the front of a sheet.
    """

    deal_ids: tuple[str, ...]
    keys: tuple[str, ...] | None = None
    audience: Audience = "customer"
    watermark: str = ""
    attachments: bool = True
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A pack that was written: what it is called, what is marked as a draft in it, which deals had nothing to print."""

    title: str
    name: str  # of a file to save it as
    unissued: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def print_pack(session: Session, order: PackOrder) -> Printed:
    """Return a pack: what was issued and still says the truth as issued, the rest as drafts."""
    written = io.BytesIO()
    bound = write_pack(session, order, written)
    only = order.deal_ids[0] if len(order.deal_ids) == 1 else ""
    return Printed(written.getvalue(), bound.title, bound.name, order.audience, only, PACK, unissued=bound.unissued)


def write_pack(session: Session, order: PackOrder, out: BinaryIO, tell: Progress = silent) -> Bound:
    """Write a pack deal by deal, so that memory does not grow with their number."""
    folder, steps = context(session).folder, 2 * len(order.deal_ids)
    kept, skipped, refusals, drafts = list[str](), list[str](), list[Refused](), dict[str, None]()
    from_us = sender(session, _deal(session, order.deal_ids[0]))
    with binding(from_us.letterhead(folder), order.audience, watermark=order.watermark, duplex=order.duplex) as pack:
        for done, deal_id in enumerate(order.deal_ids):
            tell(done, steps)
            found = deal_papers(session, order, deal_id, refusals)
            if found.parts or found.attached:
                pack.add(found)
                kept.append(deal_id)
                drafts |= dict.fromkeys(part.name for part in found.parts if part.stamp.draft)
            else:
                skipped.append(found.name)
        if not kept:
            remedies = {remedy.target: remedy for refusal in refusals for remedy in refusal.remedies}
            raise Refused(tr("还没有可以放进资料包的文件。"), *list(remedies.values())[:3])
        cover = _cover(session, kept, from_us.made_by)
        pack.finish(cover, out, lambda done, _total: tell(len(order.deal_ids) + done, steps))
    tell(steps, steps)
    title, name = _names(cover, order.audience)
    return Bound(title, name, tuple(drafts), tuple(skipped))


def save_pack(session: Session, order: PackOrder, file: Path, tell: Progress = silent) -> Bound:
    """Write a pack to `file`, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with archive.whole(file) as out:
        bound = write_pack(session, order, out, tell)
    return replace(bound, files=(file,))


def write_each(session: Session, order: PackOrder, folder: Path, tell: Progress = silent) -> Bound:
    """Write a pack for each deal into `folder`, each file whole or not at all; one of that name is replaced."""
    files, skipped, drafts, count = list[Path](), list[str](), dict[str, None](), len(order.deal_ids)
    title = ""
    for done, deal_id in enumerate(order.deal_ids):
        tell(done, count)
        one = replace(order, deal_ids=(deal_id,))
        try:
            bound = save_pack(session, one, folder / pack_name(session, one))
        except Refused:
            skipped.append(_deal_name(session, deal_id))
            continue
        files += bound.files
        drafts |= dict.fromkeys(bound.unissued)
        title = bound.title
    if not files:
        raise Refused(tr("还没有可以放进资料包的文件。"))
    tell(count, count)
    return Bound(title, "", tuple(drafts), tuple(skipped), tuple(files))


def pack_name(session: Session, order: PackOrder) -> str:
    """Return the name of a file to save a pack as."""
    return _names(_cover(session, order.deal_ids, ""), order.audience)[1]


def deal_papers(session: Session, order: PackOrder, deal_id: str, refusals: list[Refused]) -> DealPapers:
    """Return what a pack holds of one deal; why something is not in it goes into `refusals`."""
    deal = _deal(session, deal_id)
    parts, issues = list[Part](), issues_of_deal(session, deal_id)
    for document, item in _chosen(session, order, deal_id):
        about = item.id if item else ""
        try:
            snapshot = take(session, document, deal_id, about)
        except Refused as refusal:
            refusals.append(refusal)
            continue
        parts.append(_part(snapshot, latest_issue(issues, document.key, about), deal.number, item))
    attached = _attached(session, deal_id, order.audience) if order.attachments else ()
    if order.keys is None and not attached and is_nothing(part.document.key for part in parts):
        parts.clear()
    return DealPapers(_deal_name(session, deal_id), parts, attached)


class Packable(Protocol):
    """What may go into a pack, as far as its usual place there depends on it."""

    @property
    def key(self) -> str: ...  # noqa: D102 - named by itself
    @property
    def audience(self) -> Audience: ...  # noqa: D102
    @property
    def stage(self) -> str: ...  # noqa: D102


PackableT = TypeVar("PackableT", bound=Packable)


def in_usual_order(found: Sequence[PackableT], audience: Audience) -> tuple[list[PackableT], list[PackableT]]:
    """Return what a pack for this audience holds unless told, its own summary first, and what else it may hold."""
    allowed = [one for one in found if audience == "internal" or one.audience == "customer"]
    usual = [one for one in allowed if one.key == SUMMARIES[audience] or _is_usual(one.key)]
    usual.sort(key=lambda one: (one.key != SUMMARIES[audience], place_of_stage(one.stage)))  # each stage as it came
    return usual, [one for one in allowed if one not in usual]


def is_nothing(keys: Iterable[str]) -> bool:
    """Tell whether documents are no pack: a summary of nothing is none."""
    return all(key in SUMMARIES.values() for key in keys)


# Inside


def _is_usual(key: str) -> bool:
    """Tell whether any pack holds this document: no summary for somebody else, no list of deals."""
    return key not in SUMMARIES.values() and key not in LISTS


def _chosen(session: Session, order: PackOrder, deal_id: str) -> Iterator[tuple[Document, Item | None]]:
    """Yield the documents of a deal that were asked for, each with what it is about where there are several of it."""
    allowed = {document.key: document for document in papers(session, order.audience)}
    usual, _ = in_usual_order(list(allowed.values()), order.audience)
    keys = [document.key for document in usual] if order.keys is None else order.keys
    for wanted in keys:
        document = document_of(session, wanted.partition(":")[0])
        if document.key not in allowed:
            raise Refused(tr("“{title}”只供内部使用，不能放进给客户的资料包。", title=document.title))
        for item in items(session, document, deal_id):
            if wanted in {document.key, sheet_id(document.key, item.id if item else "")}:
                yield document, item


def _part(snapshot: Snapshot, issue: Issued | None, lead: str, item: Item | None) -> Part:
    """Return a document as it was issued, else as a draft; what stays inside needs no issuing to be worth reading."""
    label = item.label if item else ""
    before = decoded(issue.data) if issue is not None and still_says(issue, snapshot) else None
    if issue is not None and before is not None:
        return before.part(before.stamp(issue.number, issue.version), label)
    version = snapshot.paper_version or (issue.version + 1 if issue else 1)
    if snapshot.document.audience == "internal":
        return snapshot.part(snapshot.stamp(f"{lead}-{snapshot.document.code}", version), label)
    return snapshot.part(snapshot.stamp("", version, draft=True), label)


def _attached(session: Session, deal_id: str, audience: Audience) -> tuple[Attached, ...]:
    """Return the attached files that this audience may see, in their order."""
    folder, rows = context(session).folder, attachments_of(session, deal_id)
    return tuple(_one_attached(folder, row) for row in rows if audience == "internal" or row.kind in _FOR_CUSTOMERS)


def _one_attached(folder: Path, row: AttachmentRow) -> Attached:
    kind, name = tr(_KINDS.get(row.kind, row.kind)), attachments.safe_name(row.name, row.media_type)
    if not attachments.can_be_merged(row.media_type):
        return Attached(name, kind, row.media_type, None, tr("不是 PDF 或图片"))
    state, _ = attachments.read(folder, row.sha256)
    if state == FileState.SOUND:
        return Attached(name, kind, row.media_type, attachments.path_of(folder, row.sha256))
    trouble = tr("文件不见了") if state == FileState.MISSING else tr("文件与存入时不一致")
    return Attached(name, kind, row.media_type, None, trouble)


def _cover(session: Session, deal_ids: Sequence[str], made_by: str) -> Part:
    data, document = deal_pack(session, deal_ids), document_of(session, PACK)
    number = f"{data.single.number}-{document.code}" if data.single else f"{document.code}-{clock.today():%Y%m%d}"
    return Part(document, data, Stamp(number, 1, clock.today(), made_by=made_by))


def _names(cover: Part, audience: Audience) -> tuple[str, str]:
    """Return what a pack is called, and the name of its file."""
    title = cover.document.title + (tr("（内部）") if audience == "internal" else "")
    customer = archive.safe(str(getattr(cover.data, "customer", "")))
    return title, f"{archive.safe(f'{cover.stamp.number} {title} {customer}', _LONGEST_NAME)}.pdf"


def _deal_name(session: Session, deal_id: str) -> str:
    """Return what contents and outline call a deal."""
    deal = _packed(session, deal_id)
    return " ".join(filter(None, (deal.customer or deal.title, deal.number)))


def _packed(session: Session, deal_id: str) -> PackedDeal:
    found = deal_pack(session, [deal_id]).single
    assert found is not None
    return found


def _deal(session: Session, deal_id: str) -> Deal:
    deal = session.get(Deal, deal_id)
    if deal is None or deal.deleted_at is not None:
        raise Refused(tr("这条商机已经不在了。"))
    return deal
