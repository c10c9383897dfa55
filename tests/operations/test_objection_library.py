"""The objection library: kept once, reused elsewhere, merged without losing a use."""

from __future__ import annotations

import pytest

from desktop_crm.models import Objection, ReusableAnswer
from desktop_crm.operations.negotiations import add_objections, edit_objection
from desktop_crm.operations.objection_library import (
    add_reusable_answer,
    edit_reusable_answer,
    keep_answer,
    keep_answers,
    merge_answers,
    remove_reusable_answers,
    reuse_answer,
)
from desktop_crm.queries.objection_library import LibraryAnswer, objection_library, unkept_answers
from desktop_crm.refusal import Refused
from tests.make import File


def objection(file: File, text: str = "价格太高", answer: str = "14 个月回本") -> str:
    made: str = file.do(add_objections, file.deal(), texts=[text])[0]
    if answer:
        file.do(edit_objection, made, answer=answer)
    return made


def stored(file: File, objection_id: str) -> Objection:
    return file.ask(lambda session: session.get_one(Objection, objection_id))


def library(file: File) -> tuple[LibraryAnswer, ...]:
    return file.ask(objection_library)


def test_an_answer_is_kept_with_its_kind_and_counts_as_used(file: File) -> None:
    first = objection(file)
    file.do(edit_objection, first, proof="恒力案例")
    kept = file.do(keep_answer, first)
    (answer,) = library(file)
    assert (answer.id, answer.kind, answer.text, answer.answer, answer.proof, answer.used) == (
        kept, "price", "价格太高", "14 个月回本", "恒力案例", 1,
    )  # fmt: skip
    with pytest.raises(Refused, match="已经在"):
        file.do(keep_answer, first)


def test_an_objection_without_an_answer_is_not_kept(file: File) -> None:
    with pytest.raises(Refused) as refusal:
        file.do(keep_answer, objection(file, answer=""))
    assert refusal.value.remedies[0].target == "negotiation.objections"


def test_the_same_words_are_kept_once_and_every_deal_that_said_them_counts(file: File) -> None:
    first, twin = objection(file), objection(file)
    other = objection(file, "价格太高！", "14个月回本。")
    kept = file.do(keep_answer, first)
    assert stored(file, twin).reusable_id == kept
    assert file.do(keep_answer, other) == kept
    assert [answer.used for answer in library(file)] == [3]


def test_an_answer_that_was_changed_since_is_kept_as_another_one(file: File) -> None:
    first = objection(file)
    kept = file.do(keep_answer, first)
    file.do(edit_objection, first, answer="分三期付，首付两成")
    assert file.do(keep_answer, first) != kept
    assert {answer.answer: answer.used for answer in library(file)} == {"14 个月回本": 0, "分三期付，首付两成": 1}


def test_several_are_kept_in_one_step_though_two_say_the_same(file: File) -> None:
    ids = [objection(file), objection(file, "价格太高！", "14个月回本"), objection(file, "太慢", "加人")]
    assert file.do(keep_answers, ids) == 3
    assert {answer.text: answer.used for answer in library(file)} == {"价格太高": 2, "太慢": 1}


def test_reusing_takes_answer_proof_and_kind_and_leaves_the_customers_words(file: File) -> None:
    kept = file.do(add_reusable_answer, text="上线周期太长", answer="先上一条产线", proof="八周上线的案例")
    asked = objection(file, "你们要做半年？", answer="")
    file.do(reuse_answer, asked, answer_id=kept)
    found = stored(file, asked)
    assert (found.text, found.kind, found.answer, found.proof, found.reusable_id) == (
        "你们要做半年？", "delivery", "先上一条产线", "八周上线的案例", kept,
    )  # fmt: skip
    file.do(edit_objection, asked, answer="")
    assert library(file)[0].used == 0


def test_an_entry_without_an_answer_cannot_be_reused(file: File) -> None:
    kept = file.do(add_reusable_answer, text="要集团审批")
    with pytest.raises(Refused, match="还没有写答复"):
        file.do(reuse_answer, objection(file), answer_id=kept)
    with pytest.raises(Refused):
        file.do(add_reusable_answer, text=" ")
    with pytest.raises(Refused):
        file.do(edit_reusable_answer, kept, text="")
    file.do(edit_reusable_answer, kept, answer="附上集团已审过的合同", kind="approval")
    assert library(file)[0].answer == "附上集团已审过的合同"


def test_doubles_become_one_with_all_their_uses(file: File) -> None:
    first, second = objection(file), objection(file, "太贵了", "一年省两成")
    one, two = file.do(keep_answer, first), file.do(keep_answer, second)
    file.do(edit_reusable_answer, two, proof="能耗账单")
    with pytest.raises(Refused, match="两条"):
        file.do(merge_answers, one, others=[one])
    file.do(merge_answers, one, others=[one, two])
    (answer,) = library(file)
    assert (answer.id, answer.answer, answer.proof, answer.used) == (one, "14 个月回本", "能耗账单", 2)
    assert stored(file, second).answer == "一年省两成"


def test_what_was_removed_is_gone_from_the_library_and_not_proposed_again(file: File) -> None:
    first = objection(file)
    kept = file.do(keep_answer, first)
    assert file.do(remove_reusable_answers, [kept]) == 1
    assert library(file) == ()
    assert file.ask(unkept_answers) == ()
    assert stored(file, first).answer == "14 个月回本"
    assert file.ask(lambda session: session.get(ReusableAnswer, kept)) is None
