"""What the clock does by itself: reminders on their day, rounds that close after theirs (`rondetafel jobs run`)."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import Round, RoundState
from workflows import deadlines, reminders
from workflows import round as rounds
from workflows.command import Ask, Command, perform
from workflows.refusals import Refused


def keep_time(session: Session) -> int:
    """Do what is due now, each in a transaction of its own. Returns how many things were done."""
    due = [(command, one.id) for one in open_rounds(session) if (command := due_command(one))]
    session.rollback()
    return sum(done(session, command, round_id) for command, round_id in due)


def done(session: Session, command: Command, round_id: int) -> bool:
    """Whether there was something to do. A round that refuses holds up neither the others nor the mail."""
    try:
        return perform(session, command, Ask(None, round_id)) is not None
    except Refused:
        return False


def open_rounds(session: Session) -> list[Round]:
    query = select(Round).where(Round.state == RoundState.OPEN, Round.recorded.is_(False))
    return list(session.scalars(query.options(joinedload(Round.due_meeting)).order_by(Round.id)))


def due_command(one: Round) -> Command | None:
    """Closing goes before reminding; nothing while its day is still to come."""
    if deadlines.is_past(one):
        return rounds.CLOSE_WHEN_DUE
    return reminders.REMIND_WHEN_DUE if reminders.is_due(one) else None
