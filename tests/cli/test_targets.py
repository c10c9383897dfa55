"""Targets on the command line: shown, exported, and imported by the heads of their sheet."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from desktop_crm.__main__ import main
from desktop_crm.models import Measure
from desktop_crm.operations.targets import set_targets
from desktop_crm.queries.targets import Aim, targets_in
from tests.make import File

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
M = Measure


@pytest.fixture(autouse=True)
def _march():
    with time_machine.travel("2026-03-16T09:00:00+08:00"):  # ten of 22 working days are over
        yield


def run(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words, "--data", str(file.folder)]) == 0
    return capsys.readouterr().out


def shown(file: File, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    return json.loads(run(file, capsys, "show", "targets", *words, "--json"))


@pytest.fixture
def stood(file: File) -> dict[Aim, int]:
    file.deal(outcome="won", closed_on=date(2026, 3, 9), amount_fen=10_000_050)
    found = {
        Aim(MARCH, M.WON_AMOUNT, member=file.me): 44_000_000,
        Aim(MARCH, M.CONVERSION, "full-cycle", "lead"): 305,
        Aim(FEBRUARY, M.WON_DEALS): 2,
    }
    file.do(set_targets, found)
    return found


def test_what_came_of_each_in_yuan_and_percent(
    file: File, stood: dict[Aim, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(stood) == len(shown(file, capsys))
    assert shown(file, capsys, "2026-02") == [
        {
            "month": "2026-02", "owner": "", "measure": "won_deals", "playbook": "", "stage": "", "target": 2, "actual": 0,
            "of": 0, "expected": None, "state": "missed", "per_working_day": None,
        }
    ]  # fmt: skip
    rate, won = shown(file, capsys, "2026-03")
    assert (rate["target"], rate["actual"], rate["state"], rate["stage"]) == (30.5, None, "few", "lead")
    assert (won["owner"], won["target"], won["actual"], won["expected"]) == ("王敏", 440_000, 100_000.5, 200_000)
    assert won["state"] == "behind"
    assert won["per_working_day"] * 12 == pytest.approx(339_999.5, abs=0.01)
    assert main(["show", "targets", "三月", "--data", str(file.folder)]) == 1


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_sheet_goes_out_and_comes_back_in_one_step(
    file: File, stood: dict[Aim, int], capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"目标{ending}"
    run(file, capsys, "export", "targets", str(path))
    file.do(set_targets, dict.fromkeys(stood))
    assert file.ask(targets_in) == {}
    said = run(file, capsys, "import", str(path), "--dry-run")
    assert said.splitlines() == ["目标：3 项，其中 3 项是新的或改了", "这是预演，没有写入任何内容。"]
    assert file.ask(targets_in) == {}
    run(file, capsys, "import", str(path))
    assert file.ask(targets_in) == stood


def test_targets_and_leads_in_one_command(file: File, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    targets, leads = tmp_path / "目标.csv", tmp_path / "线索.csv"
    targets.write_text(
        "月份,指标,目标,负责人,流程,阶段\n2026年3月,新增线索,200,团队,,\n2026/3,阶段转化率,30%,,销售漏斗,意向客户筛选\n"
        "2026-03,好感,3,,,\n2026-03,成交数,-3,,,\n2026-03,进入阶段,3,,,没有的阶段\n2026-13,成交数,3,,,\n2026-03,成交数,,,,\n",
        "utf-8",
    )
    leads.write_text(
        "客户名称,联系人,电话,所属行业,初步需求,获取时间\n甲公司,张三,13800001111,制造业,换系统,2026-03-01\n", "utf-8"
    )
    said = run(file, capsys, "import", str(targets), str(leads)).splitlines()
    assert said[:5] == [
        "目标.csv 第 4 行没有读：没有“好感”这个指标。",
        "目标.csv 第 5 行没有读：目标不能是负数。",
        "目标.csv 第 6 行没有读：流程“全流程跟进”没有“没有的阶段”这个阶段。",
        "目标.csv 第 7 行没有读：“2026-13”不是月份，例如 2026-03。",
        "目标：2 项，其中 2 项是新的或改了",
    ]
    assert "新增 1" in " ".join(said[5:])
    assert file.ask(targets_in) == {
        Aim(MARCH, M.NEW_LEADS, "full-cycle"): 200,
        Aim(MARCH, M.CONVERSION, "funnel", "screen"): 300,
    }
