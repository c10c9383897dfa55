"""The bars in the heads of the board: read beside the window, after the cards, and only while a stage has a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.board import BoardFilter
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views.board.column_view import ColumnView
from desktop_crm.views.reading import Reading
from desktop_crm.workspace import Changes, Workspace

if TYPE_CHECKING:
    from desktop_crm.queries.figures.attainment import Attained

_PAUSE_MS = 200  # the window has opened, or several cards were moved
_COUNTED = ("deal", "stage_change", "member")


class Goals(QObject):
    """Shows this month's targets of a board in its columns."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._reading = Reading(workspace, self)
        self._known: bool | None = None  # whether the board has targets, once that was read
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._read)
        self._board: tuple[Sequence[ColumnView], Playbook, BoardFilter] | None = None

    def show_board(self, columns: Sequence[ColumnView], playbook: Playbook, wanted: BoardFilter) -> None:
        """Read the targets of a board anew, once its cards stand there."""
        self._board = columns, playbook, wanted
        self._soon.start()

    def resume(self) -> None:
        """Read again: the board is seen."""
        if self._board is not None:
            self._soon.start()

    def rest(self) -> None:
        """Read nothing while the board is not seen."""
        self._soon.stop()

    def on_changes(self, changes: Changes) -> None:
        """Read anew what a change may have moved; nothing while no stage has a target."""
        if self._board is not None and (changes.touches("target") or (self._known and changes.touches(*_COUNTED))):
            self._soon.start()

    def _read(self) -> None:
        assert self._board is not None
        columns, playbook, wanted = self._board
        if wanted.grade or wanted.text or wanted.incomplete:  # targets are of all deals, or of a person's
            self._show(columns, {})
            return
        self._reading.ask(partial(_goals, playbook, wanted.owner), partial(self._show, columns))

    def _show(self, columns: Sequence[ColumnView], found: Mapping[str, Attained]) -> None:
        if self._board is None or columns is not self._board[0]:
            return  # of another board by now
        self._known = bool(found)
        for column in columns:
            one = found.get(column.model.spec.key)
            if one is None:
                column.pace.clear()
            else:
                _show(column, one)


def _goals(playbook: Playbook, owner: str, session: Any) -> Mapping[str, Attained]:
    from desktop_crm.queries.figures.stage_goals import stage_goals  # noqa: PLC0415 - the window opens without it

    return stage_goals(session, playbook, owner, clock.today())


def _show(column: ColumnView, one: Attained) -> None:
    from desktop_crm.charts.target_words import TONES, sentence, share_done  # noqa: PLC0415 - only with targets

    assert one.pace is not None
    expected = one.pace.expected / one.target if one.pace.expected is not None and one.target else None
    words = tr("本月进入“{stage}”：{said}", stage=column.model.spec.title, said=sentence(one))
    column.pace.show_pace(share_done(one) or 0, expected, TONES[one.pace.state], words)
