"""`show nurture` and `show care`."""

from __future__ import annotations

import json
from datetime import date

import pytest

from desktop_crm.__main__ import main
from desktop_crm.models import Activity
from tests.make import File


def shown(file: File, capsys: pytest.CaptureFixture[str], kind: str, *words: str) -> list[dict[str, object]]:
    assert main(["show", kind, *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_nurture_pool_what_is_looked_at_first_on_top(file: File, capsys: pytest.CaptureFixture[str]):
    customer = file.customer("恒力")
    for place in range(60):  # more than a page of the screen
        file.deal(customer, number=f"Z{place}", nurture=True, re_evaluate_on=date(2026, 6, 1))
    file.deal(number="Z90", nurture=True, re_evaluate_on=date(2026, 4, 1), grade="C")
    file.deal(number="Z91")
    records = shown(file, capsys, "nurture")
    assert len(records) == 61
    assert records[0].items() >= {"number": "Z90", "re_evaluate_on": "2026-04-01", "grade": "C"}.items()
    assert [record["customer"] for record in shown(file, capsys, "nurture", "Z3")] == ["恒力"]


def test_the_care_that_is_planned_for_a_customer(file: File, capsys: pytest.CaptureFixture[str]):
    hengli, other = file.customer("恒力"), file.customer("新科")
    contact = file.contact(hengli, "李敏")
    for customer, purpose, day in (
        (hengli, "survey", 9),
        (hengli, "greeting", 3),
        (other, "visit", 5),
        (hengli, "", 1),
    ):
        file.add(
            Activity(
                customer_id=customer, contact_id=contact if customer == hengli else None, purpose=purpose,
                goal="问问用得怎样", due_on=date(2026, 4, day), owner_id=file.me,
            )
        )  # fmt: skip
    assert [record["purpose"] for record in shown(file, capsys, "care")] == ["greeting", "visit", "survey"]
    first, _ = shown(file, capsys, "care", "恒力")
    assert first == {
        "due_on": "2026-04-03", "customer": "恒力", "contact": "李敏", "purpose": "greeting",
        "goal": "问问用得怎样", "method": "call", "owner": "王敏",
    }  # fmt: skip
