"""People: name, work e-mail, function, organisation, language, and what signing in needs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SECRET, Base, Versioned
from models.organisation import Organisation
from models.seat import Seat


class PersonState(StrEnum):
    """Invited until she accepts; disabled when she leaves. Nobody is deleted: votes keep their author."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Language(StrEnum):
    """The languages of the screens and the mails."""

    NL = "nl"
    FR = "fr"
    EN = "en"


class Theme(StrEnum):
    """How the screens look; `system` follows the machine."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Person(Versioned, Base):
    """Someone who speaks for an organisation. Nothing more is stored about a person."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_lower_case"),)

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    function: Mapped[str] = mapped_column(String(200), default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[Language] = mapped_column(default=Language.NL)
    theme: Mapped[Theme] = mapped_column(default=Theme.SYSTEM)
    state: Mapped[PersonState] = mapped_column(default=PersonState.INVITED)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(200), info=SECRET)
    accepted_at: Mapped[datetime | None]
    example: Mapped[bool] = mapped_column(default=False)
    """An invented person of the demonstration."""

    organisation: Mapped[Organisation] = relationship()
    seats: Mapped[list[Seat]] = relationship(back_populates="person", order_by=Seat.id)

    def __str__(self) -> str:
        return self.name
