"""A message to a department: to paste into WeChat or to open as an e-mail draft, and since when they know."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.queries.contract_notices import ContractNotice
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button

_LONGEST_LINK = 1_900  # characters; Windows hands no longer mailto: on
_MOST_LINES = 18


class TellCard(QFrame):
    """Copying the message or opening it as a draft counts as telling; `told` says so, `untold` takes it back."""

    told = Signal()
    untold = Signal()
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._notice: ContractNotice | None = None
        self._name = QLabel()
        self._name.setProperty("role", "strong")
        self.badge = Badge(Mark("", "muted"))
        self.copy_button = button(tr("复制"), self.copy, icon="copy")
        self.mail_button = button(tr("写邮件"), self.write_mail, icon="mail")
        self.back_button = button(tr("还没有通知"), self.untold.emit, kind="quiet")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        for part in (self._name, self.badge):
            head.addWidget(part)
        head.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.back_button)
        foot.addStretch()
        for part in (self.copy_button, self.mail_button):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self.text)
        column.addLayout(foot)

    def show_notice(self, notice: ContractNotice, told_on: date | None) -> None:
        """Show the message and since when they know."""
        self._notice = notice
        self._name.setText(tr("通知{name}", name=notice.name))
        day = told_on.isoformat() if told_on else ""
        self.badge.set_mark(
            Mark(tr("{day} 已通知", day=day), "good", "good") if told_on else Mark(tr("未通知"), "soon", "soon")
        )
        self.back_button.setVisible(told_on is not None)
        self.text.setAccessibleName(tr("给{name}的通知", name=notice.name))
        if self.text.toPlainText() != notice.message.text:
            self.text.setPlainText(notice.message.text)
            lines = min(_MOST_LINES, notice.message.text.count("\n") + 2)
            self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * lines + theme.px(theme.WIDE))

    def start(self) -> None:
        """Put the keyboard on 复制."""
        self.copy_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put the message on the clipboard, to be pasted into WeChat."""
        if self._notice is not None:
            QGuiApplication.clipboard().setText(self._notice.message.text)
            self.told.emit()
            self.noted.emit(tr("已复制给{name}的通知，并记为已通知。", name=self._notice.name))

    def write_mail(self) -> None:
        """Open the message as a draft of the mail program; what is too long for that is copied instead."""
        if self._notice is None:
            return
        link = self._notice.message.mailto
        if len(link) > _LONGEST_LINK:
            head, _, _ = link.partition("&body=")
            self.copy()
            QDesktopServices.openUrl(QUrl(head, QUrl.ParsingMode.StrictMode))
            self.noted.emit(tr("内容较长，已复制，请粘贴到邮件正文。"))
        elif QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
            self.told.emit()
        else:
            self.copy()
            self.noted.emit(tr("没有找到邮件程序，通知已复制，可粘贴到邮件里。"))
