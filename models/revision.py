"""The texts of a dossier: revisions that never change, what is said about them, and which were published."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audience import Audience
from models.base import UNTRACED, Base, Versioned, now, within
from models.dossier import Dossier
from models.organisation import Organisation
from models.person import Person
from models.workgroup import Workgroup


class RevisionKind(StrEnum):
    """What a text is meant as."""

    CONTENTS = "contents"
    PROPOSAL = "proposal"
    FINAL = "final"
    CORRECTION = "correction"


class Revision(Base):
    """One version of the text, as it was written. A vote and a test are on its `digest` and on no other.

    `material`: it changes what was agreed; a correction of words does not.
    """

    __tablename__ = "revision"
    __table_args__ = (
        within("dossier", "dossier_id"),
        ForeignKeyConstraint(["dossier_id", "based_on_id"], ["revision.dossier_id", "revision.id"]),
        UniqueConstraint("workgroup_id", "id"),
        UniqueConstraint("dossier_id", "id"),
        UniqueConstraint("dossier_id", "nth"),
        CheckConstraint("text <> '' AND digest <> ''", name="a_text"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    dossier_id: Mapped[int]
    nth: Mapped[int]
    kind: Mapped[RevisionKind]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, info=UNTRACED)
    sanitiser: Mapped[int] = mapped_column(info=UNTRACED)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the title and the text."""
    material: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")
    """What changed since the one before, in the words of who wrote it."""
    based_on_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    workgroup: Mapped[Workgroup] = relationship()
    dossier: Mapped[Dossier] = relationship(primaryjoin="foreign(Revision.dossier_id) == Dossier.id", viewonly=True)
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class CommentKind(StrEnum):
    """What is wanted of who reads it. A finding comes out of a test."""

    REMARK = "remark"
    QUESTION = "question"
    BLOCKING = "blocking"
    FINDING = "finding"


class Comment(Versioned, Base):
    """Said of a section of a text, or of the whole; answered once, in words, and by which revision it was worked in.

    `severity` of a finding: 1 (a detail) to 4 (it does not work).
    """

    __tablename__ = "comment"
    __table_args__ = (
        within("dossier", "dossier_id"),
        ForeignKeyConstraint(["dossier_id", "revision_id"], ["revision.dossier_id", "revision.id"]),
        ForeignKeyConstraint(["dossier_id", "resolved_in_id"], ["revision.dossier_id", "revision.id"]),
        CheckConstraint("(kind = 'finding') = (severity IS NOT NULL)", name="a_finding_has_a_weight"),
        CheckConstraint("severity IS NULL OR severity BETWEEN 1 AND 4", name="weight_from_one_to_four"),
        CheckConstraint("(resolved_at IS NULL) = (resolution = '')", name="answered_in_words"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    dossier_id: Mapped[int] = mapped_column(index=True)
    revision_id: Mapped[int]
    section: Mapped[str] = mapped_column(String(200), default="")
    """The heading it is about; empty for the whole."""
    kind: Mapped[CommentKind]
    severity: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    resolution: Mapped[str] = mapped_column(Text, default="")
    resolved_in_id: Mapped[int | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]

    workgroup: Mapped[Workgroup] = relationship()
    dossier: Mapped[Dossier] = relationship(primaryjoin="foreign(Comment.dossier_id) == Dossier.id", viewonly=True)
    revision: Mapped[Revision] = relationship(primaryjoin="foreign(Comment.revision_id) == Revision.id", viewonly=True)
    resolved_in: Mapped[Revision | None] = relationship(
        primaryjoin="foreign(Comment.resolved_in_id) == Revision.id", viewonly=True
    )
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])


class Publication(Base):
    """A revision that went out under a version (1.0), with the files that were in its package that day."""

    __tablename__ = "publication"
    __table_args__ = (
        within("dossier", "dossier_id"),
        ForeignKeyConstraint(["dossier_id", "revision_id"], ["revision.dossier_id", "revision.id"]),
        UniqueConstraint("dossier_id", "version"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    dossier_id: Mapped[int]
    revision_id: Mapped[int]
    version: Mapped[str] = mapped_column(String(20))
    licence: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    manifest: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The files by name, with what each is for and its SHA-256."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    workgroup: Mapped[Workgroup] = relationship()
    dossier: Mapped[Dossier] = relationship(primaryjoin="foreign(Publication.dossier_id) == Dossier.id", viewonly=True)
    revision: Mapped[Revision] = relationship(
        primaryjoin="foreign(Publication.revision_id) == Revision.id", viewonly=True
    )
    person: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return self.version
