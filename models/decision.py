"""A decision: a record of its own, with a number that stays, apart from the meeting that took it."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agenda import AgendaItem
from models.audience import Audience
from models.base import UNTRACED, Base, Versioned, within
from models.workgroup import Workgroup

if TYPE_CHECKING:
    from models.meeting import Meeting
    from models.round import Round


class DecisionState(StrEnum):
    """A draft gets its number when the meeting closes; from then on it is in force until something ends it."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    REPLACED = "replaced"
    REPEALED = "repealed"
    WITHDRAWN = "withdrawn"


class Decision(Versioned, Base):
    """`number` is OBMI-2020-14: gapless per workgroup and year of the meeting."""

    __tablename__ = "decision"
    HANGS_ON = ("item", "round")
    __table_args__ = (
        within("meeting", "meeting_id"),
        within("agenda_item", "item_id"),
        UniqueConstraint("workgroup_id", "year", "nth"),
        UniqueConstraint("workgroup_id", "number"),
        Index("uq_decision_round_id", "round_id", unique=True),
        CheckConstraint("(number IS NULL) = (state IN ('draft', 'withdrawn'))", name="number_when_taken"),
        CheckConstraint("meeting_id IS NOT NULL OR round_id IS NOT NULL", name="taken_somewhere"),
        CheckConstraint("supersedes_id IS NULL OR supersedes_id <> id", name="not_after_itself"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    meeting_id: Mapped[int | None] = mapped_column(index=True)
    """Empty when it was taken in writing, between meetings."""
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    """The vote that took it."""
    item_id: Mapped[int | None]
    year: Mapped[int | None]
    nth: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.DRAFT)
    text: Mapped[str] = mapped_column(Text)
    rationale: Mapped[str] = mapped_column(Text, default="")
    rationale_html: Mapped[str] = mapped_column(Text, default="", info=UNTRACED)
    rationale_sanitiser: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    way: Mapped[str] = mapped_column(String(40), default="consensus")
    """How it was taken; `recorded` when the sources do not say."""
    in_force_from: Mapped[date | None]
    review_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)

    workgroup: Mapped[Workgroup] = relationship()
    meeting: Mapped["Meeting | None"] = relationship(primaryjoin="foreign(Decision.meeting_id) == Meeting.id")
    item: Mapped[AgendaItem | None] = relationship(primaryjoin="foreign(Decision.item_id) == AgendaItem.id")
    round: Mapped["Round | None"] = relationship()
    supersedes: Mapped[Optional["Decision"]] = relationship(remote_side="Decision.id")

    def __str__(self) -> str:
        return f"{self.number}: {self.text}" if self.number else self.text
