"""Days and hours as people in Brussels say them, and the moments they are kept as."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from models import now

HERE = ZoneInfo("Europe/Brussels")


def today() -> date:
    """The day it is in Brussels."""
    return now().astimezone(HERE).date()


def moment(day: date, hour: time | None) -> datetime | None:
    """That hour of that day in Brussels, in UTC."""
    return datetime.combine(day, hour, HERE).astimezone(UTC) if hour else None


def hour(at: datetime | None) -> time | None:
    """The hour on the clock in Brussels."""
    return at.astimezone(HERE).time() if at else None
