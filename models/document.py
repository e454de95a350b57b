"""A file on an agenda item, a block of minutes, an answer or a dossier. The bytes are in the store."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agenda import AgendaItem
from models.audience import Audience
from models.base import Base, now, set_of, within
from models.dossier import Dossier
from models.minutes import MinuteBlock
from models.person import Person
from models.round import Answer
from models.workgroup import Workgroup

PARENTS = ("item_id", "block_id", "answer_id", "dossier_id")


class FileRole(StrEnum):
    """What a file is for in a package: what is loaded, how to go about it, how it looks, what may be done with it."""

    EXPORT = "export"
    INSTRUCTIONS = "instructions"
    EXAMPLE = "example"
    LICENCE = "licence"


class Document(Base):
    """What was sent, by whom and when. It is never changed and never deleted: it is withdrawn, with the reason.

    Who sees it sees its parent too, and is of its audience (workflows/visibility.py).
    """

    __tablename__ = "document"
    HANGS_ON = ("item", "block", "answer", "dossier")
    __table_args__ = (
        within("agenda_item", "item_id"),
        within("minute", "block_id"),
        within("answer", "answer_id"),
        within("dossier", "dossier_id"),
        CheckConstraint(f"{set_of(*PARENTS)} = 1", name="one_parent"),
        CheckConstraint("role IS NULL OR dossier_id IS NOT NULL", name="a_role_in_a_dossier"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name="withdrawn_with_its_reason"),
        Index(None, "sha256"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    item_id: Mapped[int | None] = mapped_column(index=True)
    block_id: Mapped[int | None] = mapped_column(index=True)
    answer_id: Mapped[int | None] = mapped_column(index=True)
    dossier_id: Mapped[int | None] = mapped_column(index=True)
    role: Mapped[FileRole | None]
    """What it is for in the package of a template; empty for any other file."""
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    """What the bytes are, not what the name or the browser said."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    audience: Mapped[Audience]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None] = mapped_column(Text)

    workgroup: Mapped[Workgroup] = relationship()
    person: Mapped[Person] = relationship()
    item: Mapped[AgendaItem | None] = relationship(
        primaryjoin="foreign(Document.item_id) == AgendaItem.id", viewonly=True
    )
    block: Mapped[MinuteBlock | None] = relationship(
        primaryjoin="foreign(Document.block_id) == MinuteBlock.id", viewonly=True
    )
    answer: Mapped[Answer | None] = relationship(primaryjoin="foreign(Document.answer_id) == Answer.id", viewonly=True)
    dossier: Mapped[Dossier | None] = relationship(
        primaryjoin="foreign(Document.dossier_id) == Dossier.id", viewonly=True
    )

    def __str__(self) -> str:
        return self.file_name
