"""The proposal on paper: full, minimal, and with 200 lines of price."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_crm.documents import documents, render
from desktop_crm.queries.document_data.proposal import CustomerProposal
from tests.documents import offers, samples
from tests.documents.reading_back import leaves, outline, page_texts, printed, squeezed

DOCUMENT = documents()["proposal"]
HEADER = "序号名称规格数量单位单价折扣税率小计"


def pdf_of(data: CustomerProposal) -> bytes:
    return render(DOCUMENT, data, letterhead=samples.LETTERHEAD, stamp=samples.STAMP)


def test_everything_a_proposal_says_is_printed() -> None:
    said = printed(pdf_of(offers.full()))
    unsaid = {samples.SUBJECT.number, samples.SUBJECT.title, *leaves(samples.CUSTOMER)} - {
        samples.CUSTOMER.name, samples.CUSTOMER.contact, samples.CUSTOMER.position,
    }  # fmt: skip
    unsaid |= {samples.US.address}
    wanted = {squeezed(leaf) for leaf in leaves(offers.full()) if leaf not in unsaid}
    assert [leaf for leaf in wanted if leaf not in said] == []


def test_the_price_is_printed_to_the_fen_with_its_terms_and_in_capitals() -> None:
    said = printed(pdf_of(offers.full()))
    for figure in ("1云帆MES制造执行系统专业版50点1套¥680,000.009.5折13%¥646,000.00", "30.5人天¥2,500.00—6%¥76,250.00"):
        assert figure in said
    totals = (
        "合计¥722,250.00", "整单优惠-¥10,000.00", "不含税金额¥634,874.15", "含税总价¥712,250.00",
        "人民币大写柒拾壹万贰仟贰佰伍拾元整", "以上单价含税。",
    )  # fmt: skip
    assert [total for total in totals if total not in said] == []


def test_without_a_reduction_nothing_is_said_of_one() -> None:
    full = offers.full()
    assert full.total is not None
    total = replace(full.total, before=None, reduction=None)
    said = printed(pdf_of(replace(full, total=total)))
    assert "优惠" not in said
    assert "含税总价¥712,250.00" in said


def test_a_price_that_is_not_complete_has_no_total() -> None:
    said = printed(pdf_of(offers.minimal()))
    assert "数据迁移" in said
    assert "总价" not in said
    assert "人民币大写" not in said


def test_what_is_empty_leaves_no_heading_behind() -> None:
    titles = [title for _, title, _ in outline(pdf_of(offers.minimal()))]
    assert titles == ["一、基本信息", "二、分项报价", "三、客户确认"]


def test_200_lines_repeat_their_header_and_keep_their_totals() -> None:
    pages = [squeezed(text) for text in page_texts(pdf_of(offers.extreme()))]
    with_rows = [text for text in pages if re.search(r"¥9,999,999,99\D*9\.99", text)]
    assert len(with_rows) > 10
    assert all(HEADER in text for text in with_rows)
    assert "".join(pages).count("超长名称的工业数") == 200
    last = next(text for text in pages if "人民币大写" in text)
    assert "¥1,000,000,000,000,000.00" in last
    assert "200超长名称" in last, "the totals stand below at least one line"
    assert "".join(pages).count(offers.LONG[:-1]) >= 3 * 140
