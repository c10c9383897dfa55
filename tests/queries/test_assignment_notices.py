"""What a member is told about leads given to them."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import time_machine

from desktop_crm.models import Member
from desktop_crm.operations.assignments import assign_leads
from desktop_crm.queries.assignment_notices import assignment_notices, mailto
from tests.make import File

NOON = datetime(2024, 3, 15, 4, 0, tzinfo=UTC)


def given_leads(file: File, count: int = 1, playbook: str = "handbook") -> list[str]:
    file.add(Member(name="陈思远", regions=["华东"], industries=["制造业"], email="chen+crm@yunfan.example"))
    made: list[str] = []
    for place in range(count):
        customer = file.customer(f"恒力{place} & 子公司")
        made.append(
            file.deal(
                customer,
                number=f"Z{place}",
                owner_id=None,
                contact_id=file.contact(customer),
                verified_at=NOON,
                playbook=playbook,
                need="替换旧 ERP，\n预算 50%？",
            )
        )
    with time_machine.travel(NOON, tick=False):
        file.do(assign_leads, made)
    return made


def test_the_text_says_all_that_is_needed_to_call(file: File):
    (deal,) = given_leads(file)
    (notice,) = file.ask(assignment_notices, [deal])
    message = notice.message
    assert message.subject == "新线索：恒力0 & 子公司（Z0）"
    lines = message.text.splitlines()
    assert lines[0] == "陈思远，您好！有一条新线索分配给您："
    for line in ("编号：Z0", "客户：恒力0 & 子公司", "联系人：张伟 采购总监", "电话：13800001234", "需求：替换旧 ERP， 预算 50%？",
                 "等级：A（高优先级）", "首次联系：分配后 4 小时内"):  # fmt: skip
        assert line in lines
    local = NOON.astimezone().replace(day=NOON.astimezone().day + 1)
    assert lines[-1] == f"请在 {local.month}月{local.day}日 {local:%H:%M} 前确认接收；无法跟进请尽快说明原因。"


def test_the_draft_of_an_email_reads_back_as_it_was(file: File):
    (deal,) = given_leads(file)
    (notice,) = file.ask(assignment_notices, [deal])
    message = notice.message
    assert message.mailto.isascii()
    assert " " not in message.mailto
    parts = urlsplit(message.mailto)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "chen+crm@yunfan.example")
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields["subject"] == [message.subject]
    assert fields["body"] == [message.text.replace("\n", "\r\n")]


def test_an_address_cannot_add_fields_of_its_own():
    link = mailto("a@b.cn?bcc=evil@x.cn", "甲 & 乙", "一\n二")
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}


def test_several_leads_make_one_message_and_no_answer_is_asked_where_none_is_needed(file: File):
    deals = given_leads(file, 3, playbook="full-cycle")
    (notice,) = file.ask(assignment_notices, deals)
    assert notice.deal_ids == tuple(deals)
    assert notice.message.subject == "新线索 3 条"
    assert notice.message.text.count("编号：") == 3
    assert "确认接收" not in notice.message.text


def test_nobody_is_told_about_a_lead_nobody_has(file: File):
    assert file.ask(assignment_notices, [file.deal()]) == []
