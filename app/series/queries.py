"""What the page of a series reads."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import one_or_404
from models import Person, Series, StandingItem, Workgroup
from workflows.visibility import seen_by


def one(workgroup: Workgroup, person: Person, series_id: int) -> Series:
    """With its standing items, or 404."""
    found: Series = one_or_404(
        select(Series)
        .where(Series.workgroup_id == workgroup.id, Series.id == series_id, seen_by(person, Series))
        .options(joinedload(Series.workgroup), selectinload(Series.standing_items))
    )
    return found


def standing(of: Series, person: Person, item_id: int) -> StandingItem:
    """A standing item of this series, or 404."""
    found: StandingItem = one_or_404(
        select(StandingItem)
        .where(StandingItem.series_id == of.id, StandingItem.id == item_id, seen_by(person, StandingItem))
        .options(joinedload(StandingItem.workgroup))
    )
    return found
