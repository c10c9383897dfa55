"""The head of the preview: what is shown and how it stands, where one is in it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_crm.documents.archive import FileState
from desktop_crm.documents.desk import PACK, Printed
from desktop_crm.queries.documents import DocumentState
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.preview.marking import MarkButton, MarkStrip, draft_mark, issue_mark
from desktop_crm.views.preview.page_view import PageView
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.section import internal_mark
from desktop_crm.workspace import Workspace

_FILE_TROUBLES = {
    FileState.MISSING: tr("存档的 PDF 不见了。下面是按签发时的数据重新排出的内容。"),
    FileState.ALTERED: tr("存档的 PDF 与签发时不一致，可能被改动过。下面是按签发时的数据重新排出的内容。"),
}


class PreviewHead(QFrame):
    """Title, badges, place and zoom, buttons; below them the question of a mark, and what is wrong with the file."""

    print_requested = Signal()
    save_requested = Signal()
    folder_requested = Signal()
    issue_requested = Signal()
    restore_requested = Signal()

    def __init__(self, workspace: Workspace, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "plain")
        self._view = view
        self._printed: Printed | None = None
        self._title = QLabel(tr("预览"))
        self._title.setProperty("role", "strong")
        self._number = QLabel()
        self._number.setProperty("role", "muted")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.badge = Badge(draft_mark())
        self._internal = Badge(internal_mark())
        self._internal.hide()
        self.issue = button(tr("签发"), self.issue_requested.emit, kind="primary", icon="check")
        self.mark = MarkButton()
        self.strip = MarkStrip(workspace)
        self.print = icon_button("print", tr("打印（Ctrl+P）"), self.print_requested.emit)
        self.save = icon_button("save", tr("另存为（Ctrl+S）"), self.save_requested.emit)
        self.folder = icon_button("folder", tr("打开所在文件夹"), self.folder_requested.emit)
        self.place, self.percent = QLabel(), QLabel()
        self.fit = icon_button("fit", tr("适合宽度（Ctrl+0）"), view.fit_width)
        self.fit.setCheckable(True)
        self.trouble = QFrame()
        self.trouble_text = QLabel(wordWrap=True)
        self.restore = button(tr("按存档数据重新生成"), self.restore_requested.emit)
        self._make_print_menu()
        self._arrange()
        self.mark.chosen.connect(self._on_mark_chosen)
        view.page_changed.connect(self.show_place)
        view.zoom_changed.connect(self.show_place)
        self.show_printed(None)

    def show_printed(self, printed: Printed | None) -> None:
        """Show what this paper is, how it stands, and what can be done with it."""
        self._printed = printed
        issue = printed.issue if printed else None
        self.issue.setVisible(printed is not None and printed.issuable)
        self.mark.setVisible(issue is not None)
        self.folder.setVisible(issue is not None)
        for made in (self.print, self.save):
            made.setEnabled(printed is not None)
        self.show_place()
        if printed is None:
            return
        self._title.setText(printed.title)
        self._number.setText(issue.number if issue else "")
        if printed.key == PACK:
            self.badge.set_mark(Mark(tr("资料包"), "muted", "pack"))
        elif printed.deal_id:
            self.badge.set_mark(issue_mark(issue) if issue else draft_mark())
        else:
            self.badge.set_mark(Mark(tr("报告"), "muted", "figures"))
        if issue is not None:
            self.mark.show_issue(issue)
        self._internal.setVisible(printed.audience == "internal")
        self.trouble.setVisible(printed.state != FileState.SOUND)
        self.trouble_text.setText(_FILE_TROUBLES.get(printed.state, ""))

    def show_place(self) -> None:
        """Show which page is in sight, and how large."""
        count = self._view.count()
        self.place.setText(tr("第 {page} / {count} 页", page=self._view.page() + 1, count=count) if count else "")
        self.percent.setText(f"{self._view.zoom():.0%}")
        self.fit.setChecked(self._view.fits_width())

    # Inside

    def _on_mark_chosen(self, state: DocumentState) -> None:
        if self._printed is not None and self._printed.issue is not None:
            self.strip.ask(self._printed.issue, state)

    def _make_print_menu(self) -> None:
        menu = QMenu(self.print)
        self.both_sides = menu.addAction(tr("双面打印（长边翻转）"))
        self.both_sides.setCheckable(True)
        self.print.setMenu(menu)
        self.print.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _arrange(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.SNUG, theme.SNUG, theme.SNUG)))
        first = QHBoxLayout()
        first.setSpacing(theme.px(theme.SNUG))
        for part in (self._title, self.badge, self._internal, self._number):
            first.addWidget(part)
        first.addStretch()
        for part in self._zoom_parts():
            first.addWidget(part)
        first.addSpacing(theme.px(theme.GAP))
        for part in (self.print, self.save, self.folder, self.mark, self.issue):
            first.addWidget(part)
        rows.addLayout(first)
        rows.addWidget(self.strip)
        rows.addWidget(self._trouble_line())

    def _zoom_parts(self) -> list[QWidget]:
        for label in (self.place, self.percent):
            label.setProperty("role", "muted")
        self.percent.setMinimumWidth(theme.px(36))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        smaller = icon_button("zoom_out", tr("缩小（Ctrl+-）"), lambda: self._view.step_zoom(-1))
        larger = icon_button("zoom_in", tr("放大（Ctrl++）"), lambda: self._view.step_zoom(1))
        return [self.place, smaller, self.percent, larger, self.fit]

    def _trouble_line(self) -> QFrame:
        self.trouble.setProperty("surface", "internal")
        row = QHBoxLayout(self.trouble)
        row.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        row.addWidget(self.trouble_text, 1)
        row.addWidget(self.restore)
        self.trouble.hide()
        return self.trouble
