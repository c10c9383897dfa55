"""One document of a deal in a line: what it is, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.documents.desk import Sheet
from desktop_crm.queries.documents import DocumentState, Issued
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.preview.marking import MarkButton, MarkStrip, draft_mark, issue_mark
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.flow import FlowLayout
from desktop_crm.views.widgets.section import internal_mark
from desktop_crm.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RowActions:
    """What a line asks its owner to do."""

    preview: Callable[[Sheet], object]
    issue: Callable[[Sheet], object]
    open: Callable[[Issued], object]
    go_to: Callable[[str], object]  # the place a remedy leads to
    marked: Callable[[str], object]  # the sentence that says what was noted
    older: Callable[[str], object]  # key: show the older ones of several, too


class DocumentRow(QFrame):
    """Title and badges above, the sentence and the buttons below."""

    def __init__(self, workspace: Workspace, actions: RowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._actions = actions
        self.sheet: Sheet | None = None
        self._title = QLabel(wordWrap=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._internal = Badge(internal_mark())
        self.badge = Badge(draft_mark())
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("role", "muted")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.preview = button(tr("预览"), lambda: self._with_sheet(actions.preview), kind="quiet")
        self.issue = button(tr("签发"), lambda: self._with_sheet(actions.issue))
        self.open = button(tr("打开"), lambda: self._with_issue(actions.open), kind="quiet")
        self.older = button(
            "", lambda: self._with_sheet(lambda sheet: actions.older(sheet.key)), kind="quiet", icon="down"
        )
        self.mark = MarkButton()
        self.mark.chosen.connect(self._on_mark_chosen)
        self.strip = MarkStrip(workspace)
        self.strip.marked.connect(actions.marked)
        self._remedies = QWidget()
        self._flow = FlowLayout(self._remedies)
        self._arrange()

    def show_sheet(self, sheet: Sheet, older: int = 0) -> None:
        """Show how a document stands, and below it a way to so many older ones."""
        before, self.sheet = self.sheet, sheet
        issue, can = sheet.latest, sheet.refusal is None
        self._title.setText(sheet.name)
        self._internal.setVisible(sheet.audience == "internal")
        self.badge.set_mark(_mark(sheet))
        self.sentence.setText(_sentence(sheet))
        self.preview.setVisible(can)
        self.issue.setVisible(can and (issue is None or sheet.changed))
        self.issue.setText(tr("签发新版") if issue else tr("签发"))
        self.open.setVisible(issue is not None)
        self.mark.setVisible(issue is not None)
        if issue is not None:
            self.mark.show_issue(issue)
        self.older.setText(tr("还有更早的 {count} 份", count=older))
        self.older.setVisible(older > 0)
        if before is None or before.refusal != sheet.refusal:
            self._show_remedies(sheet)

    def remedies(self) -> list[QPushButton]:
        """Return the buttons that lead to what is missing."""
        return [made for made in self._remedies.findChildren(QPushButton) if not made.isHidden()]

    def _show_remedies(self, sheet: Sheet) -> None:
        for old in self.remedies():
            old.hide()
            old.deleteLater()
        found = sheet.refusal.remedies if sheet.refusal else ()
        for remedy in found:
            made = button(
                remedy.text, lambda target=remedy.target: self._actions.go_to(target), kind="quiet", icon="right"
            )
            self._flow.addWidget(made)
        self._remedies.setVisible(bool(found))

    def _with_sheet(self, action: Callable[[Sheet], object]) -> None:
        if self.sheet is not None:
            action(self.sheet)

    def _with_issue(self, action: Callable[[Issued], object]) -> None:
        if self.sheet is not None and self.sheet.latest is not None:
            action(self.sheet.latest)

    def _on_mark_chosen(self, state: DocumentState) -> None:
        self._with_issue(lambda issue: self.strip.ask(issue, state))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self._title, 1)
        for part in (self._internal, self.badge):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.TIGHT))
        foot.addWidget(self.sentence, 1)
        for part in (self._remedies, self.mark, self.open, self.preview, self.issue):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addLayout(foot)
        column.addWidget(self.strip)
        column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)


def _mark(sheet: Sheet) -> Mark:
    if sheet.latest is not None and sheet.changed:
        return Mark(tr("内容已改动"), "soon", "refresh")
    if sheet.latest is not None:
        return issue_mark(sheet.latest)
    return Mark(tr("还不能签发"), "muted", "incomplete") if sheet.refusal else draft_mark()


def _sentence(sheet: Sheet) -> str:
    if sheet.refusal is not None:
        return sheet.refusal.reason
    if sheet.latest is None:
        return tr("可以签发")
    if sheet.changed:
        return tr("{number} 签发之后又有修改", number=sheet.latest.number)
    return sheet.latest.number
