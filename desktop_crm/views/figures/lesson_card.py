"""The chosen review in full: the deal, why it ended so, what it taught, and what can be done with that."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.models import Outcome
from desktop_crm.queries.lessons import Lesson
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button

_TITLES: Final = {
    "lesson": tr("经验教训"),
    "went_badly": tr("没做好的"),
    "went_well": tr("做得好的"),
    "reasons": tr("原因"),
    "competitor": tr("竞争对手"),
}
_TONES: Final[dict[str, theme.Tone]] = {Outcome.WON: "good", Outcome.LOST: "late"}


class LessonCard(QFrame):
    """Shows what was written, without what was left out."""

    opened = Signal()
    improvement_wanted = Signal(str, str)  # the deal, what was found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson: Lesson | None = None
        self.setProperty("surface", "card")
        self.badge = Badge(Mark("", "muted"))
        self.title, self.facts = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.title.setProperty("role", "strong")
        self.facts.setProperty("role", "muted")
        self.texts = {key: (_label(title), _text()) for key, title in _TITLES.items()}
        self.improve = button(tr("提出改进（I）"), self.ask_for_improvement, icon="add")
        self.open = button(tr("打开商机（回车）"), self.opened.emit, kind="quiet", icon="deal")
        for label in (self.title, self.facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._arrange()

    def show_lesson(self, lesson: Lesson) -> None:
        """Show a review."""
        self.lesson = lesson
        outcome = labels.OUTCOMES.get(lesson.outcome, lesson.outcome)
        self.badge.set_mark(Mark(outcome, _TONES.get(lesson.outcome, "muted")))
        self.title.setText(" · ".join(filter(None, (lesson.customer, lesson.title))))
        self.facts.setText(" · ".join(filter(None, _facts(lesson))))
        said = {key: str(getattr(lesson, key)) for key in _TITLES} | {"reasons": "、".join(lesson.reasons)}
        for key, (label, text) in self.texts.items():
            text.setText(said[key])
            label.setVisible(bool(said[key]))
            text.setVisible(bool(said[key]))

    def ask_for_improvement(self) -> None:
        """Ask for an action on what this review found."""
        if self.lesson is not None:
            self.improvement_wanted.emit(self.lesson.deal_id, self.lesson.gist)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.badge)
        head.addWidget(self.title, 1)
        head.addWidget(self.improve)
        head.addWidget(self.open)
        page = QWidget()
        page.setObjectName("page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.GAP))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        grid.setColumnStretch(1, 1)
        for place, (label, text) in enumerate(self.texts.values()):
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, place, 1)
        grid.setRowStretch(len(self.texts), 1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(scroll, 1)


def _facts(lesson: Lesson) -> tuple[str, ...]:
    return (
        lesson.number,
        "" if lesson.amount_fen is None else format_yuan(lesson.amount_fen),
        "" if lesson.days is None else tr("历时 {days} 天", days=f"{lesson.days:,}"),
        tr("{day} 结束", day=lesson.closed_on) if lesson.closed_on else "",
        tr("负责人 {name}", name=lesson.owner) if lesson.owner else "",
        tr("{name}复盘于 {day}", name=lesson.reviewer, day=lesson.reviewed_on) if lesson.reviewed_on else "",
    )


def _label(title: str) -> QLabel:
    made = QLabel(title)
    made.setProperty("role", "muted")
    return made


def _text() -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
