"""Preparing a talk: the questions, in the order people put them."""

from __future__ import annotations

import pytest

from desktop_crm.operations.interviews import (
    add_questions,
    edit_interview,
    edit_question,
    move_question,
    remove_question,
    take_over_questions,
)
from desktop_crm.queries.interviews import interview_sheet
from desktop_crm.refusal import Refused
from tests.make import File


def test_the_preparation_is_one_row_however_often_it_is_edited(file: File) -> None:
    deal = file.deal()
    assert file.do(edit_interview, deal, background="汽车零部件") == file.do(edit_interview, deal, opening="您好")
    sheet = file.ask(interview_sheet, deal)
    assert (sheet.background, sheet.opening) == ("汽车零部件", "您好")


def test_questions_are_added_moved_answered_and_removed(file: File) -> None:
    deal = file.deal()
    one, _, three = file.do(add_questions, deal, kind="problem", texts=["一", "二", "三"])
    file.do(move_question, three, place=0)
    file.do(add_questions, deal, kind="implication", texts=["三后"], after=three)
    file.do(edit_question, one, answer="每月 18 万")
    sheet = file.ask(interview_sheet, deal)
    assert [question.question for question in sheet.questions] == ["三", "三后", "一", "二"]
    assert sheet.answered == 1
    file.do(remove_question, three)
    assert [question.question for question in file.ask(interview_sheet, deal).questions] == ["三后", "一", "二"]


def test_the_playbooks_questions_are_taken_over_once(file: File) -> None:
    deal = file.deal(stage="discovery")
    suggested = file.ask(interview_sheet, deal).suggested
    assert suggested == file.playbooks.default.stage("discovery").questions
    file.do(add_questions, deal, kind="open", texts=[suggested[0]])
    file.do(take_over_questions, deal)
    sheet = file.ask(interview_sheet, deal)
    assert [question.question for question in sheet.questions] == list(suggested)
    assert sheet.suggested == ()
    with pytest.raises(Refused):
        file.do(take_over_questions, deal)


def test_a_lead_is_also_offered_the_questions_of_its_own_stage(file: File) -> None:
    playbook = file.playbooks.default
    sheet = file.ask(interview_sheet, file.deal(stage="lead"))
    assert sheet.suggested == (*playbook.stage("lead").questions, *playbook.stage("discovery").questions)
