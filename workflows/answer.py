"""Answering a round: by who speaks for an asked organisation, aloud through the secretary, or as a guest by link.

Append-only: a newer answer names the one it replaces, both are kept, one counts (settled.md).
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models import (
    Answer,
    Capacity,
    Dossier,
    Organisation,
    Person,
    Round,
    RoundKind,
    RoundLink,
    RoundParty,
    SeatRole,
    now,
)
from models import RoundState as S
from workflows import deadlines, receipts
from workflows.clock import HERE
from workflows.command import OUTCOMES, Command
from workflows.dossier_states import OVER, STATES
from workflows.links import Secret, dead, digest
from workflows.published import published
from workflows.refusals import NotAllowed, NotNow, NotReady, Overtaken
from workflows.round_kinds import DAY_CHOICES, KINDS, Choice
from workflows.rules import answers, coordinator, everyone, roles_in
from workflows.words import Words

CAPACITIES = {
    Capacity.REPRESENTATIVE: Words("vertegenwoordiger"),
    Capacity.DEPUTY: Words("plaatsvervanger"),
    Capacity.SECRETARY: Words("genoteerd door de secretaris"),
    Capacity.GUEST: Words("gast, via een link"),
}
LINK_LIVES = timedelta(days=14)
"""A link to a guest is dead after this, however long the round stays open (trust.md D12)."""
LONGEST = 10_000


def give(session: Session, the_round: Round, *, by: Person, **said: Any) -> Answer:
    """For her own organisation. `seen`: the digest of the question she read; `replaces`: the answer she replaces."""
    party = party_of(session, the_round, by.organisation)
    deputy = SeatRole.DEPUTY in roles_in(by, the_round.workgroup)
    capacity = Capacity.DEPUTY if deputy else Capacity.REPRESENTATIVE
    return answered(session, party, capacity=capacity, by=by, **said)


def record(session: Session, the_round: Round, *, by: Person, organisation: Organisation, **said: Any) -> Answer:
    """What an organisation said aloud, written down by the secretary; who speaks for it is told and may replace it."""
    party = party_of(session, the_round, organisation)
    answer = answered(session, party, capacity=Capacity.SECRETARY, by=by, **said)
    receipts.told_that_it_was_recorded(session, the_round, party, answer)
    return answer


def give_by_link(session: Session, through: RoundLink, *, by: Person | None, **said: Any) -> Answer:
    """A guest answers once; the link is spent."""
    may_still_be_used(through)
    the_round = locked(session, through.round_id)
    through.used_at = now()
    return answered(session, through.party, capacity=Capacity.GUEST, by=None, in_round=the_round, **said)


def may_still_be_used(link: RoundLink) -> None:
    """Not used, not replaced by a newer one, not too old. Raises NotNow in the same words for each."""
    if link.used_at or link.revoked_at or link.expires_at <= now():
        raise dead()


def locked(session: Session, round_id: int) -> Round:
    """The round as it is now, until the commit: for a command on something that belongs to it."""
    query = select(Round).where(Round.id == round_id).with_for_update(of=Round, key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def party_of(session: Session, the_round: Round, organisation: Organisation) -> RoundParty:
    """The place of this organisation on the list that was frozen. Raises NotAllowed."""
    query = select(RoundParty).where(RoundParty.round_id == the_round.id, RoundParty.organisation_id == organisation.id)
    party = session.scalars(query).one_or_none()
    if party is None:
        raise not_asked(the_round, organisation)
    return party


def not_asked(the_round: Round, organisation: Organisation) -> NotAllowed:
    """Why this organisation does not answer."""
    if the_round.kind is not RoundKind.VOTE:
        return NotAllowed(
            Words("{organisation} staat niet op de lijst van deze ronde.", organisation=organisation.name)
        )
    return NotAllowed(
        Words(
            "{organisation} stemt niet mee: ze was geen stemgerechtigd lid toen deze stemming openging.",
            organisation=organisation.name,
        )
    )


def answered(  # noqa: PLR0913
    session: Session, party: RoundParty, *, capacity: Capacity, by: Person | None, choice: str, seen: str,
    text: str = "", link: str | None = None, extra: dict[str, Any] | None = None, replaces: int | None = None,
    in_round: Round | None = None, by_mail: bool = False,
) -> Answer:  # fmt: skip
    """Checked in the order in which it matters: is it open, asked, this text, answered before, whole."""
    the_round = in_round or party.round
    takes_answers(the_round)
    if party.excused:
        raise NotNow(
            Words(
                "Dit is niet van toepassing op {organisation}: {reason}",
                organisation=party.organisation.name,
                reason=party.excused,
            )
        )
    if seen != the_round.digest:
        raise Overtaken(Words("De vraag is gewijzigd sinds je ze las. Lees ze opnieuw en antwoord dan."))
    current = current_of(session, party)
    if (current.id if current else None) != replaces:
        raise Overtaken(was_answered(current) if current else Words("Het antwoord dat je wil vervangen, bestaat niet."))
    whole(the_round, choice, text, extra, link)
    if current is not None:
        current.superseded_at = now()
        session.flush()
    answer = Answer(
        workgroup_id=party.workgroup_id, round_id=the_round.id, party_id=party.id, kind=the_round.kind, choice=choice,
        text=text.strip(), link=link or None, person_id=by.id if by else None,
        extra=of_which_version(session, the_round) or fitting(the_round, extra),
        capacity=capacity, replaces_id=replaces, by_mail=by_mail,
    )  # fmt: skip
    session.add(answer)
    session.flush()
    receipts.hand_out(session, the_round, party, answer, current)
    return answer


def takes_answers(the_round: Round) -> None:
    """Open and in time; a kind that takes late answers takes them until it is certified. Raises NotNow.

    Not out of the recorded history, open on the day that is loaded or not: it would stand there as an answer of then.
    """
    late = KINDS[the_round.kind].late
    its_dossier_goes_on(the_round)
    if the_round.recorded:
        raise NotNow(Words("Deze vraag komt uit de vastgelegde geschiedenis: er komen geen antwoorden meer bij."))
    if the_round.state is S.DRAFT:
        raise NotNow(Words("De ronde is nog niet open."))
    if the_round.state is S.CANCELLED:
        raise NotNow(Words("De ronde is geannuleerd: {reason}", reason=the_round.cancelled_because))
    if the_round.state is S.CERTIFIED or (the_round.state is S.CLOSED and not late):
        raise NotNow(Words("De ronde is gesloten: er kan niet meer geantwoord worden."))
    if deadlines.is_past(the_round) and not late:
        raise NotNow(Words("De termijn is voorbij: er kan niet meer geantwoord worden."))


def its_dossier_goes_on(the_round: Round) -> None:
    """What is retired or replaced is not taken into use any more. Raises NotNow."""
    session = object_session(the_round)
    if the_round.dossier_id is None or session is None:
        return
    dossier = session.get_one(Dossier, the_round.dossier_id)
    if dossier.state in OVER:
        raise NotNow(Words("Het dossier is {state}: er komen geen antwoorden meer bij.", state=STATES[dossier.state]))


def current_of(session: Session, party: RoundParty) -> Answer | None:
    query = select(Answer).where(Answer.party_id == party.id, Answer.superseded_at.is_(None))
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def was_answered(current: Answer) -> Words:
    """«Brugge stemde al voor (Griet, 10.02). Vervangen?»"""
    said = KINDS[current.kind].choice(current.choice)
    at = current.at.astimezone(HERE)
    return Words(
        "{organisation} antwoordde al «{choice}» ({name}, {at}). Vervangen?",
        organisation=current.party.organisation.name, choice=said.says if said else current.choice,
        name=current.person.name if current.person else current.party.organisation.name, at=f"{at:%d/%m %H.%M}",
    )  # fmt: skip


def whole(the_round: Round, choice: str, text: str, extra: dict[str, Any] | None, link: str | None = None) -> Choice:
    """A choice that this kind has, with what has to be said with it. Raises NotReady beside the field."""
    kind = KINDS[the_round.kind]
    found = kind.choice(choice)
    if found is None:
        raise NotReady(Words("Kies een van de antwoorden."), field="choice")
    if found.reason and not text.strip():
        raise NotReady(Words("Schrijf erbij waarom: «{choice}» vraagt een woord uitleg.", choice=found.says), "text")
    if found.link and not (link or "").strip():
        raise NotReady(Words("Geef het adres: «{choice}» vraagt waar het staat.", choice=found.says), field="link")
    if len(text) > LONGEST:
        raise NotReady(Words("Dit is te lang: hoogstens {longest} tekens.", longest=LONGEST), field="text")
    if kind.options is not None and choice == "answered":
        given = extra or {}
        for option in the_round.options:
            line_is_whole(the_round, option, given.get(option, ""))
        if not any(given.get(option, "").strip() for option in the_round.options):
            raise NotReady(Words("Vul minstens één antwoord in."), field="lines")
    return found


def line_is_whole(the_round: Round, option: str, said: str) -> None:
    """A word for each day of a date round; for a questionnaire a text that is not too long."""
    if the_round.kind is RoundKind.DATE and said not in {one.code for one in DAY_CHOICES}:
        raise NotReady(Words("Zeg voor elke dag of hij past."), field="lines")
    if len(said) > LONGEST:
        raise NotReady(Words("Dit is te lang: hoogstens {longest} tekens.", longest=LONGEST), field="lines")


def of_which_version(session: Session, the_round: Round) -> dict[str, str] | None:
    """What is adopted is the version that is out when it is said: a newer one shows who is behind."""
    if the_round.kind is not RoundKind.ADOPTION:
        return None
    out = published(session, the_round.dossier_id)
    return {"version": out.version} if out else None


def fitting(the_round: Round, extra: dict[str, Any] | None) -> dict[str, str] | None:
    """Only what was asked is kept; None for a kind that asks one thing."""
    if KINDS[the_round.kind].options is None:
        return None
    given = extra or {}
    return {option: str(given.get(option, "")).strip() for option in the_round.options}


def make_link(session: Session, party: RoundParty, *, by: Person, secret: Secret) -> RoundLink:
    """An address for a guest of this organisation. The older ones are dead. A vote is never given by a link."""
    the_round = locked(session, party.round_id)
    if the_round.kind is RoundKind.VOTE:
        raise NotNow(Words("Stemmen kan alleen wie aangemeld is."))
    if the_round.state is not S.OPEN or party.excused or current_of(session, party):
        raise NotNow(Words("Een link kan alleen zolang de ronde open is en de organisatie niet antwoordde."))
    for older in session.scalars(select(RoundLink).where(RoundLink.party_id == party.id, RoundLink.used_at.is_(None))):
        older.revoked_at = older.revoked_at or now()
    link = RoundLink(
        workgroup_id=party.workgroup_id, round_id=party.round_id, party_id=party.id, digest=digest(secret.value),
        expires_at=now() + LINK_LIVES,
    )  # fmt: skip
    session.add(link)
    session.flush()
    return link


GIVE = Command("answer", Round, answers, give, Words("Antwoorden op een ronde"))
RECORD = Command("record_answer", Round, coordinator, record, Words("Een mondeling antwoord noteren"))
GIVE_BY_LINK = Command("answer_by_link", RoundLink, everyone, give_by_link, Words("Als gast antwoorden"))
MAKE_LINK = Command("make_link", RoundParty, coordinator, make_link, Words("Een link voor een gast maken"))
OUTCOMES |= {
    "round.answer": Answer,
    "round.record_answer": Answer,
    "round_link.answer_by_link": Answer,
    "round_party.make_link": RoundLink,
}
