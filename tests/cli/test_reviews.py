"""Reviews of closed deals on the command line."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.deal_reviews import review_deal
from tests.make import File


def run(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["show", "reviews", *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_all_or_those_of_one_deal(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    today = date.today()
    deal = file.deal(number="Z1", outcome="lost", closed_on=today)
    file.do(review_deal, deal, reasons=["价格", "交期"], competitor="蓝澜", lesson="报价前先问预算")
    file.do(review_deal, file.deal(number="Z2", outcome="won"), went_well="早见厂长")
    assert {row["deal"] for row in run(file, capsys)} == {"Z1", "Z2"}
    assert run(file, capsys, "Z1") == [
        {
            "deal": "Z1", "customer": "苏州恒力精密有限公司", "title": "ERP 替换", "outcome": "lost", "owner": "王敏",
            "amount": 800_000, "closed_on": today.isoformat(), "reasons": ["价格", "交期"], "competitor": "蓝澜",
            "went_well": "", "went_badly": "", "lesson": "报价前先问预算", "reviewed_on": today.isoformat(), "reviewer": "王敏",
        }
    ]  # fmt: skip


def test_none_of_a_deal_is_said(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "reviews", "Z9", "--data", str(file.folder)]) == 1
    assert "Z9" in capsys.readouterr().err


def test_as_lines_to_read(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    file.do(review_deal, file.deal(outcome="lost"), reasons=["价格", "交期"])
    assert main(["show", "reviews", "--data", str(file.folder)]) == 0
    assert "价格、交期" in capsys.readouterr().out
