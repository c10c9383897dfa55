"""A backup of everything: the data file with attachments, issued documents and the company's own files."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import whole_backup
from tests.make import File
from tests.store.test_backup import names


@pytest.fixture
def filled(file: File) -> File:
    file.customer("恒力")
    for name, content in (
        ("attachments/ab/abcd", b"scan"),
        ("documents/2026/G1-HT01-v1 合同.pdf", b"pdf"),
        ("templates/contract.toml", b"key"),
        ("logo-0123.png", b"png"),
        ("settings.json", b"{}"),
        ("attachments/ab/.part-x", b"half"),
    ):
        place = file.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return file


def test_everything_comes_back_in_another_folder(filled: File, tmp_path: Path) -> None:
    count = whole_backup.copy_to(filled.store.engine, filled.folder, tmp_path / "safe.zip")
    assert count == 4
    assert whole_backup.restore(tmp_path / "safe.zip", tmp_path / "new") is None
    assert names(tmp_path / "new" / "company.db") == ["恒力"]
    assert (tmp_path / "new" / "attachments/ab/abcd").read_bytes() == b"scan"
    assert (tmp_path / "new" / "documents/2026/G1-HT01-v1 合同.pdf").read_bytes() == b"pdf"
    assert not (tmp_path / "new" / "settings.json").exists()  # those are the laptop's
    assert not list(tmp_path.glob("*.part"))


def test_what_is_in_the_way_is_kept(filled: File, tmp_path: Path) -> None:
    whole_backup.copy_to(filled.store.engine, filled.folder, tmp_path / "safe.zip")
    filled.customer("后来")
    (filled.folder / "logo-0123.png").write_bytes(b"other")
    filled.close()
    kept = whole_backup.restore(tmp_path / "safe.zip", filled.folder)
    assert kept is not None
    assert names(kept) == ["恒力", "后来"]
    assert names(filled.store.path) == ["恒力"]
    assert (filled.folder / "logo-0123.png").read_bytes() == b"png"
    (aside,) = filled.folder.glob("logo-0123-replaced-*.png")
    assert aside.read_bytes() == b"other"


@pytest.mark.parametrize("name", ["../evil", "attachments/../../evil", "/etc/evil", "settings.json", "C:/evil"])
def test_a_zip_with_foreign_names_changes_nothing(filled: File, tmp_path: Path, name: str) -> None:
    with ZipFile(tmp_path / "bad.zip", "w") as packed:
        packed.write(filled.store.path, "company.db")
        packed.writestr(name, b"x")
    with pytest.raises(Refused, match="不是本程序的备份"):
        whole_backup.restore(tmp_path / "bad.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_zip_is_said_to_be_one(filled: File, tmp_path: Path) -> None:
    whole_backup.copy_to(filled.store.engine, filled.folder, tmp_path / "safe.zip")
    (tmp_path / "half.zip").write_bytes((tmp_path / "safe.zip").read_bytes()[:2000])
    with pytest.raises(Unavailable, match="损坏"):
        whole_backup.restore(tmp_path / "half.zip", tmp_path / "new")


def test_a_zip_that_cannot_be_written_leaves_nothing(filled: File, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(Unavailable):
        whole_backup.copy_to(filled.store.engine, filled.folder, tmp_path / "taken" / "safe.zip")
    assert (tmp_path / "taken").read_bytes() == b""
