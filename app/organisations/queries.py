"""What the register of organisations reads."""

from collections.abc import Iterable

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import one_or_404, session
from models import FormerName, Membership, Organisation, Person
from workflows.visibility import seen_by


def organisations(person: Person, words: str) -> "Select[Organisation]":
    """Found by name, abbreviation, seat code or a former name."""
    query = (
        select(Organisation)
        .where(seen_by(person, Organisation))
        .options(joinedload(Organisation.parent), selectinload(Organisation.former_names))
        .order_by(Organisation.code.is_(None), Organisation.name)
    )
    for word in words.split()[:8]:
        like = f"%{word.lower().replace('%', '').replace('_', '')}%"
        before = exists().where(FormerName.organisation_id == Organisation.id, func.lower(FormerName.name).like(like))
        columns = (Organisation.name, Organisation.abbreviation, Organisation.code)
        query = query.where(or_(before, *(func.lower(column).like(like) for column in columns)))
    return query


def one(person: Person, organisation_id: int) -> Organisation:
    found: Organisation = one_or_404(
        select(Organisation)
        .where(Organisation.id == organisation_id, seen_by(person, Organisation))
        .options(
            joinedload(Organisation.parent),
            joinedload(Organisation.website_check),
            joinedload(Organisation.memberships),
            selectinload(Organisation.former_names),
        )
    )
    return found


def others(of: Organisation, person: Person) -> Iterable[Organisation]:
    """Of which it can be a part."""
    return session().scalars(
        select(Organisation).where(Organisation.id != of.id, seen_by(person, Organisation)).order_by(Organisation.name)
    )


def parts(of: Organisation, person: Person) -> Iterable[Organisation]:
    return session().scalars(
        select(Organisation).where(Organisation.parent_id == of.id, seen_by(person, Organisation)).order_by("name")
    )


def memberships(of: Organisation, person: Person) -> Iterable[Membership]:
    """Where it is or was a member, as far as she sits there too."""
    return session().scalars(
        select(Membership)
        .where(Membership.organisation_id == of.id, seen_by(person, Membership))
        .options(joinedload(Membership.workgroup))
        .order_by(Membership.until.is_not(None), Membership.since)
    )


def websites() -> "Select[int, str | None]":
    """The website of every organisation that has one, for the installation itself."""
    return select(Organisation.id, Organisation.website).where(Organisation.website.is_not(None)).order_by("name")
