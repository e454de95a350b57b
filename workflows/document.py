"""Files: attached to an agenda item, a block of minutes, an answer or a dossier, and withdrawn with a reason.

The bytes are in the store before a command is asked: a row never stands there without its file (D11).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    AgendaItem,
    Answer,
    Audience,
    Document,
    Dossier,
    FileRole,
    MinuteBlock,
    Minutes,
    MinutesState,
    Person,
    Round,
    now,
    open_to,
)
from models.document import PARENTS
from workflows import widening
from workflows.answer import takes_answers
from workflows.command import OUTCOMES, Command
from workflows.dossier import not_over
from workflows.narrowing import reach
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator, describes, keeps
from workflows.words import Words

DONE = (MinutesState.APPROVED, MinutesState.PUBLISHED)


@dataclass(frozen=True)
class Content:
    """A file as the store holds it: what it is called, what it is, and under which digest."""

    file_name: str
    media_type: str
    size: int
    sha256: str


def attach_to_item(
    session: Session, item: AgendaItem, *, by: Person, content: Content, audience: Audience | None
) -> Document:
    """Before, during or after the meeting: the slides often come later."""
    return attached(session, Document(item_id=item.id), item, reach(item), by, content, audience)


def attach_to_minutes(
    session: Session, block: MinuteBlock, *, by: Person, content: Content, audience: Audience | None
) -> Document:
    """To minutes that are still written. Approved ones are what they were when they were approved."""
    minutes = session.scalars(
        select(Minutes).where(Minutes.id == block.minutes_id).with_for_update(of=Minutes, key_share=True)
    ).one()
    if minutes.state in DONE:
        raise NotNow(
            Words("Het verslag is goedgekeurd: er komt geen bestand meer bij. Voeg het toe aan het agendapunt.")
        )
    return attached(session, Document(block_id=block.id), block, reach(block), by, content, audience)


def attach_to_answer(
    session: Session, answer: Answer, *, by: Person, content: Content, audience: Audience | None
) -> Document:
    """As long as the round takes answers, to the answer that counts."""
    the_round = session.scalars(
        select(Round).where(Round.id == answer.round_id).with_for_update(of=Round, key_share=True)
    ).one()
    takes_answers(the_round)
    if answer.superseded_at is not None:
        raise NotNow(Words("Dit antwoord is vervangen. Voeg het bestand toe aan het nieuwe antwoord."))
    return attached(session, Document(answer_id=answer.id), answer, reach(the_round), by, content, audience)


def attach_to_dossier(
    session: Session, dossier: Dossier, *, by: Person, content: Content, audience: Audience | None,
    role: FileRole | None = None,
) -> Document:  # fmt: skip
    """With what it is for, when it belongs in the package. A version that is out keeps the files of its day."""
    not_over(dossier)
    made = Document(dossier_id=dossier.id, role=role)
    return attached(session, made, dossier, reach(dossier), by, content, audience)


def attached(
    session: Session, made: Document, parent: Any, widest: Audience, by: Person, content: Content,
    audience: Audience | None,
) -> Document:  # fmt: skip
    """For no wider circle than its parent; the same file twice on one parent is said so."""
    if audience is not None and widest not in open_to(audience):
        raise NotReady(Words("Een bestand is niet voor een ruimer publiek dan waar het bij hoort."), field="audience")
    widening.only_by_the_coordinator(by, parent, None, audience or Audience.PARTNERS)
    twin = already_there(session, made, content.sha256)
    if twin is not None:
        raise NotReady(Words("Dit bestand staat er al, als «{name}».", name=twin.file_name), field="file")
    made.workgroup_id, made.person_id = parent.workgroup_id, by.id
    made.audience = audience or widening.widest_for(by, parent, widest)
    made.file_name, made.media_type = content.file_name, content.media_type
    made.size, made.sha256 = content.size, content.sha256
    session.add(made)
    session.flush()
    return made


def already_there(session: Session, made: Document, sha256: str) -> Document | None:
    """The parent is locked, so of two that arrive together one finds the other."""
    here = {name: getattr(made, name) for name in PARENTS}
    query = select(Document).filter_by(sha256=sha256, withdrawn_at=None, **{k: v for k, v in here.items() if v})
    return session.scalars(query).first()


def withdraw(session: Session, document: Document, *, by: Person, reason: str) -> Document:
    """From now on nobody gets it; that it was there, and why it went, stays."""
    if document.withdrawn_at is not None:
        raise NotNow(Words("Dit bestand is al ingetrokken."))
    document.withdrawn_at, document.withdrawn_because = now(), reason
    return document


TO_ITEM = Command("attach", AgendaItem, coordinator, attach_to_item, Words("Een bestand bij een agendapunt voegen"))
TO_MINUTES = Command("attach", MinuteBlock, coordinator, attach_to_minutes, Words("Een bestand bij het verslag voegen"))
TO_DOSSIER = Command("attach", Dossier, describes, attach_to_dossier, Words("Een bestand bij een dossier voegen"))
TO_ANSWER = Command("attach", Answer, keeps, attach_to_answer, Words("Een bestand bij een antwoord voegen"))
WITHDRAW = Command("withdraw", Document, keeps, withdraw, Words("Een bestand intrekken"))
OUTCOMES |= {
    "agenda_item.attach": Document,
    "minute.attach": Document,
    "answer.attach": Document,
    "dossier.attach": Document,
}
