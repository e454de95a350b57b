"""What a subgroup was asked, question by question, what it reported, and what it leaves behind."""

from datetime import date
from typing import Optional

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned, within
from models.meeting import Meeting
from models.workgroup import Workgroup


class MandateQuestion(Versioned, Base):
    """One question of a mandate. It is answered when the meeting that heard the last report asks no more."""

    __tablename__ = "mandate_question"
    __table_args__ = (UniqueConstraint("workgroup_id", "id"), UniqueConstraint("workgroup_id", "position"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)

    workgroup: Mapped[Workgroup] = relationship()
    reports: Mapped[list["MandateReport"]] = relationship(
        back_populates="question", foreign_keys="MandateReport.question_id", order_by="MandateReport.id"
    )

    @property
    def last_report(self) -> Optional["MandateReport"]:
        return self.reports[-1] if self.reports else None

    @property
    def answered(self) -> bool:
        return self.last_report is not None and not self.last_report.asks_more

    def __str__(self) -> str:
        return self.text


class MandateReport(Base):
    """What the subgroup found on a question, in which meeting that was heard, and whether it asked for more."""

    __tablename__ = "mandate_report"
    __table_args__ = (within("mandate_question", "question_id"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    question_id: Mapped[int] = mapped_column(index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    """Of the subgroup itself or of the group above it; empty when it reported outside a meeting."""
    reported_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    asks_more: Mapped[bool] = mapped_column(default=False)

    question: Mapped[MandateQuestion] = relationship(back_populates="reports", foreign_keys=[question_id])
    meeting: Mapped[Meeting | None] = relationship()


class Deliverable(Base):
    """What a workgroup leaves behind: a report, a sheet, a method."""

    __tablename__ = "deliverable"

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    link: Mapped[str | None] = mapped_column(String(500))

    workgroup: Mapped[Workgroup] = relationship()
