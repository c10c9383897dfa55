"""Issuing: numbered, frozen, stored and hashed; followed, never altered."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desktop_crm.documents import archive
from desktop_crm.documents.desk import print_issue, print_sheet, sheets
from desktop_crm.documents.packs import PackOrder, print_pack
from desktop_crm.models import Company, IssuedDocument, Memo, MemoClause, Requirement
from desktop_crm.operations import printed_papers
from desktop_crm.operations.company import edit_company
from desktop_crm.operations.customers import edit_customer
from desktop_crm.operations.documents import (
    document_number,
    issue_document,
    mark_confirmed,
    mark_sent,
    mark_signed,
    restore_document,
)
from desktop_crm.operations.negotiations import edit_memo
from desktop_crm.operations.papers import REQUIREMENT
from desktop_crm.operations.requirements import edit_requirement, edit_requirement_item
from desktop_crm.queries.deal import deal_overview
from desktop_crm.queries.documents import Issued, issued_document, issues_of_deal
from desktop_crm.queries.requirements import requirement_sheet
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import outline, printed
from tests.make import File

REPORT = "requirement_report"


@pytest.fixture
def deal(file: File) -> str:
    return deal_with_papers(file)


def issue(file: File, deal: str, key: str = REPORT) -> Issued:
    """Issue a document and return its issue."""
    found = file.ask(issued_document, file.do(issue_document, deal, key=key))
    assert found is not None
    return found


def stored(file: File, issued: Issued) -> Path:
    return file.folder / issued.file


def undo_last(file: File) -> None:
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write("undo", "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)


def test_an_issue_has_number_version_file_and_hash(file: File, deal: str) -> None:
    made = issue(file, deal)
    assert (made.number, made.version, made.audience, made.issued_by) == ("G20240310001-XQ01", 1, "customer", "王敏")
    pdf = stored(file, made).read_bytes()
    assert made.file == (
        f"documents/{clock.today().year}/G20240310001-XQ01-v1 需求分析报告 苏州恒力精密机械有限公司.pdf"
    )
    assert archive.hash_of(pdf) == made.sha256
    text = printed(pdf)
    assert "编号：G20240310001-XQ01" in text
    assert "第1版" in text
    assert "草稿" not in text


def test_the_same_words_are_not_issued_twice(file: File, deal: str) -> None:
    first = issue(file, deal)
    assert issue(file, deal) == first
    file.do(mark_sent, first.id)
    file.do(mark_confirmed, first.id)
    assert issue(file, deal).id == first.id


def test_changed_words_follow_with_a_number_of_their_own_and_the_papers_version(file: File, deal: str) -> None:
    first = issue(file, deal)
    before = stored(file, first).read_bytes()
    file.do(edit_requirement, deal, background="范围变了")
    second = issue(file, deal)
    assert (second.number, second.version) == ("G20240310001-XQ02", 1)
    file.do(mark_confirmed, second.id)
    file.do(edit_requirement, deal, background="又变了")
    third = issue(file, deal)
    assert (third.number, third.version) == ("G20240310001-XQ03", 2)
    assert stored(file, first).read_bytes() == before
    assert [found.number[-2:] for found in file.ask(issues_of_deal, deal)] == ["03", "02", "01"]


def test_a_paper_without_versions_counts_its_issues(file: File, deal: str) -> None:
    first = issue(file, deal, "acceptance_form")
    customer = file.ask(deal_overview, deal)
    assert customer is not None
    assert customer.customer is not None
    file.do(edit_customer, customer.customer.id, name="苏州恒力集团")
    second = issue(file, deal, "acceptance_form")
    assert [(found.number, found.version) for found in (first, second)] == [
        ("G20240310001-YS01", 1),
        ("G20240310001-YS02", 2),
    ]


def test_undo_takes_back_the_row_and_leaves_file_and_number(file: File, deal: str) -> None:
    first = issue(file, deal)
    undo_last(file)
    assert file.ask(issued_document, first.id) is None
    assert stored(file, first).exists()
    assert issue(file, deal).number.endswith("XQ02")


def test_what_does_not_exist_yet_is_refused_with_a_way_out(file: File) -> None:
    bare = file.deal()
    for key, target in (
        (REPORT, "requirement"),
        ("negotiation_memo", "negotiation"),
        ("acceptance_form", "acceptance"),
    ):
        with pytest.raises(Refused) as refusal:
            file.do(issue_document, bare, key=key)
        assert refusal.value.remedies[0].target == target
    with pytest.raises(Refused, match="requirement_report"):
        file.do(issue_document, bare, key="love_letter")
    with pytest.raises(Refused):
        file.do(issue_document, bare, key="deal_pack")


def test_an_empty_requirement_is_not_issued(file: File) -> None:
    bare = file.deal()
    file.do(edit_requirement, bare, background="只有背景")
    with pytest.raises(Refused) as refusal:
        file.do(issue_document, bare, key=REPORT)
    assert refusal.value.remedies[0].target == "requirement"
    assert not (file.folder / archive.FOLDER).exists()


# How far it has come


def test_sending_the_report_sends_the_requirement_in_one_step(file: File, deal: str) -> None:
    made = issue(file, deal)
    day = clock.today() - timedelta(days=2)
    file.do(mark_sent, made.id, on=day)
    version = file.ask(requirement_sheet, deal).state.latest
    assert version is not None
    assert (version.status, version.sent_on) == ("sent", day)
    undo_last(file)
    version = file.ask(requirement_sheet, deal).state.latest
    found = file.ask(issued_document, made.id)
    assert version is not None
    assert found is not None
    assert (version.status, version.sent_on, found.sent_on) == ("draft", None, None)


def test_confirming_the_report_confirms_the_requirement_by_the_contact(file: File, deal: str) -> None:
    made = issue(file, deal)
    file.do(mark_confirmed, made.id)
    version = file.ask(requirement_sheet, deal).state.latest
    assert version is not None
    assert (version.status, version.confirmed_by) == ("confirmed", "王建国")


def test_words_changed_since_are_not_taken_for_sent(file: File, deal: str) -> None:
    made = issue(file, deal)
    item = file.ask(requirement_sheet, deal).items[0]
    file.do(edit_requirement_item, item.id, text="完全不同的痛点")
    file.do(mark_sent, made.id)
    found = file.ask(issued_document, made.id)
    version = file.ask(requirement_sheet, deal).state.latest
    assert found is not None
    assert version is not None
    assert found.sent_on == clock.today()
    assert version.status == "draft"


def test_a_day_to_come_is_refused(file: File, deal: str) -> None:
    made = issue(file, deal)
    for mark in (mark_sent, mark_confirmed, mark_signed):
        with pytest.raises(Refused):
            file.do(mark, made.id, on=clock.today() + timedelta(days=1))


def test_states_in_their_order(file: File, deal: str) -> None:
    made = issue(file, deal, "acceptance_form")
    states: list[str] = []
    for mark in (None, mark_sent, mark_confirmed, mark_signed):
        if mark:
            file.do(mark, made.id, on=date(2024, 9, 1))
        found = file.ask(issued_document, made.id)
        assert found is not None
        states.append(found.state)
    assert states == ["issued", "sent", "confirmed", "signed"]


# The file


def test_the_stored_file_is_what_opens(file: File, deal: str) -> None:
    made = issue(file, deal)
    opened = file.ask(print_issue, made.id)
    assert (opened.state, opened.pdf) == ("sound", stored(file, made).read_bytes())


@pytest.mark.parametrize("state", ["missing", "altered"])
def test_a_lost_or_altered_file_is_said_and_printed_again_to_the_byte(file: File, deal: str, state: str) -> None:
    made = issue(file, deal)
    where = stored(file, made)
    before = where.read_bytes()
    if state == "missing":
        where.unlink()
    else:
        where.write_bytes(before + b"\n% tampered")
    file.do(edit_requirement, deal, background="后来改的")
    opened = file.ask(print_issue, made.id)
    assert (opened.state, opened.pdf) == (state, before)
    assert file.do(restore_document, made.id) is True
    assert where.read_bytes() == before
    aside = [found for found in where.parent.iterdir() if found != where]
    assert [found.read_bytes() for found in aside] == ([before + b"\n% tampered"] if state == "altered" else [])


def test_the_letterhead_is_frozen_too(file: File, deal: str) -> None:
    made = issue(file, deal)
    stored(file, made).unlink()
    file.do(edit_company, name="改了名字的公司", address="新地址")
    assert file.do(restore_document, made.id) is True


def test_an_internal_paper_with_its_diagram_is_printed_again_to_the_byte(file: File, deal: str) -> None:
    made = issue(file, deal, "deal_summary")
    assert made.audience == "internal"
    stored(file, made).unlink()
    assert file.do(restore_document, made.id) is True


def test_frozen_data_of_another_program_is_refused_plainly(file: File, deal: str) -> None:
    lost = file.add(IssuedDocument(deal_id=deal, key=REPORT, title="需求分析报告", number="X", data='{"old": 1}'))
    with pytest.raises(Refused, match="存档数据"):
        file.ask(print_issue, lost)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not read-only there")
def test_a_folder_that_cannot_be_written_leaves_no_row(file: File, deal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied", "documents")

    monkeypatch.setattr(archive, "write_whole", refuse)
    with pytest.raises(Unavailable):
        file.do(issue_document, deal, key=REPORT)
    assert file.ask(issues_of_deal, deal) == []


def test_a_broken_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(archive.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        archive.write_whole(tmp_path / "a.pdf", b"%PDF")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("customer", "safe"),
    [
        ('A/B\\C:D*E?F"G<H>I|J', "A B C D E F G H I J"),
        ("行一\n行二\t\x00三", "行一 行二 三"),
        ("末尾有点. . ", "末尾有点"),
        ("", ""),
        ("\ud800半个", "半个"),
    ],
)
def test_file_names_every_system_takes(customer: str, safe: str) -> None:
    assert archive.safe(customer) == safe
    assert len(archive.file_name("G20240310001-XQ01", 1, "🙂" * 300, "🙂" * 300).encode()) <= 255


def test_numbers_widen_and_never_wrap() -> None:
    assert document_number("G20240310001", "XQ", 100) == "G20240310001-XQ100"


# The desk


def test_the_stages_documents_come_first_and_say_how_they_stand(file: File, deal: str) -> None:
    first = file.ask(sheets, deal)[0]
    assert (first.key, first.of_stage, first.latest, first.refusal) == ("negotiation_memo", True, None, None)
    issue(file, deal, "negotiation_memo")
    file.do(edit_memo, deal, place="上海")
    first = file.ask(sheets, deal)[0]
    assert first.latest is not None
    assert (first.issues, first.changed) == (1, True)


def test_a_preview_is_a_draft_until_it_is_issued_and_again_when_changed(file: File, deal: str) -> None:
    assert file.ask(print_sheet, deal, REPORT).draft
    assert "草稿" in printed(file.ask(print_sheet, deal, REPORT).pdf)
    made = issue(file, deal)
    assert file.ask(print_sheet, deal, REPORT).issue == made
    file.do(edit_requirement, deal, background="改")
    assert file.ask(print_sheet, deal, REPORT).draft


def test_a_pack_takes_issued_papers_as_issued_and_marks_the_rest(file: File, deal: str) -> None:
    issue(file, deal, "negotiation_memo")
    pack = file.ask(print_pack, PackOrder((deal,), ("negotiation_memo", REPORT)))
    assert [title for level, title, _ in outline(pack.pdf) if level == 0][2:] == ["商务谈判纪要", "需求分析报告"]
    text = printed(pack.pdf)
    assert "G20240310001-JY01" in text
    assert "编号：待定" in text
    assert "草稿" in text
    whole = file.ask(print_pack, PackOrder((deal,), ("negotiation_memo",)))
    assert "草稿" not in printed(whole.pdf)
    assert "草稿" in printed(file.ask(print_pack, PackOrder((deal,), ("negotiation_memo",), watermark="草稿")).pdf)


def test_what_stays_inside_is_no_draft_in_a_pack_for_want_of_an_issue(file: File, deal: str) -> None:
    pack = file.ask(print_pack, PackOrder((deal,), ("deal_summary",), "internal"))
    assert pack.unissued == ()
    assert "草稿" not in printed(pack.pdf)
    assert "编号：G20240310001-NB" in printed(pack.pdf)


def test_a_customers_pack_does_not_take_what_is_internal(file: File, deal: str) -> None:
    with pytest.raises(Refused, match="只供内部"):
        file.ask(print_pack, PackOrder((deal,), ("deal_summary",)))


def test_a_pack_of_nothing_is_refused_with_ways_out(file: File) -> None:
    with pytest.raises(Refused) as refusal:
        file.ask(print_pack, PackOrder((file.deal(),)))
    targets = [remedy.target for remedy in refusal.value.remedies]
    assert targets[0] == "requirement"
    assert len(set(targets)) == len(targets) == 3


def test_a_pack_of_several_deals_names_each_customer(file: File, deal: str) -> None:
    other = deal_with_papers(file, number="G20240310002", customer="无锡东方电器")
    pack = file.ask(print_pack, PackOrder((deal, other), (REPORT,)))
    assert [(level, title) for level, title, _ in outline(pack.pdf) if level < 2][2:] == [
        (0, "苏州恒力精密机械有限公司 G20240310001"),
        (1, "需求分析报告"),
        (0, "无锡东方电器 G20240310002"),
        (1, "需求分析报告"),
    ]


def test_a_company_without_letterhead_still_prints(tmp_path: Path) -> None:
    bare = File(tmp_path / "bare")
    bare.do(edit_company, name="", logo="no-such.png")
    assert isinstance(bare.ask(lambda session: session.get(Company, "company")), Company)
    assert bare.ask(print_sheet, deal_with_papers(bare), REPORT).pdf.startswith(b"%PDF")
    bare.close()


# Papers follow their documents


@pytest.mark.parametrize(("signed", "status"), [(False, "sent"), (True, "confirmed")])
def test_what_is_signed_is_confirmed_by_signing_only(
    file: File, deal: str, monkeypatch: pytest.MonkeyPatch, *, signed: bool, status: str
) -> None:
    paper = printed_papers.in_versions(REQUIREMENT, signed=True)
    monkeypatch.setitem(printed_papers.PRINTED_PAPERS, REPORT, paper)
    made = issue(file, deal)
    file.do(mark_signed if signed else mark_confirmed, made.id, by="王建国")
    assert file.ask(lambda session: session.scalars(select(Requirement.status)).one()) == status


def test_signing_confirms_a_paper_that_agreeing_would_have_confirmed(file: File, deal: str) -> None:
    made = issue(file, deal, "negotiation_memo")
    file.do(mark_signed, made.id)
    memo = file.ask(lambda session: session.scalars(select(Memo)).one())
    assert (memo.status, memo.confirmed_by, memo.sent_on) == ("confirmed", "王建国", clock.today())


def test_a_paper_with_empty_lines_is_not_issued(file: File, deal: str) -> None:
    with file.store.read() as session:
        memo = session.scalars(select(Memo.id)).one()
    file.store.write("empty", "empty", lambda session: session.execute(
        update(MemoClause).where(MemoClause.memo_id == memo).values(title="", text="", settled_by="", due_on=None)
    ))  # fmt: skip
    with pytest.raises(Refused, match="还没有内容"):
        issue(file, deal, "negotiation_memo")
