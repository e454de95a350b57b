"""What every model shares: names of constraints, a key, a version, a clock."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from models.interpreter import keep_whole

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BY_VALUE = sa.Enum(
    StrEnum,
    native_enum=False,
    length=40,
    values_callable=lambda kind: [member.value for member in kind],
    validate_strings=True,
)
"""Enums are stored by their value: SQLAlchemy's own choice is the member's name, and any other word as it comes."""


def now() -> datetime:
    """This moment, in UTC. The only place that asks the clock."""
    return datetime.now(UTC)


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone of what it stores; here it comes back with it."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """A table. Changes to its rows are written to the audit trail unless it says otherwise."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        StrEnum: BY_VALUE,
        datetime: Instant(),
        date: sa.Date(),
        dict[str, Any]: sa.JSON(),
    }

    audited: ClassVar[bool] = True
    """Off only for the trail itself and for the counters that the door keeps."""

    HANGS_ON: ClassVar[tuple[str, ...]] = ()
    """The relationships to what it came out of or belongs to: it reaches no further than any of these."""

    id: Mapped[int] = mapped_column(primary_key=True)


keep_whole(Base)


class Versioned:
    """Refuses a save over someone else's newer save (StaleDataError, shown as 409)."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


class Precision(StrEnum):
    """How precisely a source says when: the date beside it is the first day that it can mean."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"


def set_of(*columns: str) -> str:
    """SQL for how many of these columns are set, the same on both databases."""
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)


def within(parent: str, column: str) -> sa.ForeignKeyConstraint:
    """A child stays in the workgroup of its parent: the database itself refuses another."""
    return sa.ForeignKeyConstraint(["workgroup_id", column], [f"{parent}.workgroup_id", f"{parent}.id"])


EMPTY = sa.text("''")
"""The default of a text column that came to a table with rows in it."""

UNTRACED = {"traced": False}
"""`mapped_column(info=UNTRACED)`: a change of this column alone is no news for the trail."""

SECRET = {"secret": True}
"""`mapped_column(info=SECRET)`: the trail notes that it changed, never the value."""
