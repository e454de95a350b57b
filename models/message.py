"""The outbox: mail that leaves after the commit of the change that asked for it, at once or in a daily overview."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SECRET, UNTRACED, Base, now
from models.meeting import Meeting
from models.person import Person
from models.round import Round
from models.workgroup import Workgroup


class MessageState(StrEnum):
    """`waiting → sent`, or `failed` after the last try; `withheld` says why in `withheld_because`."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


class Reason(StrEnum):
    """Why somebody gets a letter, the most pressing first. Who wants what how is chosen by these."""

    ACCOUNT = "account"
    ASKED = "asked"
    MEETING = "meeting"
    YOURS = "yours"
    NEWS = "news"


class Delivery(StrEnum):
    """When a letter goes: by itself, together with others in the morning, or not at all."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class Withheld(StrEnum):
    """Why a letter was not sent. The words are in workflows/delivery.py."""

    NO_ACCESS = "no_access"
    NO_SEAT = "no_seat"
    UNSEEN = "unseen"
    OWN_DOING = "own_doing"
    NEVER = "never"
    MUTED = "muted"
    PAUSED = "paused"
    AWAY = "away"
    ANSWERED = "answered"
    OVER = "over"


class Message(Base):
    """A letter to one person. `letter` holds words, not sentences: it is said in her language when it leaves.

    Several letters that go in one mail point at the first of them with `with_id`.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_when_sent"),
        CheckConstraint("(state = 'withheld') = (withheld_because IS NOT NULL)", name="withheld_with_its_reason"),
        CheckConstraint("delivery <> 'never' OR state = 'withheld'", name="never_is_withheld"),
        CheckConstraint("round_id IS NULL OR meeting_id IS NULL", name="about_one_thing"),
        Index(None, "state", "next_try_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    workgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whose doing it tells of; None where the clock did it."""
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[Reason] = mapped_column(default=Reason.ACCOUNT)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.AT_ONCE)
    letter: Mapped[dict[str, Any]] = mapped_column(info=SECRET)
    calendar: Mapped[dict[str, Any] | None] = mapped_column(info=UNTRACED)
    """The calendar entry that goes with the letter: method, uid, sequence, what, when and where."""
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """The left half of the Message-ID, the same on every try."""
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    withheld_because: Mapped[Withheld | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    tries: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    next_try_at: Mapped[datetime] = mapped_column(default=now, info=UNTRACED)
    last_error: Mapped[str | None] = mapped_column(Text, info=UNTRACED)
    sent_at: Mapped[datetime | None]
    with_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True, info=UNTRACED)
    bounced_at: Mapped[datetime | None]
    """When the mail server of the reader said that it did not arrive after all."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    workgroup: Mapped[Workgroup | None] = relationship()
    round: Mapped[Round | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    together: Mapped[Optional["Message"]] = relationship(remote_side="Message.id")

    @property
    def about(self) -> Round | Meeting | None:
        """What it is about, when it is about something that can be muted."""
        return self.round or self.meeting
