"""Who may. Each rule is a sentence and a test, so a page can say it as well as check it.

A rule about a subject follows the subject's own chain: `subject.workgroup`. A person without a state
that lets her in, or without a current seat, is nobody here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models import Answer, Dossier, DossierState, Organisation, Person, PersonState, SeatRole, Workgroup
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

discusses = Rule(
    "discusses",
    Words("wie in deze werkgroep meewerkt"),
    has_role(SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.EXPERT, SeatRole.DPO),
)
"""Of a dossier: who remarks on a text, proposes a theme. The vendor and who only reads do not."""


def of_a_dossier(subject: Any) -> Any:
    """The dossier itself, or the one that a comment or a text belongs to."""
    return subject if isinstance(subject, Dossier) else subject.dossier


represents = Rule(
    "represents",
    Words("wie in deze werkgroep een lid vertegenwoordigt"),
    has_role(SeatRole.REPRESENTATIVE, SeatRole.DEPUTY),
)
WORKING = has_role(SeatRole.COORDINATOR, SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.EXPERT)


def works_for(organisation_id: int | None, person: Person | None, subject: Any) -> bool:
    """Whether she works in this workgroup for this organisation; a data protection officer only advises."""
    return person is not None and person.organisation_id == organisation_id and WORKING(person, subject)


def leads_it(person: Person | None, subject: Any) -> bool:
    lead = of_a_dossier(subject).lead_id
    return coordinator.allows(person, subject) or works_for(lead, person, subject)


leads = Rule("leads", Words("de trekker en de coördinator"), leads_it)
BY_ITS_MAKER = (DossierState.IDEA, DossierState.EXAMPLE, DossierState.CATALOGUED)
"""Before it is everybody's work, who proposed or made it may still put it in better words."""


def describes_it(person: Person | None, subject: Any) -> bool:
    maker = getattr(subject, "maker_id", None)
    mine = works_for(subject.by_id, person, subject) or works_for(maker, person, subject)
    return leads_it(person, subject) or (subject.state in BY_ITS_MAKER and mine)


describes = Rule("describes", Words("de trekker, wie het voorstelde of maakte, en de coördinator"), describes_it)
asked_to_lead = Rule(
    "asked_to_lead",
    Words("de organisatie die gevraagd is om trekker te zijn"),
    lambda person, subject: (
        works_for(of_a_dossier(subject).asked_lead_id, person, subject) and represents.allows(person, subject)
    ),
)


def tests_it(person: Person | None, subject: Any) -> bool:
    return leads_it(person, subject) or works_for(subject.tester_id, person, subject)


tests = Rule("tests", Words("wie test, de trekker en de coördinator"), tests_it)


def keeps_it(person: Person | None, subject: Any) -> bool:
    """Of an answer, or of a file: the coordinator, and of an answer or its files who speaks for that organisation."""
    answer = subject if isinstance(subject, Answer) else subject.answer
    if not isinstance(subject, Answer) and subject.dossier is not None:
        return describes_it(person, subject.dossier)
    if person is None or SeatRole.COORDINATOR in roles_in(person, subject.workgroup):
        return person is not None
    theirs = answer is not None and answer.party.organisation_id == person.organisation_id
    return theirs and answers.allows(person, subject)


keeps = Rule("keeps", Words("wie het bestand mocht toevoegen, en de coördinator"), keeps_it)


def keeps_this_view(person: Person | None, subject: Any) -> bool:
    return is_herself(person, subject) or (subject.shared and coordinator.allows(person, subject))


keeps_view = Rule("keeps_view", Words("wie de weergave bewaarde"), keeps_this_view)


def owns_it(person: Person | None, action: Any) -> bool:
    """Of an action: the coordinator, the owner herself, or who speaks for an organisation that owns it."""
    if person is None or not roles_in(person, action.workgroup):
        return False
    if SeatRole.COORDINATOR in roles_in(person, action.workgroup) or action.owner_id == person.id:
        return True
    theirs = person.organisation_id in {row.organisation_id for row in action.owners}
    return theirs and speaks.allows(person, action)


owns = Rule("owns", Words("de eigenaar van de afspraak en de coördinator"), owns_it)


administrator = Rule(
    "administrator",
    Words("de beheerder"),
    lambda person, _subject: person is not None and active(person) and person.is_administrator,
)


def keeps_in_the_register(person: Person | None, organisation: Organisation) -> bool:
    """Who coordinates a group that it is a member of now; the administrator as long as there is none (settled.md)."""
    groups = {one.workgroup_id for one in organisation.memberships if one.until is None}
    if not groups:
        return administrator.allows(person, organisation)
    seats = person.seats if person is not None and active(person) else []
    return any(
        seat.until is None and seat.role is SeatRole.COORDINATOR and seat.workgroup_id in groups for seat in seats
    )


registrar = Rule(
    "registrar",
    Words("de coördinator van een werkgroep waarvan deze organisatie lid is, en zonder zo'n werkgroep de beheerder"),
    keeps_in_the_register,
)
"""The register of organisations is shared by all workgroups."""
operator = Rule("operator", Words("wie de installatie beheert"), lambda person, _subject: person is None)
"""Commands of the command line, before anybody has signed in. No page may use it."""
