"""Numbers of clauses as contracts have them."""

from __future__ import annotations

import cn2an
import pytest

from desktop_crm.documents.formats import article


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "第一条"), (10, "第十条"), (11, "第十一条"), (20, "第二十条"), (100, "第一百条"), (101, "第一百零一条"),
        (110, "第一百一十条"), (1001, "第一千零一条"), (1010, "第一千零一十条"), (10_000, "第10000条"),
    ],
)  # fmt: skip
def test_articles(number: int, written: str) -> None:
    assert article(number) == written


def test_every_article_is_read_back_by_another_program() -> None:
    for number in range(1, 10_000):
        assert cn2an.cn2an(article(number)[1:-1], "normal") == number
