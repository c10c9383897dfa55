"""The logo."""

from __future__ import annotations

import pytest

from desktop_crm.models import COMPANY_ID, Company
from desktop_crm.operations.logo import remove_logo, set_logo
from desktop_crm.refusal import Refused
from tests.make import File

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def logo(file: File) -> str:
    return file.ask(lambda session: session.get_one(Company, COMPANY_ID).logo)


def test_a_logo_lies_in_the_data_folder_under_its_hash(file: File):
    name = file.do(set_logo, png=PNG)
    assert (file.folder / name).read_bytes() == PNG
    assert logo(file) == name
    assert file.do(set_logo, png=PNG) == name
    file.do(remove_logo)
    assert logo(file) == ""


@pytest.mark.parametrize("wrong", [b"", b"GIF89a", PNG + b"x" * 5_000_000])
def test_what_is_no_picture_or_too_large_is_refused(file: File, wrong: bytes):
    with pytest.raises(Refused):
        file.do(set_logo, png=wrong)
    assert logo(file) == ""
    assert not list(file.folder.glob("logo-*"))
