"""The outbox: mail that leaves after the commit of the change that asked for it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SECRET, UNTRACED, Base, now
from models.person import Person


class MessageState(StrEnum):
    """`waiting → sent`, or `failed` after the last try; `withheld` says why in `reason_withheld`."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


class Message(Base):
    """A letter to one person. `letter` holds words, not sentences: it is said in her language when it leaves."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_when_sent"),
        CheckConstraint("(state = 'withheld') = (reason_withheld IS NOT NULL)", name="withheld_with_its_reason"),
        Index(None, "state", "next_try_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    workgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    letter: Mapped[dict[str, Any]] = mapped_column(info=SECRET)
    calendar: Mapped[dict[str, Any] | None] = mapped_column(info=UNTRACED)
    """The calendar entry that goes with the letter: method, uid, sequence, what, when and where."""
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """The left half of the Message-ID, the same on every try."""
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    reason_withheld: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
    tries: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    next_try_at: Mapped[datetime] = mapped_column(default=now, info=UNTRACED)
    last_error: Mapped[str | None] = mapped_column(Text, info=UNTRACED)
    sent_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
