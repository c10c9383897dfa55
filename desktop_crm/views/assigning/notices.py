"""After the giving: each member's message, to paste into WeChat or to open as an e-mail draft."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.queries.assignment_notices import Notice, assignment_notices
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace

_LONGEST_LINK = 1_900  # characters; Windows hands no longer mailto: on


class Notices(QWidget):
    """One message for each member who was given leads; 复制 and 写邮件 beside it."""

    closed = Signal()
    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.parts: list[NoticeCard] = []
        self.said = QLabel(wordWrap=True)
        self.said.setProperty("role", "strong")
        self.close_button = button(tr("完成"), self.closed.emit)
        self._page = QWidget()
        self._page.setObjectName("page")
        self._list = QVBoxLayout(self._page)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(theme.GAP))
        self._list.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._page)
        head = QHBoxLayout()
        head.addWidget(self.said, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.GAP))
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def show_given(self, deal_ids: Sequence[str]) -> None:
        """Show what to tell whom about these leads."""
        for old in self.parts:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.parts = [NoticeCard(notice) for notice in self.workspace.ask(assignment_notices, deal_ids)]
        for place, part in enumerate(self.parts):
            part.noted.connect(self.noted)
            self._list.insertWidget(place, part)
        self.said.setText(tr("已分配 {count} 条，通知他们：", count=f"{len(deal_ids):,}"))

    def start(self) -> None:
        """Put the keyboard on the first 复制."""
        if self.parts:
            self.parts[0].copy_button.setFocus()


class NoticeCard(QFrame):
    """The message to one member."""

    noted = Signal(str)

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("surface", "card")
        who = QLabel(notice.member)
        who.setProperty("role", "strong")
        count = Badge(Mark(tr("{count} 条", count=len(notice.deal_ids)), "muted"))
        self.copy_button: QPushButton = button(tr("复制"), self.copy, icon="copy")
        self.mail_button: QPushButton = button(tr("写邮件"), self.write_mail, icon="mail")
        self.text = QPlainTextEdit(notice.message.text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("给{name}的通知", name=notice.member))
        lines = min(14, notice.message.text.count("\n") + 2)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * lines + theme.px(theme.ROOMY))
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        for part in (who, count):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self.copy_button)
        head.addWidget(self.mail_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self.text)

    def copy(self) -> None:
        """Put the message on the clipboard, to be pasted into WeChat."""
        QGuiApplication.clipboard().setText(self.notice.message.text)
        self.noted.emit(tr("已复制给{name}的通知，可粘贴到微信。", name=self.notice.member))

    def write_mail(self) -> None:
        """Open the message as a draft of the mail program; what is too long for that is copied instead."""
        link = self.notice.message.mailto
        if len(link) <= _LONGEST_LINK:
            if not QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
                self.copy()
                self.noted.emit(tr("没有找到邮件程序，通知已复制，可粘贴到邮件里。"))
            return
        head, _, _ = link.partition("&body=")
        self.copy()
        QDesktopServices.openUrl(QUrl(head, QUrl.ParsingMode.StrictMode))
        self.noted.emit(tr("内容较长，已复制，请粘贴到邮件正文。"))
