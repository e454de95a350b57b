"""What the pages of a text read."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from models import Comment, Dossier, Person, Revision, Workgroup
from workflows.visibility import seen_by


def dossier(workgroup: Workgroup, person: Person, number: str) -> Dossier:
    """By its permanent number, or 404."""
    found: Dossier = one_or_404(
        select(Dossier)
        .where(Dossier.workgroup_id == workgroup.id, Dossier.number == number, seen_by(person, Dossier))
        .options(joinedload(Dossier.workgroup))
    )
    return found


def version(of: Dossier, person: Person, nth: int) -> Revision:
    """The text of this number, or 404."""
    found: Revision = one_or_404(
        select(Revision)
        .where(Revision.dossier_id == of.id, Revision.nth == nth, seen_by(person, Revision))
        .options(joinedload(Revision.person), joinedload(Revision.organisation))
    )
    return found


def numbers(of: Dossier, person: Person) -> list[int]:
    """Of the versions, the oldest first."""
    query = select(Revision.nth).where(Revision.dossier_id == of.id, seen_by(person, Revision))
    return list(session().scalars(query.order_by(Revision.nth)))


def comment(workgroup: Workgroup, person: Person, comment_id: int) -> Comment:
    """By key, or 404."""
    found: Comment = one_or_404(
        select(Comment)
        .where(Comment.workgroup_id == workgroup.id, Comment.id == comment_id, seen_by(person, Comment))
        .options(joinedload(Comment.workgroup), joinedload(Comment.dossier), joinedload(Comment.organisation))
    )
    return found
