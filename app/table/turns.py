"""Mijn beurt: the open rounds that wait for the organisation of who is here, and how many. Cheap: on every page."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased, joinedload, raiseload

from app.extensions import session
from models import (
    Answer,
    Attendance,
    Meeting,
    MeetingState,
    Person,
    Round,
    RoundParty,
    RoundState,
    SeatRole,
)
from workflows import deadlines
from workflows.round_kinds import KINDS, Kind
from workflows.rules import ANSWERING

REPLYING = (SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY)
"""Who says whether her organisation comes to a meeting."""


@dataclass(frozen=True)
class Turn:
    """One open round that is put to her organisation, answered or not."""

    round: Round
    kind: Kind
    party_id: int
    answer: Answer | None
    before: Answer | None
    answered: int
    asked: int


@dataclass(frozen=True)
class Waits:
    """How many of each wait, by workgroup."""

    rounds: dict[int, int]
    meetings: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.rounds.values()) + sum(self.meetings.values())


def speaks_in(person: Person, roles: tuple[SeatRole, ...] = ANSWERING) -> list[int]:
    """The workgroups where she answers for her organisation; they came along with the visitor."""
    return [seat.workgroup_id for seat in person.seats if seat.until is None and seat.role in roles]


def asked_of(person: Person) -> ColumnElement[bool]:
    """Rows of a round joined with its party, that are open and put to her organisation."""
    return and_(
        RoundParty.organisation_id == person.organisation_id, RoundParty.excused == "",
        Round.workgroup_id.in_(speaks_in(person)), Round.state == RoundState.OPEN, Round.recorded.is_(False),
    )  # fmt: skip


def unanswered() -> ColumnElement[bool]:
    return ~exists().where(Answer.party_id == RoundParty.id, Answer.superseded_at.is_(None))


def waiting(person: Person) -> Waits:
    """What waits for her organisation, by workgroup: its open rounds, and whether it comes to a meeting. One question.

    Home shows the same: the counts go down together.
    """
    found = Waits({}, {})
    if not speaks_in(person):
        return found
    rounds = (
        select(literal("rounds").label("kind"), Round.workgroup_id, func.count(Round.id).label("n"))
        .join(RoundParty, RoundParty.round_id == Round.id)
        .where(asked_of(person), unanswered())
        .group_by(Round.workgroup_id)
    )
    replied = exists().where(
        Attendance.meeting_id == Meeting.id, Attendance.organisation_id == person.organisation_id,
        Attendance.reply.is_not(None),
    )  # fmt: skip
    meetings = (
        select(literal("meetings"), Meeting.workgroup_id, func.count(Meeting.id))
        .where(
            Meeting.workgroup_id.in_(speaks_in(person, REPLYING)), Meeting.state == MeetingState.CONVENED, ~replied
        )
        .group_by(Meeting.workgroup_id)
    )  # fmt: skip
    for row in session().execute(union_all(rounds, meetings)):
        getattr(found, row.kind)[row.workgroup_id] = row.n
    return found


def turns(person: Person) -> list[Turn]:
    """Every open round put to her organisation: what waits first, and of that what is due first."""
    if not speaks_in(person):
        return []
    found = session().execute(rows_for(person)).all()
    answered = counted([row.Round.id for row in found])
    previous = last_time([row.Round.previous_id for row in found if row.Round.previous_id], person)
    all_of_them = [
        Turn(
            row.Round, KINDS[row.Round.kind], row.party_id, row.Answer, previous.get(row.Round.previous_id or 0),
            *answered[row.Round.id],
        )
        for row in found
    ]  # fmt: skip
    return sorted(all_of_them, key=urgency)


def rows_for(person: Person) -> "Select[Round, int, Answer]":
    return (
        select(Round, RoundParty.id.label("party_id"), Answer)
        .join(RoundParty, RoundParty.round_id == Round.id)
        .outerjoin(Answer, and_(Answer.party_id == RoundParty.id, Answer.superseded_at.is_(None)))
        .where(asked_of(person))
        .options(
            joinedload(Round.workgroup), joinedload(Round.due_meeting), joinedload(Round.asked_by),
            raiseload("*"),
        )
    )  # fmt: skip


def counted(ids: list[int]) -> dict[int, tuple[int, int]]:
    """How many answered, and how many are asked, by round."""
    if not ids:
        return {}
    given = aliased(Answer)
    rows = session().execute(
        select(RoundParty.round_id, func.count(given.id), func.count(RoundParty.id))
        .outerjoin(given, and_(given.party_id == RoundParty.id, given.superseded_at.is_(None)))
        .where(RoundParty.round_id.in_(ids), RoundParty.excused == "")
        .group_by(RoundParty.round_id)
    )
    return {round_id: (answered, asked) for round_id, answered, asked in rows}


def last_time(ids: list[int], person: Person) -> dict[int, Answer]:
    """What her organisation answered in those rounds."""
    if not ids:
        return {}
    rows = session().execute(
        select(Answer.round_id, Answer)
        .join(RoundParty, RoundParty.id == Answer.party_id)
        .where(
            Answer.round_id.in_(ids), RoundParty.organisation_id == person.organisation_id,
            Answer.superseded_at.is_(None),
        )
        .options(raiseload("*"))
    )  # fmt: skip
    return {row.round_id: row[1] for row in rows}


def urgency(turn: Turn) -> tuple[bool, bool, object, int]:
    day = deadlines.day_of(turn.round)
    return (turn.answer is not None, day is None, day or turn.round.id, turn.round.id)
