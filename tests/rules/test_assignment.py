"""Who should follow a lead."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.assignment import (
    LeadProfile,
    MemberProfile,
    OpenLead,
    Weights,
    belongs_to,
    everyone,
    rank,
    share_out,
)

LEAD = LeadProfile("江苏 苏州", "汽车制造业", "A", "大客户")


def member(name: str, **values: object) -> MemberProfile:
    return replace(MemberProfile(id=f"id-{name}", name=name), **values)


def names(lead: LeadProfile, *members: MemberProfile) -> list[str]:
    return [ranked.member_id.removeprefix("id-") for ranked in rank(lead, members)]


def test_points_and_the_words_for_them():
    (ranked,) = rank(LEAD, [member("甲", regions=("华东",), industries=("制造业",), grades=("A", "B"))])
    assert (ranked.points, ranked.reasons, ranked.note) == (100, ("华东 40", "制造业 30", "A级 30"), "")


def test_a_playbook_weighs_otherwise_and_a_likeness_worth_nothing_is_not_said():
    one = member("甲", regions=("江苏",), industries=("制造业",), customer_types=("大客户",))
    (ranked,) = rank(LEAD, [one], Weights(region=0, industry=50, priority=20, customer_type=30))
    assert (ranked.points, ranked.reasons) == (100, ("制造业 50", "A级 20", "大客户 30"))


def test_who_names_no_region_or_industry_matches_none_but_takes_every_grade():
    (ranked,) = rank(LEAD, [member("甲")])
    assert (ranked.points, ranked.reasons) == (30, ("A级 30",))
    assert rank(LeadProfile(), [member("甲", regions=("华东",), industries=("制造业",))])[0].points == 0


@pytest.mark.parametrize(
    ("industry", "branch", "expected"),
    [("制造业", "制造", True), ("汽车零部件", "零部件", True), ("零售行业", "零售业", True), ("物流、电商", "电商", True),
     ("电子商务", "电子", False), ("制造业", "汽车制造业", False), ("", "制造业", False), ("制造业", "", False), ("IT", "it", True)],
)  # fmt: skip
def test_an_industry_is_of_a_branch(industry: str, branch: str, expected: bool):
    assert belongs_to(industry, branch) is expected


def test_ties_go_by_share_of_capacity_then_open_deals_then_name_then_id():
    light, busy = member("乙", open_deals=5, capacity=50), member("甲", open_deals=5, capacity=20)
    assert names(LEAD, busy, light) == ["乙", "甲"]
    fewer, more = member("丁", open_deals=1, capacity=10), member("丙", open_deals=2, capacity=20)
    assert names(LEAD, more, fewer) == ["丁", "丙"]
    assert names(LEAD, member("B"), member("A")) == ["A", "B"]
    assert [one.member_id for one in rank(LEAD, [replace(member("A"), id="2"), replace(member("A"), id="1")])] == [
        "1",
        "2",
    ]


def test_points_go_before_a_light_load():
    assert names(LEAD, member("闲"), member("忙", regions=("江苏",), open_deals=29)) == ["忙", "闲"]


def test_who_cannot_take_it_is_offered_only_when_nobody_else_is_and_that_is_said():
    full = member("满", regions=("江苏",), open_deals=3, capacity=3)
    away = member("假", regions=("江苏",), away=True)
    manager = member("管", regions=("江苏",), sells=False)
    left = member("离", regions=("江苏",), left=True)
    again = member("退", regions=("江苏",))
    lead = replace(LEAD, declined_by=frozenset({"id-退"}))
    assert names(lead, full, away, manager, left, again, member("在")) == ["在"]
    offered = rank(lead, [manager, again, away, full, left])
    assert [(one.member_id, one.note) for one in offered] == [
        ("id-满", "已满"), ("id-假", "今天不在"), ("id-退", "此前未接收"), ("id-管", "不负责销售"),
    ]  # fmt: skip
    assert rank(LEAD, [left]) == ()
    assert [one.member_id for one in everyone(LEAD, [full, member("在")])] == ["id-在", "id-满"]


def test_each_lead_given_adds_to_the_load_and_the_best_grade_goes_first():
    team = [member("甲", capacity=2), member("乙", capacity=2, open_deals=1)]
    leads = [
        OpenLead(number, number, LeadProfile(grade=grade)) for number, grade in (("1", ""), ("2", "B"), ("3", "A"))
    ]
    placed = share_out(leads, team)
    assert [one.lead_id for one in placed] == ["3", "2", "1"]
    assert [one.choice.member_id if one.choice else "" for one in placed] == ["id-甲", "id-乙", "id-甲"]


def test_capacity_zero_is_no_limit():
    assert not member("甲", capacity=0, open_deals=500).full
    assert names(LEAD, member("甲", capacity=0, open_deals=3), member("乙", capacity=30, open_deals=2)) == ["乙", "甲"]


words = st.sampled_from(["", "江苏", "苏州", "华东", "北京", "海外", "制造业", "零售", "A", "B", "C", "大客户"])
profiles = st.builds(
    MemberProfile, id=st.uuids().map(str), name=words, regions=st.lists(words, max_size=3).map(tuple),
    industries=st.lists(words, max_size=3).map(tuple), grades=st.lists(words, max_size=3).map(tuple),
    customer_types=st.lists(words, max_size=2).map(tuple), open_deals=st.integers(0, 60), capacity=st.integers(0, 60),
    away=st.booleans(), sells=st.booleans(), left=st.booleans(),
)  # fmt: skip
teams = st.lists(profiles, max_size=8, unique_by=lambda one: one.id)
lead_profiles = st.builds(LeadProfile, words, words, words, words)


@given(lead_profiles, teams, st.randoms(use_true_random=False))
def test_the_order_in_which_members_arrive_changes_nothing(
    lead: LeadProfile, team: list[MemberProfile], dice: random.Random
):
    shuffled = dice.sample(team, len(team))
    assert rank(lead, team) == rank(lead, shuffled)


@given(lead_profiles, teams)
def test_points_are_the_sum_of_their_reasons_and_only_the_able_are_offered_while_there_are_any(
    lead: LeadProfile, team: list[MemberProfile]
):
    known = {one.id: one for one in team}
    offered = rank(lead, team)
    able = {one.id for one in team if not (one.left or one.away or one.full or not one.sells)}
    assert {one.member_id for one in offered} == (able or {one.id for one in team if not one.left})
    for ranked in offered:
        assert ranked.points == sum(int(reason.rpartition(" ")[2]) for reason in ranked.reasons) <= 100
        assert bool(ranked.note) == (ranked.member_id not in able)
    if able:
        keys = [(-one.points, known[one.member_id].share) for one in offered]
        assert keys == sorted(keys)


@given(st.lists(lead_profiles, max_size=12), teams, st.randoms(use_true_random=False))
def test_giving_out_places_each_lead_once_whatever_the_order(
    wanted: list[LeadProfile], team: list[MemberProfile], dice: random.Random
):
    leads = [OpenLead(f"id{place}", f"Z{place:03}", lead) for place, lead in enumerate(wanted)]
    placed = share_out(leads, team)
    assert sorted(one.lead_id for one in placed) == sorted(lead.id for lead in leads)
    assert placed == share_out(dice.sample(leads, len(leads)), dice.sample(team, len(team)))


def test_two_hundred_leads_over_twelve_members_come_out_as_reckoned_by_hand():
    """The expectation is worked out here by plain arithmetic over plain tuples, without the rule."""
    cities = [("苏州", "华东"), ("北京", "华北"), ("成都", "西南"), ("深圳", "华南"), ("西安", "西北")]
    branches = ["制造业", "零售业", "医疗", "物流"]
    dice = random.Random(20240315)
    staff = [
        (f"m{i:02}", cities[i % 5][1], branches[i % 4], ("A", "ABC", "BC")[i % 3], i % 9, 12 + i) for i in range(12)
    ]
    wanted = [(f"d{i:03}", dice.choice(cities), dice.choice(branches), dice.choice("ABC")) for i in range(200)]
    load = {one[0]: one[4] for one in staff}
    limit = {one[0]: one[5] for one in staff}
    expected: dict[str, tuple[str, int]] = {}
    for lead, (_, region), branch, grade in sorted(wanted, key=lambda one: (one[3], one[0])):
        points = {
            who: 40 * (where == region) + 30 * (what == branch) + 30 * (grade in takes)
            for who, where, what, takes, _, _ in staff
        }
        room = [who for who in load if load[who] < limit[who]] or list(load)
        best = min(room, key=lambda who: (-points[who], Fraction(load[who], limit[who]), load[who], who))
        expected[lead] = (best, points[best])
        load[best] += 1
    team = [
        MemberProfile(
            id=who, name=who, regions=(where,), industries=(what,), grades=tuple(takes), open_deals=n, capacity=c
        )
        for who, where, what, takes, n, c in staff
    ]
    leads = [OpenLead(lead, lead, LeadProfile(city, branch, grade)) for lead, (city, _), branch, grade in wanted]
    for _ in range(3):
        placed = share_out(dice.sample(leads, 200), dice.sample(team, 12))
        assert {one.lead_id: (one.choice.member_id, one.choice.points) for one in placed if one.choice} == expected
    assert len({who for who, _ in expected.values()}) == 12
    assert any(load[who] > limit[who] for who in load), "the last leads find everybody full"
