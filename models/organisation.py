"""Cities, partner bodies and the vendor: who sits at the table."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Optional

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import EMPTY, Base, Versioned

if TYPE_CHECKING:
    from models.workgroup import Membership


class OrganisationKind(StrEnum):
    """What an organisation is, which says nothing about its role in a workgroup."""

    CITY = "city"
    COMMUNITY_COMMISSION = "community_commission"
    KNOWLEDGE_CENTRE = "knowledge_centre"
    PARTNER = "partner"
    VENDOR = "vendor"
    OTHER = "other"


class Organisation(Versioned, Base):
    """A body that can sit at the table. `code` is its seat: three capitals, the same everywhere."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("code IS NULL OR length(code) = 3", name="code_of_three"),)

    name: Mapped[str] = mapped_column(String(200), unique=True)
    code: Mapped[str | None] = mapped_column(String(3), unique=True)
    kind: Mapped[OrganisationKind]
    website: Mapped[str | None] = mapped_column(String(500))
    abbreviation: Mapped[str | None] = mapped_column(String(40))
    mailbox: Mapped[str | None] = mapped_column(String(254))
    about: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    source_kind: Mapped[str] = mapped_column(String(200), default="", server_default=EMPTY)
    """What a recorded source calls it, in its own words."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    parent: Mapped[Optional["Organisation"]] = relationship(remote_side="Organisation.id")
    website_check: Mapped[Optional["WebsiteCheck"]] = relationship(back_populates="organisation")
    former_names: Mapped[list["FormerName"]] = relationship(order_by="FormerName.id")
    memberships: Mapped[list["Membership"]] = relationship(viewonly=True, order_by="Membership.id")

    @property
    def letters(self) -> str:
        """What its chip shows: the seat code, else initials."""
        if self.code or len(self.name) <= 3:
            return self.code or self.name
        return "".join(word[0] for word in self.name.split())[:3].upper()

    def __str__(self) -> str:
        return self.name


class FormerName(Base):
    """What an organisation was called before; it is found under that name too."""

    __tablename__ = "former_name"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    remark: Mapped[str] = mapped_column(Text, default="")


class WebsiteAnswer(StrEnum):
    """What came of asking for a website."""

    ANSWERS = "answers"
    NOT_THERE = "not_there"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    NOT_PUBLIC = "not_public"


class WebsiteCheck(Base):
    """When the website of an organisation was last asked, and what it answered.

    Apart from the organisation, so that a check at night never overtakes somebody who is writing about it.
    """

    __tablename__ = "website_check"
    audited = False

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    website: Mapped[str] = mapped_column(String(500))
    checked_on: Mapped[date]
    answer: Mapped[WebsiteAnswer]

    organisation: Mapped[Organisation] = relationship(back_populates="website_check")
