"""Payments on the command line."""

from __future__ import annotations

import json
from datetime import date

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.payments import edit_payment, plan_payments
from desktop_crm.operations.receipts import receive_payment
from tests.make import File


def run(file: File, *words: str) -> int:
    return main([*words, "--data", str(file.folder)])


def test_the_plan_of_a_deal_and_of_all(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = file.do(plan_payments, file.deal(number="Z1"), line="30% 签约后；余款 验收后10天")
    file.do(edit_payment, first, due_on=date(2020, 1, 6))
    file.do(receive_payment, first, amount_fen=4_000_000)
    file.do(plan_payments, file.deal(number="Z2", amount_fen=None), line="5:5")
    assert run(file, "show", "payments", "Z1", "--json") == 0
    late, waiting = json.loads(capsys.readouterr().out)
    assert late.items() >= {
        "deal": "Z1", "instalment": "预付款", "share": 0.3, "amount": 240_000, "received": 40_000,
        "outstanding": 200_000, "due": "2020-01-06", "state": "late", "owner": "王敏",
    }.items()  # fmt: skip
    assert late["overdue_days"] > 365
    assert (waiting["state"], waiting["due"], waiting["overdue_days"]) == ("waiting", None, 0)
    assert run(file, "show", "payments", "--json") == 0
    assert [found["amount"] for found in json.loads(capsys.readouterr().out)] == [240_000, 560_000, None, None]


def test_an_unknown_deal_is_said(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "show", "payments", "Z9") == 1
    assert "Z9" in capsys.readouterr().err
