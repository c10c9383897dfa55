"""Improvements in words: their states, the table's columns, and the answer above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.improving import CAME_OF_IT, said_figure
from desktop_crm.queries.improvements import ImprovementLine
from desktop_crm.rules.due import due_state, short_day
from desktop_crm.rules.improvements import State
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Mark
from desktop_crm.views.widgets.table import Column

_MARKS: Final[dict[State, Mark]] = {
    "ready": Mark(tr("可以看效果"), "accent", "figures"),
    "overdue": Mark(tr("逾期"), "late", "late"),
    "planned": Mark(tr("进行中"), "text", "soon"),
    "waiting": Mark(tr("等着看效果"), "muted", "waiting"),
    "early": Mark(tr("过些天再看"), "muted", "waiting"),
    "better": Mark(CAME_OF_IT["better"], "good", "good"),
    "worse": Mark(CAME_OF_IT["worse"], "late", "trouble"),
    "same": Mark(CAME_OF_IT["same"], "muted", "neutral"),
    "few": Mark(tr("样本不足"), "muted", "info"),
    "noted": Mark(CAME_OF_IT["noted"], "text", "check"),
}
_LOOKED_AT: Final[tuple[State, ...]] = ("better", "worse", "same", "few", "early", "noted")


def mark_of(line: ImprovementLine) -> Mark:
    """Return where an improvement stands as a mark."""
    return _MARKS[line.state]


def day_of(line: ImprovementLine) -> str:
    """Return the day that comes next, or the last that was: due, when the effect shows, when it was looked at."""
    today = clock.today()
    match line.state:
        case "overdue" | "planned":
            return due_state(line.due_on, today).text
        case "waiting" | "early":
            return tr("{day}看效果", day=short_day(line.ready_on, today)) if line.ready_on else tr("再等等")
        case "ready":
            return tr("{day}完成", day=_short(line.done_on, today))
        case _:
            return tr("{day}看过", day=_short(line.measured_on, today))


def change_of(line: ImprovementLine) -> str:
    """Return the figure before, and after where it was read again."""
    if not line.view.measured:
        return line.effect or "—"
    before, after = line.figures
    unit = line.view.measure.unit
    said = said_figure(before, unit, line.chart)
    return f"{said} → {said_figure(after, unit, line.chart)}" if line.measured_on else said


def question_of(line: ImprovementLine) -> str:
    """Return the question of its chart, "" when it has none."""
    return CATALOGUE[line.chart].title if line.chart in CATALOGUE else ""


def answer_of(lines: Sequence[ImprovementLine]) -> str:
    """Return how many there are, what asks for something, and what came of those that were looked at."""
    states = Counter(line.state for line in lines)
    said = [tr("{count} 项改进", count=len(lines))]
    for state, words in (
        ("ready", tr("{count} 项可以看效果")), ("overdue", tr("{count} 项逾期")), ("planned", tr("{count} 项在进行")),
        ("waiting", tr("{count} 项等着看效果")),
    ):  # fmt: skip
        if states[state]:
            said.append(words.format(count=states[state]))
    looked = sum(states[state] for state in _LOOKED_AT)
    text = tr("，").join(said)
    if looked:
        better = tr("{count} 项变好了", count=states["better"]) if states["better"] else tr("还没有变好的")
        text += tr("；看过的 {looked} 项，{better}", looked=looked, better=better)
    return text + tr("。")


def _day_tone(line: ImprovementLine) -> theme.Tone:
    return "late" if line.state == "overdue" else "text"


COLUMNS: Final[tuple[Column[ImprovementLine], ...]] = (
    Column(
        "state", tr("状态"), lambda line: line.state, lambda state: _MARKS[state].text, width=116,
        tone=lambda line: _MARKS[line.state].tone, icon=lambda line: _MARKS[line.state].icon,
    ),
    Column("action", tr("改进行动"), lambda line: line.action, width=212),
    Column("finding", tr("发现"), lambda line: line.finding, width=200),
    Column("owner", tr("负责人"), lambda line: line.owner, width=72),
    Column("day", tr("日期"), day_of, width=120, tone=_day_tone),
    Column("change", tr("改前 → 改后"), change_of, width=196),
)  # fmt: skip


def _short(day: date | None, today: date) -> str:
    return short_day(day, today) if day else ""
