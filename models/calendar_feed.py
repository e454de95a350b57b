"""A calendar that a person's own calendar program reads: an address with a secret in it, dead when revoked."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SECRET, UNTRACED, Base, now
from models.person import Person
from models.workgroup import Workgroup


class CalendarFeed(Base):
    """Of one workgroup, or of all where she sits. Only the digest of the secret is stored."""

    __tablename__ = "calendar_feed"

    digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    workgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None] = mapped_column(info=UNTRACED)
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    workgroup: Mapped[Workgroup | None] = relationship()
