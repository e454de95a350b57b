"""What is said about a text: a remark, a question, something that blocks, a finding; each answered once, in words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Audience, Comment, CommentKind, Dossier, Person, Revision, now, open_to
from models import DossierState as S
from workflows import dossier_news, widening
from workflows.command import OUTCOMES, Command
from workflows.dossier import not_over
from workflows.refusals import NotNow, NotReady
from workflows.revision import latest
from workflows.rules import discusses, leads
from workflows.tables import parts
from workflows.words import Words

KINDS = {
    CommentKind.REMARK: Words("opmerking"),
    CommentKind.QUESTION: Words("vraag"),
    CommentKind.BLOCKING: Words("blokkerend"),
    CommentKind.FINDING: Words("bevinding"),
}
WEIGHTS = {1: Words("detail"), 2: Words("hinderlijk"), 3: Words("ernstig"), 4: Words("werkt niet")}
"""Of a finding, from light to heavy."""


def say(
    session: Session, dossier: Dossier, *, by: Person, kind: CommentKind, text: str, section: str = "",
    severity: int | None = None, audience: Audience | None = None,
) -> Comment:  # fmt: skip
    """About the text as it stands. A finding is what the testing city found, and has a weight."""
    not_over(dossier)
    revision = latest(dossier)
    if revision is None:
        raise NotNow(Words("Er is nog geen tekst om iets over te zeggen."))
    if section and section not in parts(revision.text):
        raise NotReady(Words("Dat deel staat niet meer in de tekst: lees de nieuwste versie."), field="section")
    if audience is not None and dossier.audience not in open_to(audience):
        raise NotReady(Words("Een opmerking is niet voor een ruimer publiek dan het dossier."), field="audience")
    widening.only_by_the_coordinator(by, dossier, None, audience or Audience.PARTNERS)
    if kind is CommentKind.FINDING:
        found_by_the_tester(dossier, by, severity)
    made = Comment(
        workgroup_id=dossier.workgroup_id, dossier_id=dossier.id, revision_id=revision.id, section=section, kind=kind,
        severity=severity if kind is CommentKind.FINDING else None, text=text.strip(), person_id=by.id,
        organisation_id=by.organisation_id, audience=audience or widening.widest_for(by, dossier, dossier.audience),
    )  # fmt: skip
    session.add(made)
    session.flush()
    dossier_news.something_is_said(session, made, KINDS[kind])
    return made


def found_by_the_tester(dossier: Dossier, by: Person, severity: int | None) -> None:
    """Raises NotNow outside a test, NotReady without a weight."""
    if dossier.state is not S.IN_TEST or getattr(dossier, "tester_id", None) != by.organisation_id:
        raise NotNow(Words("Een bevinding noteert wie nu test."))
    if severity not in WEIGHTS:
        raise NotReady(Words("Kies hoe zwaar de bevinding weegt."), field="severity")


def resolve(session: Session, comment: Comment, *, by: Person, resolution: str) -> Comment:
    """Answered by who leads, once, with the version in which it was worked in; whoever said it reads the answer."""
    session.scalars(select(Dossier).where(Dossier.id == comment.dossier_id).with_for_update(of=Dossier)).one()
    if comment.resolved_at is not None:
        raise NotNow(Words("Hierop is al geantwoord."))
    if not resolution.strip():
        raise NotReady(Words("Schrijf wat ermee gebeurt."), field="resolution")
    newest = session.scalars(
        select(Revision).where(Revision.dossier_id == comment.dossier_id).order_by(Revision.nth.desc()).limit(1)
    ).one()
    comment.resolution, comment.resolved_at, comment.resolved_by_id = resolution.strip(), now(), by.id
    comment.resolved_in_id = newest.id
    dossier_news.it_is_answered(session, comment)
    return comment


SAY = Command("comment", Dossier, discusses, say, Words("Iets zeggen over een tekst"))
RESOLVE = Command("resolve", Comment, leads, resolve, Words("Een opmerking beantwoorden"))
OUTCOMES |= {"dossier.comment": Comment}
