"""The objection library is found by words and pinyin, ranked by what it won, and read in a fixed number of statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from desktop_crm.models import Objection, Outcome, ReusableAnswer
from desktop_crm.operations.deals import delete_deal
from desktop_crm.queries.objection_library import (
    beside_objections,
    objection_library,
    objection_records,
    unkept_answers,
)
from desktop_crm.rules.objections import finds, likeness, usage_text
from tests.make import File


def answer(file: File, text: str, said: str, kind: str = "price", proof: str = "") -> str:
    return file.add(ReusableAnswer(text=text, answer=said, kind=kind, proof=proof))


def use(file: File, answer_id: str, outcome: str = Outcome.OPEN, text: str = "太贵", said: str = "已答") -> str:
    deal = file.deal(outcome=outcome)
    file.add(Objection(deal_id=deal, text=text, answer=said, reusable_id=answer_id))
    return deal


def test_what_won_stands_first_then_what_was_used(file: File) -> None:
    unused, used, won = (answer(file, f"异议{at}", f"答复{at}") for at in range(3))
    for _ in range(3):
        use(file, used, Outcome.LOST)
    use(file, won, Outcome.WON)
    use(file, won)
    found = file.ask(objection_library)
    assert [(one.id, one.used, one.won, one.lost) for one in found] == [
        (won, 2, 1, 0), (used, 3, 0, 3), (unused, 0, 0, 0),
    ]  # fmt: skip


def test_a_deal_counts_once_and_a_deleted_one_not_at_all(file: File) -> None:
    kept = answer(file, "太贵", "回本快")
    deal = use(file, kept, Outcome.WON)
    file.add(Objection(deal_id=deal, text="还是贵", answer="回本快", reusable_id=kept))
    gone = use(file, kept)
    file.do(delete_deal, gone)
    assert [(one.used, one.won) for one in file.ask(objection_library)] == [(1, 1)]


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("", "", {"价格太高", "上线太慢"}),
        ("价格", "", {"价格太高"}),
        ("jgtg", "", {"价格太高"}),
        ("shangxian", "", {"上线太慢"}),
        ("产线 八周", "", {"上线太慢"}),
        ("产线 回本", "", set[str]()),
        ("", "delivery", {"上线太慢"}),
        ("价格", "delivery", set[str]()),
        ("ERP", "", {"价格太高"}),
    ],
)
def test_words_pinyin_initials_and_kind_find_an_answer(file: File, words: str, kind: str, found: set[str]) -> None:
    answer(file, "价格太高", "14 个月回本", proof="erp 案例")
    answer(file, "上线太慢", "先上一条产线", "delivery", "八周上线")
    assert {one.text for one in file.ask(objection_library, words, kind)} == found


def test_an_objection_in_other_words_is_offered_the_answer_that_fits_it_best(file: File) -> None:
    kept = answer(file, "实施周期长", "先上一条产线", "delivery")
    worse = answer(file, "实施周期长", "加人", "delivery")
    use(file, kept, Outcome.WON)
    used = answer(file, "价格太高", "回本快")
    deal = file.deal()
    asked = file.add(Objection(deal_id=deal, text="担心实施周期太长"))
    unlike = file.add(Objection(deal_id=deal, text="要总部点头"))
    answered = file.add(Objection(deal_id=deal, text="实施周期长", answer="已答"))
    linked = file.add(Objection(deal_id=deal, text="随便", answer="回本快", reusable_id=used))
    found = file.ask(beside_objections, deal)
    assert {asked: kept, linked: used} == {key: one.id for key, one in found.items()}
    assert unlike not in found
    assert answered not in found
    assert [one.id for one in file.ask(objection_library, near="实施周期太长了")][:2] == [kept, worse]


def test_answers_of_other_deals_are_proposed_once_the_winning_ones_first(file: File) -> None:
    kept = answer(file, "太贵", "回本快")
    use(file, kept, said="回本快")
    lost = use(file, "", Outcome.LOST, "太慢", "加人")
    for outcome in (Outcome.WON, Outcome.OPEN):
        use(file, "", outcome, "怕断线", "本地缓存")
    use(file, "", text="太贵！", said="回本快。")  # the library says so already
    use(file, "", text="没有答复", said="")
    found = file.ask(unkept_answers)
    assert [(one.text, one.answer, one.used, one.won, one.lost) for one in found] == [
        ("怕断线", "本地缓存", 2, 1, 0),
        ("太慢", "加人", 1, 0, 1),
    ]
    assert found[1].deal == "ERP 替换"
    assert [one.text for one in file.ask(unkept_answers, "缓存")] == ["怕断线"]
    assert file.ask(unkept_answers, "", "approval") == ()
    file.do(delete_deal, lost)
    assert len(file.ask(unkept_answers)) == 1


def test_reading_takes_as_many_statements_for_many_answers_as_for_one(file: File) -> None:
    def statements() -> int:
        said: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("SELECT"):
                said.append(statement)

        event.listen(file.store.engine, "before_cursor_execute", note)
        file.ask(objection_library)
        file.ask(unkept_answers)
        file.ask(beside_objections, deal)
        event.remove(file.store.engine, "before_cursor_execute", note)
        return len(said)

    deal = use(file, answer(file, "太贵", "回本快"))
    few = statements()
    for at in range(20):
        use(file, answer(file, f"异议{at}", "答复"))
        use(file, "", text=f"新异议{at}")
    assert statements() == few
    assert few == 5


def test_the_command_line_gets_what_words_find(file: File) -> None:
    use(file, answer(file, "价格太高", "回本快", proof="案例"), Outcome.WON)
    (record,) = file.ask(objection_records, "jiage")
    assert (record.objection, record.kind, record.answer, record.proof, record.used, record.won, record.lost) == (
        "价格太高", "price", "回本快", "案例", 1, 1, 0,
    )  # fmt: skip
    assert file.ask(objection_records, "没有") == []


def test_use_is_said_in_small_numbers() -> None:
    assert usage_text(0, 0, 0) == "还没用过"
    assert usage_text(3, 2, 0) == "用过 3 次，成交 2 次"
    assert usage_text(3, 1, 1) == "用过 3 次，成交 1 次，流失 1 次"


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_goes_both_ways(first: str, second: str) -> None:
    assert 0.0 <= likeness(first, second) == likeness(second, first) <= 1.0


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("太贵", "太贵了", True),
        ("价格太高", "价格比别家高", False),
        ("实施周期长", "担心实施周期太长", True),
        ("", "", False),
    ],
)
def test_likeness_forgives_how_it_is_put(first: str, second: str, alike: bool) -> None:
    assert (likeness(first, second) >= 0.6) is alike
    assert finds("", first)
