"""Proposals on the command line."""

from __future__ import annotations

import json
from datetime import date

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.proposal_items import add_proposal_items
from desktop_crm.operations.proposals import confirm_proposal, edit_proposal
from desktop_crm.queries.proposals import proposal_sheet
from tests.make import File


def run(file: File, *words: str) -> int:
    return main([*words, "--data", str(file.folder)])


def test_every_version_of_a_deal_and_what_it_costs(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    deal = file.deal(number="Z1")
    file.do(add_proposal_items, deal, texts=["MES 模块 2 套 12万 9.5折"])
    version = file.ask(proposal_sheet, deal).state.latest
    assert version is not None
    file.do(confirm_proposal, version.id, confirmed_by="张伟", confirmed_on=date(2024, 3, 15))
    file.do(edit_proposal, deal, reduction_fen=2_800_050)
    file.do(add_proposal_items, file.deal(number="Z2"), texts=["数据迁移"])
    assert run(file, "show", "proposals", "Z1", "--json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first.items() >= {
        "deal": "Z1", "version": 1, "status": "confirmed", "total": 228_000, "discount": 0.95, "reduction": None,
        "confirmed_by": "张伟", "confirmed_on": "2024-03-15",
    }.items()  # fmt: skip
    assert second.items() >= {"version": 2, "status": "draft", "total": 199_999.5, "net": 176_990.71}.items()
    assert second["items"] == [
        {
            "name": "MES 模块", "specification": "", "quantity": 2, "unit": "套", "price": 120_000, "discount": 0.95,
            "tax_rate": 0.13, "amount": 228_000,
        }
    ]  # fmt: skip
    assert run(file, "show", "proposals", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["deal"], row["total"]) for row in found] == [("Z1", 228_000), ("Z1", 199_999.5), ("Z2", None)]


def test_an_unknown_deal_is_said(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "show", "proposals", "Z9") == 1
    assert "Z9" in capsys.readouterr().err
