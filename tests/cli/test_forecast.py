"""The forecast on the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from desktop_crm.__main__ import main
from desktop_crm.models import ClosedEstimate
from desktop_crm.operations.forecast import take_snapshots
from desktop_crm.rules.bridge import STEPS
from tests.make import File


def run(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["show", "forecast", *words, "--json", "--data", str(file.folder)]) == 0
    return json.loads(capsys.readouterr().out)


def test_months_deals_bridge_and_reliability(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    today = date.today()
    file.deal(number="Z1", amount_fen=10_000_050, chance=90, expected_close=today)
    file.deal(number="Z2", amount_fen=5_000_000, chance=20, expected_close=None)
    file.deal(number="Z3", amount_fen=9_000_000, chance=99, expected_close=today, outcome="lost", closed_on=today)
    file.do(take_snapshots, today=today - timedelta(days=7))
    file.add(ClosedEstimate(deal_id=file.deal(outcome="won"), chance=80, won=True))
    months = run(file, capsys)
    assert months == [
        {
            "month": f"{today:%Y-%m}", "owner": "王敏", "deals": 1, "total": 100_000.5, "weighted": 90_000.45,
            "committed": 100_000.5, "won": 0,
        },
        {"month": "", "owner": "王敏", "deals": 1, "total": 50_000, "weighted": 10_000, "committed": 0, "won": 0},
    ]  # fmt: skip
    assert run(file, capsys, months[0]["month"]) == months[:1]
    first, second = run(file, capsys, "deals")
    assert (first["number"], first["chance"], first["by_hand"], second["number"]) == ("Z1", 90, True, "Z2")
    steps = run(file, capsys, "bridge")
    assert [step["step"] for step in steps] == list(STEPS)
    assert sum(step["amount"] for step in steps[:-1]) == pytest.approx(steps[-1]["amount"])
    assert run(file, capsys, "reliability") == [
        {"low": 80, "high": 89, "deals": 1, "won": 1, "promised": 80.0, "kept": None, "brier_score": 0.04}
    ]


def test_the_metrics_have_every_figure_of_the_forecast(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    today = date.today()
    file.deal(number="Z1", amount_fen=10_000_050, chance=90, expected_close=today)
    file.do(take_snapshots, today=today - timedelta(days=7))
    for number, won in (("G1", True), ("G2", False)):
        file.add(ClosedEstimate(deal_id=file.deal(number=number, outcome="won" if won else "lost"), chance=70, won=won))
    assert main(["show", "metrics", "--json", "--data", str(file.folder)]) == 0
    ahead = json.loads(capsys.readouterr().out)["forecast"]
    assert ahead["months"] == run(file, capsys)
    assert ahead["bridge"] == run(file, capsys, "bridge")
    truth = ahead["reliability"]
    assert (truth["deals"], truth["by_hand"]) == (2, 0)
    assert truth["brier_score"] == pytest.approx((0.3**2 + 0.7**2) / 2)
    assert truth["tenths"] == run(file, capsys, "reliability")


def test_the_metrics_can_be_read_by_people(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    file.deal(number="Z1", expected_close=date.today())
    assert main(["show", "metrics", "--data", str(file.folder)]) == 0
    said = capsys.readouterr().out
    assert "by_source.展会\t1" in said
    assert "forecast.months\nmonth\towner\tdeals" in said
    assert "forecast.reliability.deals\t0" in said
    assert "{" not in said
    assert "[" not in said


def test_a_month_without_deals_is_said(file: File, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "forecast", "2020-01", "--data", str(file.folder)]) == 1
    assert "2020-01" in capsys.readouterr().err
