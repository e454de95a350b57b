"""A seat: the place of one person in one workgroup, with a role, from a day until a day."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned
from models.workgroup import Workgroup

if TYPE_CHECKING:
    from models.person import Person


class SeatRole(StrEnum):
    """What a person does in a workgroup. The coordinator is the secretary too."""

    COORDINATOR = "coordinator"
    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    EXPERT = "expert"
    DPO = "dpo"
    VENDOR_CONTACT = "vendor_contact"
    READER = "reader"


class Seat(Versioned, Base):
    """Several people may hold one organisation's seat; a deputy is visible as such."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_starts"),
        Index(
            "uq_seat_current",
            "workgroup_id",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[SeatRole]
    since: Mapped[date]
    until: Mapped[date | None]

    workgroup: Mapped[Workgroup] = relationship()
    person: Mapped["Person"] = relationship(back_populates="seats")

    def __str__(self) -> str:
        return f"{self.person} · {self.workgroup}"
