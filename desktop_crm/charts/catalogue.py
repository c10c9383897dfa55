"""All charts in the order of the screen: one entry a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop_crm.charts import channels, conversion
from desktop_crm.charts.chart import Chart
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.outcomes import behind_outcomes
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


_CHANNELS: Final = tr("线索与渠道")

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
    )
}  # fmt: skip


def figures(session: Session, filters: Filters | None = None) -> dict[str, Any]:
    """Return every chart for machines: by key, its question, its answer and its table."""
    wanted = filters or Filters()
    made = {key: question.make(session, wanted) for key, question in CATALOGUE.items()}
    return {
        key: {"question": chart.title, "answer": chart.answer, "rows": chart.records()} for key, chart in made.items()
    }
