"""What the pages of the yearly overview read."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from models import OverviewEdition, OverviewText, Person, Workgroup
from workflows.visibility import seen_by


def texts(workgroup: Workgroup, person: Person, year: int) -> dict[str, OverviewText]:
    """What editors wrote, by place."""
    rows = session().scalars(
        select(OverviewText).where(
            OverviewText.workgroup_id == workgroup.id, OverviewText.year == year, seen_by(person, OverviewText)
        )
    )
    return {row.place: row for row in rows}


def text(workgroup: Workgroup, person: Person, year: int, place: str) -> OverviewText:
    """What an editor wrote at this place, or 404."""
    found: OverviewText = one_or_404(
        select(OverviewText)
        .where(
            OverviewText.workgroup_id == workgroup.id, OverviewText.year == year, OverviewText.place == place,
            seen_by(person, OverviewText),
        )
        .options(joinedload(OverviewText.workgroup))
    )  # fmt: skip
    return found


def editions(workgroup: Workgroup, person: Person, year: int | None = None) -> list[OverviewEdition]:
    """What was published, the newest first; of one year, or of all."""
    query = select(OverviewEdition).where(
        OverviewEdition.workgroup_id == workgroup.id, seen_by(person, OverviewEdition)
    )
    query = query.where(OverviewEdition.year == year) if year else query
    return list(session().scalars(query.order_by(OverviewEdition.year.desc(), OverviewEdition.n.desc())))


def edition(workgroup: Workgroup, person: Person, year: int, n: int) -> OverviewEdition:
    """This edition, or 404."""
    found: OverviewEdition = one_or_404(
        select(OverviewEdition).where(
            OverviewEdition.workgroup_id == workgroup.id, OverviewEdition.year == year, OverviewEdition.n == n,
            seen_by(person, OverviewEdition),
        )
    )  # fmt: skip
    return found
