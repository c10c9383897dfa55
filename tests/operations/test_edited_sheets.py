"""The sheets of follow-ups and of care come back: unchanged they change nothing, edited just what was edited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.exchange.deal_forms import CARE, FOLLOWUP, NUMBER
from desktop_crm.exchange.record_sheets import RECORD_SHEETS
from desktop_crm.exchange.sheets_out import write_sheet
from desktop_crm.exchange.sources import read_sources
from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Contact,
    Customer,
    Deal,
    Member,
    RowChange,
    Stakeholder,
    link_id,
)
from desktop_crm.operations.deals import move_deal
from desktop_crm.operations.importing.report import Figures, ImportReport
from desktop_crm.operations.imports import import_tables
from tests.make import File

FORMS = {"followup_sheet": FOLLOWUP, "care_sheet": CARE}
BOTH = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def deal(file: File) -> str:
    """Give a deal with a chain, a plan and two records, beside another one of the same customer and person."""
    customer = file.customer(headcount=320)
    boss = file.contact(customer, "周志强", title="总经理", phone="13900002222")
    person = file.contact(customer, "王建国", title="信息部总监", email="wang@hengli.example.com")
    made = file.deal(
        customer, contact_id=person, sub_source="工博会", next_step="提交方案", next_due=date(2024, 3, 20),
        budget_low_fen=50_000_000, budget_high_fen=80_000_000, stage_status="in_progress", note="总经理最看重追溯",
        last_contact_at=datetime(2024, 3, 9, 4, tzinfo=UTC),
    )  # fmt: skip
    file.deal(customer, contact_id=person, number="Z20240315002", need="二号车间")
    file.add(
        Stakeholder(id=link_id(made, boss), deal_id=made, contact_id=boss, role="decider"),
        Activity(deal_id=made, goal="提交方案", due_on=date(2024, 3, 20), owner_id=file.me, automatic=True),
        *(
            Activity(deal_id=made, contact_id=person, status=ActivityStatus.DONE, method="visit", feedback=said,
                     happened_at=datetime(2024, 3, day, 4, tzinfo=UTC))
            for day, said in ((2, "夜班报工\n次日才看得到"), (9, "预算要总经理批"))
        ),
    )  # fmt: skip
    return made


def export(file: File, form: str, name: str = "a.xlsx") -> Path:
    path = file.folder / name
    file.ask(lambda session: write_sheet(path, RECORD_SHEETS[form](session, file.playbooks)))
    return path


def take_in(file: File, path: Path) -> ImportReport:
    return file.do(import_tables, read_sources(path).planned)


def edit(path: Path, row: int, head: str, text: str | None) -> None:
    book = cast("Any", openpyxl.load_workbook(path))
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(row=row, column=heads.index(head) + 1).value = text
    book.save(path)


def drop_column(path: Path, head: str) -> None:
    book = cast("Any", openpyxl.load_workbook(path))
    book.active.delete_cols([cell.value for cell in book.active[1]].index(head) + 1)
    book.save(path)


def changes(session: Session) -> int:
    return session.scalar(select(func.count(RowChange.rid))) or 0


def changed_columns(session: Session, since: int) -> set[str]:
    """Return every column that was written since, as table.column; a new row counts as its table alone."""
    found: set[str] = set()
    for change in session.scalars(select(RowChange).where(RowChange.rid > since)):
        columns = cast("dict[str, Any]", json.loads(change.old or "{}"))
        found |= {f"{change.table}.{name}" for name in columns} or {change.table}
    return found


def last_change(session: Session) -> int:
    return session.scalar(select(func.max(RowChange.rid))) or 0


def stored(file: File, deal: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal))


class TestUnchanged:
    @BOTH
    @pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
    def test_nothing_changes(self, file: File, deal: str, form: str, name: str) -> None:
        path = export(file, form, name)
        before = file.ask(changes)
        report = take_in(file, path)
        assert report.total == Figures(updated=2, unchanged=2)
        assert file.ask(changes) == before
        assert report.tables[0].problems == ()
        assert stored(file, deal).next_step == "提交方案"

    @BOTH
    def test_nor_without_the_number_where_customer_and_person_tell_the_deal(self, file: File, form: str) -> None:
        customer = file.customer("无锡东方电器")
        file.deal(customer, contact_id=file.contact(customer, "李娜"))
        path = export(file, form)
        drop_column(path, NUMBER)
        assert take_in(file, path).total == Figures(updated=1, unchanged=1)

    @BOTH
    def test_the_heads_are_those_of_the_form_and_the_number(self, file: File, deal: str, form: str) -> None:
        assert deal
        made = file.ask(lambda session: RECORD_SHEETS[form](session, file.playbooks))
        assert [head for head in made.heads if head != "序号"] == [*FORMS[form].values(), NUMBER]

    @settings(max_examples=25, deadline=None)
    @given(
        texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=12, max_size=12),
        form=st.sampled_from(list(FORMS)),
        ending=st.sampled_from([".xlsx", ".csv"]),
    )
    def test_whatever_stands_in_the_fields(self, texts: list[str], form: str, ending: str) -> None:
        with TemporaryDirectory() as folder:
            file = File(Path(folder) / "data")
            try:
                _deals_saying(file, texts)
                path = export(file, form, f"a{ending}")
                before = file.ask(changes)
                report = take_in(file, path)
                assert file.ask(changes) == before
                assert report.total == Figures(updated=2, unchanged=2)
            finally:
                file.close()


def _deals_saying(file: File, texts: list[str]) -> None:
    """Store two deals whose fields hold these texts."""
    said: Iterator[str] = iter(texts * 3)
    for number in count(1):
        if number > 2:
            return
        customer = file.customer(f"客户{number}{next(said)}", industry=next(said))
        person = file.contact(customer, next(said), title=next(said), phone=next(said), email=next(said))
        made = file.deal(
            customer, number=f"Z2024031500{number}", contact_id=person, need=next(said), source=next(said),
            sub_source=next(said), note=next(said), next_step=next(said), next_due=date(2024, 3, 20),
        )  # fmt: skip
        file.add(
            Stakeholder(id=link_id(made, person), deal_id=made, contact_id=person, role="decider"),
            Activity(deal_id=made, status=ActivityStatus.DONE, feedback=next(said), objection=next(said),
                     happened_at=datetime(2024, 3, 2, tzinfo=UTC)),
        )  # fmt: skip


class TestEdited:
    """The first row of a sheet is the deal of the fixture: its plan is due first."""

    def edited(self, file: File, form: str, head: str, text: str) -> set[str]:
        """Edit one cell, import, and return which columns were written."""
        path = export(file, form)
        edit(path, 2, head, text)
        before = file.ask(last_change)
        report = take_in(file, path)
        assert report.total == Figures(updated=2, unchanged=1)
        written = file.ask(changed_columns, before)
        again = take_in(file, path)
        assert again.total == Figures(updated=2, unchanged=2)
        return written

    @pytest.mark.parametrize(
        ("head", "text", "column", "value"),
        [
            ("需求描述", "替换 ERP，加采集", "need", "替换 ERP，加采集"),
            ("线索来源", "转介绍", "source", "转介绍"),
            ("负责人", "李强", "owner_id", None),
            ("阶段状态", "已暂停", "stage_status", "paused"),
            ("预算范围", "60-90万", "budget_low_fen", 60_000_000),
        ],
    )
    def test_a_cell_changes_its_column_alone(
        self, file: File, deal: str, head: str, text: str, column: str, value: object
    ) -> None:
        beside = {"source": {"deal.sub_source"}, "owner_id": {"member"}, "budget_low_fen": {"deal.budget_high_fen"}}
        assert self.edited(file, "followup_sheet", head, text) == {f"deal.{column}"} | beside.get(column, set())
        if value is not None:
            assert getattr(stored(file, deal), column) == value

    def test_the_industry_is_that_of_the_customer(self, file: File, deal: str) -> None:
        assert self.edited(file, "followup_sheet", "行业/领域", "汽车零部件") == {"customer.industry"}
        customer = stored(file, deal).customer_id
        assert file.ask(lambda session: session.get_one(Customer, customer).industry) == "汽车零部件"

    def test_a_title_is_that_of_the_person(self, file: File, deal: str) -> None:
        assert self.edited(file, "followup_sheet", "客户联系人", "王建国（副总经理）") == {"contact.title"}
        person = stored(file, deal).contact_id
        assert file.ask(lambda session: session.get_one(Contact, person).title) == "副总经理"

    def test_a_new_number_keeps_the_old_one(self, file: File, deal: str) -> None:
        written = self.edited(file, "care_sheet", "联系方式", "13755556666\nwang@hengli.example.com")
        assert written == {"contact.phone", "contact.note"}
        person = stored(file, deal).contact_id
        assert file.ask(lambda session: session.get_one(Contact, person).phone) == "13755556666"

    def test_the_plan_that_stands_next_is_altered_not_doubled(self, file: File, deal: str) -> None:
        text = "上门演示（2024-03-18 前，李强）"
        written = self.edited(file, "followup_sheet", "下一步计划", text)
        assert written == {
            "activity.goal", "activity.due_on", "activity.owner_id", "activity.automatic", "deal.next_step",
            "deal.next_due", "member",
        }  # fmt: skip
        plan = file.ask(
            lambda session: session.scalars(select(Activity).where(Activity.status == ActivityStatus.PLANNED)).one()
        )
        assert (plan.goal, plan.due_on, plan.automatic) == ("上门演示", date(2024, 3, 18), False)
        assert (stored(file, deal).next_step, stored(file, deal).next_due) == ("上门演示", date(2024, 3, 18))
        assert file.ask(lambda session: session.get_one(Member, plan.owner_id).name) == "李强"

    def test_a_remark_in_brackets_is_no_colleague(self, file: File, deal: str) -> None:
        self.edited(file, "followup_sheet", "下一步计划", "上门演示（二楼会议室）")
        assert stored(file, deal).next_step == "上门演示（二楼会议室）"
        assert file.ask(lambda session: session.scalars(select(Member.name)).all()) == ["王敏"]

    @pytest.mark.parametrize(
        ("form", "head"), [("followup_sheet", FOLLOWUP["records"]), ("care_sheet", CARE["records"])]
    )
    def test_a_new_line_of_records_is_a_new_record(self, file: File, deal: str, form: str, head: str) -> None:
        path = export(file, form)
        book = cast("Any", openpyxl.load_workbook(path))
        heads = [cell.value for cell in book.active[1]]
        before = book.active.cell(row=2, column=heads.index(head) + 1).value
        assert before == "2024-03-09 拜访 王建国：预算要总经理批\n2024-03-02 拜访 王建国：夜班报工 次日才看得到"
        written = self.edited(file, form, head, f"2024-03-12 电话 周志强：同意试用\n{before}")
        assert written == {"activity", "deal.last_contact_at"}
        made = file.ask(lambda session: session.scalars(select(Activity).order_by(Activity.id.desc()).limit(1)).one())
        assert (made.feedback, made.method, made.status) == ("同意试用", "call", "done")
        assert made.happened_at is not None
        assert made.happened_at.astimezone().date() == date(2024, 3, 12)
        assert export(file, form)
        assert stored(file, deal).last_contact_at == made.happened_at

    @pytest.mark.parametrize("head", [CARE["note"], CARE["background"], CARE["care"]])
    def test_a_new_line_elsewhere_joins_the_note(self, file: File, deal: str, head: str) -> None:
        path = export(file, "care_sheet")
        book = cast("Any", openpyxl.load_workbook(path))
        heads = [cell.value for cell in book.active[1]]
        before = book.active.cell(row=2, column=heads.index(head) + 1).value or ""
        assert self.edited(file, "care_sheet", head, f"{before}\n春节后再谈".strip()) == {"deal.note"}
        assert stored(file, deal).note.startswith("总经理最看重追溯\n")
        assert stored(file, deal).note.endswith("春节后再谈")

    def test_a_new_line_of_plans_is_a_plan(self, file: File, deal: str) -> None:
        assert self.edited(file, "care_sheet", CARE["plan"], "寄行业报告") == {"activity"}
        plans = file.ask(
            lambda session: session.scalars(
                select(Activity.goal).where(Activity.deal_id == deal, Activity.status == ActivityStatus.PLANNED)
            ).all()
        )
        assert set(plans) == {"提交方案", "寄行业报告"}

    def test_a_stage_that_a_person_chose_stays_and_it_is_said(self, file: File, deal: str) -> None:
        file.do(move_deal, deal, to_stage="discovery", override_reason="客户催")
        path = export(file, "followup_sheet")
        edit(path, 2, "当前阶段", "商务谈判")
        report = take_in(file, path)
        assert report.total == Figures(updated=2, unchanged=2)
        assert [problem.value for problem in report.tables[0].problems] == ["商务谈判"]
        assert stored(file, deal).stage == "discovery"

    def test_a_new_row_is_a_new_lead(self, file: File, deal: str) -> None:
        assert deal
        path = export(file, "followup_sheet")
        book = cast("Any", openpyxl.load_workbook(path))
        book.active.append(["无锡东方电器", "电器", "李娜（采购经理）", "13855556666", "展会", "需求探查", "节能改造"])
        book.save(path)
        report = take_in(file, path)
        assert (report.total.imported + report.total.incomplete, report.total.unchanged) == (1, 2)

    def test_many_records_are_counted_not_printed(self, file: File, deal: str) -> None:
        file.add(
            *(
                Activity(deal_id=deal, status=ActivityStatus.DONE, feedback=f"第 {at} 次",
                         happened_at=datetime(2024, 4, 1, at, tzinfo=UTC))
                for at in range(20)
            )
        )  # fmt: skip
        path = export(file, "followup_sheet")
        book = cast("Any", openpyxl.load_workbook(path))
        cell = book.active.cell(row=2, column=11).value
        assert cell.startswith("2024-04-0")
        assert cell.endswith("（更早还有 12 条）")
        assert take_in(file, path).total == Figures(updated=2, unchanged=2)
