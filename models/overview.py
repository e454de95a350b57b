"""The yearly overview: what an editor writes over its sentences, and the editions that were published."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned, now
from models.workgroup import Workgroup


class OverviewText(Versioned, Base):
    """What an editor wrote at one place of the overview of one year, instead of the sentence made from the facts.

    `place` names the fact: `intro`, `meeting-12`, `item-34`, `action-5`, `closing`. `basis` is the SHA-256 of the
    sentence that stood there when she wrote: another one now means that the fact changed under her text.
    """

    __tablename__ = "overview_text"
    __table_args__ = (
        UniqueConstraint("workgroup_id", "year", "place"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="a_year"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    year: Mapped[int]
    place: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    """Empty: she left the sentence out."""
    basis: Mapped[str] = mapped_column(String(64))
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """Taken away again. The row stays, so that its version goes on and nobody saves over what she did not read."""

    workgroup: Mapped[Workgroup] = relationship()


class OverviewEdition(Base):
    """The overview of a year as it was published: its text of that moment under its SHA-256."""

    __tablename__ = "overview_edition"
    __table_args__ = (UniqueConstraint("workgroup_id", "year", "n"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    year: Mapped[int]
    n: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[dict[str, Any]]

    workgroup: Mapped[Workgroup] = relationship()
