"""A company's own documents: copied, changed while the program runs, wrong, and set aside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_crm.documents.desk import document_of, print_sheet, sheets
from desktop_crm.documents.templates import Template, copy_template, problems, set_aside, templates
from desktop_crm.operations.documents import issue_document, mark_confirmed
from desktop_crm.queries.documents import issues_of_deal
from desktop_crm.queries.requirements import requirement_sheet
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import printed
from tests.make import File

KEY = "requirement_report"


@pytest.fixture
def deal(file: File) -> str:
    return deal_with_papers(file)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    before = path.stat().st_mtime_ns
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))  # two saves within a tick of the clock are two


def own(file: File) -> Template:
    return next(template for template in file.ask(templates) if template.key == KEY)


def test_a_copy_says_the_same_until_it_is_changed(file: File, deal: str) -> None:
    before = file.ask(document_of, KEY)
    path = copy_template(file.folder, KEY)
    assert file.ask(document_of, KEY) == before
    assert (own(file).file, own(file).problems) == (path, ())
    change(path, '"需求分析报告"', '"需求确认书"')
    assert "需求确认书" in printed(file.ask(print_sheet, deal, KEY).pdf)


def test_copying_again_does_not_cost_what_was_written(file: File) -> None:
    path = copy_template(file.folder, KEY)
    change(path, '"需求分析报告"', '"我们的报告"')
    assert copy_template(file.folder, KEY) == path
    assert "我们的报告" in path.read_text("utf-8")


def test_a_mistake_is_told_with_its_line_and_the_shipped_document_is_used(file: File, deal: str) -> None:
    path = copy_template(file.folder, KEY)
    change(path, 'value = "deal.customer.industry"', 'value = "deal.customer.branch"')
    line = next(
        number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "customer.branch" in text
    )
    (sentence,) = file.ask(problems)
    assert sentence.startswith(f"文件模板 {KEY}.toml 第 {line} 行")
    assert "industry" in sentence  # what could stand there
    assert own(file).problems == (sentence,)
    assert "制造业" in printed(file.ask(print_sheet, deal, KEY).pdf)
    change(path, "deal.customer.branch", "deal.customer.region")
    assert file.ask(problems) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('audience = "customer"', 'audience = "everybody"', "不认识的取值"),
        ('code = "XQ"', 'code = "JY"', "已被另一份文件使用"),
        ('data = "RequirementReport"', 'data = "DealSummary"', "内部数据"),
        ("[[blocks]]", "[[blocks]", "TOML"),
        ('kind = "facts"', 'kind = "facts"\ncolour = "red"', "不认识的项目"),
    ],
)
def test_every_kind_of_mistake_leaves_the_shipped_document(file: File, old: str, new: str, told: str) -> None:
    before = file.ask(document_of, KEY)
    path = copy_template(file.folder, KEY)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(told in sentence for sentence in file.ask(problems)), file.ask(problems)
    assert file.ask(document_of, KEY) == before


def test_set_aside_the_file_stays_and_the_shipped_document_is_back(file: File) -> None:
    for name in ("requirement_report.toml.off", "requirement_report.toml.off2"):
        path = copy_template(file.folder, KEY)
        change(path, '"需求分析报告"', '"我们的报告"')
        assert set_aside(path).name == name
        assert file.ask(document_of, KEY).title == "需求分析报告"
    assert own(file).file is None


def test_a_document_of_ones_own_is_listed_and_printed(file: File, deal: str) -> None:
    path = copy_template(file.folder, KEY)
    text = path.read_text("utf-8").replace('key = "requirement_report"', 'key = "short_report"')
    (path.parent / "short_report.toml").write_text(
        text.replace('code = "XQ"', 'code = "DB"').replace('"需求分析报告"', '"需求短报告"'), encoding="utf-8"
    )
    path.unlink()
    mine = next(template for template in file.ask(templates) if template.key == "short_report")
    assert (mine.shipped, mine.title) == (False, "需求短报告")
    assert "short_report" in {sheet.key for sheet in file.ask(sheets, deal)}


def test_a_new_form_may_be_issued_though_the_words_are_the_same(file: File, deal: str) -> None:
    first = file.do(issue_document, deal, key=KEY)
    path = copy_template(file.folder, KEY)
    change(path, '"需求分析报告"', '"需求确认书"')
    assert [sheet.changed for sheet in file.ask(sheets, deal) if sheet.key == KEY] == [True]
    assert file.do(issue_document, deal, key=KEY) != first
    assert [issue.title for issue in file.ask(issues_of_deal, deal)] == ["需求确认书", "需求分析报告"]


def test_a_new_form_does_not_keep_an_issue_from_confirming_its_paper(file: File, deal: str) -> None:
    issue = file.do(issue_document, deal, key=KEY)
    change(copy_template(file.folder, KEY), '"需求分析报告"', '"需求确认书"')
    file.do(mark_confirmed, issue)
    state = file.ask(requirement_sheet, deal).state.latest
    assert state is not None
    assert state.status == "confirmed"
