"""What the pages and the keeper of files read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from models import (
    AgendaItem,
    Answer,
    Base,
    Document,
    Dossier,
    MinuteBlock,
    Minutes,
    Person,
    Publication,
    RoundParty,
    Workgroup,
)
from workflows.visibility import seen_by

PARENTS: dict[str, tuple[Any, list[Any]]] = {
    "item": (AgendaItem, [joinedload(AgendaItem.meeting)]),
    "minutes": (
        MinuteBlock,
        [joinedload(MinuteBlock.minutes).joinedload(Minutes.meeting), joinedload(MinuteBlock.item)],
    ),
    "answer": (
        Answer,
        [joinedload(Answer.party).options(joinedload(RoundParty.round), joinedload(RoundParty.organisation))],
    ),
    "dossier": (Dossier, []),
}
"""The kinds of parent, by the word in the address, with what the page says of them."""


def parent(workgroup: Workgroup, person: Person, kind: str, parent_id: int) -> Base:
    """The item, block, answer or dossier of this group, or 404."""
    model, loaded = PARENTS[kind]
    found: Base = one_or_404(
        select(model)
        .where(model.workgroup_id == workgroup.id, model.id == parent_id, seen_by(person, model))
        .options(joinedload(model.workgroup), *loaded)
    )
    return found


def document(workgroup: Workgroup, person: Person, document_id: int) -> Document:
    """The file of this group, or 404."""
    found: Document = one_or_404(
        select(Document)
        .where(Document.workgroup_id == workgroup.id, Document.id == document_id, seen_by(person, Document))
        .options(
            joinedload(Document.workgroup),
            joinedload(Document.item).joinedload(AgendaItem.meeting),
            joinedload(Document.block).joinedload(MinuteBlock.minutes).joinedload(Minutes.meeting),
            joinedload(Document.answer).joinedload(Answer.party).joinedload(RoundParty.round),
            joinedload(Document.dossier),
        )
    )
    return found


def digests(newest: int | None = None) -> list[str]:
    """What the rows want the store to hold; of the newest rows only, when a number is given."""
    query = select(Document.sha256).order_by(Document.id.desc()).limit(newest)
    return list(dict.fromkeys(session().scalars(query)))


def wanted(these: list[str]) -> set[str]:
    """Of these digests, the ones that a row has."""
    found: set[str] = set()
    for first in range(0, len(these), 500):
        found |= set(session().scalars(select(Document.sha256).where(Document.sha256.in_(these[first : first + 500]))))
    return found


def publication(workgroup: Workgroup, person: Person, number: str, version: str) -> Publication:
    """The version of this dossier, or 404."""
    found: Publication = one_or_404(
        select(Publication)
        .join(Dossier, Dossier.id == Publication.dossier_id)
        .where(
            Publication.workgroup_id == workgroup.id, Dossier.number == number, Publication.version == version,
            seen_by(person, Publication),
        )
        .options(joinedload(Publication.dossier), joinedload(Publication.revision))
    )  # fmt: skip
    return found


def packed(of: Publication, person: Person) -> Sequence[Document]:
    """The files of its manifest that she sees, withdrawn ones too."""
    keys = [line["document"] for line in of.manifest]
    query = select(Document).where(Document.id.in_(keys), seen_by(person, Document))
    return session().scalars(query.order_by(Document.id)).all()
