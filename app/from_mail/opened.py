"""A link of a mail opened: whole, ours, and for somebody who still comes in. Everything else is said in a sentence."""

from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template

from app.access import me
from app.from_mail import queries
from app.mail import tokens
from app.security import BEHIND_A_SECRET
from app.table import seen
from models import Meeting, Person, PersonState
from workflows.refusals import NotNow
from workflows.words import Words


@dataclass(frozen=True)
class OpenedRound:
    """A round that somebody was asked, as she sees it."""

    person: Person
    shown: seen.Shown


@dataclass(frozen=True)
class OpenedMeeting:
    """A meeting that somebody was invited to."""

    person: Person
    meeting: Meeting


def a_round(token: str) -> OpenedRound:
    """Raises NotNow when the link is not whole, or leads nowhere any more."""
    person_id, round_id = tokens.read_pair("answer", token)
    person = the_person(person_id)
    the_round = queries.the_round(person, round_id)
    if the_round is None:
        raise leads_nowhere()
    return OpenedRound(person, seen.shown([the_round], person)[0])


def a_meeting(token: str) -> OpenedMeeting:
    person_id, meeting_id = tokens.read_pair("come", token)
    person = the_person(person_id)
    meeting = queries.the_meeting(person, meeting_id)
    if meeting is None:
        raise leads_nowhere()
    return OpenedMeeting(person, meeting)


def a_reader(person_id: int) -> Person:
    """Who gets mail, and so may stop it; also who was invited and did not come in yet."""
    return the_person(person_id, (PersonState.ACTIVE, PersonState.INVITED))


def the_person(person_id: int, states: tuple[PersonState, ...] = (PersonState.ACTIVE,)) -> Person:
    """Who the mail was for. Somebody else who is signed in here answers as herself, not with a mail passed on."""
    person = queries.the_person(person_id, states)
    if person is None:
        raise leads_nowhere()
    here = me()
    if here is not None and here.id != person.id:
        raise NotNow(
            Words(
                "Deze link is voor {name}, en jij bent aangemeld als {here}. Antwoord in Rondetafel zelf.",
                name=person.name,
                here=here.name,
            )
        )
    return person


def leads_nowhere() -> NotNow:
    return NotNow(Words("Deze link werkt niet meer: wat erachter stond, is niet langer voor jou bedoeld."))


def page(template: str, status: int = 200, **given: Any) -> Any:
    """The address of such a page is a secret."""
    made = make_response(render_template(template, **given), status)
    made.headers.update(BEHIND_A_SECRET)
    return made
