"""Actions (afspraken) and calls: made in a meeting, owned, due, and ended with what came of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from models import (
    Action,
    ActionKind,
    ActionOwner,
    ActionState,
    Meeting,
    MinuteBlock,
    Organisation,
    Person,
)
from workflows.command import Command
from workflows.deadlines import day_of
from workflows.marks import Task
from workflows.narrowing import reach
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator, owns
from workflows.series import next_meeting
from workflows.words import Words

STATES = {
    ActionState.OPEN: Words("open"),
    ActionState.DONE: Words("uitgevoerd"),
    ActionState.DROPPED: Words("vervallen"),
    ActionState.HANDED_OVER: Words("overgedragen"),
}
KINDS = {ActionKind.ACTION: Words("Afspraak"), ActionKind.CALL: Words("Oproep")}
ENDS = {state: words for state, words in STATES.items() if state is not ActionState.OPEN}


def from_minutes(session: Session, meeting: Meeting, block: MinuteBlock, task: Task) -> Action:
    """An action out of a line of the minutes; without a day it is due at the next meeting of the series."""
    action = new(session, meeting, block, task.text, ActionKind.ACTION)
    action.for_all = task.for_all
    if task.due_on:
        action.due_on, action.due_meeting_id, action.due_next_id = task.due_on, None, None
    session.flush()
    give_to(session, action, task.owners)
    return action


def call_from_minutes(session: Session, meeting: Meeting, block: MinuteBlock, question: str) -> Action:
    """A question to the cities, kept until the call is made (rounds come with their own capability)."""
    call = new(session, meeting, block, question, ActionKind.CALL)
    call.for_all = True
    session.flush()
    return call


def new(session: Session, meeting: Meeting, block: MinuteBlock, text: str, kind: ActionKind) -> Action:
    action = Action(
        workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, item_id=block.item_id, kind=kind, text=text,
        audience=reach(block), **at_the_next(session, meeting),
    )  # fmt: skip
    session.add(action)
    return action


def at_the_next(session: Session, meeting: Meeting) -> dict[str, date | int | None]:
    """By column: due at the meeting of the series after this one, or at the one that will be planned."""
    following = next_meeting(session, meeting.series_id, meeting.held_on, but=meeting.id)
    due_at, series = (following.id, None) if following else (None, meeting.series_id)
    return {"due_on": None, "due_meeting_id": due_at, "due_next_id": series}


def give_to(session: Session, action: Action, owners: Sequence[Organisation]) -> None:
    """These organisations own it from now on, and no others."""
    for row in list(action.owners):
        if row.organisation not in owners:
            action.owners.remove(row)
            session.delete(row)
    held = {row.organisation_id for row in action.owners}
    for organisation in owners:
        if organisation.id not in held:
            action.owners.append(ActionOwner(workgroup_id=action.workgroup_id, organisation_id=organisation.id))
    session.flush()


due = day_of
"""The day it is due; None while the meeting it waits for is not planned, or where no source names one."""


def is_overdue(action: Action, today: date) -> bool:
    """A deadline ends at the end of its day."""
    day = due(action)
    return action.state is ActionState.OPEN and day is not None and day < today


def edit(
    session: Session, action: Action, *, by: Person, text: str, owners: Sequence[Organisation], for_all: bool,
    owner: Person | None, due_on: date | None, at_next: bool,
) -> Action:  # fmt: skip
    """Text, owners and deadline: a day, or the next meeting of the series; one of the two."""
    if action.state is not ActionState.OPEN:
        raise NotNow(Words("Deze afspraak is al afgerond."))
    if bool(due_on) == at_next:
        raise NotReady(Words("Kies een dag of de volgende vergadering: precies een van de twee."), field="due_on")
    on_a_day = {"due_on": due_on, "due_meeting_id": None, "due_next_id": None}
    deadline = at_the_next(session, action.meeting) if at_next else on_a_day
    for column, value in deadline.items():  # all at once: a query between them would write a row without one
        setattr(action, column, value)
    action.text, action.for_all = text, for_all
    action.owner_id = owner.id if owner else None
    give_to(session, action, [] if for_all else owners)
    return action


def finish(session: Session, action: Action, *, by: Person, state: ActionState, result: str) -> Action:
    """Ended, with what came of it in words."""
    if action.state is not ActionState.OPEN:
        raise NotNow(Words("Deze afspraak is al afgerond."))
    if state is ActionState.OPEN:
        raise NotReady(Words("Kies hoe de afspraak eindigt."), field="state")
    if not result.strip():
        raise NotReady(Words("Schrijf wat het resultaat is."), field="result")
    action.state, action.result = state, result.strip()
    return action


EDIT = Command("edit", Action, coordinator, edit, Words("Een afspraak wijzigen"))
FINISH = Command("finish", Action, owns, finish, Words("Een afspraak afronden"))
