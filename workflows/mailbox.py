"""What somebody does about her mail: choose what comes how, stop it, be away, and say that her mailbox works again."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Delivery, Mailbox, Mute, Person, PersonState, Reason, Visit, now
from workflows.clock import HERE, today
from workflows.command import OUTCOMES, Command
from workflows.delivery import way_of
from workflows.refusals import NotReady
from workflows.rules import everyone, herself
from workflows.words import Words

CHOOSABLE = (Reason.ASKED, Reason.MEETING, Reason.YOURS, Reason.NEWS)
PATIENCE = 3
"""After so many days on which mail came back for good, nothing more is sent."""
FORGOTTEN = timedelta(days=30)
"""A mail that came back longer ago than this says nothing about today."""


def of(session: Session, person_id: int) -> Mailbox:
    """Hers, made when it is first needed. Of two who change it at once, the second waits for the first."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    known = select(Mailbox).where(Mailbox.person_id == person_id).execution_options(populate_existing=True)
    box = session.scalars(known).one_or_none()
    if box is None:
        box = Mailbox(person_id=person_id)
        session.add(box)
        session.flush()
    return box


def usual() -> Mailbox:
    """How it is for who never chose; not kept."""
    return Mailbox(**{reason.value: way_of(None, reason) for reason in CHOOSABLE})


def choose(
    session: Session, visit: Visit, *, by: Person, ways: dict[Reason, Delivery],
    away_from: date | None = None, away_until: date | None = None, deputy: Person | None = None,
) -> Mailbox:  # fmt: skip
    """How each reason reaches her, and who gets what is asked of her while she is away."""
    box = of(session, visit.person_id)
    for reason in CHOOSABLE:
        setattr(box, reason.value, ways[reason])
    check_absence(by, away_from, away_until, deputy)
    box.away_from, box.away_until = away_from, away_until
    box.deputy_id = deputy.id if deputy else None
    return box


def check_absence(person: Person, begins: date | None, ends: date | None, deputy: Person | None) -> None:
    """From a day until a day, with a colleague who stands in. Raises NotReady beside the field."""
    if bool(begins) != bool(ends):
        raise NotReady(Words("Vul beide dagen in, of geen van beide."), field="away_until" if begins else "away_from")
    if begins and ends and ends < begins:
        raise NotReady(Words("De laatste dag komt voor de eerste."), field="away_until")
    if begins and deputy is None:
        raise NotReady(Words("Kies wie in je plaats leest wat er gevraagd wordt."), field="deputy")
    if deputy is None:
        return
    theirs = deputy.organisation_id == person.organisation_id and deputy.state is PersonState.ACTIVE
    if deputy.id == person.id or not theirs:
        raise NotReady(Words("Je vervanger is iemand anders van je organisatie."), field="deputy")


def stop(
    session: Session, _nothing: None, *, by: Person,
    reason: Reason, round_id: int | None = None, meeting_id: int | None = None, way: Delivery = Delivery.NEVER,
) -> Mailbox:  # fmt: skip
    """No more mail about one round or meeting; or of one reason, never or in the overview. Pressed twice is once.

    The reason `account` stands for the overview itself.
    """
    box = of(session, by.id)
    if reason is Reason.ACCOUNT:
        for one in CHOOSABLE:
            setattr(box, one.value, no_overview(getattr(box, one.value)))
        return box
    if round_id is None and meeting_id is None:
        setattr(box, reason.value, way)
        return box
    known = select(Mute.id).where(Mute.person_id == by.id, Mute.round_id == round_id, Mute.meeting_id == meeting_id)
    if session.scalar(known) is None:
        session.add(Mute(person_id=by.id, round_id=round_id, meeting_id=meeting_id))
    return box


def no_overview(way: Delivery) -> Delivery:
    """Who wants no overview gets what was in it not at all."""
    return Delivery.NEVER if way is Delivery.DIGEST else way


def unmute(session: Session, mute: Mute, *, by: Person) -> None:
    """Mail about it comes again."""
    session.delete(mute)


def try_again(session: Session, visit: Visit, *, by: Person) -> Mailbox:
    """Her mailbox takes mail again: what comes from now on is sent."""
    box = of(session, visit.person_id)
    box.paused_at, box.refusals, box.refused_at = None, 0, None
    return box


def count_refusal(session: Session, person_id: int) -> None:
    """A mail came back for good. After a few days on which that happened nothing more is sent until she says that it
    works: the mail server of a whole city may be wrong for an hour.
    """
    box = of(session, person_id)
    if box.refused_at is not None and box.refused_at.astimezone(HERE).date() == today():
        return
    recent = box.refused_at is not None and box.refused_at > now() - FORGOTTEN
    box.refusals, box.refused_at = (box.refusals if recent else 0) + 1, now()
    if box.refusals >= PATIENCE:
        box.paused_at = box.paused_at or now()


CHOOSE = Command("choose_mail", Visit, herself, choose, Words("Kiezen welke mail je krijgt"))
STOP = Command("stop_mail", None, everyone, stop, Words("Geen mail meer krijgen"))
TRY_AGAIN = Command("try_mail_again", Visit, herself, try_again, Words("Opnieuw mail ontvangen"))
UNMUTE = Command("unmute", Mute, herself, unmute, Words("Opnieuw mail krijgen over iets"))
OUTCOMES |= {"visit.choose_mail": Mailbox, "all.stop_mail": Mailbox, "visit.try_mail_again": Mailbox}
