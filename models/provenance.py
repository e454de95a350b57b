"""Where a recorded fact comes from, and where the documents contradict each other."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned, set_of, within
from models.workgroup import Workgroup


class SourceDocument(Base):
    """A document of which the recorded history was read; `code` is its short number, such as 000."""

    __tablename__ = "source_document"

    code: Mapped[str] = mapped_column(String(10), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    file: Mapped[str] = mapped_column(String(200))


class Certainty(StrEnum):
    """How sure the source is: said so, follows from something else, or not known."""

    STATED = "stated"
    IMPLIED = "implied"
    UNKNOWN = "unknown"


SUBJECTS = (
    "of_organisation_id",
    "of_workgroup_id",
    "of_membership_id",
    "of_meeting_id",
    "of_agenda_item_id",
    "of_decision_id",
    "of_action_id",
    "of_milestone_id",
    "of_theme_id",
    "of_key_figure_id",
    "of_contradiction_id",
    "of_claim_id",
    "of_round_id",
    "of_dossier_id",
)


class Provenance(Base):
    """One document behind one record. `fact` is the key of the fact in the files; loading twice finds it here."""

    __tablename__ = "provenance"
    __table_args__ = (
        UniqueConstraint("fact", "document_id"),
        CheckConstraint(f"{set_of(*SUBJECTS)} = 1", name="one_subject"),
    )

    fact: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[int] = mapped_column(ForeignKey("source_document.id"))
    lines: Mapped[str] = mapped_column(String(200), default="")
    certainty: Mapped[Certainty] = mapped_column(default=Certainty.STATED)
    remark: Mapped[str] = mapped_column(Text, default="")
    of_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    of_workgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"), index=True)
    of_membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    of_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    of_agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    of_decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    of_action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    of_milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    of_theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    of_key_figure_id: Mapped[int | None] = mapped_column(ForeignKey("key_figure.id"), index=True)
    of_contradiction_id: Mapped[int | None] = mapped_column(ForeignKey("contradiction.id"), index=True)
    of_claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    of_round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    of_dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), index=True)

    document: Mapped[SourceDocument] = relationship()


class Contradiction(Versioned, Base):
    """What documents say differently. The program shows every claim and which one was chosen, and why."""

    __tablename__ = "contradiction"
    __table_args__ = (UniqueConstraint("workgroup_id", "id"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    subject: Mapped[str] = mapped_column(String(300))
    choice: Mapped[str] = mapped_column(Text)
    """What is held to be true for now, and on what ground, in words."""
    chosen_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id", use_alter=True))

    workgroup: Mapped[Workgroup] = relationship()
    claims: Mapped[list["Claim"]] = relationship(
        primaryjoin="foreign(Claim.contradiction_id) == Contradiction.id",
        order_by="Claim.id",
        back_populates="contradiction",
    )
    chosen: Mapped["Claim | None"] = relationship(foreign_keys=[chosen_id], post_update=True)

    def __str__(self) -> str:
        return self.subject


class Claim(Base):
    """One version of the truth, with where it stands (its provenance)."""

    __tablename__ = "claim"
    __table_args__ = (within("contradiction", "contradiction_id"),)

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    contradiction_id: Mapped[int] = mapped_column(index=True)
    value: Mapped[str] = mapped_column(Text)
    statement: Mapped[str] = mapped_column(Text, default="")

    contradiction: Mapped[Contradiction] = relationship(
        primaryjoin="foreign(Claim.contradiction_id) == Contradiction.id", back_populates="claims"
    )

    def __str__(self) -> str:
        return self.value
