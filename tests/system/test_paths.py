"""Where things lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.system import paths
from desktop_crm.system.translations import tr


def test_the_resources_of_the_checkout_are_found() -> None:
    assert (paths.resources() / "playbooks").is_dir()


def test_the_environment_may_name_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_CRM_DATA", str(tmp_path))
    assert paths.default_data_folder() == tmp_path
    monkeypatch.delenv("DESKTOP_CRM_DATA")
    assert paths.default_data_folder().name == "desktop-crm"


def test_text_is_filled_in_and_what_people_typed_is_left_alone() -> None:
    assert tr("已导入 {count} 条", count=3) == "已导入 3 条"
    assert tr("客户 {name}", name="{count}") == "客户 {count}"
    assert tr("{没有值就照原样}") == "{没有值就照原样}"
