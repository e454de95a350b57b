"""An action (afspraak): what was agreed in a meeting, who does it, by when, and what came of it."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agenda import AgendaItem
from models.audience import Audience
from models.base import Base, Versioned, set_of, within
from models.organisation import Organisation
from models.person import Person
from models.series import Series
from models.workgroup import Workgroup

if TYPE_CHECKING:
    from models.meeting import Meeting


class ActionKind(StrEnum):
    """A call is a question to the cities, kept until it is made as a round."""

    ACTION = "action"
    CALL = "call"


class ActionState(StrEnum):
    """Open until somebody says what came of it."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    HANDED_OVER = "handed_over"


class Action(Versioned, Base):
    """Due on a day, at a meeting, or at the next meeting of a series that is not planned yet: one of them.

    Only an action out of the recorded history may have no deadline: its sources name none.
    """

    __tablename__ = "action"
    HANGS_ON = ("item",)
    __table_args__ = (
        within("meeting", "meeting_id"),
        UniqueConstraint("workgroup_id", "id"),
        CheckConstraint(
            f"({set_of('due_on', 'due_meeting_id', 'due_next_id')}) = 1 OR (recorded AND "
            f"({set_of('due_on', 'due_meeting_id', 'due_next_id')}) = 0)",
            name="one_deadline",
        ),
        CheckConstraint("state = 'open' OR result <> ''", name="ended_with_a_result"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    meeting_id: Mapped[int] = mapped_column(index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    kind: Mapped[ActionKind] = mapped_column(default=ActionKind.ACTION)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    for_all: Mapped[bool] = mapped_column(default=False)
    """Asked of all voting members together."""
    due_on: Mapped[date | None]
    due_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    due_next_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    result: Mapped[str] = mapped_column(Text, default="")
    evaluated_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    recorded: Mapped[bool] = mapped_column(default=False)
    source_state: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)

    workgroup: Mapped[Workgroup] = relationship()
    meeting: Mapped["Meeting"] = relationship(primaryjoin="foreign(Action.meeting_id) == Meeting.id")
    item: Mapped[AgendaItem | None] = relationship(foreign_keys=[item_id])
    owner: Mapped[Person | None] = relationship()
    owners: Mapped[list["ActionOwner"]] = relationship(back_populates="action", order_by="ActionOwner.id")
    due_meeting: Mapped["Meeting | None"] = relationship(foreign_keys=[due_meeting_id])
    due_next: Mapped[Series | None] = relationship()
    evaluated_in: Mapped["Meeting | None"] = relationship(foreign_keys=[evaluated_in_id])

    def __str__(self) -> str:
        return self.text


class ActionOwner(Base):
    """An organisation that took an action on itself; several may share one."""

    __tablename__ = "action_owner"
    __table_args__ = (within("action", "action_id"), UniqueConstraint("action_id", "organisation_id"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    action_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    action: Mapped[Action] = relationship(
        primaryjoin="foreign(ActionOwner.action_id) == Action.id", back_populates="owners"
    )
    organisation: Mapped[Organisation] = relationship()
