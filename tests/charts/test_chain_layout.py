"""Cards never overlap, lines are level or upright and never run through a card, whatever the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.charts.chain_layout import NO_DECIDER, ChainLayout, Place, arrange, card_at, neighbour
from desktop_crm.charts.decision_chain import Look, draw, paper_drawing
from desktop_crm.charts.drawing import Box, Label
from desktop_crm.queries.decision_chain import DecisionChain, Person
from desktop_crm.rules.decision_chain import STANCES

TODAY = date(2026, 3, 20)
DEPARTMENTS = ("总经办", "采购部", "信息中心", "财务部", "")


@st.composite
def chains(draw_value: st.DrawFn) -> tuple[Person, ...]:
    """Make up to 40 people, each reporting to somebody named before them or to nobody."""
    people: list[Person] = []
    for number in range(draw_value(st.integers(0, 40))):
        above = draw_value(st.integers(-1, number - 1)) if number else -1
        people.append(
            Person(
                id=f"p{number:02}",
                contact_id="",
                name=f"人{number}",
                department=draw_value(st.sampled_from(DEPARTMENTS)),
                role=draw_value(st.sampled_from(("", "decider", "user", "coach"))),
                stance=draw_value(st.integers(-2, 2)),
                reports_to=f"p{above:02}" if above >= 0 else "",
            )
        )
    return tuple(draw_value(st.permutations(people)))


def overlap(one: Place, other: Place) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def crosses(start: tuple[float, float], end: tuple[float, float], card: Place) -> bool:
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < card.right and card.x < right + 0.001 and top < card.bottom and card.y < bottom + 0.001


def check(layout: ChainLayout, people: tuple[Person, ...]) -> None:
    assert {key for key in layout.cards if key != NO_DECIDER} == {person.id for person in people}
    for one, other in combinations(layout.cards.values(), 2):
        assert not overlap(one, other)
    for one, other in combinations([block.place for block in layout.blocks], 2):
        assert not overlap(one, other)
    for place in layout.cards.values():
        assert place.x >= 0
        assert place.y >= 0
        assert place.right <= layout.width
        assert place.bottom <= layout.height
    assert len(layout.links) == sum(bool(person.reports_to) for person in people)
    for link in layout.links:
        for start, end in pairwise(link.points):
            assert start[0] == end[0] or start[1] == end[1]
            through = [key for key, card in layout.cards.items() if crosses(start, end, card)]
            assert set(through) <= {link.superior, link.person}


@settings(deadline=None, max_examples=60)
@given(chains(), st.sampled_from((0.0, 260.0, 396.0, 486.0, 870.0, 1600.0)))
def test_nothing_overlaps_whatever_the_chain_and_the_width(people: tuple[Person, ...], width: float) -> None:
    layout = arrange(people, width=width)
    check(layout, people)
    assert layout == arrange(people, width=width)


@settings(deadline=None, max_examples=20)
@given(chains(), st.sampled_from((396.0, 870.0)))
def test_the_arrows_reach_every_card(people: tuple[Person, ...], width: float) -> None:
    layout = arrange(people, width=width)
    if not layout.cards:
        return
    reached = [next(iter(layout.cards))]
    for key in reached:
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            found = neighbour(layout, key, right=right, down=down)
            if found not in reached:
                reached.append(found)
    assert set(reached) == set(layout.cards)


def six() -> tuple[Person, ...]:
    return (
        Person("a", "", "赵国强", "总经办", "总经理", role="decider"),
        Person("b", "", "李建华", "采购部", "采购总监", role="buyer", reports_to="a", met=True, covered_by="王敏"),
        Person("c", "", "王芳", "采购部", "采购专员", role="user", reports_to="b"),
        Person("d", "", "陈志远", "信息中心", "主任", role="gatekeeper", reports_to="a", stance=-2),
        Person("e", "", "刘洋", "信息中心", "工程师", role="coach", reports_to="d", stance=2),
        Person("f", "", "孙丽", "财务部", "财务经理", role="finance", reports_to="a", stance=-1),
    )


def test_a_department_stands_together_with_the_superior_above() -> None:
    layout = arrange(six(), width=870)
    head, report = layout.cards["b"], layout.cards["c"]
    assert report.y > head.bottom
    assert report.x > head.x
    (purchasing,) = [block.place for block in layout.blocks if block.name == "采购部"]
    assert [key for key, card in layout.cards.items() if purchasing.holds(card.x, card.y)] == ["b", "c"]
    assert layout.blocks[0].name == "总经办"


def test_a_narrow_frame_gives_one_column_and_a_wide_one_more() -> None:
    columns = [len({block.place.x for block in arrange(six(), width=width).blocks}) for width in (396, 490, 870)]
    assert columns == [1, 2, 3]


def test_a_card_is_found_where_it_lies() -> None:
    layout = arrange(six(), width=870)
    for key, card in layout.cards.items():
        assert card_at(layout, card.x + 1, card.middle) == key
    assert card_at(layout, layout.width + 5, 5) == ""


def words(people: tuple[Person, ...], look: Look | None = None) -> list[str]:
    drawing = draw(DecisionChain(people), arrange(people, width=870), look or Look(), today=TODAY)
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def test_a_card_says_who_what_how_they_stand_and_when_we_spoke() -> None:
    people = (replace(six()[1], reports_to="", stance=1, last_contact=date(2026, 3, 12)),)
    said = words(people)
    for word in ("李建华", "采购总监", "采购", "支持", "王敏", "3月12日", "采购部"):
        assert word in said


def test_the_missing_decision_maker_is_a_dashed_place() -> None:
    people = six()[1:2]
    people = (replace(people[0], reports_to=""),)
    assert "尚不知道决策者是谁" in words(people)
    assert "尚未接触决策者" in words(six())
    drawing = draw(DecisionChain(six()), arrange(six(), width=870), Look(), today=TODAY)
    assert sum(isinstance(shape, Box) and shape.dashed for shape in drawing.shapes) == 1
    met = (replace(six()[0], met=True), *six()[1:])
    drawing = draw(DecisionChain(met), arrange(met, width=870), Look(), today=TODAY)
    assert not any(isinstance(shape, Box) and shape.dashed for shape in drawing.shapes)


def test_paper_without_ratings_shows_nobodys_stance() -> None:
    chain = DecisionChain(six())
    inside, outside = (paper_drawing(chain, ratings=ratings, today=TODAY) for ratings in (True, False))
    assert inside is not None
    assert outside is not None
    said = {shape.text for shape in outside.shapes if isinstance(shape, Label)}
    assert not said & set(STANCES.values())
    assert {"反对", "力挺"} <= {shape.text for shape in inside.shapes if isinstance(shape, Label)}
    flipped = DecisionChain(tuple(replace(one, stance=-one.stance, influence=1, note="x") for one in chain.people))
    assert paper_drawing(flipped, ratings=False, today=TODAY) == outside


@pytest.mark.parametrize("count", [1, 6, 40])
def test_forty_people_still_fit_a_page_and_can_be_read(count: int) -> None:
    people = tuple(Person(f"{n:02}", "", f"人{n}", DEPARTMENTS[n % 5], role="decider") for n in range(count))
    drawing = paper_drawing(DecisionChain(people), ratings=True, today=TODAY)
    assert drawing is not None
    scale = min(493 / drawing.width, 620 / drawing.height)
    assert 12 * scale >= 5


def test_nothing_is_drawn_for_an_empty_chain() -> None:
    assert paper_drawing(DecisionChain(), ratings=True, today=TODAY) is None
