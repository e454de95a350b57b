"""What every kind of dossier has: a number, a description, a place on agendas, ties to other dossiers."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    AgendaItem,
    Audience,
    Dossier,
    DossierKind,
    DossierLink,
    DossierOccasion,
    DossierTheme,
    ItemType,
    Meeting,
    MeetingState,
    Occasion,
    Person,
    Purpose,
    Relation,
    Workgroup,
)
from workflows import text
from workflows.agenda import BEFORE, put
from workflows.command import OUTCOMES, Command, same_name
from workflows.dossier_states import OVER, STATES
from workflows.narrowing import follow
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator, discusses
from workflows.words import Words

LETTERS = {DossierKind.REPORT_TEMPLATE: "RAP"}
"""With which a number begins (settled.md)."""
KINDS = {DossierKind.REPORT_TEMPLATE: Words("rapportsjabloon")}
RELATIONS = {
    Relation.INSPIRED_BY: Words("geïnspireerd door"),
    Relation.REPLACES: Words("vervangt"),
    Relation.BELONGS_WITH: Words("hoort bij"),
}
OCCASIONS = {
    Occasion.RELEASE: Words("een nieuwe release"),
    Occasion.CONTEXT_ANALYSIS: Words("een omgevingsanalyse"),
    Occasion.POLICY_PLAN: Words("een beleidsplan"),
    Occasion.WORKSHOP: Words("een workshop"),
    Occasion.DATA_PUBLISHED: Words("de publicatie van data"),
}
ITEM_TYPES = {DossierKind.REPORT_TEMPLATE: ItemType.REPORT_TEMPLATE}


def begin(session: Session, dossier: Dossier, workgroup: Workgroup, by: Person | None) -> Dossier:
    """The next number of its kind in this workgroup. The workgroup is locked: no two get the same."""
    kind = kind_of(dossier)
    last = select(func.max(Dossier.nth)).where(Dossier.workgroup_id == workgroup.id, Dossier.kind == kind)
    dossier.workgroup_id, dossier.nth = workgroup.id, (session.scalar(last) or 0) + 1
    dossier.number = f"{LETTERS[kind]}-{dossier.nth:03d}"
    dossier.by_id = by.organisation_id if by else dossier.by_id
    session.add(dossier)
    session.flush()
    return dossier


def kind_of(dossier: Dossier) -> DossierKind:
    return DossierKind(str(type(dossier).__mapper__.polymorphic_identity))


def describe(session: Session, dossier: Dossier, *, title: str, about: str, theme: DossierTheme | None,
             audience: Audience) -> None:  # fmt: skip
    """The words that every kind has. Two dossiers of one group do not carry the same title."""
    query = select(Dossier.id).where(
        Dossier.workgroup_id == dossier.workgroup_id, func.lower(Dossier.title) == title.lower(),
        Dossier.kind == kind_of(dossier), Dossier.state.not_in(OVER),
    )  # fmt: skip
    with session.no_autoflush:
        twin = session.scalars(query.where(Dossier.id != (dossier.id or 0))).first()
    if twin is not None:
        raise NotReady(Words("Er is al een dossier met deze titel."), field="title")
    dossier.title, dossier.theme_id, dossier.audience = title, theme.id if theme else None, audience
    if dossier.id is not None:
        follow(session, dossier)
    dossier.about, dossier.about_html, dossier.about_sanitiser = about, text.render(about), text.SANITISER


def occasions_of(session: Session, dossier: Dossier) -> list[DossierOccasion]:
    query = select(DossierOccasion).where(DossierOccasion.dossier_id == dossier.id)
    return list(session.scalars(query.order_by(DossierOccasion.id)))


def good_for(session: Session, dossier: Dossier, occasions: Iterable[Occasion]) -> None:
    """For these occasions, and no others."""
    wanted = set(occasions)
    for row in occasions_of(session, dossier):
        if row.occasion in wanted:
            wanted.remove(row.occasion)
        else:
            session.delete(row)
    for one in sorted(wanted):
        session.add(DossierOccasion(workgroup_id=dossier.workgroup_id, dossier_id=dossier.id, occasion=one))
    session.flush()


def put_on_agenda(session: Session, dossier: Dossier, *, by: Person, meeting: Meeting, purpose: Purpose) -> AgendaItem:
    """An appearance on one agenda: once a meeting, and never behind the back of a meeting that is over."""
    meeting = session.scalars(
        select(Meeting).where(Meeting.id == meeting.id).with_for_update(of=Meeting, key_share=True)
    ).one()
    if meeting.state not in BEFORE:
        raise NotReady(Words("Deze vergadering is voorbij: kies er een die nog komt."), field="meeting")
    there = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    items = session.scalars(there).all()
    if any(item.dossier_id == dossier.id for item in items):
        raise NotReady(Words("Het dossier staat al op de agenda van die vergadering."), field="meeting")
    return put(
        session, meeting, max((item.position for item in items), default=0) + 1, title=str(dossier), purpose=purpose,
        item_type=ITEM_TYPES[dossier.kind], audience=dossier.audience, dossier_id=dossier.id,
        reason={"words": Words("dossier {number}", number=dossier.number).stored()}, presenter_id=dossier.lead_id,
        late=meeting.state is MeetingState.RUNNING,
    )  # fmt: skip


def link(session: Session, dossier: Dossier, *, by: Person, other: Dossier, relation: Relation) -> DossierLink:
    """A tie to another dossier of the group, once."""
    if other.id == dossier.id:
        raise NotReady(Words("Een dossier hangt niet samen met zichzelf."), field="other")
    if tie_of(session, dossier, other, relation) is not None:
        raise NotReady(Words("Dat verband staat er al."), field="other")
    return tie(session, dossier, other, relation)


def tie_of(session: Session, dossier: Dossier, other: Dossier, relation: Relation) -> DossierLink | None:
    query = select(DossierLink).filter_by(dossier_id=dossier.id, other_id=other.id, relation=relation)
    return session.scalars(query).first()


def tie(session: Session, dossier: Dossier, other: Dossier, relation: Relation) -> DossierLink:
    """The tie, which may be there already: somebody may have seen it coming."""
    made = tie_of(session, dossier, other, relation)
    if made is None:
        made = DossierLink(workgroup_id=dossier.workgroup_id, dossier_id=dossier.id, other_id=other.id)
        made.relation = relation
        session.add(made)
        session.flush()
    return made


def unlink(session: Session, link: DossierLink, *, by: Person) -> DossierLink:
    """The tie goes; the trail keeps that it was there."""
    session.delete(link)
    return link


def add_theme(
    session: Session, _workgroup: Workgroup, *, by: Person, name: str, parent: DossierTheme | None
) -> DossierTheme:
    """A theme for all workgroups; under a wider one, where there is one."""
    if same_name(session, DossierTheme.name, name):
        raise NotReady(Words("Dit thema staat al in de lijst."), field="name")
    if parent is not None and parent.parent_id is not None:
        raise NotReady(Words("Een thema ligt hoogstens één trede diep."), field="parent")
    theme = DossierTheme(name=name, parent_id=parent.id if parent else None)
    session.add(theme)
    session.flush()
    return theme


def not_over(dossier: Dossier) -> None:
    """Raises NotNow for a dossier in which nothing is written any more."""
    if dossier.state in OVER:
        raise NotNow(Words("Aan dit dossier wordt niet meer gewerkt: het is {state}.", state=STATES[dossier.state]))


PUT_ON_AGENDA = Command("put_on_agenda", Dossier, coordinator, put_on_agenda, Words("Een dossier op een agenda zetten"))
LINK = Command("link", Dossier, discusses, link, Words("Een dossier met een ander verbinden"))
UNLINK = Command("unlink", DossierLink, coordinator, unlink, Words("Een verband tussen dossiers weghalen"))
ADD_THEME = Command("add_dossier_theme", Workgroup, coordinator, add_theme, Words("Een thema toevoegen"))
OUTCOMES |= {
    "dossier.put_on_agenda": AgendaItem, "dossier.link": DossierLink, "workgroup.add_dossier_theme": DossierTheme,
}  # fmt: skip
