"""A series of meetings: how often, and what stands on every agenda."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agenda import ItemType, Purpose
from models.audience import Audience
from models.base import Base, Versioned, within
from models.workgroup import Workgroup


class Series(Versioned, Base):
    """Meetings are numbered per series and year. The main series gives the short address: `2020-3`."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("workgroup_id", "slug"),
        UniqueConstraint("workgroup_id", "id"),
        CheckConstraint("cadence_weeks IS NULL OR cadence_weeks BETWEEN 1 AND 104", name="cadence_in_weeks"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    slug: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    main: Mapped[bool] = mapped_column(default=False)
    cadence_weeks: Mapped[int | None]

    workgroup: Mapped[Workgroup] = relationship()
    standing_items: Mapped[list["StandingItem"]] = relationship(
        primaryjoin="foreign(StandingItem.series_id) == Series.id",
        order_by="StandingItem.position, StandingItem.id",
        back_populates="series",
    )

    def __str__(self) -> str:
        return self.name


class StandingItem(Base):
    """What comes back on every agenda of a series."""

    __tablename__ = "standing_item"
    __table_args__ = (
        within("series", "series_id"),
        UniqueConstraint("series_id", "title"),
        CheckConstraint("planned_minutes IS NULL OR planned_minutes BETWEEN 0 AND 600", name="minutes_of_a_day"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    series_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    item_type: Mapped[ItemType]
    purpose: Mapped[Purpose]
    audience: Mapped[Audience]
    planned_minutes: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)

    workgroup: Mapped[Workgroup] = relationship()
    series: Mapped[Series] = relationship(
        primaryjoin="foreign(StandingItem.series_id) == Series.id", back_populates="standing_items"
    )
