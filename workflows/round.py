"""The life of a round: drafted, opened, closed, certified. Answers are in answer.py, letters in reminders.py."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from models import (
    Action,
    Addressees,
    AgendaItem,
    Answer,
    Audience,
    Meeting,
    MeetingState,
    MembershipRole,
    Organisation,
    Person,
    Preset,
    Round,
    RoundKind,
    RoundParty,
    Workgroup,
    now,
    open_to,
)
from models import RoundState as S
from models.chain import canonical
from workflows import deadlines, follow_up, news, reminders, text, widening
from workflows.answer import current_of, locked
from workflows.certifying import can_be_certified, certify
from workflows.clock import today
from workflows.command import OUTCOMES, Command, text_of
from workflows.engine import Procedure, Step
from workflows.narrowing import follow, reach
from workflows.refusals import NotNow, NotReady
from workflows.roll import members_on, voters_on
from workflows.round_kinds import KINDS
from workflows.rules import coordinator, operator
from workflows.tally import count
from workflows.words import Words

STATES = {
    S.DRAFT: Words("ontwerp"),
    S.OPEN: Words("open"),
    S.CLOSED: Words("gesloten"),
    S.CERTIFIED: Words("vastgesteld"),
    S.CANCELLED: Words("geannuleerd"),
}
ADDRESSEES = {
    Addressees.VOTING: Words("alle stemgerechtigde leden"),
    Addressees.MEMBERS: Words("alle leden, ook de adviserende"),
    Addressees.SELECTION: Words("een selectie"),
}
MOST_OPTIONS = 20
TACIT_DAYS = 7
"""Silence only consents when there was time to speak: a week at least (domain.md asks for a date and reminders)."""


def start(  # noqa: PLR0913
    session: Session, workgroup: Workgroup, *, by: Person | None, kind: RoundKind, question: str, text: str = "",
    options: Sequence[str] = (), preset: Preset | None = None, addressees: Addressees = Addressees.VOTING,
    chosen: Sequence[Organisation] = (), audience: Audience = Audience.PARTNERS, due_on: date | None = None,
    at_next: bool = False, item: AgendaItem | None = None, action: Action | None = None,
    previous: Round | None = None,
) -> Round:  # fmt: skip
    """A draft, about an agenda item, an action, or on its own. `previous`: the vote that is taken again."""
    if previous is not None and previous.kind is not kind:
        raise NotReady(Words("Opnieuw vragen kan alleen met een ronde van hetzelfde soort."))
    the_round = Round(
        state=S.DRAFT, workgroup_id=workgroup.id, kind=kind, question=question, item_id=item.id if item else None,
        action_id=action.id if action else None, previous_id=previous.id if previous else None,
    )  # fmt: skip
    write(session, the_round, text, options, preset, audience)
    no_wider_than(item or action, audience)
    the_round.addressees = addressees
    deadlines.set_due(session, the_round, item or action, due_on, at_next)
    session.add(the_round)
    session.flush()
    list_parties(session, the_round, list(chosen))
    if the_round.previous_id is None and KINDS[kind].remembers:
        the_round.previous_id = last_time(session, the_round)
    return the_round


def start_and_open(session: Session, workgroup: Workgroup, *, by: Person, **asked: Any) -> Round:
    """Prepared and put to everyone in one go; what keeps it from opening keeps it from being made."""
    the_round = start(session, workgroup, by=by, **asked)
    procedure["open"].check(the_round, by)
    procedure["open"].apply(session, the_round, by, {})
    return the_round


def write(
    session: Session, the_round: Round, words: str, options: Sequence[str], preset: Preset | None, audience: Audience
) -> None:
    """What is asked, as far as its kind knows it. Raises NotReady beside the field."""
    kind = KINDS[the_round.kind]
    if the_round.kind is RoundKind.VOTE and preset is None:
        raise NotReady(Words("Kies volgens welke regel er gestemd wordt."), field="preset")
    if audience in open_to(Audience.VENDOR) and not kind.vendor:
        raise NotReady(Words("Dit soort ronde is nooit zichtbaar voor de leverancier of het publiek."), "audience")
    the_round.preset = preset if the_round.kind is RoundKind.VOTE else None
    the_round.options = lines(the_round.kind, options)
    the_round.text, the_round.html, the_round.sanitiser = words, text.render(words), text.SANITISER
    the_round.audience = audience


def lines(kind: RoundKind, options: Sequence[str]) -> list[str]:
    """The questions of a questionnaire, the days of a date round in order; nothing for other kinds."""
    if KINDS[kind].options is None:
        return []
    said = list(dict.fromkeys(line.strip() for line in options if line.strip()))
    if not said:
        raise NotReady(Words("Vul minstens één regel in."), field="options")
    if len(said) > MOST_OPTIONS or any(len(line) > 300 for line in said):
        raise NotReady(Words("Hoogstens {most} regels van 300 tekens.", most=MOST_OPTIONS), field="options")
    return sorted({a_day(line) for line in said}) if kind is RoundKind.DATE else said


def a_day(line: str) -> str:
    try:
        day = date.fromisoformat(line)
    except ValueError:
        raise NotReady(Words("«{line}» is geen dag. Schrijf jjjj-mm-dd.", line=line[:40]), field="options") from None
    if day < today():
        raise NotReady(Words("De dag {line} is al voorbij.", line=line), field="options")
    return day.isoformat()


def no_wider_than(about: AgendaItem | Action | None, audience: Audience) -> None:
    """A round is for no wider circle than what it is about."""
    if about is not None and reach(about) not in open_to(audience):
        raise NotReady(Words("Een ronde is niet voor een ruimer publiek dan waarover ze gaat."), field="audience")


def list_parties(session: Session, the_round: Round, chosen: list[Organisation]) -> None:
    """Who is asked, as the membership is today. Before it opens the list follows the membership."""
    meant = [one.id for one in addressed(session, the_round, chosen)]
    if not meant:
        raise NotReady(Words("Kies minstens één organisatie."), field="chosen")
    only_what_is_opened_to_the_vendor(session, the_round, meant)
    for party in list(the_round.parties):
        if party.organisation_id not in meant:
            the_round.parties.remove(party)
            session.delete(party)
    known = {party.organisation_id for party in the_round.parties}
    for organisation_id in meant:
        if organisation_id not in known:
            the_round.parties.append(RoundParty(workgroup_id=the_round.workgroup_id, organisation_id=organisation_id))
    session.flush()


def only_what_is_opened_to_the_vendor(session: Session, the_round: Round, asked: Sequence[int]) -> None:
    """Who is asked sees the round with every answer: a vendor may be, when it was opened to the vendor."""
    if the_round.audience in open_to(Audience.VENDOR):
        return
    for one in members_on(session, the_round.workgroup_id, today(), MembershipRole.VENDOR):
        if one.organisation_id in asked:
            raise NotReady(
                Words(
                    "{organisation} ziet dan alle antwoorden: open de ronde voor de leverancier, of vraag het haar niet.",  # noqa: E501
                    organisation=one.organisation.name,
                ),
                field="chosen",
            )


def addressed(session: Session, the_round: Round, chosen: list[Organisation]) -> list[Organisation]:
    """The organisations that are meant. Only voting members vote."""
    voters = voters_on(session, the_round.workgroup_id, today())
    if the_round.addressees is Addressees.VOTING:
        return voters
    if the_round.addressees is Addressees.MEMBERS and the_round.kind is not RoundKind.VOTE:
        roles = (MembershipRole.VOTING, MembershipRole.ADVISORY)
        return [one.organisation for one in members_on(session, the_round.workgroup_id, today(), *roles)]
    others = the_round.addressees is Addressees.MEMBERS or not {one.id for one in chosen} <= {one.id for one in voters}
    if the_round.kind is RoundKind.VOTE and others:
        raise NotReady(Words("Alleen stemgerechtigde leden stemmen."), field="addressees")
    return chosen


def last_time(session: Session, the_round: Round) -> int | None:
    """The round in which the same was asked of no narrower circle before: the same standing item, or the same words."""
    item = session.get(AgendaItem, the_round.item_id) if the_round.item_id else None
    before = (
        select(Round.id)
        .where(
            Round.workgroup_id == the_round.workgroup_id, Round.kind == the_round.kind, Round.id != the_round.id,
            Round.state.in_([S.OPEN, S.CLOSED, S.CERTIFIED]), Round.audience.in_(open_to(the_round.audience)),
        )
        .order_by(Round.id.desc())
        .limit(1)
    )  # fmt: skip
    same = before.where(func.lower(Round.question) == the_round.question.lower())
    if item is not None and item.standing_id is not None:
        standing = select(AgendaItem.id).where(AgendaItem.standing_id == item.standing_id)
        return session.scalar(before.where(Round.item_id.in_(standing))) or session.scalar(same)
    return session.scalar(same)


def edit(  # noqa: PLR0913
    session: Session, the_round: Round, *, by: Person, question: str, text: str, options: Sequence[str],
    preset: Preset | None, addressees: Addressees, chosen: Sequence[Organisation], audience: Audience,
    due_on: date | None, at_next: bool,
) -> Round:  # fmt: skip
    """A draft may change whole; an open one only while nobody answered, and not whom it is put to."""
    if the_round.state not in (S.DRAFT, S.OPEN):
        raise NotNow(Words("Deze ronde is niet meer te wijzigen: ze is gesloten."))
    if the_round.dossier_id is not None:
        raise NotNow(Words("Deze ronde gaat over de tekst van een dossier: ze verandert niet zonder dat dossier."))
    if the_round.state is S.OPEN and somebody_answered(session, the_round):
        raise NotNow(
            Words(
                "Er is al geantwoord op deze tekst. Annuleer de ronde en stel de nieuwe tekst in een nieuwe ronde voor."
            )
        )
    the_round.question, before = question, the_round.audience
    write(session, the_round, text, options, preset, audience)
    no_wider_than(the_round.about, audience)
    deadlines.set_due(session, the_round, the_round.about, due_on, at_next)
    if the_round.state is S.DRAFT:
        the_round.addressees = addressees
        list_parties(session, the_round, list(chosen))
    else:
        only_what_is_opened_to_the_vendor(session, the_round, [party.organisation_id for party in the_round.parties])
        ask_anew(session, the_round)
    follow(session, the_round)
    widening.told(session, the_round, by, before, audience)
    return the_round


def ask_anew(session: Session, the_round: Round) -> None:
    """Another question now, open from today: what it takes to open one holds again, and who is asked is told."""
    the_round.asked_on, the_round.reminded_at = today(), None
    if reason := can_be_opened(the_round):
        raise NotReady(reason)
    the_round.digest = digest_of(the_round)
    if not in_the_room(session, the_round):
        reminders.ask(session, the_round)


def somebody_answered(session: Session, the_round: Round) -> bool:
    return session.scalar(select(Answer.id).where(Answer.round_id == the_round.id).limit(1)) is not None


def digest_of(the_round: Round) -> str:
    """SHA-256 over what is asked and by which rule it is decided: an answer is an answer to this."""
    asked = {"kind": the_round.kind.value, "question": the_round.question, "text": the_round.text}
    return digest(**asked, options=the_round.options, preset=the_round.preset.value if the_round.preset else None)


def digest(*, kind: str, question: str, text: str, options: list[str], preset: str | None) -> str:
    """The same out of its columns."""
    return hashlib.sha256(canonical([kind, question, text, options, preset]).encode()).hexdigest()


def can_be_opened(the_round: Round) -> Words | None:
    day = deadlines.day_of(the_round)
    if day is not None and day < today():
        return Words("De termijn is al voorbij. Kies een andere.")
    if the_round.preset is Preset.SIMPLE and the_round.item is None:
        return Words(
            "Een gewone meerderheid telt wie aanwezig is: start de stemming vanuit een agendapunt, of kies een andere regel."  # noqa: E501
        )
    return too_soon_for_silence(the_round, today())


def too_soon_for_silence(the_round: Round, asked_on: date) -> Words | None:
    """Why silence cannot consent by its deadline."""
    if the_round.preset is not Preset.TACIT:
        return None
    if the_round.due_on is None or (the_round.due_on - asked_on).days < TACIT_DAYS:
        return Words("Stilzwijgend goedkeuren kan alleen met een datum, minstens {days} dagen ver.", days=TACIT_DAYS)
    return None


def open_it(session: Session, the_round: Round, *, by: Person) -> None:
    """The question and the electorate are frozen; who is asked is told, unless she sits in the room."""
    list_parties(session, the_round, [party.organisation for party in the_round.parties])
    the_round.opened_at, the_round.asked_on = now(), today()
    the_round.digest = digest_of(the_round)
    session.flush()
    if not in_the_room(session, the_round):
        reminders.ask(session, the_round)


def in_the_room(session: Session, the_round: Round) -> bool:
    """Whether it is asked in a meeting that is going on."""
    if the_round.item_id is None:
        return False
    query = select(Meeting.state).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    return session.scalar(query.where(AgendaItem.id == the_round.item_id)) is MeetingState.RUNNING


def can_be_closed(the_round: Round) -> Words | None:
    """Somebody answered; and where silence counts, not before its time."""
    session = object_session(the_round)
    if session is None or not (counts := count(session, the_round)).answered:
        return Words("Nog niemand antwoordde. Wacht, of annuleer de ronde.")
    day = deadlines.day_of(the_round)
    waits = the_round.preset in (Preset.WRITTEN, Preset.TACIT) and counts.missing
    if waits and (day is None or day >= today()):
        return Words("Wie zwijgt telt mee: deze stemming sluit na haar termijn, of als iedereen gestemd heeft.")
    return None


def close(session: Session, the_round: Round, *, by: Person | None) -> None:
    the_round.closed_at = now()


def cancel(session: Session, the_round: Round, *, by: Person, reason: str) -> None:
    """It comes to nothing; what was answered is kept, and who was asked hears it."""
    the_round.cancelled_because = said(reason)
    if the_round.state is S.OPEN:
        reminders.tell_that_it_is_cancelled(session, the_round)


def said(reason: str) -> str:
    """A reason is more than a few spaces."""
    if not reason.strip():
        raise NotReady(Words("Schrijf erbij waarom."), field="reason")
    return reason.strip()


def extend(session: Session, the_round: Round, *, by: Person, due_on: date | None, at_next: bool) -> Round:
    """More time. The reminders to come are those of the new deadline."""
    if the_round.state is not S.OPEN:
        raise NotNow(Words("Alleen een open ronde krijgt een andere termijn."))
    if the_round.kind is RoundKind.VOTE and deadlines.is_past(the_round):
        raise NotNow(Words("De termijn is voorbij: er kan niet meer geantwoord worden."))
    if due_on is not None and due_on < today():
        raise NotReady(Words("Die dag is al voorbij."), field="due_on")
    deadlines.set_due(session, the_round, the_round.about, due_on, at_next)
    if reason := too_soon_for_silence(the_round, the_round.asked_on or today()):
        raise NotReady(reason, field="due_on")
    return the_round


def excuse(session: Session, party: RoundParty, *, by: Person, reason: str) -> RoundParty:
    """It does not concern this organisation: it leaves the percentages, with the reason."""
    may_leave_the_list(session, party)
    party.excused = said(reason)
    return party


def ask_again(session: Session, party: RoundParty, *, by: Person) -> RoundParty:
    """It does concern this organisation after all."""
    may_leave_the_list(session, party)
    party.excused = ""
    return party


def may_leave_the_list(session: Session, party: RoundParty) -> None:
    """Decided with the round locked, so that no answer and no certificate comes in between. Raises NotNow."""
    the_round = locked(session, party.round_id)
    if the_round.kind is RoundKind.VOTE and the_round.state is not S.DRAFT:
        raise NotNow(Words("De lijst van wie stemt ligt vast sinds de stemming openging."))
    if the_round.state not in (S.DRAFT, S.OPEN, S.CLOSED):
        raise NotNow(Words("Aan deze ronde verandert niets meer."))
    if current_of(session, party) is not None:
        raise NotNow(Words("{organisation} heeft al geantwoord.", organisation=party.organisation.name))


def close_when_due(session: Session, the_round: Round, *, by: None) -> Round | None:
    """At the end of the day of its deadline, whoever answered. Returns None when it is not yet time."""
    if the_round.state is not S.OPEN or not deadlines.is_past(the_round):
        return None
    procedure["close"].apply(session, the_round, None, {})
    return the_round


def what_follows(session: Session, the_round: Round) -> None:
    """Who was asked hears the result; the dossier that it is part of goes on."""
    session.flush()
    news.result(session, the_round)
    follow_up.certified(session, the_round)


def step(
    name: str, sources: tuple[S, ...], target: S, says: Words, effect: Any, guard: Any = None, afterwards: Any = None
) -> Step:
    return Step(
        name=name, on=Round, who=coordinator, effect=effect, says=says, guard=guard, sources=frozenset(sources),
        target=target, afterwards=afterwards,
    )  # fmt: skip


# fmt: off
procedure = Procedure(Round, start=S.DRAFT, says=STATES, steps=[
    #    step       from                 to           what it says                    effect   guard
    step("open",    (S.DRAFT,),          S.OPEN,      Words("Open de ronde"),         open_it, can_be_opened),
    step("close",   (S.OPEN,),           S.CLOSED,    Words("Sluit de ronde"),        close,   can_be_closed),
    step("certify", (S.CLOSED,),         S.CERTIFIED, Words("Stel het resultaat vast"), certify, can_be_certified, what_follows),  # noqa: E501
    step("cancel",  (S.DRAFT, S.OPEN),   S.CANCELLED, Words("Annuleer de ronde"),     cancel),
])
# fmt: on
SAYS = {
    "open": Words("De ronde ging open"),
    "close": Words("De ronde is gesloten"),
    "certify": Words("Het resultaat is vastgesteld"),
    "cancel": Words("De ronde is geannuleerd"),
    "remind": Words("Er ging een herinnering uit"),
    **widening.SAYS,
}
"""What the story says of each step; reminding changes no state."""

START = Command("start_round", Workgroup, coordinator, start, Words("Een ronde voorbereiden"), texts=text_of("text"))
START_AND_OPEN = Command(
    "start_and_open_round", Workgroup, coordinator, start_and_open, Words("Een ronde voorbereiden en openen"),
    texts=text_of("text"),
)  # fmt: skip
EDIT = Command("edit", Round, coordinator, edit, Words("Een ronde wijzigen"), texts=text_of("text"))
EXTEND = Command("extend", Round, coordinator, extend, Words("De termijn van een ronde wijzigen"))
EXCUSE = Command("excuse", RoundParty, coordinator, excuse, Words("Een organisatie van de lijst halen"))
ASK_AGAIN = Command("ask_again", RoundParty, coordinator, ask_again, Words("Een organisatie toch vragen"))
CLOSE_WHEN_DUE = Command("close_when_due", Round, operator, close_when_due, Words("Een ronde sluiten op haar termijn"))
OUTCOMES |= {"workgroup.start_round": Round, "workgroup.start_and_open_round": Round}
