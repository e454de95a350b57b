"""Mijn beurt: what waits for me, and where I sit."""

from typing import Any

from flask import Blueprint, render_template

from app.access import requires, somebody
from app.extensions import session
from app.home import queries
from models import Action, Meeting, MeetingState, Person, StepTaken
from workflows import action, meeting, minutes, workgroup
from workflows.clock import today
from workflows.rules import coordinator, signed_in, speaks
from workflows.seat import ROLES
from workflows.words import Words

bp = Blueprint("home", __name__)
SHOWN = 8
"""More agreements than this are a list to open, not a turn."""


@bp.get("/")
@requires(signed_in)
def index() -> str:
    person = somebody()
    agreed = session().scalars(queries.open_actions(person)).unique().all()
    return render_template(
        "home/index.html",
        person=person,
        seats=queries.my_seats(person),
        invitations=session().scalars(queries.waiting_invitations(person)).all(),
        meetings=[ahead(one, person) for one in queries.next_meetings(person)],
        waiting=list(queries.waiting_minutes(person)),
        agreed=sorted(agreed, key=urgency)[:SHOWN],
        more=max(0, len(agreed) - SHOWN),
        steps=session().scalars(queries.latest_steps(person)).all(),
        roles=ROLES,
        states=workgroup.STATES,
        meeting_states=meeting.STATES,
        minutes_states=minutes.STATES,
        say={"due": action.due},
        overdue=action.is_overdue,
        today=today(),
        says=says,
    )


def ahead(one: Meeting, person: Person) -> dict[str, Any]:
    """A meeting to come: for who coordinates what keeps the next step closed, for who speaks whether she answered."""
    offers = meeting.procedure.offers(one, person) if coordinator.allows(person, one.workgroup) else []
    asked = one.state is MeetingState.CONVENED and speaks.allows(person, one.workgroup)
    answered = queries.my_reply(one, person) if asked else None
    return {
        "meeting": one,
        "next": next((offer for offer in offers if offer.step.name != "cancel"), None),
        "asked": asked and (answered is None or answered.reply is None),
    }


def urgency(one: Action) -> tuple[bool, Any, int]:
    """First what has a day, the earliest first; then what waits for a meeting that is not planned."""
    day = action.due(one)
    return (day is None, day or one.id, one.id)


def says(taken: StepTaken) -> Words:
    """What a step was, for whatever it was taken."""
    if taken.of_meeting_id:
        return meeting.SAYS[taken.step]
    return minutes.SAYS[taken.step] if taken.of_minutes_id else workgroup.SAYS[taken.step]
