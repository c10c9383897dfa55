"""The contract as the customer reads it: price, clauses, payments; nothing of why we wrote it so."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.models import Contract, ContractClause, ContractRisk, Payment, VersionStatus
from desktop_crm.queries.document_data import contract
from desktop_crm.queries.document_data.contract import AgreedPayment, Article, ContractPrice
from desktop_crm.refusal import Refused
from tests.documents.reading_back import leaves
from tests.make import File


def test_contract_says_what_both_sides_agreed_and_nothing_else(file: File) -> None:
    customer = file.customer(legal_person="周国强", tax_number="91320594MA1XK", bank_account="工行 1102")
    deal = file.deal(customer)
    file.add(
        Contract(
            id="c1", deal_id=deal, number="HT-1", title="ERP 合同", amount_fen=113_000_00, tax_rate=1300, copies=4,
            deliver_by=date(2027, 6, 30), place="苏州",
        ),
        ContractClause(contract_id="c1", title="保密", text="三年。", position=1, difference="机密原因"),
        ContractClause(contract_id="c1", title="", text="其余从法律规定。", position=2),
        ContractClause(contract_id="c1", title="价款", text="113,000 元。", position=0),
        ContractRisk(deal_id=deal, key="liability", note="机密风险"),
        Payment(deal_id=deal, name="首付款", share=300, condition="签约后", note="机密催款"),
        Payment(deal_id=deal, name="尾款", amount_fen=7_910_000, position=1),
        Payment(deal_id=deal, name="变更加价", amount_fen=1, change_order_id="o1", position=2),
    )  # fmt: skip
    found = file.ask(contract, deal)
    assert [article.title for article in found.articles] == ["价款", "保密", "其他约定"]
    assert found.articles[1] == Article("保密", "三年。")
    assert found.price == ContractPrice(11_300_000, 10_000_000, 1_300_000, 1300)
    assert found.payments == (
        AgreedPayment("首付款", "签约后", "30%", 3_390_000),
        AgreedPayment("尾款", amount=7_910_000),
    )
    assert found.payments_total == 11_300_000
    assert found.copies == "一式 4 份"
    assert (found.signed_on, found.method) == (None, "")
    assert found.deal.customer.legal_person == "周国强"
    assert not [text for text in map(str, leaves(found)) if "机密" in text]


def test_signed_contract_says_when_and_how(file: File) -> None:
    deal = file.deal()
    file.add(
        Contract(
            deal_id=deal, status=VersionStatus.CONFIRMED, confirmed_on=date(2027, 3, 12), signing="electronic",
            amount_fen=None,
        )
    )  # fmt: skip
    found = file.ask(contract, deal)
    assert (found.signed_on, found.method, found.price) == (date(2027, 3, 12), "电子签署", None)


def test_total_is_left_out_while_an_instalment_has_no_amount(file: File) -> None:
    deal = file.deal()
    file.add(Contract(deal_id=deal), Payment(deal_id=deal, name="一", amount_fen=1), Payment(deal_id=deal, name="二"))
    assert file.ask(contract, deal).payments_total is None


def test_without_a_contract_it_says_where_to_draft_it(file: File) -> None:
    with pytest.raises(Refused) as refused:
        file.ask(contract, file.deal())
    assert refused.value.remedies[0].target == "contract.contract"
