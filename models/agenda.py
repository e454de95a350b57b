"""The agenda: what a meeting speaks about, item by item, and the versions that were sent."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Optional

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audience import Audience
from models.base import UNTRACED, Base, Versioned, now, within
from models.dossier import Dossier
from models.organisation import Organisation
from models.workgroup import Workgroup

if TYPE_CHECKING:
    from models.action import Action
    from models.meeting import Meeting
    from models.minutes import Minutes
    from models.round import Round


class ItemType(StrEnum):
    """The twenty-six kinds of item that the recorded meetings know, and the approval of minutes."""

    STATUS_ROUND = "status_round"
    PRESENTATION_ROUND = "presentation_round"
    PRESENTATION = "presentation"
    ACTION = "action"
    DECISION = "decision"
    PROPOSAL = "proposal"
    DISCUSSION = "discussion"
    FEEDBACK_REQUEST = "feedback_request"
    FEEDBACK_PROCESSING = "feedback_processing"
    DATA_REQUEST = "data_request"
    AGREEMENT = "agreement"
    REPORT_TEMPLATE = "report_template"
    REPORT_RELEASE = "report_release"
    SUBGROUP_FOUNDING = "subgroup_founding"
    SUBGROUP_REPORT = "subgroup_report"
    VENDOR_ISSUE = "vendor_issue"
    VENDOR_WISH = "vendor_wish"
    CONNECTOR_RELEASE = "connector_release"
    TRAINING = "training"
    DATA_PROBLEM = "data_problem"
    INTEREST_POLL = "interest_poll"
    EVALUATION = "evaluation"
    REPORT_BACK = "report_back"
    PARTNER_CONSULTATION = "partner_consultation"
    SOURCE_DOCUMENTATION = "source_documentation"
    MEMBERSHIP = "membership"
    MINUTES_APPROVAL = "minutes_approval"


class Purpose(StrEnum):
    """What the meeting is asked to do with an item."""

    INFORM = "inform"
    DISCUSS = "discuss"
    DECIDE = "decide"
    ROUND = "round"
    APPROVE_MINUTES = "approve_minutes"


class Disposition(StrEnum):
    """How an item ended. A meeting cannot be closed while one has none."""

    DECIDED = "decided"
    NOTED = "noted"
    DISCUSSED = "discussed"
    POSTPONED = "postponed"
    NOT_REACHED = "not_reached"
    TO_SUBGROUP = "to_subgroup"
    ASKED_CITIES = "asked_cities"
    WRITTEN_PROCEDURE = "written_procedure"
    WITHDRAWN = "withdrawn"


RETURNS = (Disposition.POSTPONED, Disposition.NOT_REACHED)
"""Items that put themselves on the next agenda."""


class AgendaItem(Versioned, Base):
    """One appearance on one agenda. What comes back next time is a new row that points here, never a copy."""

    __tablename__ = "agenda_item"
    HANGS_ON = ("follows", "asks", "dossier", "carried_from")
    __table_args__ = (
        within("meeting", "meeting_id"),
        UniqueConstraint("workgroup_id", "id"),
        UniqueConstraint("meeting_id", "follows_id"),
        UniqueConstraint("meeting_id", "subgroup_id"),
        UniqueConstraint("meeting_id", "about_id"),
        UniqueConstraint("meeting_id", "standing_id"),
        Index("uq_agenda_item_meeting_id_dossier_id", "meeting_id", "dossier_id", unique=True),
        Index("uq_agenda_item_meeting_id_asks_id", "meeting_id", "asks_id", unique=True),
        CheckConstraint("planned_minutes IS NULL OR planned_minutes BETWEEN 0 AND 600", name="minutes_of_a_day"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    meeting_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.DISCUSS)
    item_type: Mapped[ItemType] = mapped_column(default=ItemType.DISCUSSION)
    more_types: Mapped[list[str]] = mapped_column(JSON, default=list)
    proposal: Mapped[str] = mapped_column(Text, default="")
    proposal_html: Mapped[str] = mapped_column(Text, default="", info=UNTRACED)
    proposal_sanitiser: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    text_follows: Mapped[bool] = mapped_column(default=False)
    planned_minutes: Mapped[int | None]
    presenter: Mapped[str] = mapped_column(String(200), default="")
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)
    late: Mapped[bool] = mapped_column(default=False)
    disposition: Mapped[Disposition | None]
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=UNTRACED)
    """Why it stands here, as stored words; empty when somebody put it there by hand."""
    dropped_because: Mapped[str | None] = mapped_column(Text)
    """Taken off the agenda, and why: it does not come back by itself to this meeting."""
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("action.id", use_alter=True), index=True)
    subgroup_id: Mapped[int | None] = mapped_column(ForeignKey("workgroup.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("minutes.id"))
    standing_id: Mapped[int | None] = mapped_column(ForeignKey("standing_item.id"))
    asks_id: Mapped[int | None] = mapped_column(ForeignKey("round.id", use_alter=True))
    """The round whose answers are on the table here."""
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    """The dossier that is on the table here: an appearance, never a copy."""
    running_since: Mapped[datetime | None]
    spent_seconds: Mapped[int] = mapped_column(default=0)

    workgroup: Mapped[Workgroup] = relationship(foreign_keys=[workgroup_id])
    meeting: Mapped["Meeting"] = relationship(primaryjoin="foreign(AgendaItem.meeting_id) == Meeting.id")
    presenting: Mapped[Organisation | None] = relationship()
    carried_from: Mapped[Optional["AgendaItem"]] = relationship(remote_side="AgendaItem.id")
    follows: Mapped[Optional["Action"]] = relationship(foreign_keys=[follows_id])
    subgroup: Mapped[Workgroup | None] = relationship(foreign_keys=[subgroup_id])
    about: Mapped[Optional["Minutes"]] = relationship(foreign_keys=[about_id])
    asks: Mapped[Optional["Round"]] = relationship(foreign_keys=[asks_id])
    dossier: Mapped[Dossier | None] = relationship(foreign_keys=[dossier_id])

    def __str__(self) -> str:
        return self.title


class AgendaVersion(Base):
    """An agenda as it was sent. `snapshot` holds the items of every audience; a reader gets her part of it."""

    __tablename__ = "agenda_version"
    __table_args__ = (within("meeting", "meeting_id"), UniqueConstraint("meeting_id", "n"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    meeting_id: Mapped[int]
    n: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    snapshot: Mapped[dict[str, Any]]
