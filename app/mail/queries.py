"""What a mail reads besides its own letter."""

from sqlalchemy import select

from app.extensions import session
from models import Answer, Message, Person, PersonState, Round, RoundParty, Seat, SeatRole


def answer_before(the_round: Round, person: Person) -> Answer | None:
    """What her organisation answered the last time the same was asked."""
    if the_round.previous_id is None:
        return None
    return session().scalars(
        select(Answer)
        .join(RoundParty, RoundParty.id == Answer.party_id)
        .where(
            Answer.round_id == the_round.previous_id, RoundParty.organisation_id == person.organisation_id,
            Answer.superseded_at.is_(None),
        )
    ).one_or_none()  # fmt: skip


def coordinators(message: Message) -> list[str]:
    """The addresses of who can answer a question about it."""
    if message.workgroup_id is None:
        return []
    return list(
        session().scalars(
            select(Person.email)
            .join(Seat, Seat.person_id == Person.id)
            .where(
                Seat.workgroup_id == message.workgroup_id, Seat.until.is_(None), Seat.role == SeatRole.COORDINATOR,
                Person.id != message.person_id, Person.state == PersonState.ACTIVE,
            )
            .order_by(Seat.id)
        )
    )  # fmt: skip
