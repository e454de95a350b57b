"""What the pages of actions read."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from app.loading import WITH_OWNERS, members_first
from models import Action, ActionOwner, ActionState, Meeting, Membership, Organisation, Person, Round, Seat, Workgroup
from workflows.visibility import seen_by

WITH = (*WITH_OWNERS, joinedload(Action.evaluated_in), joinedload(Action.item))


def actions(workgroup: Workgroup, person: Person, asked: dict[str, Any]) -> "Select[Action]":
    """`whose` is mine, ours or all; `state` open or ended or everything; `organisation` who owns it."""
    query = (
        select(Action)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(Action.workgroup_id == workgroup.id, seen_by(person, Action))
        .options(*WITH)
        .order_by(Action.state != ActionState.OPEN, Meeting.held_on.desc(), Action.id)
    )
    if asked["whose"] == "ours":
        query = query.where(or_(owned_by(person.organisation_id), asked_of_all(workgroup, person)))
    elif asked["whose"] == "mine":
        query = query.where(Action.owner_id == person.id)
    if asked["organisation"]:
        query = query.where(or_(owned_by(asked["organisation"]), Action.for_all))
    if asked["state"] == "open":
        query = query.where(Action.state == ActionState.OPEN)
    elif asked["state"] == "ended":
        query = query.where(Action.state != ActionState.OPEN)
    return query


def owned_by(organisation_id: int) -> Any:
    return exists().where(ActionOwner.action_id == Action.id, ActionOwner.organisation_id == organisation_id)


def asked_of_all(workgroup: Workgroup, person: Person) -> Any:
    """Asked of all members, for a person whose organisation is one."""
    member = exists().where(
        Membership.workgroup_id == workgroup.id, Membership.organisation_id == person.organisation_id,
        Membership.until.is_(None), Membership.role == "voting",
    )  # fmt: skip
    return Action.for_all & member


def one(workgroup: Workgroup, person: Person, action_id: int) -> Action:
    found: Action = one_or_404(
        select(Action)
        .where(Action.workgroup_id == workgroup.id, Action.id == action_id, seen_by(person, Action))
        .options(*WITH)
    )
    return found


def rounds(action: Action, person: Person) -> Sequence[Round]:
    """In which this was put to the organisations."""
    return session().scalars(
        select(Round)
        .where(Round.action_id == action.id, seen_by(person, Round))
        .options(joinedload(Round.due_meeting), joinedload(Round.workgroup))
        .order_by(Round.id)
    ).all()  # fmt: skip


def organisations(workgroup: Workgroup, person: Person) -> Iterable[Organisation]:
    """Who can own an action: any organisation, those of this workgroup first."""
    return session().scalars(members_first(workgroup, person))


def people(workgroup: Workgroup, person: Person) -> Iterable[Person]:
    return session().scalars(
        select(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.workgroup_id == workgroup.id, Seat.until.is_(None), seen_by(person, Person))
        .order_by(Person.name)
    )


def owners(workgroup: Workgroup, person: Person) -> Iterable[Organisation]:
    """Who owns an action here, by name."""
    theirs = (
        select(ActionOwner.organisation_id)
        .join(Action, Action.id == ActionOwner.action_id)
        .where(Action.workgroup_id == workgroup.id, seen_by(person, Action))
    )
    return session().scalars(select(Organisation).where(Organisation.id.in_(theirs)).order_by(Organisation.name))
