"""What the pages of agenda items read."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404
from models import AgendaItem, Meeting, Person
from workflows.visibility import seen_by


def item(of: Meeting, person: Person, item_id: int) -> AgendaItem:
    """An item of this meeting, or 404."""
    found: AgendaItem = one_or_404(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == of.id, AgendaItem.id == item_id, seen_by(person, AgendaItem))
        .options(joinedload(AgendaItem.workgroup))
    )
    return found
