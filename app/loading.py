"""What comes along with a row when a page shows it, so that every page says it in the same few questions."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import one_or_404, session
from models import (
    Action,
    ActionOwner,
    DossierState,
    DossierTheme,
    Meeting,
    Membership,
    Organisation,
    Person,
    ReportTemplate,
    SavedView,
    Workgroup,
)
from workflows.visibility import seen_by

WITH_OWNERS = (
    selectinload(Action.owners).joinedload(ActionOwner.organisation),
    joinedload(Action.owner),
    joinedload(Action.due_meeting),
    joinedload(Action.due_next),
    joinedload(Action.meeting),
    joinedload(Action.workgroup),
)
"""Of an action: who owns it and by when."""


def meeting_at(workgroup: Workgroup, person: Person, number: str) -> Meeting:
    """The meeting at this number with its workgroup, or 404."""
    found: Meeting = one_or_404(
        select(Meeting)
        .where(Meeting.workgroup_id == workgroup.id, Meeting.number == number, seen_by(person, Meeting))
        .options(joinedload(Meeting.workgroup))
    )
    return found


def organisations(person: Person) -> Iterable[Organisation]:
    """All that she sees, by name: what a form offers to choose from."""
    return session().scalars(select(Organisation).where(seen_by(person, Organisation)).order_by(Organisation.name))


def themes() -> list[DossierTheme]:
    """The shared list, the wider before what lies in it."""
    return sorted(session().scalars(select(DossierTheme).options(joinedload(DossierTheme.parent))), key=str)


def saved_views(workgroup: Workgroup, person: Person) -> Sequence[SavedView]:
    """Of the list of dossiers: hers, and those of the whole workgroup."""
    query = select(SavedView).where(SavedView.workgroup_id == workgroup.id, seen_by(person, SavedView))
    return session().scalars(query.options(joinedload(SavedView.workgroup)).order_by(SavedView.name)).all()


def members_first(workgroup: Workgroup, person: Person) -> "Select[Organisation]":
    """All that she sees, those of this workgroup first: partners own work too, and a guest can be asked by link."""
    return (
        select(Organisation)
        .where(seen_by(person, Organisation))
        .order_by(~is_member(workgroup), Organisation.name)
    )  # fmt: skip


def is_member(workgroup: Workgroup, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    """The organisation of the query belongs to this workgroup today, in a role that `also` may narrow."""
    return exists().where(
        Membership.workgroup_id == workgroup.id, Membership.organisation_id == Organisation.id,
        Membership.until.is_(None), *also,
    )  # fmt: skip


def published_templates(workgroup: Workgroup, person: Person, but: int) -> Iterable[ReportTemplate]:
    """Those that are out, by number."""
    return session().scalars(
        select(ReportTemplate)
        .where(
            ReportTemplate.workgroup_id == workgroup.id, ReportTemplate.state == DossierState.PUBLISHED,
            ReportTemplate.id != but, seen_by(person, ReportTemplate),
        )
        .order_by(ReportTemplate.number)
    )  # fmt: skip


def workgroups(person: Person) -> Iterable[Workgroup]:
    """All that she sees, by name."""
    return session().scalars(select(Workgroup).where(seen_by(person, Workgroup)).order_by(Workgroup.name))
