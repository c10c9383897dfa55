"""Pages take as many strips as fit, in order, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.documents.typesetting.strips import Page, Strip, paginate

STRIPS = st.lists(st.builds(Strip, height=st.floats(1, 60), space=st.floats(0, 20), keep=st.booleans()), max_size=80)


def mine(pages: list[Page]) -> list[list[Strip]]:
    """Return the strips of each page."""
    return [[strip for _, strip in page.placed] for page in pages]


@given(STRIPS)
def test_every_strip_is_printed_once_in_order_inside_its_page(strips: list[Strip]) -> None:
    pages = paginate(strips, 100, 120)
    assert [strip for page in mine(pages) for strip in page] == strips
    for page in pages:
        assert page.used <= page.room + 0.01
        assert all(
            y + strip.height <= later for (y, strip), (later, _) in zip(page.placed, page.placed[1:], strict=False)
        )


@given(STRIPS)
def test_tied_strips_part_only_when_no_page_could_hold_them(strips: list[Strip]) -> None:
    pages = mine(paginate(strips, 100, 120))
    group: list[Strip] = []
    groups = [group]
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            group = []
            groups.append(group)
    at = 0
    homes = [number for number, page in enumerate(pages) for _ in page]
    for found in filter(None, groups):
        height = found[0].height + sum(strip.space + strip.height for strip in found[1:])
        if height <= 100:
            assert len(set(homes[at : at + len(found)])) == 1
        at += len(found)


def test_a_header_is_repeated_where_its_table_goes_on() -> None:
    header = Strip(10, keep=True)
    rows = [Strip(10, head=(header,)) for _ in range(25)]
    pages = mine(paginate([header, *rows], 100, 100))
    assert [page[0] for page in pages] == [header] * 3
    assert [len(page) for page in pages] == [10, 10, 8]


def test_one_frame_round_the_strips_of_a_table() -> None:
    page = Page(200)
    for strip in (Strip(10), Strip(10, space=5, grid=(0, 50, 100)), Strip(20, grid=(0, 50, 100)), Strip(10)):
        page.add(strip)
    rules = {(rule.x1, rule.y1, rule.x2, rule.y2) for rule in page.frames()}
    assert rules == {(0, 15, 100, 15), (0, 45, 100, 45), (0, 15, 0, 45), (50, 15, 50, 45), (100, 15, 100, 45)}
