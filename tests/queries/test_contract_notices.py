"""What finance and delivery are told about a signed contract."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

from desktop_crm.models import ClauseKind, Contract, ContractClause, Member, Payment, Role
from desktop_crm.queries.contract_notices import contract_notices
from tests.make import File


def signed(file: File) -> str:
    customer = file.customer(tax_number="91320594MA1XK", bank_account="工行 1102", address="星湖街 218 号")
    deal = file.deal(customer, contact_id=file.contact(customer, "赵经理"))
    file.add(
        Contract(
            id="c1", deal_id=deal, number="HT-1", title="ERP 合同", amount_fen=80_000_000, tax_rate=600,
            deliver_by=date(2027, 6, 30), confirmed_on=date(2027, 3, 12),
        ),
        ContractClause(contract_id="c1", kind=ClauseKind.DELIVERY, title="交付", text="分两批。", difference="内部原因"),
        ContractClause(contract_id="c1", kind=ClauseKind.LIABILITY, title="违约", text="千分之一。"),
        Payment(deal_id=deal, name="首付款", share=300, amount_fen=24_000_000, condition="签约后", due_on=date(2027, 3, 19)),
        Member(name="孙丽", role=Role.FINANCE, email="sun@example.com"),
        Member(name="冯远", role=Role.FINANCE, email="feng@example.com"),
        Member(name="周工", role=Role.DELIVERY, email="old@example.com", left=True),
    )  # fmt: skip
    return deal


def test_finance_is_told_what_to_bill_and_when_money_comes(file: File) -> None:
    finance, _ = file.ask(contract_notices, signed(file))
    text = finance.message.text
    for said in (
        "HT-1",
        "¥800,000.00",
        "6%",
        "91320594MA1XK",
        "工行 1102",
        "· 首付款 30% ¥240,000.00 签约后 2027-03-19",
    ):
        assert said in text
    assert "分两批" not in text
    mail = urlsplit(finance.message.mailto)
    assert set(mail.path.split(",")) == {"sun@example.com", "feng@example.com"}
    assert parse_qs(mail.query)["body"] == [text.replace("\n", "\r\n")]


def test_delivery_is_told_what_was_agreed_and_no_price(file: File) -> None:
    _, delivery = file.ask(contract_notices, signed(file))
    text = delivery.message.text
    for said in ("2027-06-30", "赵经理", "星湖街 218 号", "交付：分两批。"):
        assert said in text
    for kept in ("¥", "千分之一", "内部原因", "工行"):
        assert kept not in text
    assert urlsplit(delivery.message.mailto).path == ""


def test_without_a_contract_there_is_nothing_to_tell(file: File) -> None:
    assert file.ask(contract_notices, file.deal()) == ()
