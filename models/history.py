"""The story of a piece of work: one row for every step someone took in a procedure."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, now, set_of
from models.organisation import Organisation
from models.person import Person

SUBJECTS = ("of_workgroup_id", "of_meeting_id", "of_minutes_id", "of_round_id", "of_dossier_id")


class StepTaken(Base):
    """Who took which step, when, and why. One key per kind of subject, exactly one of them set."""

    __tablename__ = "step_taken"
    __table_args__ = (CheckConstraint(f"{set_of(*SUBJECTS)} = 1", name="one_subject"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"), index=True)
    of_workgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"), index=True)
    of_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    of_minutes_id: Mapped[int | None] = mapped_column(ForeignKey("minutes.id"), index=True)
    of_round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    of_dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    """The meeting in which it was taken, where that is known."""
    step: Mapped[str] = mapped_column(String(60))
    came_from: Mapped[str] = mapped_column(String(40))
    went_to: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
