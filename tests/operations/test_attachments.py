"""Attachments: stored whole, safely named, one file for the same content."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.documents import attachments as kept
from desktop_crm.documents.archive import FileState
from desktop_crm.models import Attachment
from desktop_crm.operations.attachments import (
    MOST,
    add_attachment,
    attach_files,
    move_attachment,
    note_attachment,
    remove_attachment,
    rename_attachment,
    set_attachment_kind,
)
from desktop_crm.refusal import Refused
from tests.make import File

PDF = b"%PDF-1.7\nsigned"


def stored(file: File) -> list[tuple[str, str, str, int]]:
    found = select(Attachment).order_by(Attachment.position)
    return [
        (row.name, row.kind, row.media_type, row.size) for row in file.ask(lambda session: session.scalars(found).all())
    ]


def files_in(file: File) -> list[Path]:
    return [path for path in (file.folder / kept.FOLDER).rglob("*") if path.is_file()]


def test_file_is_kept_under_its_hash_with_what_it_is(file: File) -> None:
    deal = file.deal()
    file.do(add_attachment, deal, name="../合同\u202efdp.exe", content=PDF, kind="signed_contract", paper_id="c1")
    assert stored(file) == [("合同fdp.exe.pdf", "signed_contract", "application/pdf", len(PDF))]
    (path,) = files_in(file)
    assert path.read_bytes() == PDF


def test_same_content_is_one_file_and_one_attachment_of_a_thing(file: File) -> None:
    deal, other = file.deal(), file.deal()
    first = file.do(add_attachment, deal, name="a.pdf", content=PDF)
    assert file.do(add_attachment, deal, name="b.pdf", content=PDF) == first
    file.do(add_attachment, deal, name="b.pdf", content=PDF, kind="internal_file")
    file.do(add_attachment, other, name="c.pdf", content=PDF)
    assert len(stored(file)) == 3
    assert len(files_in(file)) == 1


def test_too_large_and_empty_files_are_refused_with_the_limit(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LIMIT", 3 * 1024 * 1024)
    deal = file.deal()
    with pytest.raises(Refused, match=r"“大\.bin”有 3\.5 MB，附件最大 3 MB"):
        file.do(add_attachment, deal, name="大.bin", content=b"x" * (3 * 1024 * 1024 + 512 * 1024))
    with pytest.raises(Refused, match="是空的"):
        file.do(add_attachment, deal, name="空.pdf", content=b"")
    assert stored(file) == []
    assert not (file.folder / kept.FOLDER).exists()


def test_files_are_attached_all_or_none(file: File, tmp_path: Path) -> None:
    deal = file.deal()
    good, gone = tmp_path / "一.pdf", tmp_path / "二.pdf"
    good.write_bytes(PDF)
    with pytest.raises(Refused, match=r"读不了“二\.pdf”"):
        file.do(attach_files, deal, files=[good, gone])
    assert stored(file) == []
    with pytest.raises(Refused, match="是文件夹"):
        file.do(attach_files, deal, files=[tmp_path])
    with pytest.raises(Refused, match="最多"):
        file.do(attach_files, deal, files=[good] * (MOST + 1))
    gone.write_bytes(b"\xff\xd8\xff picture")
    file.do(attach_files, deal, files=[good, gone], kind="signed_paper")
    assert [row[0] for row in stored(file)] == ["一.pdf", "二.pdf.jpg"]


def test_nothing_is_in_the_record_when_the_disk_fails(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = file.deal()

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write_whole", full)
    with pytest.raises(Exception, match="空间"):
        file.do(add_attachment, deal, name="a.pdf", content=PDF)
    assert stored(file) == []


def test_renamed_noted_moved_sorted_and_removed(file: File) -> None:
    deal = file.deal()
    first = file.do(add_attachment, deal, name="a.pdf", content=PDF)
    second = file.do(add_attachment, deal, name="b.docx", content=b"PK\x03\x04 words")
    file.do(rename_attachment, first, name="盖章合同")
    file.do(rename_attachment, second, name="会议记录")
    file.do(set_attachment_kind, second, kind="internal_file")
    file.do(note_attachment, second, note="未公开")
    file.do(move_attachment, second, place=0)
    assert [(name, kind) for name, kind, *_ in stored(file)] == [
        ("会议记录.docx", "internal_file"),
        ("盖章合同.pdf", "customer_file"),
    ]
    with pytest.raises(Refused, match="名称"):
        file.do(rename_attachment, first, name=" ")
    with pytest.raises(ValueError, match="secret"):
        file.do(set_attachment_kind, first, kind="secret")
    file.do(remove_attachment, first)
    assert len(stored(file)) == 1
    assert kept.read(file.folder, kept.hash_of(PDF))[0] == FileState.SOUND  # for Undo
