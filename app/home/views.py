"""Mijn beurt: what waits for me, answered where it stands; what we promised; what changed since my last visit."""

from typing import Any

from flask import Blueprint, render_template

from app.access import requires, somebody, this_visit_id
from app.extensions import session
from app.home import queries
from app.table import seen, turns
from models import Action, Attendance, Meeting, MeetingState, Person, Reply, StepTaken, now
from workflows import action, attendance, deadlines, meeting, minutes, report_template, template_turn, workgroup
from workflows import round as rounds
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
    mine = turns.turns(person)
    meetings = list(queries.next_meetings(person))
    replies = queries.replies(meetings, person)
    ahead_of_me = [ahead(one, replies[one.id], person) for one in meetings]
    since = queries.last_visit(person, this_visit_id())
    steps = session().scalars(queries.latest_steps(person, since)).all()
    names = queries.names_of(steps, person)
    return render_template(
        "home/index.html",
        person=person,
        seats=queries.my_seats(person),
        invitations=session().scalars(queries.waiting_invitations(person)).all(),
        turns=mine,
        waits=sum(one.answer is None for one in mine) + sum(one["asked"] for one in ahead_of_me),
        dossiers=list(queries.my_dossiers(person)),
        turn_of=lambda one: template_turn.turn(one, None, now()),
        running=seen.shown(list(queries.running_rounds(person)), person),
        meetings=ahead_of_me,
        waiting=list(queries.waiting_minutes(person)),
        agreed=sorted(agreed, key=urgency)[:SHOWN],
        more=max(0, len(agreed) - SHOWN),
        since=since,
        steps=[one for one in steps if one.id in names],
        about=lambda taken: names[taken.id],
        **words(),
    )


def words() -> dict[str, Any]:
    return {
        "roles": ROLES, "states": workgroup.STATES, "meeting_states": meeting.STATES,
        "minutes_states": minutes.STATES, "replies": attendance.REPLIES, "reply_shapes": REPLY_SHAPES,
        "say": {"due": action.due}, "due": deadlines.day_of, "overdue": action.is_overdue, "today": today(),
        "says": says,
    }  # fmt: skip


REPLY_SHAPES = {Reply.YES: "yes", Reply.DEPUTY: "yes", Reply.UNSURE: "hold", Reply.NO: "no", None: "none"}


def ahead(one: Meeting, rows: list[Attendance], person: Person) -> dict[str, Any]:
    """A meeting to come: for who coordinates what keeps the next step closed, for who speaks whether she answered."""
    offers = meeting.procedure.offers(one, person) if coordinator.allows(person, one.workgroup) else []
    may_reply = one.state is MeetingState.CONVENED and speaks.allows(person, one.workgroup)
    mine = next((row.reply for row in rows if row.organisation_id == person.organisation_id), None)
    return {
        "meeting": one,
        "next": next((offer for offer in offers if offer.step.name != "cancel"), None),
        "may_reply": may_reply,
        "asked": may_reply and mine is None,
        "reply": mine,
        "rows": rows if one.state is MeetingState.CONVENED else [],
    }


def urgency(one: Action) -> tuple[bool, Any, int]:
    """First what has a day, the earliest first; then what waits for a meeting that is not planned."""
    day = action.due(one)
    return (day is None, day or one.id, one.id)


def says(taken: StepTaken) -> Words:
    """What a step was, for whatever it was taken."""
    if taken.of_dossier_id:
        return report_template.SAYS[taken.step]
    if taken.of_round_id:
        return rounds.SAYS[taken.step]
    if taken.of_meeting_id:
        return meeting.SAYS[taken.step]
    return minutes.SAYS[taken.step] if taken.of_minutes_id else workgroup.SAYS[taken.step]
