"""The company's paper: logo, facts, colour and seal space, with a page that shows them as they are now."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.documents.letterhead import letterhead_sample
from desktop_crm.operations.company import edit_company
from desktop_crm.operations.logo import remove_logo, set_logo
from desktop_crm.queries.company import CompanyCard
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.preview.pages import PdfPages
from desktop_crm.views.reading import Reading
from desktop_crm.views.settings.color_row import ColorRow
from desktop_crm.views.settings.logo_box import LogoBox
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.line_check_box import LineCheckBox
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_SAMPLE = QSize(272, 385)


class Letterhead(Section):
    """Everything takes effect at once and can be undone; the page at the right follows."""

    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("公司信息与信头"), parent=parent)
        self._workspace = workspace
        self._reading = Reading(workspace, self)
        self._shown: CompanyCard | None = None
        self.facts = FactGrid()
        self.logo = LogoBox()
        self.no_logo = button(tr("移除徽标"), lambda: workspace.attempt(remove_logo), kind="quiet")
        self.color = ColorRow()
        self.seal_space = LineCheckBox(tr("签字处留出盖章的位置"))
        self.sample = QLabel()
        self.sample.setFixedSize(_SAMPLE * theme.px(1))
        self.sample.setAccessibleName(tr("文件样张"))
        self.sample.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._arrange()
        self.facts.edited.connect(self._on_fact)
        self.logo.chosen.connect(self._on_logo)
        self.logo.refused.connect(self.noted)
        self.color.chosen.connect(self._on_color)
        self.seal_space.clicked.connect(self._on_seal_space)

    def show_company(self, card: CompanyCard) -> None:
        """Show the company's settings and, when they are other ones, a new sample."""
        self.facts.set_facts(_facts(card))
        self.logo.show_logo(self._workspace.folder / card.logo if card.logo else None)
        self.no_logo.setVisible(bool(card.logo))
        self.color.show_color(card.color)
        self.seal_space.setChecked(card.seal_space)
        if card != self._shown:
            self._shown = card
            scale = _SAMPLE.width() * theme.px(1) * self.devicePixelRatioF() / 595
            self._reading.ask(lambda session: PdfPages(letterhead_sample(session)).image(0, scale), self._show_sample)

    # Inside

    def _show_sample(self, image: QImage) -> None:
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        self.sample.setPixmap(picture)

    def _on_logo(self, png: bytes) -> None:
        self._workspace.attempt(set_logo, png=png)

    def _on_color(self, color: str) -> None:
        self._workspace.attempt(edit_company, color=color)

    def _on_seal_space(self) -> None:
        self._workspace.attempt(edit_company, seal_space=self.seal_space.isChecked())

    def _on_fact(self, key: str, value: object) -> None:
        if key == "name" and not str(value or "").strip():
            self.noted.emit(tr("公司名称不能为空。"))
            if self._shown is not None:
                self.facts.set_facts(_facts(self._shown))
            return
        self._workspace.attempt(edit_company, **{key: value or ""})

    def _arrange(self) -> None:
        hint = QLabel(tr("印在文件的信头、页脚和签章处。点一下就能改，离开即保存，可以撤销。"), wordWrap=True)
        hint.setProperty("role", "muted")
        place = QWidget()
        place.setFixedHeight(self.logo.sizeHint().height())  # a long page would squeeze the picture
        logo = QHBoxLayout(place)
        logo.setContentsMargins(0, 0, 0, 0)
        for made in (self.logo, self.no_logo):
            logo.addWidget(made)
        logo.addStretch()
        left = QVBoxLayout()
        left.setSpacing(theme.px(theme.SNUG))
        for part in (place, self.facts, self.color, self.seal_space):
            left.addWidget(part)
        left.addStretch()
        frame = QFrame()
        frame.setProperty("surface", "card")
        held = QVBoxLayout(frame)
        held.setContentsMargins(1, 1, 1, 1)
        held.addWidget(self.sample)
        both = QHBoxLayout()
        both.setSpacing(theme.px(theme.GAP))
        both.addLayout(left, 1)
        both.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
        self.add(hint)
        self.column.addLayout(both)


def _facts(card: CompanyCard) -> list[Fact]:
    return [
        Fact("name", tr("公司名称"), card.name),
        Fact("address", tr("地址"), card.address),
        Fact("phone", tr("电话"), card.phone),
        Fact("email", tr("邮箱"), card.email),
        Fact("website", tr("网站"), card.website),
        Fact("legal_person", tr("法定代表人"), card.legal_person),
        Fact("tax_number", tr("税号"), card.tax_number),
        Fact("bank_account", tr("开户行及账号"), card.bank_account),
        Fact("footer", tr("页脚"), card.footer),
    ]
