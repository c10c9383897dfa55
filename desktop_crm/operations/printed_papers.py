"""How the version that a document prints follows what is noted about the document: sent, confirmed, signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from desktop_crm.models import ChangeOrder, ProgressReport, Row, VersionStatus
from desktop_crm.operations.changes import send_change, sign_change
from desktop_crm.operations.contract_signing import record_signing
from desktop_crm.operations.contracts import send_contract
from desktop_crm.operations.letters import confirm_letter, send_letter
from desktop_crm.operations.negotiations import confirm_memo, send_memo
from desktop_crm.operations.papers import CONTRACT, LETTER, MEMO, PROPOSAL, PROPOSAL_ITEMS, REQUIREMENT
from desktop_crm.operations.progress import send_report
from desktop_crm.operations.proposals import confirm_proposal, send_proposal
from desktop_crm.operations.requirements import confirm_requirement, send_requirement
from desktop_crm.operations.rows import existing
from desktop_crm.operations.versions import Paper
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr

_NOT_SAID: Final = {"kind", "agreed", "priority", "quantity", "discount", "tax_rate", "product_id", "memo_clause_id"}


Find: TypeAlias = Callable[[Session, str, str], Any]  # deal, item -> the row that is printed now, or None
Note: TypeAlias = Callable[..., object]


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """The row that a document prints, and the operations that note how far it has come.

    One that is `signed` is confirmed when both sides have signed it, the others when the customer agrees.
    """

    find: Find
    send: Note  # session, id, *, sent_on
    confirm: Note | None  # session, id, *, confirmed_by, confirmed_on; None for what is only sent
    signed: bool = False
    papers: tuple[Paper[Any, Any], ...] = ()  # one for each kind of its lines

    def printed(self, session: Session, deal_id: str, item_id: str, version: int) -> Any:
        """Return the row that an issue of that version printed, while it is the latest, else None."""
        row = self.find(session, deal_id, item_id)
        return row if row is not None and getattr(row, "version", version) == version else None

    def note_sent(self, session: Session, row: Any, on: date) -> None:
        """Note that a draft went out with its document."""
        waiting = row.status == VersionStatus.DRAFT if self.confirm else row.sent_on is None
        if waiting:
            self.send(session, row.id, sent_on=on)

    def note_confirmed(self, session: Session, row: Any, *, by: str, on: date, sent_on: date) -> None:
        """Note that it was agreed to, or signed, with its document."""
        if self.confirm is None:
            self.note_sent(session, row, sent_on)
        elif row.status != VersionStatus.CONFIRMED:
            self.note_sent(session, row, sent_on)
            self.confirm(session, row.id, confirmed_by=by, confirmed_on=on)

    def refuse_if_empty(self, session: Session, deal_id: str) -> None:
        """Refuse to issue a version without a line that says anything."""
        row = self.find(session, deal_id, "") if self.papers else None
        if row is not None and not any(_says(paper, session, row) for paper in self.papers):
            place = self.papers[0].place
            raise Refused(tr("里面还没有内容，先写下至少一条再签发。"), Remedy(tr("去填写"), place))


def _says(paper: Paper[Any, Any], session: Session, version: Any) -> bool:
    told = paper.line_fields - _NOT_SAID
    return any(getattr(line, name) for line in paper.lines(session, version) for name in told)


def in_versions(
    *papers: Paper[Any, Any], send: Note | None = None, confirm: Note | None = None, signed: bool = False
) -> PrintedPaper:
    """Return how a paper in versions follows its document; its own operations are named where they do more than note it."""
    paper = papers[0]

    def find(session: Session, deal_id: str, _item_id: str) -> Any:
        return paper.latest(session, deal_id)

    def note_sent(session: Session, version_id: str, *, sent_on: date) -> None:
        paper.send(session, existing(session, paper.version, version_id), sent_on)

    def note_confirmed(session: Session, version_id: str, *, confirmed_by: str, confirmed_on: date) -> None:
        version = existing(session, paper.version, version_id)
        paper.confirm(session, version, confirmed_by=confirmed_by, confirmed_on=confirmed_on)

    return PrintedPaper(find, send or note_sent, confirm or note_confirmed, signed, papers)


def item(model: type[Row], send: Note, confirm: Note | None = None, *, signed: bool = False) -> PrintedPaper:
    """Return how one of several things of a deal follows its document."""

    def find(session: Session, _deal_id: str, item_id: str) -> Any:
        row = session.get(model, item_id)
        return row if row is not None and row.deleted_at is None else None

    return PrintedPaper(find, send, confirm, signed)


# By the key of the document.
PRINTED_PAPERS: Final[dict[str, PrintedPaper]] = {
    "requirement_report": in_versions(REQUIREMENT, send=send_requirement, confirm=confirm_requirement),
    "proposal": in_versions(PROPOSAL, PROPOSAL_ITEMS, send=send_proposal, confirm=confirm_proposal),
    "negotiation_memo": in_versions(MEMO, send=send_memo, confirm=confirm_memo),
    "letter_of_intent": in_versions(LETTER, send=send_letter, confirm=confirm_letter, signed=True),
    "contract": in_versions(CONTRACT, send=send_contract, confirm=record_signing, signed=True),
    "change_order": item(ChangeOrder, send_change, sign_change, signed=True),
    "progress_report": item(ProgressReport, send_report),
}
