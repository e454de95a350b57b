"""A saved view: the filters of a list that somebody wants to find again, for herself or for the whole workgroup."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, now
from models.person import Person
from models.workgroup import Workgroup


class SavedView(Base):
    """Of the list of dossiers: a name, and the filters as the address says them."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("workgroup_id", "person_id", "name"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    filters: Mapped[str] = mapped_column(Text)
    """Such as `output=story&state=published`; empty for the whole list."""
    shared: Mapped[bool] = mapped_column(default=False)
    """Everybody with a seat in the workgroup finds it."""
    at: Mapped[datetime] = mapped_column(default=now)

    workgroup: Mapped[Workgroup] = relationship()
    person: Mapped[Person] = relationship()
