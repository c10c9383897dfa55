"""The five shipped playbooks: complete, and faithful to the time rules of the process."""

from __future__ import annotations

from collections import Counter

import pytest

from desktop_crm.models import activity, deal
from desktop_crm.playbooks.conditions import CONDITIONS
from desktop_crm.playbooks.library import Playbooks
from desktop_crm.playbooks.playbook import Column, Duration, Stage
from desktop_crm.playbooks.vocabulary import METHOD_NAMES, STATUS_NAMES

BOOKS = Playbooks()
KEYS = ("full-cycle", "care", "funnel", "guide", "handbook")
STAGES = [(book.key, stage) for book in BOOKS.values() for stage in book.stages]
BOARD_COLUMNS = {
    "full-cycle": "线索获取 需求探查 方案制定 商务谈判 合同签订 交付跟进 售后维护",
    "care": "潜在 意向 成交 流失",
    "guide": "客户开发与线索筛选 需求分析与深度沟通 方案制定与商务谈判 合同签订与订单执行 交付验收与售后维护",
    "funnel": "潜在客户获取 意向客户筛选 需求深度挖掘 方案制定与呈现 商务谈判与促单 成交转化与售后",
    "handbook": "初步接触 需求明确 方案对比 商务谈判 成交 无效",
}

type_names = {"hours": "h", "days": "d", "working_days": "wd", "weeks": "w", "months": "m"}


def short(*durations: Duration | None) -> str:
    """Write durations as in the table of the process: `24h 3wd 1m`, `-` for a rule that is not stated."""
    return " ".join(f"{span.amount}{type_names[span.unit]}" if span else "-" for span in durations)


def test_every_shipped_playbook_loads_and_the_default_comes_first() -> None:
    assert tuple(BOOKS) == KEYS
    assert BOOKS.problems == ()
    assert BOOKS.default.key == "full-cycle"


@pytest.mark.parametrize(("key", "names"), BOARD_COLUMNS.items())
def test_board_columns_are_those_of_the_process(key: str, names: str) -> None:
    assert [column.name for column in BOOKS[key].columns] == names.split()


@pytest.mark.parametrize(("key", "stage"), STAGES, ids=lambda part: part.key if isinstance(part, Stage) else part)
def test_every_stage_teaches_and_guards(key: str, stage: Stage) -> None:
    assert_guide_complete(stage)
    assert stage.documents
    assert stage.exit
    assert set(stage.exit) <= set(CONDITIONS)
    assert stage.checklist
    assert stage.target_days
    assert stage.role in BOOKS[key].roles


@pytest.mark.parametrize("key", KEYS)
def test_outcomes_on_the_board_teach_too(key: str) -> None:
    for outcome in BOOKS[key].outcomes:
        assert outcome.reasons
        if outcome.column:
            assert_guide_complete(outcome)


def assert_guide_complete(column: Column) -> None:
    assert len(column.steps) >= 3
    assert column.aims
    assert len(column.questions) >= 3
    assert len(column.examples) >= 2


def test_no_guide_text_is_used_twice() -> None:
    texts = Counter(
        text
        for book in BOOKS.values()
        for column in (*book.stages, *book.outcomes)
        for text in (*column.steps, *column.aims, *column.questions, *column.examples)
    )
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("key", "first_contacts"),
    {
        "full-cycle": "24h 24h 24h",
        "care": "24h - -",
        "guide": "24h 48h -",
        "funnel": "48h 3wd -",
        "handbook": "4h 24h -",
    }.items(),
)
def test_first_contact_by_grade(key: str, first_contacts: str) -> None:
    assert [grade.key for grade in BOOKS[key].grades] == ["A", "B", "C"]
    assert short(*(grade.first_contact for grade in BOOKS[key].grades)) == first_contacts


@pytest.mark.parametrize(
    ("key", "clocks"),
    {
        # grade a lead, confirm an assignment, refuse it, write the record, requirement report, archive the contract
        "full-cycle": "- - - - - -",
        "care": "24h - - 1h - -",
        "guide": "- - - - 1wd 1wd",
        "funnel": "- - - - - -",
        "handbook": "- 24h 2h 1h - -",
    }.items(),
)
def test_clocks(key: str, clocks: str) -> None:
    c = BOOKS[key].clocks
    stated = short(
        c.grade_lead,
        c.confirm_assignment,
        c.refuse_assignment,
        c.write_record,
        c.requirement_report,
        c.archive_contract,
    )
    assert stated == clocks


@pytest.mark.parametrize(
    ("key", "visits"), {"full-cycle": "1m 3m", "care": "", "guide": "1w", "funnel": "", "handbook": ""}.items()
)
def test_first_visits_after_acceptance(key: str, visits: str) -> None:
    assert short(*BOOKS[key].clocks.first_visits) == visits


def test_progress_is_reported_weekly_where_stated() -> None:
    weekly = [key for key in KEYS if short(BOOKS[key].clocks.progress_report) == "1w"]
    assert weekly == ["full-cycle", "guide"]


def test_low_grades_of_guide_and_funnel_go_to_the_nurture_pool() -> None:
    pooled = [(book.key, grade.key) for book in BOOKS.values() for grade in book.grades if grade.nurture]
    assert pooled == [("funnel", "C"), ("guide", "C")]


@pytest.mark.parametrize(
    ("key", "rhythms"),
    {"care": ["1w 2w", "2w 1m", "1m"], "handbook": ["1d", "2d", "1w"], "guide": ["", "", ""]}.items(),
)
def test_cadence_by_grade(key: str, rhythms: list[str]) -> None:
    assert [short(*(rule.every for rule in grade.cadence)) for grade in BOOKS[key].grades] == rhythms


def test_a_range_of_days_keeps_its_end() -> None:
    middle = BOOKS["handbook"].grades[1].cadence[0]
    assert short(middle.every, middle.at_most) == "2d 3d"


def test_care_has_contact_goals_and_a_customer_pool() -> None:
    care = BOOKS["care"]
    assert len(care.contact_goals) == 3
    assert short(*(rule.every for rule in care.aftercare)) == "1m 3m"


def test_funnel_scores_four_criteria_by_a_written_rubric() -> None:
    score = BOOKS["funnel"].score
    assert score
    assert [criterion.key for criterion in score.criteria] == ["budget", "need", "decision", "urgency"]
    for criterion in score.criteria:
        assert criterion.weight == 1
        assert [level.points for level in criterion.levels] == [5, 3, 1]
    assert (score.a_from, score.b_from) == (15, 8)
    assert [book.key for book in BOOKS.values() if book.score] == ["funnel"]


def test_handbook_weighs_assignments() -> None:
    weights = BOOKS["handbook"].assignment
    assert weights
    assert (weights.region, weights.industry, weights.priority) == (40, 30, 30)


def test_review_orders_are_those_stated() -> None:
    assert BOOKS["full-cycle"].contract_review == ("legal",)
    assert BOOKS["guide"].contract_review == ("legal", "sales_rep", "finance")
    assert BOOKS["guide"].proposal_review == ("product", "technology", "legal", "finance")


def test_words_are_those_of_the_models() -> None:
    assert set(STATUS_NAMES) == set(deal.StageStatus)
    assert set(METHOD_NAMES) | {"other"} == set(activity.Method)
