"""Scoring a lead: each criterion with its written rubric beside the marks, the sum and the grade at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.playbooks.playbook import Criterion, Score
from desktop_crm.queries.lead_facts import scale_of
from desktop_crm.rules.score import HIGHEST, LOWEST, highest, score
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, grade_mark
from desktop_crm.views.widgets.chip import ChipRow

_MARKS = tuple((str(mark), str(mark)) for mark in range(LOWEST, HIGHEST + 1))


class ScorePanel(QWidget):
    """Keys 1 to 5 mark the criterion that has the keyboard and go on to the next; the last one says `scored`."""

    scored = Signal(dict)  # criterion key → mark

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks: dict[str, ChipRow] = {}
        self._score: Score | None = None
        self._levels: dict[str, list[tuple[int, QLabel]]] = {}
        self.total = QLabel()
        self.total.setProperty("role", "strong")
        self.grade = Badge(grade_mark(""))
        self._rule = QLabel(wordWrap=True)
        self._rule.setProperty("role", "muted")
        self._rows = QWidget()
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        for part in (self.total, self.grade, self._rule):
            foot.addWidget(part, 0 if part is not self._rule else 1, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.SNUG))
        self._column.addWidget(self._rows)
        self._column.addLayout(foot)

    def show_score(self, rule: Score, marks: Mapping[str, int | None]) -> None:
        """Show the rubric of a playbook with the marks a lead has."""
        if rule is not self._score:
            self._score = rule
            self._rebuild(rule)
        for key, row in self.marks.items():
            with QSignalBlocker(row):
                row.choose(*([str(marks[key])] if marks.get(key) else []))
        self._tell()

    def chosen(self) -> dict[str, int | None]:
        """Return the marks as they stand."""
        return {key: next((int(mark) for mark in sorted(row.chosen())), None) for key, row in self.marks.items()}

    def start(self) -> None:
        """Put the keyboard on the first criterion without a mark, else on the first."""
        marks = self.chosen()
        key = next((key for key, mark in marks.items() if mark is None), next(iter(marks), ""))
        if key:
            self.marks[key].take_focus()

    def _on_marked(self, key: str) -> None:
        marks = self.chosen()
        self._tell()
        if all(marks.values()):
            self.scored.emit(marks)
        keys = list(marks)
        later = [*keys[keys.index(key) + 1 :], *keys]
        following = next((each for each in later if marks[each] is None), None)
        if following and marks[key] is not None:
            self.marks[following].take_focus()

    def _tell(self) -> None:
        """Say sum and grade, and strengthen the words each mark stands for."""
        if self._score is None:
            return
        marks, scale = self.chosen(), scale_of(self._score)
        result = score(marks, scale)
        self.total.setText(tr("合计 {total} / {highest}", total=result.total, highest=highest(scale).normalize() + 0))
        self.grade.set_mark(grade_mark(result.grade))
        self.grade.setVisible(bool(result.grade))
        for key, levels in self._levels.items():
            nearest = _nearest([points for points, _ in levels], marks[key])
            for points, label in levels:
                label.setProperty("tone", "accent" if points in nearest else "muted")
                label.style().polish(label)

    def _rebuild(self, rule: Score) -> None:
        self.marks, self._levels = {}, {}
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.GAP))
        for criterion in rule.criteria:
            column.addWidget(self._criterion(criterion))
        self._column.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh
        self._rule.setText(tr("{a} 分起为 A，{b} 分起为 B", a=_plain(rule.a_from), b=_plain(rule.b_from)))

    def _criterion(self, criterion: Criterion) -> QWidget:
        made = QFrame()
        name = QLabel(criterion.name if criterion.weight == 1 else f"{criterion.name} × {_plain(criterion.weight)}")
        row = ChipRow(one_only=True)
        row.set_choices(_MARKS)
        row.setAccessibleName(criterion.name)
        row.changed.connect(lambda: self._on_marked(criterion.key))
        self.marks[criterion.key] = row
        head = QHBoxLayout()
        head.addWidget(name)
        head.addStretch()
        head.addWidget(row)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        self._levels[criterion.key] = [(level.points, _level(level.points, level.text)) for level in criterion.levels]
        for _, label in self._levels[criterion.key]:
            column.addWidget(label)
        return made


def _nearest(levels: list[int], mark: int | None) -> set[int]:
    """Return the levels of the rubric whose words stand nearest to a mark: two of them for a mark in between."""
    if mark is None:
        return set()
    least = min(abs(points - mark) for points in levels)
    return {points for points in levels if abs(points - mark) == least}


def _level(points: int, text: str) -> QLabel:
    made = QLabel(f"{points}　{text}", wordWrap=True)
    made.setProperty("role", "small")
    made.setProperty("tone", "muted")
    return made


def _plain(figure: float) -> str:
    return f"{figure:g}"
