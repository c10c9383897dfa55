"""A company's own playbook, copied from one that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.copying import copy_playbook


@pytest.mark.parametrize("key", list(Playbooks()))
def test_every_shipped_playbook_can_be_copied_and_is_valid_at_once(key: str, tmp_path: Path):
    books = Playbooks(tmp_path)
    made = copy_playbook(books.file(key), tmp_path)
    assert made.stem not in books
    books.reload()
    assert books[made.stem].name == f"{books[key].name}（我的）"
    assert [stage.key for stage in books[made.stem].stages] == [stage.key for stage in books[key].stages]
    assert not books.problems


def test_a_copy_never_overwrites_another(tmp_path: Path):
    source = Playbooks().file("care")
    assert [copy_playbook(source, tmp_path).stem for _ in range(3)] == ["my-care", "my-care-2", "my-care-3"]
