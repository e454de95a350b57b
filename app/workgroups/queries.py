"""What the pages of a workgroup read."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload, selectinload

from app.extensions import session
from models import (
    Deliverable,
    MandateQuestion,
    MandateReport,
    Meeting,
    Membership,
    Organisation,
    Person,
    StepTaken,
    Workgroup,
    WorkgroupState,
)
from workflows.visibility import seen_by


def members(workgroup: Workgroup, person: Person) -> "Select[Membership]":
    return (
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.workgroup_id == workgroup.id, Membership.until.is_(None), seen_by(person, Membership))
        .options(contains_eager(Membership.organisation), raiseload("*"))
        .order_by(Organisation.name)
    )


def every(person: Person) -> Iterable[Workgroup]:
    return session().scalars(
        select(Workgroup).where(seen_by(person, Workgroup)).options(raiseload("*")).order_by(Workgroup.name)
    )


def tree(workgroup: Workgroup, person: Person) -> Iterable[Workgroup]:
    """The groups below it: working ones first."""
    return session().scalars(
        select(Workgroup)
        .where(Workgroup.parent_id == workgroup.id, seen_by(person, Workgroup))
        .options(raiseload("*"))
        .order_by(Workgroup.state == WorkgroupState.ENDED, Workgroup.name)
    )


def former_members(workgroup: Workgroup, person: Person) -> Iterable[Membership]:
    return session().scalars(
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.workgroup_id == workgroup.id, Membership.until.is_not(None), seen_by(person, Membership))
        .options(contains_eager(Membership.organisation), raiseload("*"))
        .order_by(Membership.until.desc(), Organisation.name)
    )


def member(workgroup: Workgroup, person: Person, membership_id: int) -> "Select[Membership]":
    return members(workgroup, person).options(joinedload(Membership.workgroup)).where(Membership.id == membership_id)


def story(workgroup: Workgroup, person: Person) -> "Select[StepTaken]":
    return (
        select(StepTaken)
        .where(StepTaken.of_workgroup_id == workgroup.id, seen_by(person, StepTaken))
        .options(joinedload(StepTaken.person), joinedload(StepTaken.organisation), raiseload("*"))
        .order_by(StepTaken.id.desc())
    )


def questions(workgroup: Workgroup, person: Person) -> Iterable[MandateQuestion]:
    """Of its mandate, with every report and, for who may open it, the meeting that heard it."""
    return session().scalars(
        select(MandateQuestion)
        .where(MandateQuestion.workgroup_id == workgroup.id, seen_by(person, MandateQuestion))
        .options(
            selectinload(MandateQuestion.reports)
            .joinedload(MandateReport.meeting.and_(seen_by(person, Meeting)))
            .joinedload(Meeting.workgroup)
        )
        .order_by(MandateQuestion.position)
    )


def deliverables(workgroup: Workgroup, person: Person) -> Iterable[Deliverable]:
    """What it left behind, in the order in which it was noted."""
    return session().scalars(
        select(Deliverable)
        .where(Deliverable.workgroup_id == workgroup.id, seen_by(person, Deliverable))
        .options(raiseload("*"))
        .order_by(Deliverable.id)
    )
