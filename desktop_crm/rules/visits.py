"""What a visit after acceptance tells, as one text for the follow-up record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_crm.system.translations import tr

BEST: Final = 5
SATISFACTION: Final[dict[int, str]] = {
    1: tr("很不满意"),
    2: tr("不满意"),
    3: tr("一般"),
    4: tr("满意"),
    5: tr("很满意"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the customer said in a visit; what was not talked about is empty."""

    satisfaction: int | None = None
    usage: str = ""
    complaint: str = ""
    training: str = ""
    second_need: str = ""
    referral: str = ""

    @property
    def text(self) -> str:
        """Return all of it in a line for each thing, "" when nothing was told."""
        said = (
            (tr("满意度"), satisfaction_text(self.satisfaction)),
            (tr("使用情况"), self.usage),
            (tr("投诉"), self.complaint),
            (tr("培训"), self.training),
            (tr("新需求"), self.second_need),
            (tr("转介绍"), self.referral),
        )
        return "\n".join(tr("{what}：{text}", what=what, text=text.strip()) for what, text in said if text.strip())


def satisfaction_text(mark: int | None) -> str:
    """Return a mark in words: 满意（4/5）; "" when nobody asked."""
    if mark is None:
        return ""
    return tr("{word}（{mark}/{best}）", word=SATISFACTION.get(mark, ""), mark=mark, best=BEST)
