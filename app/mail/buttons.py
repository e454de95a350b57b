"""The buttons in a mail: each opens a page that asks for one more press. Nothing is answered by following a link,
for programs that look for dangerous mail follow them all.
"""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext

from app.mail import tokens
from app.table import turns
from models import Meeting, MeetingState, Message, Round, RoundState
from workflows.attendance import REPLIES
from workflows.delivery import WAITS_FOR_AN_ANSWER
from workflows.round_kinds import KINDS, Choice
from workflows.rules import speaks


@dataclass(frozen=True)
class Button:
    """Its words and the whole address it opens. `shape` is how it is drawn."""

    label: str
    link: str
    shape: str = "plain"


def whole(path: str) -> str:
    """An address that a mail program can open."""
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


def buttons_of(message: Message) -> list[Button]:
    """What can be answered from this letter; nothing when there is nothing to answer."""
    if message.kind in WAITS_FOR_AN_ANSWER and message.round is not None:
        return of_a_round(message, message.round)
    if message.kind == "meeting" and message.meeting is not None:
        return of_a_meeting(message, message.meeting)
    return []


def of_a_round(message: Message, the_round: Round) -> list[Button]:
    """A button for each choice; for a state of affairs first the one of last time, for a list of questions one."""
    if the_round.state is not RoundState.OPEN:
        return []
    at = whole(f"/from-mail/answer/{tokens.to_answer(message.person_id, the_round.id)}")
    kind, previous = KINDS[the_round.kind], the_round.previous_id
    if kind.options is not None:
        return [Button(gettext("Vul in"), at)]
    before = turns.last_time([previous], message.person).get(previous) if kind.remembers and previous else None
    last = kind.choice(before.choice) if before else None
    again = [Button(gettext("Zelfde als vorige keer: %(choice)s", choice=last.says), f"{at}?again=1")] if last else []
    return [*again, *(button_for(one, at) for one in kind.choices if one.counts or one.code == "recuse")]


def button_for(choice: Choice, at: str) -> Button:
    return Button(str(choice.says).capitalize(), f"{at}?choice={choice.code}", choice.shape.value)


def of_a_meeting(message: Message, meeting: Meeting) -> list[Button]:
    """Whether her organisation comes, for who may say so."""
    if meeting.state is not MeetingState.CONVENED or not speaks.allows(message.person, meeting):
        return []
    at = whole(f"/from-mail/come/{tokens.to_come(message.person_id, meeting.id)}")
    return [Button(str(words).capitalize(), f"{at}?answer={code.value}") for code, words in REPLIES.items()]
