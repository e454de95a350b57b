"""What is worth remembering of a workgroup outside its meetings: milestones, themes of a year, figures."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import EMPTY, Base, Precision
from models.provenance import Contradiction
from models.workgroup import Workgroup


class Milestone(Base):
    """Something that happened. `said_when` is the source's own way to say when."""

    __tablename__ = "milestone"

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"), index=True)
    happened_on: Mapped[date | None]
    precision: Mapped[Precision]
    said_when: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(Text)
    contradiction_id: Mapped[int | None] = mapped_column(ForeignKey("contradiction.id"))
    source: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    """The document it stands in, in words, for what was added by hand."""

    workgroup: Mapped[Workgroup] = relationship()
    contradiction: Mapped[Contradiction | None] = relationship()


class YearTheme(Base):
    """What a programme gives its attention to in a year."""

    __tablename__ = "theme"
    __table_args__ = (CheckConstraint("until_year IS NULL OR until_year >= since_year", name="ends_after_it_starts"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    since_year: Mapped[int]
    until_year: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)

    workgroup: Mapped[Workgroup] = relationship()


class KeyFigure(Base):
    """A figure that a document states, such as a budget; never one that the program can count itself."""

    __tablename__ = "key_figure"

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    value: Mapped[str] = mapped_column(String(300))
    remark: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)

    workgroup: Mapped[Workgroup] = relationship()
