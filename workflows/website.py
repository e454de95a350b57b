"""Whether the websites of the organisations still answer. The installation asks, nobody types it."""

from sqlalchemy.orm import Session

from models import Organisation, Person, WebsiteAnswer, WebsiteCheck
from workflows.clock import today
from workflows.command import Command
from workflows.rules import operator
from workflows.words import Words

ANSWERS = {
    WebsiteAnswer.ANSWERS: Words("antwoordt"),
    WebsiteAnswer.NOT_THERE: Words("de pagina bestaat niet"),
    WebsiteAnswer.BROKEN: Words("antwoordt met een fout"),
    WebsiteAnswer.UNREACHABLE: Words("niet te bereiken"),
    WebsiteAnswer.NOT_PUBLIC: Words("staat niet op het openbare web"),
}


def note(
    session: Session, organisation: Organisation, *, by: Person | None, website: str, answer: WebsiteAnswer
) -> Organisation:
    """The last answer of one website; it stands beside the organisation and changes nothing of it."""
    check = organisation.website_check or WebsiteCheck(organisation=organisation)
    check.website, check.checked_on, check.answer = website, today(), answer
    session.add(check)
    return organisation


NOTE = Command("note_website", Organisation, operator, note, Words("Noteren of een website antwoordt"))
