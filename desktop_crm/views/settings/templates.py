"""The company's own documents: which there are, what is wrong with them, a new one from a shipped one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.documents.templates import Template, copy_template, set_aside, templates
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace


class Templates(Section):
    """A line for each of the company's own files; they are looked at again whenever the program comes to the front."""

    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("文件模板"), parent=parent)
        self._workspace = workspace
        self._shown: tuple[Template, ...] = ()
        self.lines: dict[str, TemplateLine] = {}
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("要自定义的文件"))
        self.copy = button(tr("复制为自定义文件"), self.copy_chosen, icon="copy")
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(theme.SNUG))
        self._arrange()
        if isinstance(program := QGuiApplication.instance(), QGuiApplication):
            program.applicationStateChanged.connect(self._on_front)

    def refresh(self) -> None:
        """Read the files again when any has changed."""
        found = self._workspace.ask(templates)
        if found == self._shown:
            return
        self._shown = found
        for line in self.lines.values():
            line.hide()
            line.deleteLater()
        self.lines = {template.key: self._line(template) for template in found if template.file is not None}
        kept = self.choice.currentData()
        self.choice.clear()
        for template in found:
            if template.file is None:
                self.choice.addItem(template.title, template.key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        self.copy.setEnabled(self.choice.count() > 0)

    def copy_chosen(self) -> None:
        """Make a file of the company's own out of the chosen document and open it."""
        key = str(self.choice.currentData())
        file = self._written(lambda: copy_template(self._workspace.folder, key))
        if file is not None:
            self.refresh()
            self.noted.emit(tr("已复制为 {file}；保存后立即生效。", file=file.name))
            self.open(file)

    def open(self, file: Path) -> None:
        """Open a file in the system's editor, else its folder."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))

    def put_aside(self, file: Path) -> None:
        """Use the shipped document again."""
        aside = self._written(lambda: set_aside(file))
        if aside is not None:
            self.refresh()
            self.noted.emit(tr("已恢复内置文件；自定义的保留为 {file}。", file=aside.name))

    # Inside

    def _written(self, action: Callable[[], Path]) -> Path | None:
        try:
            return action()
        except OSError as error:
            reason = error.strerror or str(error)
            self.noted.emit(tr("没能写入模板文件夹：{reason}", reason=reason))
            return None

    def _line(self, template: Template) -> TemplateLine:
        file = template.file
        assert file is not None
        line = TemplateLine(template, lambda: self.open(file), lambda: self.put_aside(file))
        self._list.addWidget(line)
        return line

    def _on_front(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive and self.isVisible():
            self.refresh()

    def _arrange(self) -> None:
        hint = QLabel(
            tr(
                "复制一份内置文件，用任何文本编辑器修改栏目、措辞和顺序。写错时仍用内置的，并在这里指出文件、行号和应有的内容。"
            ),
            wordWrap=True,
        )
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.choice)
        row.addWidget(self.copy)
        row.addStretch()
        self.add(hint)
        self.column.addLayout(self._list)
        self.column.addLayout(row)


class TemplateLine(QFrame):
    """One of the company's own files: its document, whether it is in use, and what is wrong with it."""

    def __init__(
        self,
        template: Template,
        on_open: Callable[[], object],
        on_back: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        faulty = bool(template.problems)
        mark = Mark(tr("有错误，用内置的"), "late", "trouble") if faulty else Mark(tr("使用中"), "good", "check")
        self.badge = Badge(mark)
        title = QLabel(template.title)
        title.setTextFormat(Qt.TextFormat.PlainText)
        name = QLabel(template.file.name if template.file else "")
        name.setProperty("role", "muted")
        self.open = button(tr("打开"), on_open, kind="quiet")
        self.back = button(tr("恢复内置") if template.shipped else tr("停用"), on_back, kind="quiet")
        self.problems = QLabel("\n".join(template.problems), wordWrap=True)
        self.problems.setTextFormat(Qt.TextFormat.PlainText)
        self.problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problems.setProperty("tone", "late")
        self.problems.setVisible(faulty)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        for part in (title, self.badge, name):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.open)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.TIGHT, theme.SNUG, theme.TIGHT)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(row)
        column.addWidget(self.problems)
