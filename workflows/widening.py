"""Widening: to the vendor or the public only the coordinator opens a thing, from its next version on (settled.md).

What was written before stays for whom it was, and the story tells for whom that was. Narrowing is in narrowing.py.
"""

from typing import Any

from sqlalchemy.orm import Session

from models import Audience, Person, narrowest, open_to
from workflows.engine import tell
from workflows.refusals import NotReady
from workflows.rules import coordinator
from workflows.visibility import OUTSIDE, WIDENED
from workflows.words import Words

AUDIENCES = {
    Audience.SECRETARIAT: Words("alleen het secretariaat"),
    Audience.MEMBERS: Words("de leden"),
    Audience.PARTNERS: Words("leden en partners"),
    Audience.VENDOR: Words("ook de leverancier"),
    Audience.PUBLIC: Words("openbaar"),
}
SAYS = {
    step: Words("Ruimer geopend. Eerst: {before}. Nu: {now}.", before=AUDIENCES[before], now=AUDIENCES[after])
    for (before, after), step in WIDENED.items()
}
"""What the story says of it."""


def only_by_the_coordinator(by: Person | None, subject: Any, before: Audience | None, audience: Audience) -> None:
    """Raises NotReady beside the field for who opens something further than it is; `before` is None of a new thing."""
    further = audience in OUTSIDE and (before is None or before not in open_to(audience))
    if further and by is not None and not coordinator.allows(by, subject):
        raise NotReady(
            Words("Voor de leverancier of het publiek opent dit alleen {who}.", who=coordinator.says), field="audience"
        )


def widest_for(by: Person | None, subject: Any, limit: Audience) -> Audience:
    """For whom she may put something there: for no more people than the limit, nor than she may open it to."""
    if by is None or coordinator.allows(by, subject):
        return limit
    return narrowest([limit, Audience.PARTNERS]) or limit


def told(
    session: Session, subject: Any, by: Person | None, before: Audience, audience: Audience, note: str = ""
) -> None:
    """In the story of the subject, when it now reaches beyond the table and did not."""
    if (before, audience) in WIDENED:
        tell(session, subject, WIDENED[before, audience], subject.state, by, note)
