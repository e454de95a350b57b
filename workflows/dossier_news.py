"""Mail about a dossier: to who is asked to lead; to who leads when something is said, and back when it is answered."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models import Comment, Dossier, Organisation, Person, Reason
from workflows.letters import Letter, post
from workflows.reminders import speakers
from workflows.visibility import sees
from workflows.words import Words


def dossier_letter(dossier: Dossier, kind: str, reason: Reason, *paragraphs: Words) -> Letter:
    """One subject for everything about a dossier, and its page behind the button."""
    return Letter(
        kind,
        Words("[{group} {number}] {title}", group=dossier.workgroup.prefix, number=dossier.number, title=dossier.title),
        paragraphs,
        Words("Je krijgt deze mail omdat je een zetel hebt in {group}.", group=dossier.workgroup.name),
        Words("Bekijk het dossier"),
        f"/{dossier.workgroup.slug}/dossiers/{dossier.number}",
        reason=reason, audience=dossier.audience,
    )  # fmt: skip


def asked_to_lead(session: Session, dossier: Dossier, lead: Organisation, reasons: Words) -> None:
    """With why it is this organisation: its answer is one press."""
    session.flush()
    letter = dossier_letter(
        dossier, "lead", Reason.ASKED,
        Words("De werkgroep vraagt of {organisation} dit dossier wil trekken.", organisation=lead.name), reasons,
    )  # fmt: skip
    tell(session, dossier, letter, speakers(session, dossier.workgroup_id, [lead]))


def something_is_said(session: Session, comment: Comment, kind: Words) -> None:
    """To who leads, in the overview of the morning; not to who said it herself."""
    if comment.dossier.lead is None:
        return
    who = comment.organisation.name if comment.organisation else ""
    said = Words("{kind} van {organisation}: {text}", kind=kind, organisation=who, text=comment.text)
    letter = dossier_letter(comment.dossier, "comment", Reason.NEWS, said)
    tell(session, comment.dossier, letter, speakers(session, comment.workgroup_id, [comment.dossier.lead]))


def it_is_answered(session: Session, comment: Comment) -> None:
    """To who said it."""
    if comment.person is None:
        return
    lines = (Words("Je schreef: {text}", text=comment.text), Words("Antwoord: {text}", text=comment.resolution))
    letter = dossier_letter(comment.dossier, "answered", Reason.YOURS, *lines)
    tell(session, comment.dossier, letter, [comment.person])


def to_who_uses_it(session: Session, dossier: Dossier, organisations: Iterable[Organisation], what: Words) -> None:
    """A newer version, or the end of it: in the overview of the morning."""
    users = list(organisations)
    if users:
        session.flush()
        letter = dossier_letter(dossier, "users", Reason.NEWS, what)
        tell(session, dossier, letter, speakers(session, dossier.workgroup_id, users))


def tell(session: Session, dossier: Dossier, letter: Letter, people: list[Person]) -> None:
    for person in people:
        if sees(session, person, dossier):
            post(session, letter, person, dossier.workgroup_id)
