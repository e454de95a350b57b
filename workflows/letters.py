"""Letters: what a mail says, put in the outbox in the transaction of the change that asks for it."""

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import Message, Person
from workflows.words import Words


@dataclass(frozen=True)
class Letter:
    """Words in paragraphs, at most one button. `path` starts with a slash; `reason` says why she gets it."""

    kind: str
    subject: Words
    paragraphs: tuple[Words, ...]
    reason: Words
    button: Words | None = None
    path: str | None = None
    proves: int | None = None
    """The answer whose link in the audit trail is put in the letter when it leaves."""


def post(session: Session, letter: Letter, to: Person, workgroup_id: int | None = None) -> Message:
    """Put the letter in the outbox; it leaves after the commit (`rondetafel jobs run`)."""
    message = Message(
        person_id=to.id,
        workgroup_id=workgroup_id,
        kind=letter.kind,
        key=secrets.token_hex(16),
        letter={
            "subject": letter.subject.stored(),
            "paragraphs": [words.stored() for words in letter.paragraphs],
            "reason": letter.reason.stored(),
            "button": letter.button.stored() if letter.button else None,
            "path": letter.path,
            "proves": letter.proves,
        },
    )
    session.add(message)
    return message
