"""What the papers of a deal share: how a version stands, what a clause settles."""

from __future__ import annotations

from enum import StrEnum


class VersionStatus(StrEnum):
    """How far a versioned paper has come; a confirmed version is frozen."""

    DRAFT = "draft"
    SENT = "sent"
    CONFIRMED = "confirmed"


class ClauseKind(StrEnum):
    """What a clause of a memo, a letter or a contract settles."""

    PRICE = "price"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    ACCEPTANCE = "acceptance"
    SERVICE = "service"
    LIABILITY = "liability"
    OTHER = "other"
