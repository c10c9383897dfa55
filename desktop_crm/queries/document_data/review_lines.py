"""What the two review forms share: the reviewers of the present round in their order, and the rounds before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop_crm.models import Verdict
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import moment_text
from desktop_crm.queries.document_data.versions import version_name
from desktop_crm.queries.reviews import ReviewSheet, Round, Standing, Step
from desktop_crm.system.translations import tr

VERDICTS: Final[dict[Verdict, str]] = {Verdict.PENDING: "待评审", Verdict.PASSED: "通过", Verdict.REJECTED: "退回"}
STANDINGS: Final[dict[Standing, str]] = {
    Standing.NONE: "未送审",
    Standing.WAITING: "评审中",
    Standing.REJECTED: "退回修改",
    Standing.PASSED: "评审通过",
    Standing.OUTDATED: "评审后内容有改动，需重新送审",
}
BY_HAND: Final = "　"  # room to write in, where nothing known would print a dash


@dataclass(frozen=True, slots=True)
class ReviewLine(InternalOnly):
    """A reviewer with verdict and comment; `signature` is where they sign on paper."""

    role: str
    reviewer: str = ""
    verdict: str = ""
    comment: str = ""
    decided: str = ""
    signature: str = BY_HAND


@dataclass(frozen=True, slots=True)
class EarlierLine(InternalOnly):
    """What a reviewer said in a round before."""

    round: str
    role: str
    reviewer: str = ""
    verdict: str = ""
    comment: str = ""
    decided: str = ""


def review_lines(sheet: ReviewSheet) -> tuple[ReviewLine, ...]:
    """Return the present round; before the first one, the roles that judge, with room to write by hand."""
    if sheet.latest is None:
        stated = [choice for choice in sheet.roles if choice.stated]
        return tuple(ReviewLine(choice.name, *(BY_HAND,) * 4) for choice in stated or sheet.roles)
    return tuple(_line(step) for step in sheet.latest.steps)


def earlier_lines(sheet: ReviewSheet) -> tuple[EarlierLine, ...]:
    """Return the rounds before, the first one first."""
    return tuple(line for found in sheet.rounds[:-1] for line in _earlier(found))


def standing_text(sheet: ReviewSheet) -> str:
    """Return how the review stands."""
    return tr(STANDINGS[sheet.standing])


def round_text(sheet: ReviewSheet) -> str:
    """Return which round the form shows, and of which version."""
    if sheet.latest is None:
        return ""
    return tr("第 {round} 轮（{version}）", round=sheet.latest.number, version=version_name(sheet.latest.version))


def _line(step: Step) -> ReviewLine:
    return ReviewLine(
        step.role_name, step.reviewer, tr(VERDICTS[step.verdict]), step.comment, moment_text(step.decided_at)
    )


def _earlier(found: Round) -> Iterator[EarlierLine]:
    name = tr("第 {round} 轮 {version}", round=found.number, version=version_name(found.version))
    for step in found.steps:
        verdict = tr("未评审") if step.verdict == Verdict.PENDING else tr(VERDICTS[step.verdict])
        yield EarlierLine(name, step.role_name, step.reviewer, verdict, step.comment, moment_text(step.decided_at))
