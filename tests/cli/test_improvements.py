"""Improvements on the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.improvements import finish_improvement, propose_improvement
from tests.make import File


def run(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["show", "improvements", *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_all_of_them_and_those_of_one_state(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    today = date.today()
    assert run(file, capsys) == []
    values: dict[str, Any] = {"finding": "报价太晚", "owner_id": file.me, "due_on": today}
    done = file.do(propose_improvement, action="两天内报价", **values)
    file.do(finish_improvement, done, done_on=today - timedelta(days=30))
    file.do(propose_improvement, action="先问预算", **values)
    found = run(file, capsys)
    assert [(one["state"], one["action"], one["owner"]) for one in found] == [
        ("ready", "两天内报价", "王敏"),
        ("planned", "先问预算", "王敏"),
    ]
    assert found[0]["ready_on"] == today.isoformat()
    assert run(file, capsys, "planned") == found[1:]
    assert main(["show", "improvements", "--data", str(file.folder)]) == 0
    assert "两天内报价" in capsys.readouterr().out
