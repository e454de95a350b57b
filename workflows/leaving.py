"""Asked again when a letter leaves: may she still read it, does she still want it, is there still something to do.

Rights, choices and answers change between the writing of a letter and its leaving.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Answer,
    Delivery,
    Message,
    PersonState,
    Reason,
    Round,
    RoundParty,
    RoundState,
    Seat,
    Withheld,
)
from workflows.delivery import WAITS_FOR_AN_ANSWER, is_muted, mailbox_of, may_read, way_of
from workflows.visibility import sees


def why_not_now(session: Session, message: Message) -> Withheld | None:
    """Asked again when it leaves: may she still read it, and is there still something to do."""
    person = message.person
    if person.state is PersonState.DISABLED:
        return Withheld.NO_ACCESS
    if message.reason is Reason.ACCOUNT:
        return None
    if message.workgroup_id is not None and not has_a_seat(session, message):
        return Withheld.NO_SEAT
    if not still_sees(session, message) or not may_read(session, message, person):
        return Withheld.UNSEEN
    if stopped := stopped_meanwhile(session, message):
        return stopped
    if is_muted(session, message):
        return Withheld.MUTED
    return over_or_answered(session, message) if message.kind in WAITS_FOR_AN_ANSWER else None


def stopped_meanwhile(session: Session, message: Message) -> Withheld | None:
    """Her mailbox refuses what comes; or she stopped the overview that this waits for.

    What goes at once went to a deputy too, whatever she chose, and is not looked at here.
    """
    box = mailbox_of(session, message.person_id)
    if box is not None and box.paused_at:
        return Withheld.PAUSED
    waits = message.delivery is Delivery.DIGEST and way_of(box, message.reason) is Delivery.NEVER
    return Withheld.NEVER if waits else None


def has_a_seat(session: Session, message: Message) -> bool:
    query = select(Seat.id).where(
        Seat.workgroup_id == message.workgroup_id, Seat.person_id == message.person_id, Seat.until.is_(None)
    )
    return session.scalar(query) is not None


def still_sees(session: Session, message: Message) -> bool:
    """Whether she may read what it is about. Who was invited and did not come in yet may read the invitation."""
    if message.person.state is PersonState.INVITED:
        return True
    return message.about is None or sees(session, message.person, message.about)


def over_or_answered(session: Session, message: Message) -> Withheld | None:
    """Nothing is asked any more of who answered, nor about what is closed."""
    the_round = session.get(Round, message.round_id) if message.round_id else None
    if the_round is None:
        return None
    if the_round.state is not RoundState.OPEN:
        return Withheld.OVER
    party = select(RoundParty.id, RoundParty.excused).where(
        RoundParty.round_id == the_round.id, RoundParty.organisation_id == message.person.organisation_id
    )
    row = session.execute(party).one_or_none()
    if row is None or row.excused:
        return Withheld.OVER
    answered = select(Answer.id).where(Answer.party_id == row.id, Answer.superseded_at.is_(None))
    return Withheld.ANSWERED if session.scalar(answered) is not None else None
