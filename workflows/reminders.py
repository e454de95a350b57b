"""Asking and reminding by mail: when a round opens, at half, four fifths and all of its time, or by one button.

Never to who answered. One letter a person.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organisation, Person, PersonState, Reason, Round, Seat, SeatRole, now
from models import RoundState as S
from workflows import deadlines
from workflows.about import round_letter
from workflows.clock import HERE, today
from workflows.command import Command
from workflows.engine import tell
from workflows.letters import post
from workflows.refusals import NotNow
from workflows.round_kinds import KINDS
from workflows.rules import ANSWERING, coordinator, operator
from workflows.tally import count
from workflows.words import Words, counted

SHARES = (Fraction(1, 2), Fraction(4, 5), Fraction(1))
"""Of the time between opening and deadline."""


def moments(opened: date, due: date) -> list[date]:
    """The days of the reminders, the last one on the day of the deadline itself. What falls together is one.

    None on the day it opens: everyone was asked then.
    """
    days = (due - opened).days
    return sorted({opened + timedelta(days=int(share * days)) for share in SHARES if int(share * days) > 0})


def speakers(session: Session, workgroup_id: int, organisations: Iterable[Organisation]) -> list[Person]:
    """Who answers for these: the representatives, and the deputies of an organisation that has none."""
    ids = [one.id for one in organisations]
    seats = session.execute(
        select(Seat.role, Person)
        .join(Person, Person.id == Seat.person_id)
        .where(
            Seat.workgroup_id == workgroup_id, Seat.until.is_(None), Seat.role.in_(ANSWERING),
            Person.state == PersonState.ACTIVE, Person.organisation_id.in_(ids),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip
    represented = {person.organisation_id for role, person in seats if role is not SeatRole.DEPUTY}
    return [
        person for role, person in seats if role is not SeatRole.DEPUTY or person.organisation_id not in represented
    ]


def ask(session: Session, the_round: Round) -> int:
    """Tell everyone who answers for a party that it is her turn. Returns how many letters went out."""
    return send(session, the_round, "asked", ASKED)


def send(session: Session, the_round: Round, kind: str, opening: Words) -> int:
    """One letter to each person whose organisation has not answered."""
    missing = count(session, the_round).missing
    people = speakers(session, the_round.workgroup_id, missing)
    for person in people:
        first = Words(opening.one, organisation=person.organisation.name)
        letter = round_letter(the_round, kind, Reason.ASKED, first, *question(the_round))
        post(session, letter, person, the_round.workgroup_id)
    return len(people)


def question(the_round: Round) -> tuple[Words, Words]:
    """What is asked, and until when."""
    day = deadlines.day_of(the_round)
    until = Words("Antwoorden kan tot en met {day}.", day=f"{day:%d/%m/%Y}") if day else Words("De termijn volgt.")
    return Words("{kind}: {question}", kind=KINDS[the_round.kind].says, question=the_round.question), until


def tell_that_it_is_cancelled(session: Session, the_round: Round) -> None:
    """To everybody who was asked: who answered looks for it no more, and who did not need not."""
    asked = [party.organisation for party in the_round.parties if not party.excused]
    why = Words("De ronde is geannuleerd: {reason}", reason=the_round.cancelled_because)
    letter = round_letter(the_round, "cancelled", Reason.ASKED, why)
    for person in speakers(session, the_round.workgroup_id, asked):
        post(session, letter, person, the_round.workgroup_id)


ASKED = Words("Er staat een vraag klaar voor {organisation}.")
STILL = Words("Herinnering: {organisation} heeft nog niet geantwoord.")


def remind(session: Session, the_round: Round, *, by: Person) -> Round:
    """One reminder, to exactly those who did not answer; once a day at most."""
    if the_round.state is not S.OPEN:
        raise NotNow(Words("Herinneren kan alleen zolang de ronde open is."))
    if the_round.reminded_at and the_round.reminded_at.astimezone(HERE).date() == today():
        at = the_round.reminded_at.astimezone(HERE)
        raise NotNow(Words("Er ging vandaag om {hour} al een herinnering uit.", hour=f"{at:%H.%M}"))
    sent = send_reminder(session, the_round)
    if not sent:
        raise NotNow(
            Words("Er is niemand om te herinneren: iedereen antwoordde, of wie ontbreekt heeft geen vertegenwoordiger.")
        )
    note = str(counted("{n} persoon", "{n} personen", sent))
    tell(session, the_round, "remind", the_round.state, by, note)
    return the_round


def send_reminder(session: Session, the_round: Round) -> int:
    the_round.reminded_at = now()
    return send(session, the_round, "reminder", STILL)


def is_due(the_round: Round) -> bool:
    """Whether one of its moments has come since it was last reminded, by the clock or by hand.

    The days count, not how many there were: its meeting may have moved in between.
    """
    day, asked_on = deadlines.day_of(the_round), the_round.asked_on
    come = [one for one in moments(asked_on, day) if one <= today()] if day and asked_on else []
    if not come:
        return False
    return the_round.reminded_at is None or the_round.reminded_at.astimezone(HERE).date() < come[-1]


def remind_when_due(session: Session, the_round: Round, *, by: None) -> Round | None:
    """The reminder whose day has come. Several that were missed are one. Returns None when there is nothing to do."""
    if the_round.state is not S.OPEN or not is_due(the_round):
        return None
    send_reminder(session, the_round)
    return the_round


REMIND = Command("remind", Round, coordinator, remind, Words("Een herinnering sturen"))
REMIND_WHEN_DUE = Command("remind_when_due", Round, operator, remind_when_due, Words("Herinneren op de gestelde dag"))
