"""The two ways the program says "not now": a rule refuses, or the environment fails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way out of a refusal: what to press (`text`) and where it leads (`target`, read by the view).

    `target` is a place in the deal pane such as `overview.grade`, `requirement`, `chain`, or a word an
    operation understands such as `override`. `because` says what is missing, where there are several things.
    """

    text: str
    target: str = ""
    because: str = ""


class Refused(Exception):  # noqa: N818 - it is no error: the answer is "not now, because"
    """A rule says no: `reason` is one sentence for the user, `remedies` are the ways out. Nothing was changed."""

    def __init__(self, reason: str, *remedies: Remedy) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedies = remedies


class Unavailable(Exception):  # noqa: N818 - named for what the user meets
    """The environment fails (disk, file, lock): `reason` is one plain sentence. Nothing was lost; a retry may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
