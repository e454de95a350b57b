"""What the steps of a report template do, beside moving it to its next state."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Audience,
    Comment,
    CommentKind,
    Organisation,
    Person,
    Preset,
    Publication,
    Relation,
    ReportTemplate,
    RoundKind,
    RoundState,
    narrowest,
)
from workflows import dossier_news
from workflows.clock import today
from workflows.dossier import tie
from workflows.leading import Candidate, candidates
from workflows.published import published
from workflows.refusals import NotReady
from workflows.revision import latest
from workflows.roll import voters_on
from workflows.template_guards import roles_of
from workflows.template_rounds import (
    end_round,
    last_round,
    objections,
    open_round,
    users,
)
from workflows.words import Words


def nothing(_session: Session, _template: ReportTemplate, *, by: Person, **_inputs: Any) -> None:
    """The step itself is the whole of it."""


def ask_to_lead(session: Session, template: ReportTemplate, *, by: Person, lead: Organisation) -> Words:
    """A voting member, who answers itself. The reasons of the suggestion go into the story with the note."""
    found = candidate(session, template, lead)
    if found is None:
        raise NotReady(Words("Alleen een stemgerechtigd lid kan trekker zijn."), field="lead")
    template.asked_lead_id, reasons = lead.id, why(found)
    dossier_news.asked_to_lead(session, template, lead, reasons)
    return reasons


def take_the_lead(_session: Session, template: ReportTemplate, *, by: Person) -> None:
    template.lead_id, template.asked_lead_id = template.asked_lead_id, None


def decline(_session: Session, template: ReportTemplate, *, by: Person) -> None:
    template.asked_lead_id = None


def name_the_lead(session: Session, template: ReportTemplate, *, by: Person, lead: Organisation) -> Words:
    """One that offered itself: it need not be asked again."""
    found = candidate(session, template, lead)
    if found is None or found.offer is None:
        raise NotReady(Words("{organisation} bood zich niet aan: vraag het haar.", organisation=lead.name), "lead")
    template.lead_id, template.asked_lead_id = lead.id, None
    return why(found)


def candidate(session: Session, template: ReportTemplate, lead: Organisation) -> Candidate | None:
    """This organisation among those that can lead today; None when it is not one of them."""
    return next((one for one in candidates(session, template) if one.organisation.id == lead.id), None)


def why(found: Candidate) -> Words:
    """The reasons of that day: what comes later does not change why it was chosen."""
    return Words("{name} ({reasons})", name=found.organisation.name, reasons="; ".join(map(str, found.reasons)))


def open_the_vote(session: Session, template: ReportTemplate, *, by: Person, preset: Preset, due_on: date) -> None:
    """On the digest of this text; a newer one inherits no vote."""
    revision, before = latest(template), last_round(template, RoundKind.VOTE)
    question = Words("{number} «{title}» goedkeuren", number=template.number, title=template.title)
    text = revision.text if revision else ""
    open_round(session, template, by, RoundKind.VOTE, question, text, preset=preset, due_on=due_on, previous=before)


def objections_become_remarks(session: Session, template: ReportTemplate, *, by: Person) -> None:
    """What was against the text blocks the next one until it is answered."""
    vote, revision = last_round(template, RoundKind.VOTE), latest(template)
    for given in objections(session, vote) if vote and revision else ():
        session.add(
            Comment(
                workgroup_id=template.workgroup_id, dossier_id=template.id, revision_id=revision.id if revision else 0,
                kind=CommentKind.BLOCKING, text=given.text, person_id=given.person_id,
                organisation_id=given.party.organisation_id,
                audience=narrowest([template.audience, Audience.PARTNERS]),
            )
        )  # fmt: skip


def ask_a_city_to_test(
    session: Session, template: ReportTemplate, *, by: Person, tester: Organisation, due_on: date
) -> None:
    """The city that says whether it is usable, until a day."""
    may_test(session, template, tester)
    template.tester_id = tester.id
    open_the_test(session, template, by, due_on)


def may_test(session: Session, template: ReportTemplate, tester: Organisation) -> None:
    """Another than the lead: who made it cannot see what is missing in the instructions. Raises NotReady."""
    if tester.id == template.lead_id:
        raise NotReady(Words("{organisation} is trekker: een andere stad test.", organisation=tester.name), "tester")
    if tester.id not in {one.id for one in voters_on(session, template.workgroup_id, today())}:
        raise NotReady(Words("Alleen een stemgerechtigd lid kan testen."), field="tester")


def open_the_test(session: Session, template: ReportTemplate, by: Person, due_on: date) -> None:
    tester = session.get_one(Organisation, template.tester_id)
    question = Words("Is {number} «{title}» bruikbaar bij jullie?", number=template.number, title=template.title)
    before = last_round(template, RoundKind.TEST)
    text = str(
        Words("Volg de instructies in het pakket, noteer elke bevinding bij het dossier, en geef dan je oordeel.")
    )
    open_round(session, template, by, RoundKind.TEST, question, text, chosen=[tester], due_on=due_on, previous=before)


def test_again(session: Session, template: ReportTemplate, *, by: Person, due_on: date) -> None:
    open_the_test(session, template, by, due_on)


def end_the_test(session: Session, template: ReportTemplate, *, by: Person) -> None:
    end_round(session, last_round(template, RoundKind.TEST), by)


def publish(session: Session, template: ReportTemplate, *, by: Person, release: str, licence: str, news: str) -> None:
    """The package as it is today goes out under a version, and every city is asked what it does with it."""
    revision = latest(template)
    taken = select(Publication.id).where(Publication.dossier_id == template.id, Publication.version == release)
    if session.scalars(taken).first() or revision is None:
        raise NotReady(Words("Versie {version} is er al: kies een hogere.", version=release), field="release")
    manifest = [
        {"name": one.file_name, "role": role.value, "sha256": one.sha256, "size": one.size, "document": one.id}
        for role, files in roles_of(template).items()
        for one in files
    ]
    session.add(
        Publication(
            workgroup_id=template.workgroup_id, dossier_id=template.id, revision_id=revision.id, version=release,
            licence=licence, note=news.strip(), manifest=manifest, person_id=by.id,
        )
    )  # fmt: skip
    template.ended_because, template.sunset_on = "", None
    session.flush()
    dossier_news.to_who_uses_it(
        session, template, users(session, template), Words("Versie {version} is er. {news}", version=release, news=news)
    )
    ask_who_uses_it(session, template, by=by)


def ask_who_uses_it(session: Session, template: ReportTemplate, *, by: Person) -> None:
    """One adoption round for the life of the template: a newer version does not ask again, it shows who is behind."""
    there = last_round(template, RoundKind.ADOPTION)
    if there is not None and there.state in (RoundState.OPEN, RoundState.CLOSED):
        return
    question = Words("Gebruiken jullie {number} «{title}»?", number=template.number, title=template.title)
    open_round(session, template, by, RoundKind.ADOPTION, question, template.about, previous=there)


def put_out(session: Session, template: ReportTemplate, *, by: Person, sunset_on: date) -> None:
    """Until that day it is there; who uses it knows in time."""
    if sunset_on < today() + timedelta(days=1):
        raise NotReady(Words("Kies een dag die nog komt."), field="sunset_on")
    template.sunset_on = sunset_on
    until = Words("Het sjabloon is beschikbaar tot en met {day}.", day=f"{sunset_on:%d/%m/%Y}")
    dossier_news.to_who_uses_it(session, template, users(session, template), until)


def supersede(session: Session, template: ReportTemplate, *, by: Person, successor: ReportTemplate) -> None:
    """By another template that is published."""
    if successor.id == template.id or published(session, successor.id) is None:
        raise NotReady(Words("Kies een ander sjabloon dat gepubliceerd is."), field="successor")
    tie(session, successor, template, Relation.REPLACES)
    what = Words("Het sjabloon is vervangen door {other}.", other=str(successor))
    dossier_news.to_who_uses_it(session, template, users(session, template), what)
    end_round(session, last_round(template, RoundKind.ADOPTION), by)


def end(session: Session, template: ReportTemplate, *, by: Person, reason: str) -> None:
    """With the reason, and nothing about it stays open."""
    if not reason.strip():
        raise NotReady(Words("Schrijf erbij waarom."), field="reason")
    template.ended_because, template.asked_lead_id = reason.strip(), None
    what = Words("Dit stopt: {reason}", reason=reason.strip())
    dossier_news.to_who_uses_it(session, template, users(session, template), what)
    for kind in (RoundKind.VOTE, RoundKind.TEST, RoundKind.ADOPTION):
        end_round(session, last_round(template, kind), by)


def begin_again(_session: Session, template: ReportTemplate, *, by: Person) -> None:
    template.ended_because, template.lead_id, template.tester_id = "", None, None
