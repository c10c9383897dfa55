"""The table of the team."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.models import Member
from desktop_crm.operations.company import edit_member
from desktop_crm.queries.team import MemberLine, team, team_records
from desktop_crm.views import theme
from desktop_crm.views.assigning.load_bar import LoadDelegate
from desktop_crm.views.team.members_table import absence_text, members_table
from tests.make import File

TODAY = date(2024, 3, 15)


def line(file: File, **values: Any) -> MemberLine:
    file.do(edit_member, file.me, **values)
    return file.ask(team)[0]


@pytest.mark.parametrize(
    ("start", "end", "text", "away"),
    [
        (None, None, "", False), (date(2024, 3, 15), date(2024, 3, 18), "3月15日–3月18日", True),
        (date(2024, 3, 16), date(2024, 3, 16), "3月16日", False), (date(2024, 3, 10), None, "3月10日起", True),
        (None, date(2024, 3, 15), "至3月15日", True), (date(2024, 3, 1), date(2024, 3, 14), "", False),
    ],
)  # fmt: skip
def test_an_absence_is_said_while_it_matters(
    file: File, start: date | None, end: date | None, text: str, *, away: bool
):
    made = line(file, away_from=start, away_until=end)
    assert absence_text(made, TODAY) == text
    assert made.away_on(TODAY) is away


def test_the_load_is_painted_as_long_as_it_is(file: File, qtbot: QtBot):
    half, full = Member(name="半", capacity=2), Member(name="满", capacity=1)
    for row in (half, full):
        file.deal(number=row.name, owner_id=file.add(row))
    table = members_table()
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.rows.set_rows(file.ask(team))
    table.show()
    column = next(at for at, one in enumerate(table.rows.columns) if one.key == "load")
    assert isinstance(table.itemDelegateForColumn(column), LoadDelegate)
    picture = table.viewport().grab().toImage()

    def painted(place: int, tone: theme.Tone) -> int:
        cell = table.visualRect(table.rows.index(place, column))
        colour = theme.current().tone(tone).rgb()
        middle = cell.center().y() - 1
        return sum(picture.pixel(x, middle) == colour for x in range(cell.left() + theme.px(96), cell.right()))

    names = [table.rows.row(place).name for place in range(3)]
    whole = painted(names.index("满"), "late")
    assert whole > 40
    assert abs(painted(names.index("半"), "accent") * 2 - whole) < 8
    assert painted(names.index("王敏"), "accent") == 0


def test_records_for_the_command_line_hold_what_the_table_shows(file: File):
    file.do(edit_member, file.me, grades=["A"], regions=["江苏"], away_from=TODAY)
    (record,) = file.ask(team_records, "王敏")
    assert (record.grades, record.regions, record.away_from, record.capacity) == (("A",), ("江苏",), TODAY, 30)
    assert file.ask(team_records, "无此人") == []
