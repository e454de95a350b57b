"""What the pages of agenda items read."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from models import AgendaItem, Meeting, Organisation, Person, Workgroup
from workflows.visibility import seen_by


def meeting(workgroup: Workgroup, person: Person, number: str) -> Meeting:
    """The meeting at this number, or 404."""
    found: Meeting = one_or_404(
        select(Meeting)
        .where(Meeting.workgroup_id == workgroup.id, Meeting.number == number, seen_by(person, Meeting))
        .options(joinedload(Meeting.workgroup))
    )
    return found


def item(of: Meeting, person: Person, item_id: int) -> AgendaItem:
    """An item of this meeting, or 404."""
    found: AgendaItem = one_or_404(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == of.id, AgendaItem.id == item_id, seen_by(person, AgendaItem))
        .options(joinedload(AgendaItem.workgroup))
    )
    return found


def organisations(person: Person) -> Iterable[Organisation]:
    return session().scalars(select(Organisation).where(seen_by(person, Organisation)).order_by(Organisation.name))
