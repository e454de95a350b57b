"""What a mail reads besides its own letter."""

from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import session
from models import Message, Person, PersonState, Received, ReceivedKind, Seat, SeatRole


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


def unplaced() -> Iterable[Received]:
    """What people wrote that no program understands, the oldest first."""
    return session().scalars(select(Received).where(Received.kind == ReceivedKind.UNPLACED).order_by(Received.id))
