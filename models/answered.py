"""Forms that were answered already: the same form sent twice is done once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, now


class Answered(Base):
    """The key of a form, the command it ran, and the row that came of it. Kept for seven days."""

    __tablename__ = "answered"
    __table_args__ = (Index(None, "at"),)
    audited = False

    key: Mapped[str] = mapped_column(String(64), unique=True)
    command: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    outcome_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)
