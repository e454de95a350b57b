"""Which saved view a button is about."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404
from models import Person, SavedView, Workgroup
from workflows.visibility import seen_by


def view(workgroup: Workgroup, person: Person, view_id: int) -> SavedView:
    """By key, or 404."""
    query = select(SavedView).where(SavedView.workgroup_id == workgroup.id, SavedView.id == view_id)
    found: SavedView = one_or_404(query.where(seen_by(person, SavedView)).options(joinedload(SavedView.workgroup)))
    return found
