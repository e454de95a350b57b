"""What the register of decisions reads."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import one_or_404, session
from models import AgendaItem, Decision, DecisionState, Meeting, Organisation, Person, Round, Workgroup
from workflows.visibility import seen_by


def register(workgroup: Workgroup, person: Person, asked: dict[str, Any]) -> "Select[Decision]":
    """Newest first; `asked` holds words, year, state and whether a review is due."""
    query = (
        select(Decision)
        .outerjoin(Decision.meeting)
        .outerjoin(Decision.round)
        .where(Decision.workgroup_id == workgroup.id, seen_by(person, Decision))
        .options(
            contains_eager(Decision.meeting),
            contains_eager(Decision.round),
            joinedload(Decision.item),
            joinedload(Decision.supersedes),
        )
        .order_by(func.coalesce(Meeting.held_on, Round.asked_on).desc(), Decision.nth.desc(), Decision.id.desc())
    )
    for word in asked["words"].split()[:8]:
        like = f"%{word.lower().replace('%', '').replace('_', '')}%"
        everything = Decision.text + " " + Decision.rationale + " " + func.coalesce(Decision.number, "")
        query = query.where(func.lower(everything).like(like))
    if asked["year"]:
        query = query.where(Decision.year == asked["year"])
    if asked["state"]:
        query = query.where(Decision.state == asked["state"])
    if asked["organisation"]:
        mine = select(AgendaItem.id).where(AgendaItem.presenter_id == asked["organisation"])
        query = query.where(Decision.item_id.in_(mine))
    if asked["review"]:
        query = query.where(Decision.review_on.is_not(None))
    return query


def presenters(workgroup: Workgroup, person: Person) -> Iterable[Organisation]:
    """Which organisations brought what was decided."""
    items = select(AgendaItem.presenter_id).join(Decision, Decision.item_id == AgendaItem.id)
    theirs = items.where(Decision.workgroup_id == workgroup.id, seen_by(person, Decision))
    return session().scalars(select(Organisation).where(Organisation.id.in_(theirs)).order_by(Organisation.name))


def years(workgroup: Workgroup, person: Person) -> Iterable[int]:
    mine = select(Decision.year).where(Decision.workgroup_id == workgroup.id, seen_by(person, Decision))
    return session().scalars(mine.where(Decision.year.is_not(None)).distinct().order_by(Decision.year.desc()))


def one(workgroup: Workgroup, person: Person, decision_id: int) -> Decision:
    """By key, or 404."""
    return found(workgroup, person, Decision.id == decision_id)


def numbered(workgroup: Workgroup, person: Person, number: str) -> Decision:
    """By its permanent number, or 404."""
    return found(workgroup, person, Decision.number == number)


def found(workgroup: Workgroup, person: Person, condition: Any) -> Decision:
    row: Decision = one_or_404(
        select(Decision)
        .where(Decision.workgroup_id == workgroup.id, condition, seen_by(person, Decision))
        .options(
            joinedload(Decision.meeting), joinedload(Decision.round), joinedload(Decision.item),
            joinedload(Decision.supersedes), joinedload(Decision.workgroup),
        )
    )  # fmt: skip
    return row


def successor(of: Decision, person: Person) -> Decision | None:
    return session().scalars(select(Decision).where(Decision.supersedes_id == of.id, seen_by(person, Decision))).first()


def replaceable(of: Decision, person: Person) -> Iterable[Decision]:
    """Decisions in force that this one can take the place of, and the one it takes the place of."""
    holds = (Decision.state == DecisionState.IN_FORCE) | (Decision.id == of.supersedes_id)
    return session().scalars(
        select(Decision)
        .where(Decision.workgroup_id == of.workgroup_id, Decision.id != of.id, holds, seen_by(person, Decision))
        .order_by(Decision.year.desc(), Decision.nth.desc())
    )
