"""`show leads`."""

from __future__ import annotations

import json
from datetime import date

import pytest

from desktop_crm.__main__ import main
from tests.make import File


def shown(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["show", "leads", *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_each_lead_with_its_step_its_score_and_what_speaks_against_it(file: File, capsys: pytest.CaptureFixture[str]):
    customer = file.customer("测试")
    marks = {"score_budget": 5, "score_need": 5, "score_decision": 4, "score_urgency": 1}
    contact = file.contact(customer, phone="12345")
    file.deal(
        customer,
        number="Z1",
        contact_id=contact,
        playbook="funnel",
        stage="screen",
        acquired_on=date(2026, 3, 2),
        **marks,
    )
    file.deal(number="Z2", stage="discovery")
    (record,) = shown(file, capsys)
    assert record.items() >= {
        "number": "Z1", "customer": "测试", "source": "展会", "state": "screen", "grade": "A", "score": 15, "owner": "王敏",
        "acquired_on": "2026-03-02", "missing": [],
    }.items()  # fmt: skip
    reasons = record["reasons"]
    assert isinstance(reasons, list)
    assert len(reasons) == 2  # pyright: ignore[reportUnknownArgumentType]


def test_one_lead_by_its_number(file: File, capsys: pytest.CaptureFixture[str]):
    file.deal(number="Z1")
    file.deal(number="Z2")
    assert [record["number"] for record in shown(file, capsys, "Z2")] == ["Z2"]
    assert main(["show", "leads", "NONE", "--data", str(file.folder)]) == 1
