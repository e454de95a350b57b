"""What the page of a guest reads."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import session
from models import Round, RoundLink, RoundParty
from workflows import links


def the_link(secret: str) -> RoundLink:
    """The link with this secret, alive or dead; an unknown one is dead in the same words."""
    found = session().scalars(
        select(RoundLink)
        .where(RoundLink.digest == links.digest(secret))
        .options(
            joinedload(RoundLink.round).joinedload(Round.due_meeting), joinedload(RoundLink.workgroup),
            joinedload(RoundLink.party).joinedload(RoundParty.organisation),
        )
    ).one_or_none()  # fmt: skip
    if found is None:
        raise links.dead()
    return found
