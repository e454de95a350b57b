"""What came of an answer: who gave feedback sees whether it was taken over, and why not (feature 23)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Answer, Handling, Person, Treatment
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator
from workflows.words import Words

HANDLINGS = {
    Handling.ACCEPTED: Words("overgenomen"),
    Handling.REJECTED: Words("niet overgenomen"),
    Handling.PROCESSED: Words("verwerkt"),
}


def treat(session: Session, answer: Answer, *, by: Person, handling: Handling, note: str) -> Treatment:
    """Of the answer that counts; not taking it over asks for a reason."""
    if answer.superseded_at is not None:
        raise NotNow(Words("Dit antwoord is intussen vervangen."))
    if handling is Handling.REJECTED and not note.strip():
        raise NotReady(Words("Schrijf waarom het niet overgenomen wordt."), field="note")
    row = session.scalars(select(Treatment).where(Treatment.answer_id == answer.id)).one_or_none()
    if row is None:
        row = Treatment(workgroup_id=answer.workgroup_id, round_id=answer.round_id, answer_id=answer.id)
        session.add(row)
    row.handling, row.note = handling, note.strip()
    session.flush()
    return row


TREAT = Command("treat", Answer, coordinator, treat, Words("Zeggen wat er met een antwoord gebeurde"))
OUTCOMES["answer.treat"] = Treatment
