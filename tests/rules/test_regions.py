"""Where a place lies."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.regions import lies_in
from desktop_crm.system.paths import resources


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ("江苏", "华东"), ("江苏 苏州", "江苏"), ("苏州", "江苏省"), ("江苏省苏州市工业园区", "苏州"), ("昆山市", "长三角"),
        ("北京市朝阳区", "华北"), ("广州", "大湾区"), ("内蒙古自治区包头市", "内蒙古"), ("吉林省吉林市", "东北"),
        ("广西壮族自治区", "两广"), ("香港", "全国"), ("德国 慕尼黑", "德国"), ("华东区", "华东"), ("　上海　", "江浙沪"),
    ],
)  # fmt: skip
def test_a_place_lies_in_its_area(place: str, area: str):
    assert lies_in(place, area)


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ("北京朝阳", "辽宁"),  # the district, not the city of that name
        ("华东", "江苏"),  # somewhere in 华东 is not known to be in 江苏
        ("江苏", "苏州"), ("山东", "华北"), ("海外", "全国"), ("", "华东"), ("苏州", ""), ("广东", "广西"), ("海口", "海西"),
    ],
)  # fmt: skip
def test_another_place_does_not(place: str, area: str):
    assert not lies_in(place, area)


def test_every_city_lies_in_its_province_and_every_province_in_the_country():
    table: dict[str, Any] = tomllib.loads((resources() / "regions.toml").read_text(encoding="utf-8"))
    provinces: dict[str, list[str]] = table["provinces"]
    assert len(provinces) == 34
    for province, cities in provinces.items():
        assert lies_in(province, "全国"), province
        for city in cities:
            assert lies_in(f"{city}市", province), city
            assert lies_in(f"{province} {city}", city), city
            assert [other for other in provinces if lies_in(city, other)] == [province], city


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_text_is_too_strange(place: str, area: str):
    assert lies_in(place, area) in {True, False}
