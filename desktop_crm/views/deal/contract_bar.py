"""The head of a contract: how it stands, what is still to be done before it is sent, and the next steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_crm.models import VersionStatus
from desktop_crm.queries.contract_comparison import Match
from desktop_crm.queries.contracts import ContractSheet
from desktop_crm.queries.versions import Version
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button

_NAMED = 4


@dataclass(frozen=True, slots=True)
class ContractActions:
    """What can be done with the contract as a whole."""

    send: Callable[[], object]
    review: Callable[[], object]
    sign: Callable[[], object]
    follow: Callable[[], object]  # compare with the latest memo


class ContractBar(QFrame):
    """Shows the state of the contract, what is open, and how it stands against the memo."""

    def __init__(self, actions: ContractActions) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._name = QLabel(tr("合同"))
        self._name.setProperty("role", "strong")
        self.badge = Badge(Mark("", "muted"))
        self.sentence = _line("muted")
        self.open = _line("soon")
        self.memo = _line("muted")
        self.fault = _line("late")
        self.send = button(tr("记录发送"), actions.send, kind="primary")
        self.review = button(tr("去评审"), actions.review)
        self.sign = button(tr("去签署"), actions.sign)
        self.follow = button("", actions.follow, kind="quiet", icon="refresh")
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        for part in (self._name, self.badge):
            head.addWidget(part)
        head.addStretch()
        for part in (self.review, self.send, self.sign):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.memo, 1)
        foot.addWidget(self.follow, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        for part in (self.sentence, self.open):
            column.addWidget(part)
        column.addLayout(foot)
        column.addWidget(self.fault)

    def show_sheet(self, sheet: ContractSheet) -> None:
        """Show how the contract stands."""
        shown = sheet.state.shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        signed = shown.status == VersionStatus.CONFIRMED
        self.badge.set_mark(_mark(shown))
        _say(self.sentence, _sentence(shown))
        _say(self.open, "" if signed else "\n".join(_open(sheet)))
        _say(self.memo, _against_memo(sheet))
        _say(self.fault, "" if signed else sheet.fault)
        newer = sheet.memo.newer if sheet.memo else None
        self.follow.setVisible(newer is not None and not signed)
        self.follow.setText(tr("改与 v{version} 比对", version=newer))
        self.send.setText(tr("重新发送") if shown.stale else tr("记录发送"))
        self.send.setVisible(shown.status == VersionStatus.DRAFT)
        self.review.setVisible(not signed)
        self.sign.setText(tr("签署与归档") if signed else tr("去签署"))


def _line(tone: str) -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role" if tone == "muted" else "tone", tone)
    return made


def _say(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))


def _mark(shown: Version) -> Mark:
    if shown.stale:
        return Mark(tr("需重新发送"), "soon", "refresh")
    tones: dict[str, tuple[theme.Tone, str]] = {
        "draft": ("muted", "edit"), "sent": ("soon", "waiting"), "confirmed": ("good", "frozen"),
    }  # fmt: skip
    return Mark(labels.SIGNED_STATUS[shown.status], *tones[shown.status])


def _sentence(shown: Version) -> str:
    if shown.status == VersionStatus.CONFIRMED:
        return tr("{day} 双方签署，内容已冻结；要改请另签变更。", day=shown.confirmed_on)
    if shown.stale:
        return tr("{day} 发出后又有修改，需要重新发送，才能签署。", day=shown.sent_on)
    if shown.status == VersionStatus.SENT:
        return tr("{day} 已发出，等双方签署。", day=shown.sent_on)
    return ""


def _open(sheet: ContractSheet) -> list[str]:
    """Return what is still to be done before the contract goes out."""
    found = (
        (tr("还没有写完：{names}"), sheet.unwritten),
        (tr("与纪要不同、还没有写原因：{names}"), sheet.unexplained),
        (tr("还没有核对的风险：{names}"), sheet.open_risks),
    )
    return [tr(text, names=_names(names)) for text, names in found if names]


def _against_memo(sheet: ContractSheet) -> str:
    if sheet.memo is None:
        return tr("没有谈判纪要可以比对，条款来自标准文本。")
    counts = {match: sum(clause.match == match for clause in sheet.clauses) for match in Match}
    parts = [
        tr("一致 {count}", count=counts[Match.SAME]),
        tr("不同 {count}", count=counts[Match.CHANGED]),
        tr("新增 {count}", count=counts[Match.NEW]),
        tr("未写 {count}", count=len(sheet.left_out)),
    ]
    confirmed = tr("已确认") if sheet.memo.confirmed else tr("未确认")
    said = tr("与谈判纪要 v{version}（{state}）比对：", version=sheet.memo.version, state=confirmed) + " · ".join(parts)
    if sheet.memo.open_points:
        said += tr("；纪要未决：{names}", names=_names(sheet.memo.open_points))
    return said


def _names(names: Sequence[str]) -> str:
    listed = "、".join(names[:_NAMED])
    return listed + (tr("等 {count} 项", count=len(names)) if len(names) > _NAMED else "")
