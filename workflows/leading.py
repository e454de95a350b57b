"""Who leads: chosen on experience in the theme and on what each did before (002:546).

The ledger is computed from what is recorded, never kept beside it; a suggestion says its reasons in words and has no
score. The meeting decides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import (
    Audience,
    Dossier,
    DossierTheme,
    LeadOffer,
    Meeting,
    MeetingState,
    Membership,
    Organisation,
    Ownership,
    Person,
    ReportTemplate,
    Workgroup,
    now,
)
from models import DossierState as S
from workflows.clock import today
from workflows.command import OUTCOMES, Command
from workflows.dossier_states import OVER
from workflows.refusals import NotAllowed, NotNow
from workflows.roll import voters_on
from workflows.rules import represents
from workflows.visibility import of_a_group_above, seen_by
from workflows.words import Words, counted

DONE = (S.PUBLISHED, S.SUNSET, S.SUPERSEDED, S.RETIRED, S.STOPPED, S.EXAMPLE, S.CATALOGUED)
"""States in which a lead has no work on hand."""
TESTED = (S.BEING_ADAPTED, S.READY, S.PUBLISHED, S.SUNSET, S.SUPERSEDED, S.RETIRED)


class Role(StrEnum):
    """What an organisation did."""

    LED = "led"
    MADE = "made"
    TESTED = "tested"
    HOSTED = "hosted"
    TOOK_PART = "took_part"


ROLES = {
    Role.LED: Words("trok"),
    Role.MADE: Words("maakte"),
    Role.TESTED: Words("testte"),
    Role.HOSTED: Words("ontving"),
    Role.TOOK_PART: Words("werkte mee aan"),
}


@dataclass(frozen=True)
class Effort:
    """One thing that one organisation did: for what, about which theme, in which year where that is known."""

    organisation: Organisation
    role: Role
    what: str
    theme: DossierTheme | None = None
    year: int | None = None
    open: bool = False
    number: str | None = None
    """Of the dossier, where it is one."""


@dataclass
class Candidate:
    """An organisation that could lead, with why it is named in this order."""

    organisation: Organisation
    in_theme: list[Effort] = field(default_factory=list)
    all: list[Effort] = field(default_factory=list)
    offer: LeadOffer | None = None
    share: int = 0

    @property
    def load(self) -> int:
        """How many dossiers it leads now."""
        return sum(one.open for one in self.all if one.role is Role.LED)

    @property
    def reasons(self) -> list[Words]:
        """In words, the first the heaviest."""
        said = [Words("bood zich aan")] if self.offer else []
        if self.in_theme:
            names = "; ".join(f"{ROLES[one.role]} «{one.what}»" for one in self.in_theme[:3])
            said.append(Words("ervaring met dit thema: {names}", names=names))
        else:
            said.append(Words("nog geen ervaring met dit thema vastgelegd"))
        said.append(
            counted("trekt nu {n} dossier", "trekt nu {n} dossiers", self.load)
            if self.load
            else Words("trekt nu geen dossier")
        )
        said.append(Words("deed {share} % van alle vastgelegde inspanning", share=self.share))
        return said


def ledger(
    session: Session, workgroup: Workgroup, reader: Person | None = None, audiences: Iterable[Audience] = Audience
) -> list[Effort]:
    """Everything that is recorded in this workgroup and its subgroups, of every organisation.

    For a reader: of the dossiers that she sees. `audiences`: of those that are meant for these.
    """
    return [
        *of_dossiers(session, workgroup, reader, audiences),
        *of_meetings(session, workgroup),
        *of_subgroups(session, workgroup, reader),
    ]


def of_dossiers(
    session: Session, workgroup: Workgroup, reader: Person | None, audiences: Iterable[Audience]
) -> Iterable[Effort]:
    query = select(ReportTemplate).where(
        ReportTemplate.workgroup_id == workgroup.id, ReportTemplate.audience.in_(list(audiences))
    )
    if reader is not None:
        query = query.where(seen_by(reader, ReportTemplate))
    query = query.options(
        joinedload(ReportTemplate.lead), joinedload(ReportTemplate.maker), joinedload(ReportTemplate.tester),
        joinedload(ReportTemplate.theme).joinedload(DossierTheme.parent),
    )  # fmt: skip
    for one in session.scalars(query.order_by(ReportTemplate.id)).unique():
        year = one.known_on.year if one.known_on else (None if one.recorded else one.at.year)
        if one.lead is not None:
            yield Effort(one.lead, Role.LED, str(one), one.theme, year, one.state not in DONE, one.number)
        if one.ownership is Ownership.CITY and one.maker is not None:
            yield Effort(one.maker, Role.MADE, str(one), one.theme, year, number=one.number)
        if one.tester is not None and one.state in TESTED:
            yield Effort(one.tester, Role.TESTED, str(one), one.theme, year, number=one.number)


def of_meetings(session: Session, workgroup: Workgroup) -> Iterable[Effort]:
    """Who received the others, in this group and those below it. Of a meeting of a subgroup only whose it was."""
    below = select(Workgroup.id).where((Workgroup.id == workgroup.id) | (Workgroup.parent_id == workgroup.id))
    held = select(Meeting).where(
        Meeting.workgroup_id.in_(below), Meeting.host_id.is_not(None), Meeting.state == MeetingState.HELD
    )
    held = held.options(joinedload(Meeting.host), joinedload(Meeting.workgroup))
    for one in session.scalars(held.order_by(Meeting.held_on, Meeting.id)):
        if one.host is not None:
            what = one.title if one.workgroup_id == workgroup.id else one.workgroup.name
            yield Effort(one.host, Role.HOSTED, what, year=one.held_on.year)


def of_subgroups(session: Session, workgroup: Workgroup, reader: Person | None) -> Iterable[Effort]:
    """Who led one and who took part in it. That is not for the vendor."""
    below = select(Workgroup).where(Workgroup.parent_id == workgroup.id).options(joinedload(Workgroup.lead))
    if reader is not None:
        below = below.where(of_a_group_above(reader))
    groups = session.scalars(below.order_by(Workgroup.id)).all()
    members = session.scalars(
        select(Membership)
        .where(Membership.workgroup_id.in_([one.id for one in groups]))
        .options(joinedload(Membership.organisation))
        .order_by(Membership.id)
    ).all()
    for group in groups:
        if group.lead is not None:
            yield Effort(group.lead, Role.LED, group.name, year=group.started_on.year if group.started_on else None)
        for one in members:
            if one.workgroup_id == group.id and one.organisation_id != group.lead_id:
                yield Effort(one.organisation, Role.TOOK_PART, group.name, year=one.since.year if one.since else None)


def candidates(session: Session, dossier: Dossier, reader: Person | None = None) -> list[Candidate]:
    """The voting members in the order in which it would be fair to ask them: experience, then load, then share."""
    efforts = [one for one in ledger(session, dossier.workgroup, reader) if one.what != str(dossier)]
    mine: dict[int, list[Effort]] = defaultdict(list)
    for effort in efforts:
        mine[effort.organisation.id].append(effort)
    given = {offer.organisation_id: offer for offer in offers(session, dossier)}
    found = []
    for organisation in voters_on(session, dossier.workgroup_id, today()):
        done = mine[organisation.id]
        share = round(100 * len(done) / len(efforts)) if efforts else 0
        near = [one for one in done if about_the_same(one, dossier)]
        found.append(Candidate(organisation, near, done, given.get(organisation.id), share))
    return sorted(found, key=lambda c: (not c.offer, not c.in_theme, c.load, c.share, c.organisation.name))


def about_the_same(effort: Effort, dossier: Dossier) -> bool:
    """The same theme, the wider one, or one beside it; a subgroup has no theme but a name that says it."""
    theme = dossier.theme
    if theme is None:
        return False
    if effort.theme is None:
        return theme.name.lower().split()[0] in effort.what.lower()
    return bool({effort.theme.id, effort.theme.parent_id} & {theme.id, theme.parent_id} - {None})


def offers(session: Session, dossier: Dossier) -> list[LeadOffer]:
    """Who offers to lead now."""
    query = select(LeadOffer).where(LeadOffer.dossier_id == dossier.id, LeadOffer.withdrawn_at.is_(None))
    return list(session.scalars(query.options(joinedload(LeadOffer.organisation)).order_by(LeadOffer.id)))


def offer(session: Session, dossier: Dossier, *, by: Person, note: str = "") -> LeadOffer:
    """For her own organisation, as long as there is no lead; who took it back may offer again."""
    if dossier.lead_id is not None or dossier.state in (*OVER, *DONE):
        raise NotNow(Words("Er is al een trekker, of het dossier is afgerond."))
    if by.organisation_id not in {one.id for one in voters_on(session, dossier.workgroup_id, today())}:
        raise NotAllowed(Words("Alleen een stemgerechtigd lid kan trekker zijn."))
    query = select(LeadOffer).filter_by(dossier_id=dossier.id, organisation_id=by.organisation_id)
    made = session.scalars(query).first()
    if made is not None and made.withdrawn_at is None:
        raise NotNow(Words("{organisation} bood zich al aan.", organisation=by.organisation.name))
    if made is None:
        made = LeadOffer(workgroup_id=dossier.workgroup_id, dossier_id=dossier.id, organisation_id=by.organisation_id)
        session.add(made)
    made.note, made.at, made.withdrawn_at = note.strip(), now(), None
    session.flush()
    return made


def take_back(session: Session, dossier: Dossier, *, by: Person) -> LeadOffer:
    """Her organisation does not offer any more."""
    found = next((one for one in offers(session, dossier) if one.organisation_id == by.organisation_id), None)
    if found is None:
        raise NotNow(Words("{organisation} bood zich niet aan.", organisation=by.organisation.name))
    found.withdrawn_at = now()
    return found


OFFER = Command("offer_to_lead", Dossier, represents, offer, Words("Zich aanbieden als trekker"))
TAKE_BACK = Command("take_back_offer", Dossier, represents, take_back, Words("Een aanbod om trekker te zijn intrekken"))
OUTCOMES |= {"dossier.offer_to_lead": LeadOffer, "dossier.take_back_offer": LeadOffer}
