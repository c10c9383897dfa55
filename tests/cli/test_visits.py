"""Visits on the command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from desktop_crm.__main__ import main
from desktop_crm.models import Deal
from desktop_crm.operations.acceptance_checks import accept, record_check
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.visit_leads import open_second_deal
from desktop_crm.operations.visits import record_visit
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from tests.make import File


def shown(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["show", "visits", *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_made_and_planned_visits_with_what_came_of_them(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    deal, other = file.deal(number="Z1", playbook="guide"), file.deal(number="Z2")
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["节拍"])
    file.do(record_check, clause, result="passed")
    file.do(accept, deal)
    visit = file.do(record_visit, deal, satisfaction=4, second_need="二期")
    second = file.do(open_second_deal, visit)
    file.do(record_visit, other, usage="在用")
    made, planned = shown(file, capsys, "Z1")
    number = file.ask(lambda session: session.get_one(Deal, second).number)
    assert made.items() >= {
        "deal": "Z1", "customer": "苏州恒力精密有限公司", "status": "done", "satisfaction": 4, "second_need": "二期",
        "second_deal": number, "referral_deal": "", "visited_on": clock.today().isoformat(), "visitor": "王敏",
    }.items()  # fmt: skip
    due = next_working_day(clock.today() + timedelta(weeks=1))
    assert planned.items() >= {"status": "planned", "occasion": "验收后1周", "due_on": due.isoformat()}.items()
    assert len(shown(file, capsys)) == 3
