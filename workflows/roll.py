"""Who was a member when. Electorate, attendance and reports all ask here."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models import Membership, MembershipRole, Organisation


def members_on(session: Session, workgroup_id: int, day: date, *roles: MembershipRole) -> list[Membership]:
    """The memberships in force on that day, by name. A first day that no source records counts as long ago."""
    query = (
        select(Membership)
        .join(Membership.organisation)
        .where(
            Membership.workgroup_id == workgroup_id,
            or_(Membership.since.is_(None), Membership.since <= day),
            or_(Membership.until.is_(None), Membership.until > day),
        )
        .options(joinedload(Membership.organisation))
        .order_by(Organisation.name)
    )
    return list(session.scalars(query.where(Membership.role.in_(roles)) if roles else query))


def voters_on(session: Session, workgroup_id: int, day: date) -> list[Organisation]:
    """The voting members of that day."""
    return [member.organisation for member in members_on(session, workgroup_id, day, MembershipRole.VOTING)]
