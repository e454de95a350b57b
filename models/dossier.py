"""A dossier: what lives on between meetings, with a number, a state of its own procedure, a lead, and a story."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.audience import Audience
from models.base import UNTRACED, Base, Precision, Versioned, now, within
from models.organisation import Organisation
from models.workgroup import Workgroup


class DossierKind(StrEnum):
    """What sort of work it is. Each kind has a table, a procedure and numbers of its own."""

    REPORT_TEMPLATE = "report_template"


class DossierState(StrEnum):
    """The states of all kinds; which a kind knows, and what leads where, its procedure says (workflows/)."""

    IDEA = "idea"
    THEME_CHOSEN = "theme_chosen"
    LEAD_CHOSEN = "lead_chosen"
    FIRST_PROPOSAL = "first_proposal"
    UNDER_DISCUSSION = "under_discussion"
    FINAL_PROPOSAL = "final_proposal"
    APPROVAL = "approval"
    APPROVED = "approved"
    IN_TEST = "in_test"
    BEING_ADAPTED = "being_adapted"
    READY = "ready"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    SUNSET = "sunset"
    RETIRED = "retired"
    STOPPED = "stopped"
    EXAMPLE = "example"
    CATALOGUED = "catalogued"


class DossierTheme(Base):
    """What a dossier is about, out of one list that all workgroups share: a theme may lie within a wider one."""

    __tablename__ = "dossier_theme"
    __table_args__ = (CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_within_itself"),)

    name: Mapped[str] = mapped_column(String(120), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_theme.id"), index=True)

    parent: Mapped[Optional["DossierTheme"]] = relationship(remote_side="DossierTheme.id")

    def __str__(self) -> str:
        return f"{self.parent.name} › {self.name}" if self.parent else self.name


class Dossier(Versioned, Base):
    """The columns that every kind has. `number` is RAP-012: it stays, and no other dossier of the group gets it."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("workgroup_id", "id"),
        UniqueConstraint("workgroup_id", "kind", "nth"),
        UniqueConstraint("workgroup_id", "number"),
        Index(None, "workgroup_id", "state"),
        CheckConstraint("state <> 'stopped' OR ended_because <> ''", name="stopped_with_a_reason"),
    )
    told_as: ClassVar[str] = "of_dossier_id"
    """Its key in the story and in the provenance, whatever table its kind has."""

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    kind: Mapped[DossierKind]
    nth: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    """What it is for, in Markdown."""
    about_html: Mapped[str] = mapped_column(Text, default="", info=UNTRACED)
    about_sanitiser: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_theme.id"), index=True)
    state: Mapped[DossierState]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The organisation that is asked to lead, until it says yes or no."""
    subgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"))
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Whose idea it was; empty when no source says."""
    at: Mapped[datetime] = mapped_column(default=now)
    ended_because: Mapped[str] = mapped_column(Text, default="")
    recorded: Mapped[bool] = mapped_column(default=False)
    """Out of the recorded history: what its sources do not say stays "niet vastgelegd"."""
    known_on: Mapped[date | None]
    known_precision: Mapped[Precision] = mapped_column(default=Precision.DAY)
    source_kind: Mapped[str] = mapped_column(String(200), default="")
    source_state: Mapped[str] = mapped_column(String(300), default="")
    """Of a recorded one: when it stood so, and what the source calls its kind and its state."""

    workgroup: Mapped[Workgroup] = relationship(foreign_keys=[workgroup_id])
    theme: Mapped[DossierTheme | None] = relationship()
    lead: Mapped[Organisation | None] = relationship(foreign_keys=[lead_id])
    asked_lead: Mapped[Organisation | None] = relationship(foreign_keys=[asked_lead_id])
    subgroup: Mapped[Workgroup | None] = relationship(foreign_keys=[subgroup_id])
    by: Mapped[Organisation | None] = relationship(foreign_keys=[by_id])

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version, "polymorphic_on": "kind"} if cls.__name__ == "Dossier" else {}

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Occasion(StrEnum):
    """What makes an organisation begin to work with data (004:193-198)."""

    RELEASE = "release"
    CONTEXT_ANALYSIS = "context_analysis"
    POLICY_PLAN = "policy_plan"
    WORKSHOP = "workshop"
    DATA_PUBLISHED = "data_published"


class DossierOccasion(Base):
    """One of the occasions for which a dossier is of use."""

    __tablename__ = "dossier_occasion"
    __table_args__ = (within("dossier", "dossier_id"), UniqueConstraint("dossier_id", "occasion"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    dossier_id: Mapped[int]
    occasion: Mapped[Occasion]

    workgroup: Mapped[Workgroup] = relationship()
    dossier: Mapped[Dossier] = relationship(
        primaryjoin="foreign(DossierOccasion.dossier_id) == Dossier.id", viewonly=True
    )


class Relation(StrEnum):
    """What another dossier is to this one."""

    INSPIRED_BY = "inspired_by"
    REPLACES = "replaces"
    BELONGS_WITH = "belongs_with"


class DossierLink(Base):
    """From one dossier to another of the same workgroup, and why."""

    __tablename__ = "dossier_link"
    __table_args__ = (
        within("dossier", "dossier_id"),
        within("dossier", "other_id"),
        UniqueConstraint("dossier_id", "other_id", "relation"),
        CheckConstraint("dossier_id <> other_id", name="to_another"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    dossier_id: Mapped[int]
    other_id: Mapped[int] = mapped_column(index=True)
    relation: Mapped[Relation]

    workgroup: Mapped[Workgroup] = relationship()
    dossier: Mapped[Dossier] = relationship(primaryjoin="foreign(DossierLink.dossier_id) == Dossier.id", viewonly=True)
    other: Mapped[Dossier] = relationship(primaryjoin="foreign(DossierLink.other_id) == Dossier.id", viewonly=True)


class LeadOffer(Base):
    """An organisation that offers to lead a dossier, until it takes the offer back."""

    __tablename__ = "lead_offer"
    __table_args__ = (within("dossier", "dossier_id"), UniqueConstraint("dossier_id", "organisation_id"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    dossier_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    workgroup: Mapped[Workgroup] = relationship()
    organisation: Mapped[Organisation] = relationship()
    dossier: Mapped[Dossier] = relationship(primaryjoin="foreign(LeadOffer.dossier_id) == Dossier.id", viewonly=True)
