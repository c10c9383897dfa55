"""Signing and filing: frozen with both signatures, archived in time, and everybody told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from desktop_crm.models import Deal, Reviewed, Verdict
from desktop_crm.operations.attachments import add_attachment
from desktop_crm.operations.contract_signing import archive_contract, edit_filing, record_signing, reopen_filing
from desktop_crm.operations.contracts import (
    edit_contract,
    edit_contract_clause,
    edit_risk,
    send_contract,
    start_contract,
)
from desktop_crm.operations.reviews import ask_for_review, give_verdict
from desktop_crm.queries.clocks import deal_clocks
from desktop_crm.queries.contracts import contract_sheet
from desktop_crm.queries.overdue_clocks import overdue_clocks
from desktop_crm.queries.reviews import review_sheet
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.make import File
from tests.operations.test_contracts import negotiated

FRIDAY = datetime(2027, 3, 12, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\nsigned"


def drafted(file: File, **values: Any) -> tuple[str, str]:
    """Return a deal and its contract, ready to be signed but for the review."""
    deal = file.deal(**{"playbook": "handbook", **values})
    contract = file.do(start_contract, deal)
    file.do(edit_contract, deal, deliver_by=date(2027, 6, 30), amount_fen=75_000_000)
    return deal, contract


def review(file: File, deal: str) -> None:
    file.do(ask_for_review, deal, paper=Reviewed.CONTRACT)
    for step in file.ask(review_sheet, deal, Reviewed.CONTRACT).rounds[-1].steps:
        file.do(give_verdict, step.id, verdict=Verdict.PASSED)


def archive_phase(file: File, deal: str) -> str:
    return next(state.phase for state in file.ask(deal_clocks, deal, clock.now()) if state.kind == "archive")


def test_signing_freezes_the_contract_and_its_amount_is_the_deals(file: File) -> None:
    deal, contract = drafted(file)
    file.do(record_signing, contract, confirmed_by="张伟", signed_by_us="李晓明", signing="electronic")
    assert file.ask(lambda session: session.get_one(Deal, deal).amount_fen) == 75_000_000
    clause = file.ask(contract_sheet, deal).clauses[0]
    for change in (
        lambda: file.do(edit_contract_clause, clause.id, text="改"),
        lambda: file.do(edit_contract, deal, amount_fen=1),
        lambda: file.do(edit_risk, deal, key="liability", checked=True),
        lambda: file.do(send_contract, contract),
        lambda: file.do(record_signing, contract, confirmed_by="别人"),
    ):
        with pytest.raises(Refused, match="已签署") as refused:
            change()
        assert refused.value.remedies[0].target == "delivery.changes"


def test_playbook_that_asks_for_a_review_has_it_before_the_signature(file: File) -> None:
    deal, contract = drafted(file, playbook="guide", stage="contract")
    with pytest.raises(Refused, match="还没有送审") as refused:
        file.do(record_signing, contract, confirmed_by="张伟")
    assert refused.value.remedies[0].target == "contract.review"
    review(file, deal)
    clause = file.ask(contract_sheet, deal).clauses[0]
    file.do(edit_contract_clause, clause.id, text=f"{clause.text}另加一句。")
    with pytest.raises(Refused, match="改过"):
        file.do(record_signing, contract, confirmed_by="张伟")
    file.do(edit_contract_clause, clause.id, text=clause.text)
    file.do(record_signing, contract, confirmed_by="张伟")


def test_rejected_contract_is_not_signed_even_where_no_review_is_asked_for(file: File) -> None:
    playbook = next(key for key in ("funnel", "care") if not file.playbooks.find(key).contract_review)
    deal, contract = drafted(file, playbook=playbook)
    file.do(ask_for_review, deal, paper=Reviewed.CONTRACT, roles=["legal"])
    (step,) = file.ask(review_sheet, deal, Reviewed.CONTRACT).rounds[-1].steps
    file.do(give_verdict, step.id, verdict=Verdict.REJECTED, comment="责任没有封顶")
    with pytest.raises(Refused, match="退回"):
        file.do(record_signing, contract, confirmed_by="张伟")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": ""}, "编号"),
        ({"deliver_by": None}, "“交付”还没有写完"),
    ],
)
def test_what_is_not_complete_is_not_signed(file: File, change: dict[str, object], said: str) -> None:
    deal, contract = drafted(file, playbook="funnel")
    file.do(edit_contract, deal, **change)
    with pytest.raises(Refused, match=said):
        file.do(record_signing, contract, confirmed_by="张伟")


def test_signer_and_day_are_asked_for(file: File) -> None:
    _, contract = drafted(file, playbook="funnel")
    with pytest.raises(Refused, match="谁"):
        file.do(record_signing, contract, confirmed_by="  ")
    with pytest.raises(Refused, match="还没有到"):
        file.do(record_signing, contract, confirmed_by="张伟", confirmed_on=clock.today() + timedelta(days=1))


def test_archive_clock_runs_from_the_signature_over_the_weekend_and_ends_with_the_filing(file: File) -> None:
    deal, contract = drafted(file, playbook="guide", stage="contract")
    with time_machine.travel(FRIDAY, tick=False):
        review(file, deal)
        file.do(record_signing, contract, confirmed_by="张伟")
        assert archive_phase(file, deal) in {"running", "soon"}
    with time_machine.travel(FRIDAY + timedelta(days=3), tick=False):  # Monday
        assert archive_phase(file, deal) == "soon"
        assert not file.ask(overdue_clocks, clock.now())
    with time_machine.travel(FRIDAY + timedelta(days=4), tick=False):
        assert archive_phase(file, deal) == "overdue"
        assert [(one.deal_id, one.state.kind) for one in file.ask(overdue_clocks, clock.now())] == [(deal, "archive")]
        file.do(add_attachment, deal, name="合同.pdf", content=PDF, kind="signed_contract", paper_id=contract)
        file.do(archive_contract, contract, archived_at=FRIDAY + timedelta(days=3))
        assert archive_phase(file, deal) == "met"
        assert not file.ask(overdue_clocks, clock.now())
        file.do(reopen_filing, contract)
        assert archive_phase(file, deal) == "overdue"


def test_archive_wants_the_scan_or_the_place_of_the_original(file: File) -> None:
    _, contract = drafted(file, playbook="funnel")
    with pytest.raises(Refused, match="还没有签署"):
        file.do(archive_contract, contract)
    file.do(record_signing, contract, confirmed_by="张伟")
    with pytest.raises(Refused, match="扫描件") as refused:
        file.do(archive_contract, contract)
    assert [remedy.target for remedy in refused.value.remedies] == [
        "contract.signing.scan",
        "contract.signing.archive_place",
    ]
    file.do(edit_filing, contract, archive_place="档案柜 3-12")
    file.do(archive_contract, contract)
    with pytest.raises(Refused, match="还没有到"):
        file.do(archive_contract, contract, archived_at=clock.now() + timedelta(hours=1))


def test_signing_is_taken_back_by_undo(file: File) -> None:
    deal, contract = drafted(file, playbook="funnel")
    file.do(record_signing, contract, confirmed_by="张伟")
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)
    assert file.ask(contract_sheet, deal).state.editable
    file.do(edit_contract, deal, amount_fen=1)


def test_difference_wants_its_reason_before_the_review(file: File) -> None:
    deal = negotiated(file, playbook="guide", stage="contract")
    file.do(start_contract, deal)
    clause = next(found for found in file.ask(contract_sheet, deal).clauses if found.title == "售后服务")
    file.do(edit_contract_clause, clause.id, text="质保 12 个月。")
    with pytest.raises(Refused, match="售后服务") as refused:
        file.do(ask_for_review, deal, paper=Reviewed.CONTRACT)
    assert refused.value.remedies[0].target == "contract.contract.differences"
    file.do(edit_contract_clause, clause.id, difference="客户自行维护")
    file.do(ask_for_review, deal, paper=Reviewed.CONTRACT)
