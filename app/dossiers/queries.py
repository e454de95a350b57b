"""What the pages of dossiers read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, raiseload

from app.extensions import one_or_404, session
from models import (
    AgendaItem,
    Comment,
    Decision,
    Document,
    Dossier,
    DossierLink,
    DossierOccasion,
    DossierTheme,
    LeadOffer,
    Meeting,
    Occasion,
    Organisation,
    Person,
    Publication,
    ReportTemplate,
    Revision,
    Round,
    RoundState,
    StepTaken,
    Workgroup,
)
from workflows.agenda import BEFORE
from workflows.template_rounds import online
from workflows.visibility import seen_by

WITH_NAMES = (
    joinedload(ReportTemplate.theme).joinedload(DossierTheme.parent),
    joinedload(ReportTemplate.lead),
    joinedload(ReportTemplate.asked_lead),
    joinedload(ReportTemplate.maker),
    joinedload(ReportTemplate.tester),
    joinedload(ReportTemplate.by),
    joinedload(ReportTemplate.workgroup),
)


def listed(workgroup: Workgroup, person: Person, asked: dict[str, Any]) -> "Select[ReportTemplate]":
    """By number; `asked` holds words, state, theme, lead, output and whose it is."""
    query = (
        select(ReportTemplate)
        .where(ReportTemplate.workgroup_id == workgroup.id, seen_by(person, ReportTemplate))
        .options(*WITH_NAMES)
        .order_by(ReportTemplate.nth)
    )
    for word in asked["words"].split()[:8]:
        like = f"%{word.lower().replace('%', '').replace('_', '')}%"
        everything = ReportTemplate.title + " " + ReportTemplate.about + " " + ReportTemplate.number
        query = query.where(func.lower(everything).like(like))
    if asked["theme"]:
        below = select(DossierTheme.id).where(DossierTheme.parent_id == asked["theme"])
        query = query.where((ReportTemplate.theme_id == asked["theme"]) | ReportTemplate.theme_id.in_(below))
    if asked["lead"]:
        query = query.where((ReportTemplate.lead_id == asked["lead"]) | (ReportTemplate.maker_id == asked["lead"]))
    if asked["occasion"]:
        of_use = select(DossierOccasion.dossier_id).where(DossierOccasion.occasion == asked["occasion"])
        query = query.where(ReportTemplate.id.in_(of_use))
    for name in ("state", "output", "ownership"):
        if asked[name]:
            query = query.where(getattr(ReportTemplate, name) == asked[name])
    return query


def leads(workgroup: Workgroup, person: Person) -> Iterable[Organisation]:
    """Which organisations lead one, or made one."""
    seen = (ReportTemplate.workgroup_id == workgroup.id, seen_by(person, ReportTemplate))
    leading = select(ReportTemplate.lead_id).where(*seen)
    making = select(ReportTemplate.maker_id).where(*seen)
    query = select(Organisation).where(Organisation.id.in_(leading) | Organisation.id.in_(making))
    return session().scalars(query.order_by(Organisation.name))


def one(workgroup: Workgroup, person: Person, number: str) -> ReportTemplate:
    """By its permanent number, or 404."""
    found: ReportTemplate = one_or_404(
        select(ReportTemplate)
        .where(
            ReportTemplate.workgroup_id == workgroup.id, ReportTemplate.number == number,
            seen_by(person, ReportTemplate),
        )
        .options(*WITH_NAMES)
    )  # fmt: skip
    return found


def revisions(of: Dossier, person: Person) -> Sequence[Revision]:
    """Newest first."""
    query = select(Revision).where(Revision.dossier_id == of.id, seen_by(person, Revision))
    whose = (joinedload(Revision.person), joinedload(Revision.organisation), raiseload("*"))
    return session().scalars(query.options(*whose).order_by(Revision.nth.desc())).all()


def comments(of: Dossier, person: Person) -> Sequence[Comment]:
    """Oldest first."""
    query = select(Comment).where(Comment.dossier_id == of.id, seen_by(person, Comment)).order_by(Comment.id)
    whose = (
        joinedload(Comment.person), joinedload(Comment.organisation), joinedload(Comment.revision),
        joinedload(Comment.resolved_in), joinedload(Comment.resolved_by), raiseload("*"),
    )  # fmt: skip
    return session().scalars(query.options(*whose)).all()


def files(of: Dossier, person: Person) -> Sequence[Document]:
    query = select(Document).where(Document.dossier_id == of.id, seen_by(person, Document)).order_by(Document.id)
    return session().scalars(query.options(raiseload("*"))).all()


def publications(of: Dossier, person: Person) -> Sequence[Publication]:
    """Newest first."""
    query = select(Publication).where(Publication.dossier_id == of.id, seen_by(person, Publication))
    return session().scalars(query.options(joinedload(Publication.revision)).order_by(Publication.id.desc())).all()


def rounds(of: Dossier, person: Person) -> Sequence[Round]:
    """Newest first, each opened as its own page opens it."""
    query = (
        select(Round)
        .where(Round.dossier_id == of.id, seen_by(person, Round), Round.state != RoundState.DRAFT)
        .options(joinedload(Round.due_meeting), joinedload(Round.workgroup), joinedload(Round.revision))
    )
    return session().scalars(query.order_by(Round.id.desc())).unique().all()


def appearances(of: Dossier, person: Person) -> Sequence[AgendaItem]:
    """On which agendas it stands or stood, oldest first."""
    query = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.dossier_id == of.id, AgendaItem.dropped_because.is_(None), seen_by(person, AgendaItem),
        )
        .options(joinedload(AgendaItem.meeting))
    )  # fmt: skip
    return session().scalars(query.order_by(Meeting.held_on, AgendaItem.id)).all()


def decisions(of: Dossier, person: Person) -> Sequence[Decision]:
    """Taken on one of its appearances, or by one of its votes."""
    items = select(AgendaItem.id).where(AgendaItem.dossier_id == of.id)
    votes = select(Round.id).where(Round.dossier_id == of.id)
    query = select(Decision).where(
        Decision.item_id.in_(items) | Decision.round_id.in_(votes), Decision.number.is_not(None),
        seen_by(person, Decision),
    )  # fmt: skip
    return session().scalars(query.order_by(Decision.year, Decision.nth)).all()


def ties(of: Dossier, person: Person) -> Sequence[DossierLink]:
    """To and from it."""
    query = select(DossierLink).where(
        (DossierLink.dossier_id == of.id) | (DossierLink.other_id == of.id), seen_by(person, DossierLink)
    )
    both = (joinedload(DossierLink.other), joinedload(DossierLink.dossier))
    return session().scalars(query.options(*both).order_by(DossierLink.id)).all()


def tie(workgroup: Workgroup, person: Person, tie_id: int) -> DossierLink:
    """By key, or 404."""
    query = select(DossierLink).where(DossierLink.workgroup_id == workgroup.id, DossierLink.id == tie_id)
    found: DossierLink = one_or_404(
        query.where(seen_by(person, DossierLink)).options(
            joinedload(DossierLink.workgroup), joinedload(DossierLink.dossier)
        )
    )
    return found


def others(of: Dossier, person: Person) -> Iterable[Dossier]:
    """The other dossiers of the group."""
    query = select(Dossier).where(Dossier.workgroup_id == of.workgroup_id, Dossier.id != of.id)
    return session().scalars(query.where(seen_by(person, Dossier)).order_by(Dossier.kind, Dossier.nth))


def story(of: Dossier, person: Person) -> Sequence[StepTaken]:
    """Newest first."""
    query = select(StepTaken).where(StepTaken.of_dossier_id == of.id, seen_by(person, StepTaken))
    whose = (joinedload(StepTaken.person), joinedload(StepTaken.organisation))
    return session().scalars(query.options(*whose).order_by(StepTaken.id.desc())).all()


def steps_of_all(of: Dossier, person: Person) -> dict[int, list[tuple[str, Any]]]:
    """Of every dossier of its kind in the group: which state it reached when, by dossier."""
    query = (
        select(StepTaken.of_dossier_id, StepTaken.went_to, StepTaken.at)
        .join(Dossier, Dossier.id == StepTaken.of_dossier_id)
        .where(Dossier.workgroup_id == of.workgroup_id, Dossier.kind == of.kind, seen_by(person, StepTaken))
        .order_by(StepTaken.id)
    )
    found: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    for key, went_to, at in session().execute(query):
        found[key or 0].append((went_to, at))
    return found


def begun(of: Dossier, person: Person) -> dict[int, Any]:
    """When each dossier of its kind began."""
    query = select(Dossier.id, Dossier.at).where(Dossier.workgroup_id == of.workgroup_id, Dossier.kind == of.kind)
    return {key: at for key, at in session().execute(query.where(seen_by(person, Dossier)))}  # noqa: C416


def since(of: Iterable[Dossier]) -> dict[int, Any]:
    """When each reached the state it is in: its last step."""
    keys = [one.id for one in of]
    query = select(StepTaken.of_dossier_id, func.max(StepTaken.at)).where(StepTaken.of_dossier_id.in_(keys))
    rows = session().execute(query.group_by(StepTaken.of_dossier_id)) if keys else ()
    return {key: at for key, at in rows if key is not None}


def agendas_to_come(workgroup: Workgroup, person: Person) -> Iterable[Meeting]:
    """The meetings whose agenda can still change, the first one first."""
    query = select(Meeting).where(
        Meeting.workgroup_id == workgroup.id, Meeting.state.in_(BEFORE),
        seen_by(person, Meeting),
    )  # fmt: skip
    return session().scalars(query.order_by(Meeting.held_on))


def in_use(templates: Iterable[ReportTemplate]) -> dict[int, int]:
    """How many organisations have it online."""
    return online(session(), [one.id for one in templates])


def occasions(of: Iterable[Dossier]) -> dict[int, list[Occasion]]:
    """For which occasions each is of use; they are seen with their dossier."""
    found: dict[int, list[Occasion]] = {one.id: [] for one in of}
    query = select(DossierOccasion).where(DossierOccasion.dossier_id.in_(found)).order_by(DossierOccasion.id)
    for row in session().scalars(query.options(raiseload("*"))) if found else ():
        found[row.dossier_id].append(row.occasion)
    return found


def my_offer(of: Dossier, person: Person) -> LeadOffer | None:
    query = select(LeadOffer).where(
        LeadOffer.dossier_id == of.id, LeadOffer.organisation_id == person.organisation_id,
        LeadOffer.withdrawn_at.is_(None), seen_by(person, LeadOffer),
    )  # fmt: skip
    return session().scalars(query).first()
