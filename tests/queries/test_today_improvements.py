"""Improvements in the day of their owners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from desktop_crm.models import Member
from desktop_crm.operations.improvements import finish_improvement, propose_improvement
from desktop_crm.queries.today import Part, Wanted, today
from desktop_crm.queries.today_improvements import READY
from desktop_crm.system import clock
from desktop_crm.views.today.actions import actions
from desktop_crm.views.today.words import when
from tests.make import File


def section(file: File, member: str, **values: Any) -> Part | None:
    found = file.ask(today, Wanted(member, clock.now(), member, **values))
    return next((part for part in found.parts if part.kind == "improve"), None)


def propose(file: File, action: str, days: int, owner: str = "") -> str:
    due_on = clock.today() + timedelta(days=days)
    values: dict[str, Any] = {"finding": "甲", "owner_id": owner or file.me, "due_on": due_on}
    return file.do(propose_improvement, action=action, **values)


def test_what_is_due_or_ready_is_there_each_with_its_act(file: File) -> None:
    assert section(file, file.me) is None
    propose(file, "明天", 1)
    assert section(file, file.me) is None
    late, due = propose(file, "晚了", -3), propose(file, "今天", 0)
    done = propose(file, "做了", 0)
    file.do(finish_improvement, done, done_on=clock.today() - timedelta(days=30))
    part = section(file, file.me)
    assert part is not None
    assert [item.id for item in part.items] == [done, late, due]
    assert [item.purpose for item in part.items] == [READY, "", ""]
    assert [item.what for item in part.items] == ["看效果：做了", "改进：晚了", "改进：今天"]
    assert [[one.key for one in actions(item)] for item in part.items] == [
        ["look"],
        ["improve", "look"],
        ["improve", "look"],
    ]
    assert [when(item, clock.today()).tone for item in part.items] == ["soon", "late", "soon"]
    assert part.items[0].place == f"figures.improvements:{done}"


def test_everybody_s_and_one_s_own(file: File) -> None:
    other = file.add(Member(name="刘洋"))
    propose(file, "我的", 0)
    theirs = propose(file, "他的", 0, other)
    mine = section(file, file.me)
    assert mine is not None
    assert mine.count == 1
    everyone = section(file, "", rows={"improve": 1})
    assert everyone is not None
    assert (everyone.count, len(everyone.items), everyone.more) == (2, 1, True)
    assert [item.id for part in [section(file, other)] if part for item in part.items] == [theirs]
