"""The figures of 8,800 real opportunities against plain reading of the same file and plain arithmetic."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop_crm.__main__ import main
from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.figures.cycles import cycles
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.store import Store

MAVEN = Path(__file__).parent.parent / "data" / "maven-crm"


def rows_of(name: str) -> list[dict[str, str]]:
    with (MAVEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SOLD = rows_of("sales_pipeline")
MANAGERS = {row["sales_agent"]: row["manager"] for row in rows_of("sales_teams")}


def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("maven")
    sheets = [str(MAVEN / f"{name}.csv") for name in ("accounts", "products", "sales_teams", "sales_pipeline")]
    assert main(["--data", str(made), "import", *sheets]) == 0
    return made


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    opened = Store(folder / "company.db", {"playbooks": Playbooks()})
    yield opened
    opened.close()


def chart(store: Store, key: str, filters: Filters | None = None) -> Chart:
    with store.read() as session:
        return CATALOGUE[key].make(session, filters or Filters())


def results(group: Callable[[dict[str, str]], str]) -> dict[str, tuple[int, int, int]]:
    """Return won, lost and the won amount in yuan by group, counted in the file."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in SOLD:
        if row["deal_stage"] in ("Won", "Lost"):
            counts = found[group(row)]
            counts[row["deal_stage"] == "Lost"] += 1
            counts[2] += int(row["close_value"] or 0)
    return {key: (won, lost, amount) for key, (won, lost, amount) in found.items()}


def shown(made: Chart) -> dict[str, tuple[int, int, int]]:
    return {
        str(row.cells[0]): (
            made.value(row, "won") or 0,
            made.value(row, "lost") or 0,
            (made.value(row, "won_amount") or 0) // 100,
        )
        for row in made.rows
    }


def quarter(row: dict[str, str]) -> str:
    closed = day(row["close_date"])
    return f"{closed.year}-Q{(closed.month - 1) // 3 + 1}"


def test_the_win_rate_of_all(store: Store) -> None:
    won, lost = (sum(row["deal_stage"] == stage for row in SOLD) for stage in ("Won", "Lost"))
    made = chart(store, "members")
    assert sum(made.value(row, "won") or 0 for row in made.rows) == won == 4238
    assert sum(made.value(row, "lost") or 0 for row in made.rows) == lost == 2473
    assert round(won / (won + lost) * 100, 2) == 63.15
    assert "赢率 63.2%" in made.answer  # 63.15 to one place, half up


def test_the_mean_cycle_of_the_won(store: Store) -> None:
    lengths = [(day(row["close_date"]) - day(row["engage_date"])).days for row in SOLD if row["deal_stage"] == "Won"]
    with store.read() as session:
        (found,) = cycles(session, Filters())
    assert (found.won, found.days) == (len(lengths), sum(lengths))
    assert round(found.mean, 2) == round(sum(lengths) / len(lengths), 2) == 51.78
    assert found.median == sorted(lengths)[len(lengths) // 2]


def test_by_agent(store: Store) -> None:
    made = chart(store, "members")
    counted = results(lambda row: row["sales_agent"])
    assert {name: figures for name, figures in shown(made).items() if figures != (0, 0, 0)} == counted
    for row in made.rows:
        won, lost, _ = counted.get(str(row.cells[0]), (0, 0, 0))
        expected = round(won / (won + lost) * 1000) if won + lost >= 10 else None
        assert made.value(row, "win_rate") == pytest.approx(expected, abs=1)


def test_by_team(store: Store) -> None:
    assert shown(chart(store, "teams")) == results(lambda row: MANAGERS[row["sales_agent"]])


def test_by_product(store: Store) -> None:
    assert shown(chart(store, "products")) == results(lambda row: row["product"])


def test_by_quarter(store: Store) -> None:
    assert shown(chart(store, "quarters")) == results(quarter)
    second = Filters(first=date(2017, 4, 1), last=date(2017, 6, 30))
    assert shown(chart(store, "quarters", second)) == {"2017-Q2": results(quarter)["2017-Q2"]}


def test_the_command_line_says_the_same_as_the_screen(
    folder: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(folder), "show", "metrics", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["won"] == 4238
    assert list(told["charts"]) == list(CATALOGUE)
    for key, found in told["charts"].items():
        made = chart(store, key)
        assert (found["question"], found["answer"]) == (made.title, made.answer)
        assert len(found["rows"]) == len(made.rows)
    rates = {row["name"]: row["win_rate"] for row in told["charts"]["quarters"]["rows"]}
    assert rates["2017-Q1"] == 82.1
    capsys.readouterr()
    assert main(["--data", str(folder), "show", "metrics", "quarters", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == told["charts"]["quarters"]
