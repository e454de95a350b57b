"""What the pages of the recorded history read."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import one_or_404, session
from models import Contradiction, KeyFigure, Milestone, Person, Workgroup, YearTheme
from workflows.visibility import seen_by


def milestones(workgroup: Workgroup, person: Person) -> Iterable[Milestone]:
    return session().scalars(
        select(Milestone)
        .where(Milestone.workgroup_id == workgroup.id, seen_by(person, Milestone))
        .options(joinedload(Milestone.contradiction).selectinload(Contradiction.claims))
        .order_by(Milestone.happened_on.is_(None), Milestone.happened_on, Milestone.id)
    )


def themes(workgroup: Workgroup, person: Person) -> Iterable[YearTheme]:
    query = select(YearTheme).where(YearTheme.workgroup_id == workgroup.id, seen_by(person, YearTheme))
    return session().scalars(query.order_by(YearTheme.since_year, YearTheme.id))


def figures(workgroup: Workgroup, person: Person) -> Iterable[KeyFigure]:
    query = select(KeyFigure).where(KeyFigure.workgroup_id == workgroup.id, seen_by(person, KeyFigure))
    return session().scalars(query.order_by(KeyFigure.title))


def contradictions(workgroup: Workgroup, person: Person) -> Iterable[Contradiction]:
    return session().scalars(
        select(Contradiction)
        .where(Contradiction.workgroup_id == workgroup.id, seen_by(person, Contradiction))
        .options(selectinload(Contradiction.claims))
        .order_by(Contradiction.id)
    )


def contradiction(workgroup: Workgroup, person: Person, contradiction_id: int) -> Contradiction:
    found: Contradiction = one_or_404(
        select(Contradiction)
        .where(
            Contradiction.workgroup_id == workgroup.id, Contradiction.id == contradiction_id,
            seen_by(person, Contradiction),
        )
        .options(selectinload(Contradiction.claims), joinedload(Contradiction.workgroup))
    )  # fmt: skip
    return found
