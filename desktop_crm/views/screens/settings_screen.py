"""Settings: letterhead, target industries, playbooks, the look, and where the data lies. All of it at once, no OK."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_crm.operations.company import edit_company
from desktop_crm.playbooks.copying import copy_playbook
from desktop_crm.queries.company import company
from desktop_crm.queries.customers import industries
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.care.greeting_texts import GreetingTexts
from desktop_crm.views.screen import Screen
from desktop_crm.views.settings.letterhead import Letterhead
from desktop_crm.views.settings.reminding import Reminding
from desktop_crm.views.settings.templates import Templates
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.playbook_list import PlaybookList
from desktop_crm.views.widgets.section import Section
from desktop_crm.views.widgets.tag_edit import TagEdit
from desktop_crm.workspace import Workspace

_WIDTH = 720
_THEMES = (("system", tr("跟随系统")), ("light", tr("浅色")), ("dark", tr("深色")))


class SettingsScreen(Screen):
    """One page of what is set once and looked up now and then."""

    tables = ("company", "greeting")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.letterhead = Letterhead(workspace)
        self.facts = self.letterhead.facts
        self.logo = self.letterhead.logo
        self.no_logo = self.letterhead.no_logo
        self.templates = Templates(workspace)
        self.industries = TagEdit()
        if isinstance(line := self.industries.focusProxy(), QLineEdit):
            line.setPlaceholderText(tr("添加行业"))
        self.playbooks = PlaybookList()
        self.greetings = GreetingTexts(workspace)
        self.problems = QLabel(wordWrap=True)
        self.problems.setTextFormat(Qt.TextFormat.PlainText)
        self.problems.setProperty("tone", "late")
        self.themes = ChipRow(one_only=True)
        self.themes.set_choices(_THEMES)
        self.themes.choose(workspace.settings.theme)
        self.reminding = Reminding(workspace)
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        card = self.workspace.ask(company)
        if card is None:
            return
        self.letterhead.show_company(card)
        self.templates.refresh()
        if self.industries.tags() != card.target_industries:
            self.industries.set_tags(card.target_industries)
        self.industries.set_known(self.workspace.ask(industries))
        self._show_playbooks(card.playbook)
        self.greetings.refresh()
        self.themes.choose(self.workspace.settings.theme)

    @override
    def start(self) -> None:
        self.facts.field("name").setFocus()

    def copy_chosen(self) -> None:
        """Make a playbook of the company's own out of the chosen one, and show where it lies."""
        key = self.playbooks.key()
        try:
            made = copy_playbook(self.workspace.playbooks.file(key), self._own_playbooks)
        except OSError:
            self.noted.emit(tr("没能写入流程文件夹，请检查磁盘和权限：{folder}", folder=self._own_playbooks))
            return
        self.reload_playbooks()
        self.noted.emit(tr("已复制为 {file}，用任何文本编辑器修改后按“重新读取”。", file=made.name))
        _open(self._own_playbooks)

    def reload_playbooks(self) -> None:
        """Read the playbook files again."""
        self.workspace.playbooks.reload()
        self.refresh()

    def back_up(self, target: Path) -> None:
        """Write a verified copy of the data file."""
        self.backup.setEnabled(False)
        job = self.workspace.back_up(target, self._on_backed_up)
        job.finished.connect(lambda: self.backup.setEnabled(True))

    # Inside

    @property
    def _own_playbooks(self) -> Path:
        return self.workspace.folder / "playbooks"

    def _show_playbooks(self, chosen: str) -> None:
        books = self.workspace.playbooks
        self.playbooks.set_playbooks(books.values(), books.find(chosen).key)
        problems = "\n".join(problem.sentence for problem in books.problems)
        self.problems.setText(problems)
        self.problems.setVisible(bool(problems))

    def _on_backed_up(self, target: Path) -> None:
        self.noted.emit(tr("已备份并校验：{file}", file=target))

    def _choose_backup(self) -> None:
        name = f"desktop-crm-{clock.today():%Y%m%d}.zip"
        kinds = tr("全部数据和附件 (*.zip);;只有数据 (*.db)")
        target, _ = QFileDialog.getSaveFileName(self, tr("备份到"), str(Path.home() / name), kinds)
        if target:
            self.back_up(Path(target))

    def _on_look(self) -> None:
        chosen = next(iter(self.themes.chosen()), "")
        if chosen:
            self.theme_chosen.emit(chosen)
        else:
            self.themes.choose(self.workspace.settings.theme)  # one of them is always on

    def _connect(self) -> None:
        self.letterhead.noted.connect(self.noted)
        self.templates.noted.connect(self.noted)
        self.industries.changed.connect(self._on_industries)
        self.playbooks.chosen.connect(self._on_playbook)
        self.themes.changed.connect(self._on_look)

    def _on_industries(self) -> None:
        self.workspace.attempt(edit_company, target_industries=list(self.industries.tags()))

    def _on_playbook(self, key: str) -> None:
        self.workspace.attempt(edit_company, playbook=key)

    def _arrange(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout()
        column.setSpacing(theme.px(theme.ROOMY))
        column.addWidget(_label(tr("设置"), "title"))
        for section in self._sections():
            column.addWidget(section)
        column.addStretch()
        inner = QWidget()
        inner.setMaximumWidth(theme.px(_WIDTH))
        inner.setLayout(column)
        row = QHBoxLayout(page)
        row.setContentsMargins(*[theme.px(theme.SNUG)] * 4)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _sections(self) -> tuple[QWidget, ...]:
        return (
            _card(self.letterhead),
            _card(self.templates),
            self._industries(),
            self._selling(),
            _card(self.greetings),
            self._reminders(),
            self._look(),
            self._data(),
        )

    def _industries(self) -> QWidget:
        section = Section(tr("目标行业"))
        section.add(_label(tr("筛选线索时，不在这些行业里的会提示。"), "muted"))
        section.add(self.industries)
        return _card(section)

    def _selling(self) -> QWidget:
        section = Section(tr("默认销售流程"))
        section.add(_label(tr("新线索按它走；已有商机不受影响，可以单独换流程。"), "muted"))
        section.add(self.playbooks)
        section.add(self.problems)
        section.column.addLayout(
            _buttons(
                button(tr("复制为我的流程"), self.copy_chosen, icon="copy"),
                button(tr("重新读取"), self.reload_playbooks, kind="quiet", icon="refresh"),
            )
        )
        return _card(section)

    def _reminders(self) -> QWidget:
        section = Section(tr("提醒"))
        section.add(_label(tr("只在这台电脑上有效。已经提醒过的不会再提醒。"), "muted"))
        section.add(self.reminding)
        return _card(section)

    def _look(self) -> QWidget:
        section = Section(tr("外观"))
        row = QHBoxLayout()
        row.addWidget(self.themes)
        row.addStretch()
        section.column.addLayout(row)
        return _card(section)

    def _data(self) -> QWidget:
        section = Section(tr("数据"))
        where = _label(str(self.workspace.folder), "")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        section.add(where)
        self.backup = button(tr("立即备份…"), self._choose_backup, icon="save")
        section.column.addLayout(
            _buttons(self.backup, button(tr("打开文件夹"), lambda: _open(self.workspace.folder), icon="folder"))
        )
        section.add(
            _label(tr("恢复：先关闭程序，再运行 desktop-crm restore 备份文件；现在的数据会另存一份。"), "muted")
        )
        return _card(section)


def _card(section: Section) -> QFrame:
    made = QFrame()
    made.setProperty("surface", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(*[theme.px(theme.ROOMY)] * 4)
    column.addWidget(section)
    return made


def _buttons(*made: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(theme.SNUG))
    for each in made:
        row.addWidget(each)
    row.addStretch()
    return row


def _label(text: str, role: str) -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
