"""Who voted gets a receipt; whose answer was recorded or replaced is told. The proof is in the audit trail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Answer, AuditEntry, Capacity, Person, Reason, Round, RoundKind, RoundParty
from workflows.about import round_letter
from workflows.letters import Letter, post
from workflows.reminders import speakers
from workflows.round_kinds import KINDS
from workflows.rules import roles_in
from workflows.words import Words


def hand_out(session: Session, the_round: Round, party: RoundParty, answer: Answer, before: Answer | None) -> None:
    """A receipt of a vote to who gave it; a notice to a colleague whose answer was replaced.

    A vote given aloud is told to who speaks for the organisation: the secretary who wrote it down did not vote.
    """
    aloud = answer.capacity is Capacity.SECRETARY
    if the_round.kind is RoundKind.VOTE and answer.person_id is not None and not aloud:
        person = session.get_one(Person, answer.person_id)
        told = letter(the_round, party, answer, "receipt", YOU_VOTED, Reason.YOURS)
        post(session, told, person, the_round.workgroup_id)
    if before is not None and before.person_id not in (None, answer.person_id):
        other = session.get_one(Person, before.person_id)
        if not roles_in(other, the_round.workgroup):
            return  # she left, and what is said in her place is no longer hers to read
        post(session, letter(the_round, party, answer, "replaced", WAS_REPLACED), other, the_round.workgroup_id)


def told_that_it_was_recorded(session: Session, the_round: Round, party: RoundParty, answer: Answer) -> None:
    """The secretary wrote down what was said aloud: who speaks for the organisation can set it right."""
    for person in speakers(session, the_round.workgroup_id, [party.organisation]):
        post(session, letter(the_round, party, answer, "recorded", WAS_RECORDED), person, the_round.workgroup_id)


YOU_VOTED = Words("Je stemde namens {organisation}: «{choice}».")
WAS_REPLACED = Words(
    "Het antwoord van {organisation} is vervangen door «{choice}». Beide blijven bewaard; het laatste telt."
)
WAS_RECORDED = Words("De secretaris noteerde voor {organisation}: «{choice}». Klopt dat niet, vervang het dan.")


def letter(
    the_round: Round, party: RoundParty, answer: Answer, kind: str, opening: Words, reason: Reason = Reason.ASKED
) -> Letter:
    """It says what counts now. `answer` lets the sender add the link of the audit trail in which it is recorded."""
    choice = KINDS[the_round.kind].choice(answer.choice)
    said = Words(opening.one, organisation=party.organisation.name, choice=choice.says if choice else answer.choice)
    return round_letter(the_round, kind, reason, said, proves=answer.id)


def link_of(session: Session, answer_id: int) -> AuditEntry | None:
    """The link of the chain that recorded this answer: its number and hash are the receipt."""
    query = select(AuditEntry).where(
        AuditEntry.table_name == "answer", AuditEntry.row_id == answer_id, AuditEntry.verb == "created"
    )
    return session.scalars(query).first()
