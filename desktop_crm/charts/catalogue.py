"""All charts in the order of the screen: one entry a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop_crm.charts import ageing, channels, conversion, cycle, funnel, loss, plans, receivable, response, rivals
from desktop_crm.charts.attainment import TITLE as TARGETS
from desktop_crm.charts.attainment import attainment, behind_attainment
from desktop_crm.charts.chart import Chart
from desktop_crm.charts.results import GROUPINGS, Grouping, results
from desktop_crm.queries.figures.ageing import behind_ageing
from desktop_crm.queries.figures.cycles import behind_cycles
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.funnel import behind_funnel
from desktop_crm.queries.figures.losses import behind_losses
from desktop_crm.queries.figures.outcomes import behind_outcomes
from desktop_crm.queries.figures.plans import behind_plans
from desktop_crm.queries.figures.receivables import behind_receivables
from desktop_crm.queries.figures.responses import behind_responses
from desktop_crm.queries.figures.rivals import behind_rivals
from desktop_crm.system.translations import tr

Conditions: TypeAlias = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Question:
    """A chart that can be made: its question, the part of the screen it stands in, and the deals behind a bar."""

    key: str
    title: str
    part: str
    make: Callable[[Session, Filters], Chart]
    behind: Callable[[Session, Filters, str], Conditions]


def _of_results(grouping: Grouping) -> Question:
    return Question(
        grouping.key, grouping.title, _RESULTS, results(grouping),
        lambda _, filters, key: behind_outcomes(filters, grouping.by, "closed", key),
    )  # fmt: skip


_CHANNELS: Final = tr("线索与渠道")
_WAY: Final = tr("成交的路上")
_RESULTS: Final = tr("业绩")

CATALOGUE: Final[dict[str, Question]] = {
    question.key: question
    for question in (
        Question(
            "conversion", conversion.TITLE, _CHANNELS, conversion.conversion,
            lambda _, filters, key: behind_outcomes(filters, conversion.dimension(filters), "acquired", key),
        ),
        Question(
            "channels", channels.TITLE, _CHANNELS, channels.channels,
            lambda _, filters, key: behind_outcomes(filters, "source", "acquired", key),
        ),
        Question("funnel", funnel.TITLE, _WAY, funnel.funnel_chart, behind_funnel),
        Question("ageing", ageing.TITLE, _WAY, ageing.ageing_chart, behind_ageing),
        Question(
            "cycle", cycle.TITLE, _WAY, cycle.cycle, lambda _, filters, key: behind_cycles(filters, key)
        ),
        Question(
            "response", response.TITLE, _WAY, response.response, lambda _, filters, key: behind_responses(filters, key)
        ),
        Question(
            "response_hours", response.HOURS_TITLE, _WAY, response.response_hours,
            lambda _, filters, key: behind_responses(filters, key),
        ),
        Question("loss", loss.TITLE, _WAY, loss.loss, lambda _, filters, key: behind_losses(filters, key)),
        Question("rivals", rivals.TITLE, _WAY, rivals.rivals_chart, behind_rivals),
        Question("plans", plans.TITLE, _RESULTS, plans.plans, lambda _, filters, key: behind_plans(filters, key)),
        Question(
            "receivable", receivable.TITLE, _RESULTS, receivable.receivable,
            lambda _, filters, key: behind_receivables(filters, key),
        ),
        *(_of_results(grouping) for grouping in GROUPINGS),
        Question("targets", TARGETS, tr("目标与改进"), attainment, behind_attainment),
    )
}  # fmt: skip


def figures(session: Session, keys: Iterable[str] = CATALOGUE, filters: Filters | None = None) -> dict[str, Any]:
    """Return charts for machines: by key, the question, the answer and the table."""
    made = {key: CATALOGUE[key].make(session, filters or Filters()) for key in keys}
    return {
        key: {"question": chart.title, "answer": chart.answer, "rows": chart.records()} for key, chart in made.items()
    }
