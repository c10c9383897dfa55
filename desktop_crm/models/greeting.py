"""The company's own words for greetings and care (D5)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, words


class Greeting(Row):
    """The text for one occasion (a festival, an anniversary, a survey …); the id derives from the occasion."""

    __tablename__ = "greeting"

    occasion: Mapped[str] = words()
    text: Mapped[str] = words()
