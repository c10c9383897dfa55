"""The first impression: three questions on one page, or a look at the sample company."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.company import set_up_company
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.playbook_list import PlaybookList
from desktop_crm.workspace import Workspace

_PROMISES = (
    ("board", tr("每个商机走到哪一步、卡在哪里，一眼看清")),
    ("soon", tr("今天该联系谁，打开就知道")),
    ("documents", tr("需求确认、谈判纪要、验收单，一键成 PDF")),
    ("shield", tr("不联网也能用，数据只在这台电脑上")),
)
_FORM_WIDTH = 520


class FirstRun(QWidget):
    """Asks for company, name and playbook; Enter goes on. Says `finished_setup` once the company exists."""

    finished_setup = Signal()
    sample_requested = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWindowTitle("Desktop CRM")
        self.company = _answer(tr("例如：苏州云帆智造科技有限公司"))
        self.name = _answer(tr("例如：陈思远"))
        self.playbooks = PlaybookList()
        self.playbooks.set_playbooks(workspace.playbooks.values(), workspace.playbooks.default.key)
        self.problem = QLabel()
        self.problem.setProperty("tone", "late")
        self.problem.hide()
        self.begin = button(tr("开始使用"), self.finish, kind="primary")
        self.sample = button(tr("先看看示例公司"), self.sample_requested.emit, kind="quiet", icon="right")
        self.sample.setToolTip(tr("载入一家虚构公司的 60 多个商机，到处点点看；按一次撤销就能全部收回。"))
        self._arrange()
        for field in (self.company, self.name, *map(self.playbooks.radio, workspace.playbooks)):
            field.installEventFilter(self)
        self.resize(theme.px(1080), theme.px(720))
        self.company.setFocus()

    def finish(self) -> None:
        """Set the company up; when an answer is missing, say so and put the cursor there."""
        company, name = self.company.text().strip(), self.name.text().strip()
        if not company or not name:
            self._ask_for(self.name if company else self.company)
            return
        try:
            self.workspace.settings.me = self.workspace.do(
                set_up_company, name=company, my_name=name, playbook=self.playbooks.key()
            )
            self.workspace.save_settings()
        except (Refused, Unavailable) as trouble:
            self.say(trouble.reason)
        else:
            self.finished_setup.emit()

    def say(self, problem: str) -> None:
        """Say on the page what is in the way; the answers stay."""
        self.problem.setText(problem)
        self.problem.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._go_on(watched)
            return True
        return super().eventFilter(watched, event)

    def _go_on(self, here: QObject) -> None:
        """Go from an answer to the next question; from the last one, begin."""
        if here is self.company and self.company.text().strip():
            self.name.setFocus()
        elif here is self.name and self.name.text().strip():
            self.playbooks.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finish()

    def _ask_for(self, field: QLineEdit) -> None:
        self.say(tr("请填写公司名称。") if field is self.company else tr("请填写您的姓名。"))
        field.setFocus()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_Welcome(), 2)
        row.addWidget(self._right(), 3)

    def _right(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        form = QWidget()
        form.setMaximumWidth(theme.px(_FORM_WIDTH))
        form.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fill(QVBoxLayout(form))
        around = QHBoxLayout(page)
        around.setContentsMargins(*[theme.px(theme.WIDE)] * 4)
        around.addStretch(1)
        around.addWidget(form, 20)
        around.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _fill(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addStretch(1)
        column.addWidget(_label(tr("回答三个问题就能开始"), "title"))
        column.addSpacing(theme.px(theme.SNUG))
        questions = (
            (tr("1  公司叫什么？"), self.company),
            (tr("2  您怎么称呼？"), self.name),
            (tr("3  按哪种流程跟进商机？"), self.playbooks),
        )
        for text, field in questions:
            label = _label(text, "strong")
            label.setBuddy(field)
            field.setAccessibleName(text)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(theme.px(theme.SNUG))
        column.addWidget(_label(tr("以后随时能在设置里改，也能把流程复制成自己的。"), "muted"))
        column.addWidget(self.problem)
        column.addSpacing(theme.px(theme.TIGHT))
        self.begin.setMinimumHeight(theme.px(36))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(theme.GAP))
        buttons.addWidget(self.begin, 1)
        buttons.addWidget(self.sample)
        column.addLayout(buttons)
        column.addStretch(1)


class _Welcome(QFrame):
    """What the program promises, over a small picture of a board."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "plain")
        self._icons: list[tuple[QLabel, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(theme.WIDE + theme.SNUG)] * 4)
        column.setSpacing(theme.px(theme.GAP))
        column.addStretch(2)
        column.addWidget(_Picture())
        column.addSpacing(theme.px(theme.WIDE))
        column.addWidget(_label("Desktop CRM", "figure"))
        column.addWidget(_label(tr("给跑客户的人用的销售工具"), "strong"))
        column.addSpacing(theme.px(theme.SNUG))
        for name, text in _PROMISES:
            column.addLayout(self._promise(name, text))
        column.addStretch(3)
        self._paint_icons()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icons()
        super().changeEvent(event)

    def _paint_icons(self) -> None:
        for label, name in self._icons:
            label.setPixmap(icons.pixmap(name, 18, "accent"))

    def _promise(self, name: str, text: str) -> QHBoxLayout:
        icon = QLabel()
        self._icons.append((icon, name))
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.GAP))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_label(text), 1)
        return row


class _Picture(QWidget):
    """A board in miniature: three columns, and one card on its way to the next."""

    _COLUMNS = (3, 2, 1)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(168))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = theme.current()
        gap = theme.px(theme.GAP)
        width = min((self.width() - 2 * gap) / 3, theme.px(112))
        for place, cards in enumerate(self._COLUMNS):
            left = place * (width + gap)
            painter.setBrush(QColor(colours.background))
            painter.drawRoundedRect(QRectF(left, 0, width, self.height()), 6, 6)
            for card in range(cards):
                self._card(painter, QRectF(left + gap / 2, gap / 2 + card * theme.px(50), width - gap, theme.px(42)))
        left = 1.55 * (width + gap)
        self._card(painter, QRectF(left, theme.px(84), width - gap, theme.px(42)), moving=True)

    def _card(self, painter: QPainter, place: QRectF, *, moving: bool = False) -> None:
        colours = theme.current()
        painter.setBrush(QColor(colours.accent if moving else colours.surface))
        painter.setPen(Qt.PenStyle.NoPen if moving else QPen(QColor(colours.border)))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        for line, part in enumerate((0.7, 0.45)):
            painter.setBrush(QColor(colours.on_accent if moving else colours.border))
            painter.setOpacity(0.85 if moving else 1)
            corner = place.topLeft() + QPointF(theme.px(8), theme.px(11 + 13 * line))
            painter.drawRoundedRect(
                QRectF(corner, QPointF(place.left() + place.width() * part, corner.y() + theme.px(6))), 3, 3
            )
        painter.setOpacity(1)


def _label(text: str, role: str = "") -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def _answer(example: str) -> QLineEdit:
    made = QLineEdit(placeholderText=example)
    made.setMinimumHeight(theme.px(32))
    return made
