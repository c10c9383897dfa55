"""`show team` and `show assignments`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.assignments import assign_leads, refuse_assignment
from desktop_crm.operations.company import edit_member
from tests.make import File

KEYS = {
    "deal", "customer", "member", "by", "at", "points", "reasons", "override_reason", "state", "confirm_by", "answered_at",
    "refuse_reason",
}  # fmt: skip


def shown(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["show", *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_team_with_what_it_takes(file: File, capsys: pytest.CaptureFixture[str]):
    file.do(edit_member, file.me, regions=["华东"], grades=["A"], capacity=12)
    file.deal()
    (record,) = shown(file, capsys, "team")
    assert record.items() >= {
        "name": "王敏", "role": "sales_rep", "regions": ["华东"], "industries": [], "grades": ["A"], "open_deals": 1,
        "capacity": 12, "away_from": None, "left": False,
    }.items()  # fmt: skip
    assert not any("id" in key.split("_") for key in record)


def test_assignments_with_their_reasons_and_answers(file: File, capsys: pytest.CaptureFixture[str]):
    file.do(edit_member, file.me, regions=["华东"])
    deal = file.deal(owner_id=None, verified_at=datetime(2024, 3, 15, tzinfo=UTC), playbook="handbook", stage="contact")
    file.do(assign_leads, [deal])
    file.do(refuse_assignment, deal, reason="太远")
    (record,) = shown(file, capsys, "assignments", "Z20240315001")
    assert set(record) == KEYS
    assert (record["points"], record["reasons"]) == (70, ["华东 40", "A级 30"])
    assert (record["member"], record["state"], record["refuse_reason"]) == ("王敏", "refused", "太远")
    assert main(["show", "assignments", "NONE", "--data", str(file.folder)]) == 1
