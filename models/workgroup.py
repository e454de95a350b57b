"""A workgroup: organisations that work together as equals, and which of them were members when."""

from datetime import date
from enum import StrEnum
from typing import Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import EMPTY, UNTRACED, Base, Precision, Versioned
from models.organisation import Organisation
from models.voting import Preset


class WorkgroupKind(StrEnum):
    """What sort of group it is."""

    PROGRAMME = "programme"
    WORKGROUP = "workgroup"
    SUBGROUP = "subgroup"
    TRACK = "track"
    TASKFORCE = "taskforce"
    BODY = "body"
    USER_GROUP = "user_group"


class WorkgroupState(StrEnum):
    """`proposed → active ⇄ on_hold → ended`; the steps are in workflows/workgroup.py."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    ENDED = "ended"


class MembershipRole(StrEnum):
    """What an organisation is in a workgroup; only voting members vote."""

    VOTING = "voting"
    ADVISORY = "advisory"
    SECRETARIAT = "secretariat"
    VENDOR = "vendor"
    GUEST = "guest"


class Workgroup(Versioned, Base):
    """`slug` is its place in every address, `prefix` begins the numbers of its decisions."""

    __tablename__ = "workgroup"
    __table_args__ = (
        CheckConstraint("slug = lower(slug)", name="slug_in_lower_case"),
        CheckConstraint("cadence_weeks IS NULL OR cadence_weeks BETWEEN 1 AND 104", name="cadence_in_weeks"),
    )

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    prefix: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[WorkgroupKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"), index=True)
    state: Mapped[WorkgroupState] = mapped_column(default=WorkgroupState.PROPOSED)
    mandate: Mapped[str] = mapped_column(Text, default="")
    mandate_html: Mapped[str] = mapped_column(Text, default="", info=UNTRACED)
    mandate_sanitiser: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    cadence_weeks: Mapped[int | None]
    voting: Mapped[Preset] = mapped_column(default=Preset.CONSENSUS, server_default="consensus")
    """The rule of its votes, unless a vote says otherwise before it opens."""
    about: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    about_html: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY, info=UNTRACED)
    about_sanitiser: Mapped[int] = mapped_column(default=0, server_default="0", info=UNTRACED)
    ends_when: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    """What has to be there before it can end: agreed when it was founded."""
    closing_report: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    website: Mapped[str | None] = mapped_column(String(500))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"))
    """Who goes on with what it left behind when it ended."""
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    started_on: Mapped[date | None]
    started_precision: Mapped[Precision] = mapped_column(default=Precision.DAY, server_default="day")
    ended_on: Mapped[date | None]
    ended_precision: Mapped[Precision] = mapped_column(default=Precision.DAY, server_default="day")
    source_kind: Mapped[str] = mapped_column(String(200), default="", server_default=EMPTY)
    source_state: Mapped[str] = mapped_column(String(200), default="", server_default=EMPTY)
    """What a recorded source calls its kind and its state, in its own words."""

    lead: Mapped[Organisation | None] = relationship()
    children: Mapped[list["Workgroup"]] = relationship(
        foreign_keys=[parent_id], viewonly=True, order_by="Workgroup.name"
    )
    parent: Mapped[Optional["Workgroup"]] = relationship(foreign_keys=[parent_id], remote_side="Workgroup.id")
    successor: Mapped[Optional["Workgroup"]] = relationship(foreign_keys=[successor_id], remote_side="Workgroup.id")
    memberships: Mapped[list["Membership"]] = relationship(back_populates="workgroup")

    @property
    def workgroup(self) -> "Workgroup":
        """Itself: rights follow an object's own chain to its workgroup, and the chain ends here."""
        return self

    def __str__(self) -> str:
        return self.name


class Membership(Versioned, Base):
    """An organisation in a workgroup, from a day until a day (not yet known: empty)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_starts"),
        Index(
            "uq_membership_current",
            "workgroup_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[MembershipRole]
    since: Mapped[date | None]
    """The first day; empty when the sources do not record it."""
    until: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    """What made it a member, in words."""

    workgroup: Mapped[Workgroup] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()

    def __str__(self) -> str:
        return f"{self.organisation} · {self.workgroup}"
