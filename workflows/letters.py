"""Letters: what a mail says, put in the outbox in the transaction of the change that asks for it."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from models import Actor, Audience, Meeting, Message, MessageState, Person, Reason, Round, Withheld
from workflows import delivery
from workflows.words import Words


@dataclass(frozen=True)
class Letter:
    """Words in paragraphs, at most one button. `path` starts with a slash; `footer` says why she gets it.

    The subject of everything about one round or meeting is the same, so that a mail program keeps it together:
    what is new stands in the first paragraph.
    """

    kind: str
    subject: Words
    paragraphs: tuple[Words, ...]
    footer: Words
    button: Words | None = None
    path: str | None = None
    reason: Reason = Reason.ACCOUNT
    about: Round | Meeting | None = None
    proves: int | None = None
    """The answer whose link in the audit trail is put in the letter when it leaves."""
    calendar: dict[str, Any] | None = None
    audience: Audience | None = None
    """For how few the lines in it are, where these have an audience of their own."""

    def stored(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "subject": self.subject.stored(),
            "paragraphs": [words.stored() for words in self.paragraphs],
            "reason": self.footer.stored(),
            "button": self.button.stored() if self.button else None,
            "path": self.path,
            "proves": self.proves,
            "audience": self.audience.value if self.audience else None,
        }


def post(session: Session, letter: Letter, to: Person, workgroup_id: int | None = None) -> Message:
    """Put the letter in the outbox: for now, for the overview, or withheld with the reason why it is not sent.

    While she is away, what is asked of her goes to her deputy. It leaves after the commit (`rondetafel jobs run`).
    """
    message = message_of(session, letter, to, workgroup_id)
    how = delivery.route(session, message)
    message.delivery, message.next_try_at = how.delivery, how.at
    if how.withheld:
        message.state, message.withheld_because = MessageState.WITHHELD, how.withheld
    session.add(message)
    if how.withheld is Withheld.AWAY and how.deputy is not None:
        post_to_deputy(session, letter, how.deputy, to, workgroup_id)
    return message


def message_of(session: Session, letter: Letter, to: Person, workgroup_id: int | None) -> Message:
    """Its subject is that of the first letter that she got about the same."""
    actor: Actor | None = session.info.get("actor")
    message = Message(
        person_id=to.id,
        workgroup_id=workgroup_id,
        round_id=letter.about.id if isinstance(letter.about, Round) else None,
        meeting_id=letter.about.id if isinstance(letter.about, Meeting) else None,
        by_id=actor.person_id if actor else None,
        kind=letter.kind,
        reason=letter.reason,
        key=secrets.token_hex(16),
        letter=letter.stored(),
        calendar=letter.calendar,
    )
    if first := delivery.first_about(session, message):
        message.letter = {**message.letter, "subject": first.letter["subject"]}
    return message


def post_to_deputy(session: Session, letter: Letter, deputy: Person, away: Person, workgroup_id: int | None) -> None:
    """In her place, and it says so. A deputy who is away too gets it all the same: somebody has to."""
    instead = Words("Je krijgt dit in de plaats van {name}, die afwezig is.", name=away.name)
    message = message_of(session, replace(letter, paragraphs=(instead, *letter.paragraphs)), deputy, workgroup_id)
    session.add(message)
