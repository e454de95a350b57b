"""Closing a meeting: only when nothing is forgotten. It numbers the decisions and feeds the next agenda."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, object_session

from models import (
    Action,
    ActionKind,
    ActionOwner,
    ActionState,
    AgendaItem,
    Attendance,
    Decision,
    DecisionState,
    Meeting,
    Person,
    Round,
    RoundKind,
    RoundState,
    Workgroup,
)
from workflows import agenda, news
from workflows.roll import voters_on
from workflows.series import next_meeting
from workflows.words import Words, counted


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet, and where on the page it is put right."""

    words: Words
    anchor: str


def missing(session: Session, meeting: Meeting) -> list[Missing]:
    """What keeps the meeting from being closed: items without an outcome, members without a presence, orphans."""
    items = agenda.items_of(session, meeting)
    found = [
        Missing(Words("«{title}» heeft nog geen uitkomst", title=item.title), f"item-{item.id}")
        for item in items
        if item.disposition is None
    ]
    known = set(
        session.scalars(
            select(Attendance.organisation_id).where(
                Attendance.meeting_id == meeting.id, Attendance.presence.is_not(None)
            )
        )
    )
    unknown = [one for one in voters_on(session, meeting.workgroup_id, meeting.held_on) if one.id not in known]
    if unknown:
        names = ", ".join(one.name for one in unknown)
        found.append(Missing(Words("de aanwezigheid van {names} is niet ingevuld", names=names), "attendance"))
    found += [
        Missing(Words("de stemming «{question}» is nog niet vastgesteld", question=vote.question), f"round-{vote.id}")
        for vote in votes_to_certify(session, meeting)
    ]
    return found + [
        Missing(Words("de afspraak «{text}» heeft geen eigenaar", text=action.text[:80]), f"item-{action.item_id}")
        for action in orphans(session, meeting)
    ]


def votes_to_certify(session: Session, meeting: Meeting) -> list[Round]:
    """Votes at items of this meeting that end today at the latest. One that runs on in writing waits for nobody."""
    query = (
        select(Round)
        .join(AgendaItem, AgendaItem.id == Round.item_id)
        .where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.dropped_because.is_(None), Round.kind == RoundKind.VOTE,
            Round.state.in_([RoundState.OPEN, RoundState.CLOSED]),
            or_(Round.due_on <= meeting.held_on, Round.due_meeting_id == meeting.id),
        )
        .order_by(Round.id)
    )  # fmt: skip
    return list(session.scalars(query))


def orphans(session: Session, meeting: Meeting) -> list[Action]:
    """Open actions made here that nobody took on. A call is asked of all, so it needs no owner."""
    owned = exists().where(ActionOwner.action_id == Action.id)
    return list(
        session.scalars(
            select(Action).where(
                Action.meeting_id == meeting.id, Action.state == ActionState.OPEN, Action.kind == ActionKind.ACTION,
                Action.owner_id.is_(None), Action.for_all.is_(False), ~owned,
            ).order_by(Action.id)
        )
    )  # fmt: skip


def is_complete(meeting: Meeting) -> Words | None:
    """The reason why it cannot be closed yet, in one sentence; the page lists each with a link."""
    session = object_session(meeting)
    found = missing(session, meeting) if session else []
    if not found:
        return None
    first = "; ".join(str(one.words) for one in found[:3])
    return counted(
        "Er ontbreekt nog {n} ding: {first}.", "Er ontbreken nog {n} dingen: {first}.", len(found),
        first=first,
    )  # fmt: skip


def close(session: Session, meeting: Meeting, *, by: Person) -> None:
    """Stop the clock, number the decisions, put what returns on the next agenda, if there is a next meeting."""
    agenda.put_on_the_table(session, meeting, None)
    number_decisions(session, meeting)
    evaluate_actions(session, meeting)
    news.what_was_agreed(session, meeting)


def feed_the_next(session: Session, meeting: Meeting) -> Meeting | None:
    """Called once the meeting is held: what it leaves open stands on the next agenda of the series."""
    following = next_meeting(session, meeting.series_id, meeting.held_on, but=meeting.id)
    if following:
        agenda.fill_in(session, following)
    return following


def number_decisions(session: Session, meeting: Meeting) -> None:
    """Drafts of this meeting get the next numbers of their workgroup and year, in the order of the agenda."""
    drafts = session.scalars(
        select(Decision)
        .outerjoin(AgendaItem, AgendaItem.id == Decision.item_id)
        .where(Decision.meeting_id == meeting.id, Decision.state == DecisionState.DRAFT)
        .order_by(AgendaItem.position, Decision.id)
    )
    for decision in drafts:
        take(session, decision, meeting.held_on)


def take(session: Session, decision: Decision, day: date, ends_as: DecisionState = DecisionState.IN_FORCE) -> Decision:
    """The decision is taken: it gets its number under the lock of the workgroup, and ends what it replaces.

    A proposal that was voted down is on the register too, as rejected, and never in force.
    """
    group = session.scalars(
        select(Workgroup).where(Workgroup.id == decision.workgroup_id).with_for_update(of=Workgroup, key_share=True)
    ).one()
    year = day.year
    session.flush()
    last = session.scalar(
        select(func.max(Decision.nth)).where(Decision.workgroup_id == group.id, Decision.year == year)
    )
    decision.year, decision.nth = year, (last or 0) + 1
    decision.number = f"{group.prefix}-{year}-{decision.nth:02d}"
    decision.state = ends_as
    if ends_as is DecisionState.REJECTED:
        session.flush()
        return decision
    decision.in_force_from = decision.in_force_from or day
    if decision.supersedes and decision.supersedes.state is DecisionState.IN_FORCE:
        decision.supersedes.state = DecisionState.REPLACED
    session.flush()
    return decision


def evaluate_actions(session: Session, meeting: Meeting) -> None:
    """Actions that were ended while this meeting spoke about them were evaluated here, and wait for no other."""
    rows = session.scalars(
        select(Action)
        .join(AgendaItem, AgendaItem.follows_id == Action.id)
        .where(AgendaItem.meeting_id == meeting.id, Action.state != ActionState.OPEN, Action.evaluated_in_id.is_(None))
    )
    for action in rows:
        action.evaluated_in_id = meeting.id
        agenda.spoken_about_elsewhere(session, action, meeting)
