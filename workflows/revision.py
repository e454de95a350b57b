"""Writing the text of a dossier: every version stays as it was written, and has a digest of its own."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models import Comment, Dossier, Person, Revision, RevisionKind
from models import DossierState as S
from models.chain import canonical
from workflows import tables
from workflows import text as markdown
from workflows.command import OUTCOMES, Command
from workflows.dossier import not_over
from workflows.dossier_states import STATES
from workflows.refusals import NotNow, NotReady, Overtaken
from workflows.rules import leads
from workflows.words import Words

KINDS = {
    RevisionKind.CONTENTS: Words("inhoudstafel"),
    RevisionKind.PROPOSAL: Words("voorstel"),
    RevisionKind.FINAL: Words("definitief voorstel"),
    RevisionKind.CORRECTION: Words("verbetering"),
}
WRITTEN_IN = (S.LEAD_CHOSEN, S.FIRST_PROPOSAL, S.UNDER_DISCUSSION, S.BEING_ADAPTED)
"""When the text may change: not while it is voted on, tested, or as it was approved."""


def latest(dossier: Dossier) -> Revision | None:
    """The text as it stands now; None while nobody wrote one."""
    session = object_session(dossier)
    query = select(Revision).where(Revision.dossier_id == dossier.id).order_by(Revision.nth.desc()).limit(1)
    return session.scalars(query).first() if session else None


def write(
    session: Session, dossier: Dossier, *, by: Person, text: str, kind: RevisionKind, note: str = "",
    material: bool = True, based_on: int | None = None,
) -> Revision:  # fmt: skip
    """A next version. `based_on`: the one that she read; when there is a newer, nothing is lost and she is told."""
    not_over(dossier)
    if dossier.state not in WRITTEN_IN:
        raise NotNow(Words("De tekst ligt vast zolang het dossier {state} is.", state=STATES[dossier.state]))
    before, text = latest(dossier), as_written(text)
    if (before.id if before else None) != based_on:
        raise Overtaken(Words("Intussen schreef iemand een nieuwere versie. Wat je typte staat hieronder."))
    if not text.strip():
        raise NotReady(Words("Schrijf de tekst."), field="text")
    if before is not None and before.text == text:
        raise NotReady(Words("Er is niets veranderd aan de tekst."), field="text")
    if before is not None and not note.strip():
        raise NotReady(Words("Zeg in een zin wat er veranderd is."), field="note")
    made = Revision(
        workgroup_id=dossier.workgroup_id, dossier_id=dossier.id, nth=before.nth + 1 if before else 1, kind=kind,
        text=text, html=markdown.render(text), sanitiser=markdown.SANITISER, digest=digest_of(dossier.number, text),
        material=material or before is None, note=note.strip(), based_on_id=based_on, person_id=by.id,
        organisation_id=by.organisation_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def as_written(text: str) -> str:
    """The text as it is kept: one kind of line end, and what came out of a sheet as a table."""
    return tables.out_of_excel(text.replace("\r\n", "\n"))


def digest_of(number: str, text: str) -> str:
    """SHA-256 over the number of the dossier and what the text says."""
    return hashlib.sha256(canonical([number, text]).encode()).hexdigest()


def nothing_open(dossier: Dossier, *kinds: str) -> list[Comment]:
    """What of these kinds nobody answered yet."""
    session = object_session(dossier)
    query = select(Comment).where(Comment.dossier_id == dossier.id, Comment.resolved_at.is_(None))
    return list(session.scalars(query.where(Comment.kind.in_(kinds)).order_by(Comment.id))) if session else []


WRITE = Command(
    "write", Dossier, leads, write, Words("De tekst van een dossier schrijven"),
    texts=lambda inputs: [as_written(inputs.get("text") or "")],
)  # fmt: skip
OUTCOMES |= {"dossier.write": Revision}
