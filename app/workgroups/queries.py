"""What the pages of a workgroup read."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from models import Membership, Organisation, Person, StepTaken, Workgroup
from workflows.visibility import seen_by


def members(workgroup: Workgroup, person: Person) -> "Select[Membership]":
    return (
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.workgroup_id == workgroup.id, Membership.until.is_(None), seen_by(person, Membership))
        .options(contains_eager(Membership.organisation), raiseload("*"))
        .order_by(Organisation.name)
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
