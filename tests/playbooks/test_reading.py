"""Mistakes in a playbook file are told with file and place, and a company's own folder comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.playbooks.library import Playbooks
from desktop_crm.playbooks.reading import Faulty, read
from desktop_crm.system.paths import resources

SHIPPED = resources() / "playbooks"
CARE = (SHIPPED / "care.toml").read_text(encoding="utf-8")


def write(folder: Path, text: str, name: str = "care") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


MISTAKES = [
    ("won_after =", "won_afetr =", "", "不认识的项目“won_afetr”"),
    ("won_after = 'interested'", "", "", "缺少项目“won_after”"),
    ("target_days = 30", "target_days = '三十'", "stages 第 1 项 target_days", "应当是整数"),
    ("target_days = 30", "target_days = 0", "stages 第 1 项 target_days", "不能小于 1"),
    ("win_percent = 40", "win_percent = 140", "stages 第 2 项 win_percent", "不能大于 100"),
    ("role = 'sales_rep'", "role = 'boss'", "stages 第 1 项 role", "不认识的取值“boss”"),
    ("role = 'sales_rep'", "role = 'legal'", "stages.potential.role", "没有在 roles 中说明"),
    ("name = '潜在'", "name = ''", "stages 第 1 项 name", "不能为空"),
    ("key = 'potential'", "key = '潜在'", "stages 第 1 项 key", "小写字母"),
    ("key = 'potential'", "key = 'interested'", "stages", "“interested”出现了 2 次"),
    ("'customer_known', ", "'customer_konwn', ", "stages.potential.exit", "没有名为“customer_konwn”的准出条件"),
    ("won_after = 'interested'", "won_after = 'nowhere'", "won_after", "没有名为“nowhere”的阶段"),
    ("phase = 'lead'", "phase = 'delivery'", "stages.interested.phase", "排在前一个阶段之前"),
    ("key = 'tagged'", "key = 'quotation_sent'", "checklist", "“quotation_sent”出现了 2 次"),
    ("key = 'invalid'", "key = 'lost'", "outcomes", "缺少结果“invalid”"),
    ("unit = 'weeks'", "unit = 'fortnights'", "unit", "不认识的取值“fortnights”"),
    ("[clocks]", "boss = '老板'\n[clocks]", "roles", "不认识的取值“boss”"),
    ("key = 'care'", "key = 'caring'", "key", "应当与文件名相同：care"),
    ("name = '客户关系维护'", "name = 客户", "第 5 行", "TOML 写法有误"),
]


@pytest.mark.parametrize(("right", "wrong", "place", "text"), MISTAKES)
def test_a_mistake_is_told_with_file_and_place(tmp_path: Path, right: str, wrong: str, place: str, text: str) -> None:
    assert right in CARE
    file = write(tmp_path, CARE.replace(right, wrong, 1))
    with pytest.raises(Faulty) as told:
        read(file)
    sentences = [problem.sentence for problem in told.value.problems]
    assert any("care.toml" in said and place in said and text in said for said in sentences), sentences


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    wrong = CARE.replace("won_after = 'interested'", "won_after = 'x'").replace("'customer_known', ", "'y', ")
    with pytest.raises(Faulty) as told:
        read(write(tmp_path, wrong))
    assert len(told.value.problems) == 2


def test_weights_that_miss_a_hundred_and_thresholds_upside_down_are_told(tmp_path: Path) -> None:
    handbook = (SHIPPED / "handbook.toml").read_text(encoding="utf-8")
    with pytest.raises(Faulty, match="100"):
        read(write(tmp_path, handbook.replace("region = 40", "region = 50"), "handbook"))
    funnel = (SHIPPED / "funnel.toml").read_text(encoding="utf-8")
    with pytest.raises(Faulty, match="a_from"):
        read(write(tmp_path, funnel.replace("a_from = 15", "a_from = 5"), "funnel"))


def test_screening_names_reasons_of_invalid(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="不在“无效”的原因之中"):
        read(write(tmp_path, CARE.replace("won_after", "screening = ['odd']\nwon_after", 1)))


def test_a_file_that_is_no_utf8_and_a_folder_named_like_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "care.toml").write_bytes(CARE.encode("gb18030"))
    with pytest.raises(Faulty, match="UTF-8"):
        read(tmp_path / "care.toml")
    (tmp_path / "guide.toml").mkdir()
    with pytest.raises(Faulty, match="无法读取"):
        read(tmp_path / "guide.toml")


def test_an_own_file_replaces_the_shipped_one_and_a_new_one_is_added(tmp_path: Path) -> None:
    write(tmp_path, CARE.replace("name = '潜在'", "name = '初识'"))
    write(tmp_path, CARE.replace("key = 'care'", "key = 'ours'"), "ours")
    books = Playbooks(tmp_path)
    assert books["care"].first_stage.name == "初识"
    assert books["ours"].name == "客户关系维护"
    assert len(books) == 6
    assert books.problems == ()


def test_a_mistake_in_an_own_file_is_reported_and_the_shipped_one_used(tmp_path: Path) -> None:
    file = write(tmp_path, CARE.replace("target_days = 30", "target_days = -1"))
    write(tmp_path, "key = 'ours'", "ours")
    books = Playbooks(tmp_path)
    assert books["care"].first_stage.target_days == 30
    assert "ours" not in books
    assert books.find("ours") is books.default
    assert [problem.file.name for problem in books.problems] == ["care.toml", "ours.toml"]
    assert books.problems[0].file == file


def test_a_company_without_a_folder_has_the_shipped_ones(tmp_path: Path) -> None:
    assert len(Playbooks(tmp_path / "nowhere")) == 5
