"""The register of organisations: kept by who coordinates a group that one is a member of; its groups are told.

A name that changes stays as a former name.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import FormerName, Organisation, Person
from workflows.command import Command, same_name
from workflows.engine import tell
from workflows.refusals import NotReady
from workflows.rules import registrar
from workflows.words import Words


def describe(  # noqa: PLR0913
    session: Session, organisation: Organisation, *, by: Person, name: str, code: str | None, abbreviation: str | None,
    website: str | None, mailbox: str | None, parent: Organisation | None, about: str,
) -> Organisation:  # fmt: skip
    """Everything that is told of it. What another one already has is refused beside the field."""
    for field, value in (("name", name), ("code", code), ("website", website)):
        if value and same_name(session, getattr(Organisation, field), value, but=organisation.id):
            raise NotReady(Words("Een andere organisatie heeft dit al."), field=field)
    if parent and is_below(parent, organisation):
        raise NotReady(Words("Een organisatie is geen deel van zichzelf."), field="parent")
    before = organisation.name
    if name != before:
        remember(session, organisation)
    organisation.name, organisation.code, organisation.abbreviation = name, code, abbreviation
    organisation.website, organisation.mailbox, organisation.about = website, mailbox, about
    organisation.parent_id = parent.id if parent else None
    if session.is_modified(organisation):
        tell_its_groups(session, organisation, by, before)
    return organisation


def tell_its_groups(session: Session, organisation: Organisation, by: Person, before: str) -> None:
    """In the story of every group where it is a member now. Names alone: a note is read in three languages."""
    renamed = before != organisation.name
    step, note = ("rename_member", f"{before} → {organisation.name}") if renamed else ("describe_member", before)
    for place in organisation.memberships:
        if place.until is None:
            tell(session, place.workgroup, step, place.workgroup.state, by, note)


def is_below(one: Organisation, other: Organisation) -> bool:
    """Whether `one` is `other`, or a part of it however deep."""
    at: Organisation | None = one
    while at is not None and at is not other:
        at = at.parent
    return at is other


def remember(session: Session, organisation: Organisation) -> None:
    """The name of until now is found for ever, once."""
    there = select(func.count()).select_from(FormerName)
    same = FormerName.organisation_id == organisation.id, FormerName.name == organisation.name
    if not session.scalar(there.where(*same)):
        session.add(FormerName(organisation_id=organisation.id, name=organisation.name))


SAYS = {
    "rename_member": Words("Een lid heeft een andere naam"),
    "describe_member": Words("Wat er over een lid staat, is gewijzigd"),
}
"""What the story of a group says of it."""
DESCRIBE = Command("describe", Organisation, registrar, describe, Words("Een organisatie beschrijven"))
