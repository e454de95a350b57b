"""What follows elsewhere when a round is certified: whoever asked it says so here, and the round knows none of them."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models import Actor, Person, Round, RoundKind

Follow = Callable[[Session, Round, Person | None], None]
CERTIFIED: dict[RoundKind, Follow] = {}


def certified(session: Session, the_round: Round) -> None:
    """In the transaction of the certificate, in the name of who certifies."""
    if the_round.dossier_id is None or (follow := CERTIFIED.get(the_round.kind)) is None:
        return
    actor: Actor = session.info.get("actor") or Actor()
    follow(session, the_round, session.get(Person, actor.person_id) if actor.person_id else None)
