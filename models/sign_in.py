"""What the door keeps: visits (who is signed in where), one-time links, and counted attempts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SECRET, UNTRACED, Base, now
from models.person import Person


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105
    LINK = "link"
    INVITATION = "invitation"
    DEMONSTRATION = "demonstration"


class Visit(Base):
    """One signed-in session, kept here so that it can be listed and ended. Only the digest of its id is."""

    __tablename__ = "visit"

    digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[Way]
    agent: Mapped[str] = mapped_column(String(120), default="")
    began_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now, info=UNTRACED)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class LinkKind(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"


class OneTimeLink(Base):
    """A secret address sent by mail. Only its digest is stored; used, superseded or late, it is dead."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("expires_at > made_at", name="expires_after_it_is_made"),)

    digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    kind: Mapped[LinkKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """One try at a secret, counted per account, per address block and over all."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "counter", "at"),)
    audited = False

    counter: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=now)
