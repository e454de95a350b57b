"""What a mail that came in turns out to be."""

from dataclasses import dataclass
from datetime import date, datetime

from app.mail.addresses import ToMeeting
from models import Reply
from workflows.words import Words


@dataclass(frozen=True)
class CalendarReply:
    """A calendar program answers an invitation. `attendee` may be somebody else: an invitation can be passed on."""

    token: ToMeeting
    uid: str
    attendee: str
    """Her address in lower case."""
    answer: Reply
    start: date | datetime | None
    """When the meeting starts according to the calendar that answers; a moment is in UTC."""
    stamp: datetime | None
    """When the answer was given, in UTC; of two answers the later one counts."""
    comment: str


@dataclass(frozen=True)
class Bounced:
    """A mail server did not deliver this message of the outbox."""

    message_id: int
    permanent: bool
    why: Words


@dataclass(frozen=True)
class Automatic:
    """A machine wrote it; nobody waits for an answer."""

    why: Words


@dataclass(frozen=True)
class Unplaced:
    """A person wrote it, or it cannot be used: somebody has to look at it."""

    why: Words


Verdict = CalendarReply | Bounced | Automatic | Unplaced


class Unusable(Exception):
    """This mail, or this part of it, cannot be used. `answers`: a person did answer with it."""

    def __init__(self, why: Words, *, answers: bool = False) -> None:
        super().__init__(str(why))
        self.why = why
        self.answers = answers
