"""A round: one question, put to a list of organisations, one answer each. Whatever is asked of the cities is one."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Optional

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.action import Action
from models.agenda import AgendaItem
from models.audience import Audience
from models.base import SECRET, UNTRACED, Base, Precision, Versioned, now, set_of, within
from models.dossier import Dossier
from models.organisation import Organisation
from models.person import Person
from models.revision import Revision
from models.series import Series
from models.voting import Preset, Verdict
from models.workgroup import Workgroup

if TYPE_CHECKING:
    from models.meeting import Meeting


class RoundKind(StrEnum):
    """What sort of question it is. Its choices and rules are one table: workflows/round_kinds.py."""

    STATUS = "status"
    VOTE = "vote"
    CALL = "call"
    TASK = "task"
    INTEREST = "interest"
    QUESTIONNAIRE = "questionnaire"
    PRESENTATION = "presentation"
    INVESTIGATE = "investigate"
    DATE = "date"
    TEST = "test"
    ADOPTION = "adoption"


class RoundState(StrEnum):
    """`draft → open → closed → certified`, side exit `cancelled`."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CERTIFIED = "certified"
    CANCELLED = "cancelled"


class Addressees(StrEnum):
    """Who is asked: the voting members, these and the advisory ones, or a selection."""

    VOTING = "voting"
    MEMBERS = "members"
    SELECTION = "selection"


class Capacity(StrEnum):
    """In what capacity an answer was given, visible beside it."""

    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    GUEST = "guest"


class Round(Versioned, Base):
    """Opening freezes the question and the electorate; certifying freezes the result.

    Due on a day, at a meeting, or at the next of a series that is not planned yet: one of them. Only a round out of
    the recorded history may have no deadline.
    """

    __tablename__ = "round"
    HANGS_ON = ("item", "action", "dossier")
    __table_args__ = (
        within("agenda_item", "item_id"),
        within("action", "action_id"),
        ForeignKeyConstraint(["workgroup_id", "previous_id"], ["round.workgroup_id", "round.id"]),
        UniqueConstraint("workgroup_id", "id"),
        UniqueConstraint("id", "kind"),
        Index(None, "workgroup_id", "state"),
        CheckConstraint(f"{set_of('item_id', 'action_id')} <= 1", name="one_subject"),
        CheckConstraint(
            f"({set_of('due_on', 'due_meeting_id', 'due_next_id')}) = 1 OR (recorded AND "
            f"({set_of('due_on', 'due_meeting_id', 'due_next_id')}) = 0)",
            name="one_deadline",
        ),
        CheckConstraint("(kind = 'vote') = (preset IS NOT NULL)", name="a_vote_has_a_rule"),
        CheckConstraint(
            "state IN ('draft', 'cancelled') OR recorded OR (opened_at IS NOT NULL AND digest <> '')",
            name="opened_with_its_text",
        ),
        CheckConstraint("(state = 'certified') = (certified_at IS NOT NULL)", name="certified_when"),
        CheckConstraint("state <> 'certified' OR result IS NOT NULL", name="certified_with_a_result"),
        CheckConstraint("state <> 'cancelled' OR cancelled_because <> ''", name="cancelled_with_a_reason"),
        CheckConstraint("verdict IS NULL OR kind = 'vote'", name="a_verdict_of_a_vote"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    kind: Mapped[RoundKind]
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT)
    question: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    """What is asked or proposed, in Markdown. A vote is on this text and no other."""
    html: Mapped[str] = mapped_column(Text, default="", info=UNTRACED)
    sanitiser: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The questions of a questionnaire, the days of a date round (2020-09-17)."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 over what was asked, under which rule: what an answer is an answer to."""
    preset: Mapped[Preset | None]
    addressees: Mapped[Addressees] = mapped_column(default=Addressees.VOTING)
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)
    item_id: Mapped[int | None] = mapped_column(index=True)
    action_id: Mapped[int | None] = mapped_column(index=True)
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    """The dossier it is part of, and the text that it is about: no other revision inherits its answers."""
    previous_id: Mapped[int | None] = mapped_column(index=True)
    """The round before it: the last time the same was asked, or the vote that is taken again."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    due_on: Mapped[date | None]
    due_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    due_next_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    asked_on: Mapped[date | None] = mapped_column(index=True)
    asked_precision: Mapped[Precision] = mapped_column(default=Precision.DAY)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]
    """When who is missing was last reminded, by the clock at half, four fifths and all of the time, or by hand."""
    verdict: Mapped[Verdict | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was frozen when it was certified: counts, rule, electorate, the text, the end of the trail."""
    conclusion: Mapped[str] = mapped_column(Text, default="")
    recorded: Mapped[bool] = mapped_column(default=False)
    """Out of the recorded history: what its sources do not say stays "niet vastgelegd"."""
    source_kind: Mapped[str] = mapped_column(String(200), default="")
    source_asked: Mapped[str] = mapped_column(String(200), default="")
    """What a recorded source calls the kind of question and whom it was put to, in its own words."""

    workgroup: Mapped[Workgroup] = relationship()
    item: Mapped[AgendaItem | None] = relationship(primaryjoin="foreign(Round.item_id) == AgendaItem.id")
    action: Mapped[Action | None] = relationship(primaryjoin="foreign(Round.action_id) == Action.id")
    dossier: Mapped[Dossier | None] = relationship()
    revision: Mapped[Revision | None] = relationship()
    previous: Mapped[Optional["Round"]] = relationship(
        primaryjoin="foreign(Round.previous_id) == remote(Round.id)", viewonly=True
    )
    asked_by: Mapped[Organisation | None] = relationship()
    due_meeting: Mapped["Meeting | None"] = relationship(foreign_keys=[due_meeting_id])
    due_next: Mapped[Series | None] = relationship()
    parties: Mapped[list["RoundParty"]] = relationship(
        primaryjoin="foreign(RoundParty.round_id) == Round.id", back_populates="round", order_by="RoundParty.id"
    )

    @property
    def about(self) -> AgendaItem | Action | None:
        """The agenda item or the agreement that it was started from; None for one on its own."""
        return self.item or self.action

    def __str__(self) -> str:
        return self.question


class RoundParty(Base):
    """An organisation that was on the list when the round opened. Not applicable to it: with a reason."""

    __tablename__ = "round_party"
    HANGS_ON = ("round",)
    __table_args__ = (
        within("round", "round_id"),
        UniqueConstraint("round_id", "organisation_id"),
        UniqueConstraint("round_id", "id"),
        UniqueConstraint("workgroup_id", "id"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    round_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    excused: Mapped[str] = mapped_column(Text, default="")
    """Why it does not concern this organisation; empty when it is asked."""

    workgroup: Mapped[Workgroup] = relationship()
    round: Mapped[Round] = relationship(
        primaryjoin="foreign(RoundParty.round_id) == Round.id", back_populates="parties"
    )
    organisation: Mapped[Organisation] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        primaryjoin="foreign(Answer.party_id) == RoundParty.id", back_populates="party", order_by="Answer.id"
    )

    @property
    def current(self) -> "Answer | None":
        """The answer that counts."""
        return next((one for one in self.answers if one.superseded_at is None), None)


class Answer(Base):
    """One answer of one organisation, append-only. A newer one replaces it; both are kept, one counts."""

    __tablename__ = "answer"
    HANGS_ON = ("party",)
    __table_args__ = (
        within("round", "round_id"),
        ForeignKeyConstraint(["round_id", "kind"], ["round.id", "round.kind"]),
        ForeignKeyConstraint(["round_id", "party_id"], ["round_party.round_id", "round_party.id"]),
        UniqueConstraint("workgroup_id", "id"),
        Index(
            "uq_answer_current",
            "party_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        CheckConstraint("(person_id IS NULL) = (capacity = 'guest')", name="a_guest_has_no_account"),
        CheckConstraint(
            "kind <> 'vote' OR choice IN ('for', 'abstain') OR (choice IN ('against', 'recuse') AND text <> '')",
            name="a_vote_that_counts",
        ),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    round_id: Mapped[int] = mapped_column(index=True)
    party_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[RoundKind]
    choice: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str | None] = mapped_column(String(500))
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The texts of a questionnaire, the choice for each day of a date round; validated per kind."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[Capacity]
    by_mail: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Given with the button of a mail, without signing in."""
    at: Mapped[datetime] = mapped_column(default=now)
    superseded_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), unique=True)

    workgroup: Mapped[Workgroup] = relationship()
    party: Mapped[RoundParty] = relationship(
        primaryjoin="foreign(Answer.party_id) == RoundParty.id", back_populates="answers"
    )
    person: Mapped[Person | None] = relationship()
    replaces: Mapped[Optional["Answer"]] = relationship(remote_side="Answer.id")
    treatment: Mapped[Optional["Treatment"]] = relationship(
        primaryjoin="Answer.id == foreign(Treatment.answer_id)", back_populates="answer", uselist=False
    )


class Handling(StrEnum):
    """What was done with an answer: taken over, not taken over, or worked into the result."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PROCESSED = "processed"


class Treatment(Versioned, Base):
    """What came of one answer, so that who gave it sees where it went (feature 23). The answer itself never changes."""

    __tablename__ = "treatment"
    __table_args__ = (within("answer", "answer_id"), within("round", "round_id"), UniqueConstraint("answer_id"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    round_id: Mapped[int]
    answer_id: Mapped[int]
    handling: Mapped[Handling]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)

    workgroup: Mapped[Workgroup] = relationship()
    answer: Mapped[Answer] = relationship(
        primaryjoin="foreign(Treatment.answer_id) == Answer.id", back_populates="treatment"
    )


class RoundLink(Base):
    """A secret address with which a guest without an account answers one round, once. Only its digest is stored."""

    __tablename__ = "round_link"
    __table_args__ = (
        within("round", "round_id"),
        ForeignKeyConstraint(["round_id", "party_id"], ["round_party.round_id", "round_party.id"]),
        CheckConstraint("expires_at > made_at", name="expires_after_it_is_made"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    round_id: Mapped[int] = mapped_column(index=True)
    party_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    workgroup: Mapped[Workgroup] = relationship()
    round: Mapped[Round] = relationship(primaryjoin="foreign(RoundLink.round_id) == Round.id")
    party: Mapped[RoundParty] = relationship(primaryjoin="foreign(RoundLink.party_id) == RoundParty.id")
