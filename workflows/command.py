"""The one door for every change of data.

Pages, command line and imports all come through `perform`: the key of the form, what the person sees, the
rule, the state, the version, the guard, the effect, the story, the trail and the outbox, in one transaction
that either commits whole or leaves nothing. It is tried once more when the database asks for that. What takes
time and needs no database comes before: a long text keeps nobody waiting.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models import Actor, Answered, Base, Person
from models.chain import canonical
from workflows import text
from workflows.refusals import NotNow, NotReady, Overtaken, Refused, Unseen
from workflows.rules import Rule, authorise
from workflows.visibility import seen_by
from workflows.words import Words

Guard = Callable[[Any], Words | None]
"""Looks at the subject and returns the reason why not (yet), or None."""

Effect = Callable[..., Any]
"""What the command does: effect(session, subject, by=person, **inputs), returns the row that came of it."""

Texts = Callable[[dict[str, Any]], list[str]]
"""Of what is given with a command, by name: the Markdown that it will keep as HTML."""

TRY_AGAIN = {"40001", "40P01"}
"""PostgreSQL: serialisation failure, deadlock."""


@dataclass(frozen=True)
class Command:
    """One thing a person may do to one kind of subject."""

    name: str
    on: type[Base] | None
    who: Rule
    effect: Effect
    says: Words
    guard: Guard | None = None
    texts: Texts | None = None

    def refusal(self, subject: Any, person: Person | None) -> Refused | None:
        """Why it cannot be done now by her, or None."""
        try:
            self.check(subject, person)
        except Refused as refused:
            return refused
        return None

    def check(self, subject: Any, person: Person | None) -> None:
        """Raises NotAllowed or NotReady."""
        authorise(person, self.who, subject)
        if self.guard and (reason := self.guard(subject)):
            raise NotReady(reason)

    def apply(self, session: Session, subject: Any, by: Person | None, inputs: dict[str, Any]) -> Any:
        return self.effect(session, subject, by=by, **inputs)


@dataclass(frozen=True)
class Ask:
    """Who asks a command of which subject, under which key of a form, having seen which version."""

    by: Person | None
    subject_id: int | None = None
    key: str | None = None
    version: int | None = None
    inputs: dict[str, Any] = field(default_factory=dict)


def perform(session: Session, command: Command, ask: Ask) -> Any:
    """Do it, or raise Refused and change nothing. Returns what the effect returned.

    The same key asked again returns the same row and does nothing; with other words it is refused (409).
    """
    if command.texts is not None:
        text.have_ready(command.texts(ask.inputs))
    for last in (False, True):
        try:
            return once(session, command, ask)
        except StaleDataError as stale:
            session.rollback()
            raise overtaken() from stale
        except DBAPIError as error:
            session.rollback()
            if last or not may_be_tried_again(error):
                raise
        except BaseException:
            session.rollback()
            raise
    raise AssertionError("unreachable")


def text_of(name: str) -> Texts:
    """For a command that keeps what is given under this name, if anything is."""
    return lambda inputs: [inputs.get(name) or ""]


def once(session: Session, command: Command, ask: Ask) -> Any:
    person = begin(session, ask.by)
    if ask.key and (answered := already_answered(session, ask.key)):
        return the_same_again(session, command, ask, answered)
    subject = locked(session, command, ask, person)
    command.check(subject, person)
    if ask.version is not None and subject.version != ask.version:
        raise overtaken()
    outcome = command.apply(session, subject, person, ask.inputs)
    if ask.key:
        session.flush()
        session.add(
            Answered(
                key=ask.key,
                command=named(command),
                person_id=person.id if person else None,
                fingerprint=fingerprint(command, ask),
                outcome_id=getattr(outcome, "id", None),
            )
        )
    session.commit()
    return outcome


def begin(session: Session, by: Person | None) -> Person | None:
    """Start the writing transaction (the whole of it holds the lock on SQLite) and read the person anew."""
    person_id = by.id if by else None
    session.rollback()
    session.connection(execution_options={"writes": True})
    person = session.get(Person, person_id, populate_existing=True) if person_id else None
    session.info["actor"] = Actor(person.id, person.organisation_id) if person else Actor()
    return person


def already_answered(session: Session, key: str) -> Answered | None:
    """What came of this form, if it was sent before. Of two that arrive together, the second waits for the first."""
    if session.get_bind().dialect.name == "postgresql":
        number = int(hashlib.sha256(key.encode()).hexdigest()[:15], 16)
        session.execute(select(func.pg_advisory_xact_lock(number)))
    return session.scalars(select(Answered).where(Answered.key == key)).first()


def locked(session: Session, command: Command, ask: Ask, person: Person | None) -> Any:
    """The subject, if this person sees it, locked until the commit."""
    if command.on is None:
        return None
    query = select(command.on).where(command.on.id == ask.subject_id)
    if ask.by is not None:
        query = query.where(seen_by(person, command.on))
    found = session.scalars(
        query.with_for_update(of=command.on, key_share=True).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise Unseen
    return found


def the_same_again(session: Session, command: Command, ask: Ask, answered: Answered) -> Any:
    same = answered.fingerprint == fingerprint(command, ask)
    if not same or answered.person_id != (ask.by.id if ask.by else None):
        raise NotNow(Words("Dit formulier werd al verstuurd. Open de pagina opnieuw als je nog iets wil wijzigen."))
    outcome_id, model = answered.outcome_id, OUTCOMES.get(answered.command, command.on)
    session.rollback()
    return session.get(model, outcome_id) if model and outcome_id else None


OUTCOMES: dict[str, type[Base]] = {}
"""Commands whose outcome is another kind of row than their subject: `workgroup.invite` → Seat."""


def named(command: Command) -> str:
    return f"{command.on.__tablename__ if command.on else 'all'}.{command.name}"


def fingerprint(command: Command, ask: Ask) -> str:
    said = {name: str(value) for name, value in ask.inputs.items()}
    return hashlib.sha256(canonical([named(command), ask.subject_id, said]).encode()).hexdigest()


def may_be_tried_again(error: DBAPIError) -> bool:
    """A deadlock, a lost connection, or two equal forms that raced for the same key."""
    raced = isinstance(error, IntegrityError) and "answered" in str(error.orig)
    return raced or error.connection_invalidated or getattr(error.orig, "sqlstate", None) in TRY_AGAIN


def overtaken() -> Overtaken:
    return Overtaken(Words("Iemand anders bewaarde intussen een nieuwere versie. Wat je typte staat hieronder."))


def same_name(session: Session, column: Any, value: str, but: int | None = None) -> bool:
    """Whether a row already has this value, capitals aside."""
    query = select(func.count()).where(func.lower(column) == value.lower())
    if but is not None:
        query = query.where(column.class_.id != but)
    return bool(session.scalar(query))
