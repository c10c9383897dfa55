"""Attached files lie under their hash, are what they hold, and have names that mislead nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.documents import attachments
from desktop_crm.documents.archive import FileState, hash_of


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"II*\x00....", "image/tiff"),
        (b"MM\x00*....", "image/tiff"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "application/octet-stream"),
        (b"MZ this program cannot be run", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_type_is_told_by_content(content: bytes, media_type: str) -> None:
    assert attachments.media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("name", "media_type", "safe"),
    [
        ("合同 扫描件.PDF", "application/pdf", "合同 扫描件.PDF"),
        ("../../etc/passwd", "application/octet-stream", "passwd"),
        ("C:\\Users\\li\\合同.docx", "application/octet-stream", "合同.docx"),
        ("合同\u202efdp.exe", "application/octet-stream", "合同fdp.exe"),
        ("合同\u200b\u2066.pdf", "application/pdf", "合同.pdf"),
        ("a\x00b\nc?.png", "image/png", "abc.png"),
        ("扫描.exe", "application/pdf", "扫描.exe.pdf"),
        ("第1.2版", "image/jpeg", "第1.2版.jpg"),
        ("con.pdf", "application/pdf", "_con.pdf"),
        ("...", "application/pdf", "附件.pdf"),
        ("", "application/octet-stream", "附件"),
    ],
)
def test_names_are_made_safe(name: str, media_type: str, safe: str) -> None:
    assert attachments.safe_name(name, media_type) == safe


def test_long_name_keeps_its_ending() -> None:
    found = attachments.safe_name("合" * 300 + ".pdf", "application/pdf")
    assert found.endswith("合.pdf")
    assert len(found) == 80


def test_programs_are_not_opened() -> None:
    assert attachments.can_be_opened("合同.docx", attachments.OTHER)
    assert attachments.can_be_opened("扫描.exe.pdf", attachments.PDF)
    for name in ("setup.exe", "快捷方式.lnk", "run.bat", "宏.docm", "page.html", "nothing"):
        assert not attachments.can_be_opened(name, attachments.OTHER)


def test_same_content_is_one_file(tmp_path: Path) -> None:
    first = attachments.keep(tmp_path, b"%PDF-1.7 signed")
    path = attachments.path_of(tmp_path, first)
    before = path.stat().st_mtime_ns
    assert attachments.keep(tmp_path, b"%PDF-1.7 signed") == first == hash_of(b"%PDF-1.7 signed")
    assert path.stat().st_mtime_ns == before
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]
    assert path.relative_to(tmp_path).parts == ("attachments", first[:2], first)


def test_reading_says_what_is_missing_or_altered(tmp_path: Path) -> None:
    kept = attachments.keep(tmp_path, b"content")
    assert attachments.read(tmp_path, kept) == (FileState.SOUND, b"content")
    attachments.path_of(tmp_path, kept).write_bytes(b"other")
    assert attachments.read(tmp_path, kept) == (FileState.ALTERED, b"")
    assert attachments.keep(tmp_path, b"content") == kept  # putting it in again mends it
    assert attachments.read(tmp_path, kept)[0] == FileState.SOUND
    attachments.path_of(tmp_path, kept).unlink()
    assert attachments.read(tmp_path, kept) == (FileState.MISSING, b"")


def test_a_hash_from_elsewhere_leads_nowhere_else(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        attachments.path_of(tmp_path, "../../secret")
    assert attachments.read(tmp_path, "../../secret") == (FileState.MISSING, b"")
    assert attachments.read(tmp_path, "") == (FileState.MISSING, b"")
