"""The part of the quick entry that grades the deal and tags its customer anew; folded away until it is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.tag_edit import TagEdit


class GradeAndTags(QWidget):
    """A chip for each grade with the reason, and the customer's tags; `fold` is the button that shows and hides it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: tuple[str, ...] = ()
        self._added: tuple[str, ...] = ()
        self._removed: tuple[str, ...] = ()
        self.fold = button(tr("等级、标签"), self._on_fold, kind="quiet", icon="down")
        self._label = QLabel()
        self._label.setProperty("role", "muted")
        self.grade = ChipRow(one_only=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("改评的理由，如：预算已批"))
        self.reason.setAccessibleName(tr("改评的理由"))
        self.tags = TagEdit()
        self.tags.setAccessibleName(tr("客户标签"))
        grades = QHBoxLayout()
        grades.setSpacing(theme.px(theme.SNUG))
        for part in (self._label, self.grade):
            grades.addWidget(part)
        grades.addWidget(self.reason, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(grades)
        column.addWidget(self.tags)
        self.hide()
        self.grade.changed.connect(self._show_reason)
        self.tags.changed.connect(self._on_tags)
        self._show_reason()

    def offer(self, grades: Sequence[str], grade: str, tags: tuple[str, ...], known: Sequence[str]) -> None:
        """Offer these grades, saying the present one, and the customer's tags; what was changed stays changed."""
        self._label.setText(tr("改评，现为{grade}", grade=grade) if grade else tr("评级"))
        self.grade.set_choices((key, key) for key in grades)
        self._before = tags
        self.tags.set_known(known)
        self._show_tags()

    def changes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the tags that are new and those that are gone."""
        return self._added, self._removed

    def set_changes(self, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        """Show the customer's tags with these changes."""
        self._added, self._removed = added, removed
        self._show_tags()

    def chosen(self) -> str:
        """Return the new grade, empty for none."""
        return "".join(self.grade.chosen())

    def set_open(self, *, shown: bool) -> None:
        """Show or hide the part."""
        self.setVisible(shown)
        self.fold.setIcon(icons.icon("up" if shown else "down", "accent"))

    def _on_fold(self) -> None:
        self.set_open(shown=self.isHidden())
        if not self.isHidden():
            self.grade.take_focus()

    def _on_tags(self) -> None:
        now = self.tags.tags()
        self._added = tuple(tag for tag in now if tag not in self._before)
        self._removed = tuple(tag for tag in self._before if tag not in now)

    def _show_tags(self) -> None:
        wanted = tuple(dict.fromkeys((*(tag for tag in self._before if tag not in self._removed), *self._added)))
        if wanted != self.tags.tags():
            self.tags.set_tags(wanted)

    def _show_reason(self) -> None:
        self.reason.setVisible(bool(self.grade.chosen()))
