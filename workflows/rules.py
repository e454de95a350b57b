"""Who may. Each rule is a sentence and a test, so a page can say it as well as check it.

A rule about a subject follows the subject's own chain: `subject.workgroup`. A person without a state
that lets her in, or without a current seat, is nobody here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models import Answer, Person, PersonState, SeatRole, Workgroup
from workflows.refusals import NotAllowed
from workflows.words import Words

Test = Callable[[Person | None, Any], bool]


@dataclass(frozen=True)
class Rule:
    """`name` is for the matrix of permissions, `says` for the person who may not."""

    name: str
    says: Words
    test: Test

    def allows(self, person: Person | None, subject: Any) -> bool:
        return self.test(person, subject)


def authorise(person: Person | None, rule: Rule, subject: Any) -> None:
    """The one question, asked for every page and every command. Raises NotAllowed with who may."""
    if not rule.allows(person, subject):
        raise NotAllowed(Words("Dit kan alleen {who}.", who=rule.says))


def active(person: Person | None) -> bool:
    return person is not None and person.state is PersonState.ACTIVE


def roles_in(person: Person | None, workgroup: Workgroup) -> set[SeatRole]:
    """The roles she has there now."""
    if person is None or not active(person):
        return set()
    return {seat.role for seat in person.seats if seat.until is None and seat.workgroup_id == workgroup.id}


def has_role(*roles: SeatRole) -> Test:
    return lambda person, subject: bool(roles_in(person, subject.workgroup) & set(roles))


def is_herself(person: Person | None, subject: Any) -> bool:
    return person is not None and active(person) and subject.person_id == person.id


everyone = Rule("everyone", Words("iedereen"), lambda _person, _subject: True)
signed_in = Rule("signed_in", Words("wie aangemeld is"), lambda person, _subject: active(person))
herself = Rule("herself", Words("de persoon zelf"), is_herself)
seated = Rule("seated", Words("wie een zetel heeft in deze werkgroep"), has_role(*SeatRole))
coordinator = Rule("coordinator", Words("de coördinator van deze werkgroep"), has_role(SeatRole.COORDINATOR))
speaks = Rule(
    "speaks",
    Words("wie in deze werkgroep voor een lid spreekt"),
    has_role(SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY),
)

ANSWERING = (SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.VENDOR_CONTACT)
"""Who answers for an organisation."""
answers = Rule("answers", Words("wie in deze werkgroep voor een organisatie spreekt"), has_role(*ANSWERING))
"""To a round; for which organisation, and whether that one is asked, workflows/answer.py says."""


def keeps_it(person: Person | None, subject: Any) -> bool:
    """Of an answer, or of a file: the coordinator, and of an answer or its files who speaks for that organisation."""
    answer = subject if isinstance(subject, Answer) else subject.answer
    if person is None or SeatRole.COORDINATOR in roles_in(person, subject.workgroup):
        return person is not None
    theirs = answer is not None and answer.party.organisation_id == person.organisation_id
    return theirs and answers.allows(person, subject)


keeps = Rule("keeps", Words("wie het bestand mocht toevoegen, en de coördinator"), keeps_it)


def owns_it(person: Person | None, action: Any) -> bool:
    """Of an action: the coordinator, the owner herself, or who speaks for an organisation that owns it."""
    if person is None or not roles_in(person, action.workgroup):
        return False
    if SeatRole.COORDINATOR in roles_in(person, action.workgroup) or action.owner_id == person.id:
        return True
    theirs = person.organisation_id in {row.organisation_id for row in action.owners}
    return theirs and speaks.allows(person, action)


owns = Rule("owns", Words("de eigenaar van de afspraak en de coördinator"), owns_it)


def coordinates_somewhere(person: Person | None, _subject: Any) -> bool:
    seats = person.seats if person is not None and active(person) else []
    return any(seat.until is None and seat.role is SeatRole.COORDINATOR for seat in seats)


registrar = Rule("registrar", Words("een coördinator van een werkgroep"), coordinates_somewhere)
"""The register of organisations is shared by all workgroups."""
administrator = Rule(
    "administrator",
    Words("de beheerder"),
    lambda person, _subject: person is not None and active(person) and person.is_administrator,
)
operator = Rule("operator", Words("wie de installatie beheert"), lambda person, _subject: person is None)
"""Commands of the command line, before anybody has signed in. No page may use it."""
