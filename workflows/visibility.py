"""What a person sees, always as SQL, so that lists, pages and commands use the same condition.

Name, kind and state of a workgroup are for everyone signed in; its contents for those with a seat (settled.md).
Pieces of a meeting carry an audience: the coordinator reads all, members what is for members and wider, partners
what is for partners and wider, the vendor only what is opened to it. A data protection officer sees her own
organisation's items and the shared text, nothing else (settled.md): of a dossier what it is about, its texts and what
was published, as far as partners read them; of all the rest what is shared beyond the table. What was recorded out
of published documents (milestones, figures, contradictions) is for everyone signed in.

A condition stays flat: what is said of an item is said within that of a block, of a file, of a round; the parser of
SQLite takes a hundred levels.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, false, func, inspect, or_, select, true
from sqlalchemy.orm import Session, aliased

from models import (
    Action,
    ActionOwner,
    AgendaItem,
    AgendaVersion,
    Answer,
    Attendance,
    Audience,
    AuditEntry,
    Base,
    CalendarFeed,
    Claim,
    Comment,
    Contradiction,
    Decision,
    Deliverable,
    Document,
    Dossier,
    DossierLink,
    DossierOccasion,
    DossierTheme,
    Edition,
    FormerName,
    KeyFigure,
    LeadOffer,
    Mailbox,
    MandateQuestion,
    MandateReport,
    Meeting,
    Membership,
    MembershipRole,
    Message,
    Milestone,
    MinuteBlock,
    MinuteRevision,
    Minutes,
    Mute,
    Organisation,
    OverviewEdition,
    OverviewText,
    Person,
    PersonState,
    Publication,
    Received,
    Remark,
    ReportTemplate,
    Revision,
    Round,
    RoundLink,
    RoundParty,
    RoundState,
    SavedView,
    Seat,
    SeatRole,
    Series,
    SourceDocument,
    StandingItem,
    StepTaken,
    Treatment,
    Visit,
    WebsiteCheck,
    Workgroup,
    YearTheme,
    open_to,
)

OUTSIDE = open_to(Audience.VENDOR)
"""Beyond the table."""
WIDENED = {(one, to): f"widen_{one.value}_{to.value}" for one in Audience if one not in OUTSIDE for to in OUTSIDE}
"""What the story calls it when a thing was opened beyond the table, by for whom it was until then and is now."""


class Reader(NamedTuple):
    """What a condition may depend on, so that it is made once for each person and kept."""

    id: int
    organisation_id: int
    advises: bool = False
    """Somewhere as a data protection officer: what that takes, half of all that is asked, is asked for nobody else."""


Who = Person | Reader


def reader_of(person: Person) -> Reader:
    return Reader(person.id, person.organisation_id, advises(person))


def advises(person: Person) -> bool:
    """Whether she sits somewhere as a data protection officer."""
    return any(seat.role is SeatRole.DPO and seat.until is None for seat in person.seats)


def seen_by(person: Person | None, model: type[Base]) -> ColumnElement[bool]:
    """The condition under which `person` sees rows of `model`. A model without one is seen by nobody."""
    if person is None or person.state is not PersonState.ACTIVE or model not in CONDITIONS:
        return false()
    return condition_of(CONDITIONS[model], reader_of(person))


def seen_by_who_asks(model: type[Base], *, advises: bool) -> ColumnElement[bool]:
    """The same, for a statement that is made once: who asks is given with it, as `me` and `my_organisation`.

    `advises`: whether it is for data protection officers.
    """
    me, mine = (bindparam(name, type_=Integer) for name in ("me", "my_organisation"))
    condition: ColumnElement[bool] = CONDITIONS[model](Reader(me, mine, advises))  # type: ignore[arg-type]
    return condition


def sees(session: Session, person: Person, row: Base) -> bool:
    """Whether `person` sees this row."""
    model = type(row)
    return session.scalar(select(model.id).where(model.id == row.id, seen_by(person, model))) is not None


@lru_cache(maxsize=4096)
def condition_of(condition: Callable[[Reader], ColumnElement[bool]], reader: Reader) -> ColumnElement[bool]:
    """Building one costs more than asking it: some hundred pieces of SQL for a meeting."""
    return condition(reader)


def my_workgroups(person: Who) -> "Select[int]":
    return select(Seat.workgroup_id).where(Seat.person_id == person.id, Seat.until.is_(None))


def coordinated(person: Who) -> "Select[int]":
    return my_workgroups(person).where(Seat.role == SeatRole.COORDINATOR)


def mine_as(person: Who, *roles: MembershipRole) -> "Select[int]":
    """The workgroups where she has a seat and her organisation is this sort of member."""
    return my_workgroups(person).join(
        Membership,
        and_(
            Membership.workgroup_id == Seat.workgroup_id,
            Membership.organisation_id == person.organisation_id,
            Membership.until.is_(None),
            Membership.role.in_(roles),
        ),
    )


def whose_mail(person: Who) -> ColumnElement[bool]:
    """Her own; and who coordinates has to know that somebody's mail does not arrive."""
    seats = select(Seat.person_id).where(Seat.workgroup_id.in_(coordinated(person)), Seat.until.is_(None))
    return or_(Mailbox.person_id == person.id, Mailbox.person_id.in_(seats))


INSIDE = (MembershipRole.VOTING, MembershipRole.SECRETARIAT)


def as_member(person: Who) -> "Select[int]":
    """Where she sits for a voting member or the secretariat."""
    return mine_as(person, *INSIDE).where(
        Seat.role.in_([SeatRole.REPRESENTATIVE, SeatRole.DEPUTY, SeatRole.EXPERT, SeatRole.READER])
    )


def beside_the_vendor(person: Who) -> "Select[int]":
    """Wherever she sits, except for a vendor, or for what was one: nobody rises by leaving."""
    vendor = select(Membership.workgroup_id).where(
        Membership.organisation_id == person.organisation_id, Membership.role == MembershipRole.VENDOR
    )
    return my_workgroups(person).where(Seat.workgroup_id.not_in(vendor))


def as_partner(person: Who) -> "Select[int]":
    """Where she sits at the table: not as a contact of a vendor, nor as a data protection officer."""
    return beside_the_vendor(person).where(Seat.role.not_in([SeatRole.VENDOR_CONTACT, SeatRole.DPO]))


def for_her_level(model: Any, person: Reader) -> ColumnElement[bool]:
    """Rows of her workgroups whose audience includes her, or that are her own organisation's."""
    return or_(*levels(model, person))


def levels(model: Any, person: Reader) -> list[ColumnElement[bool]]:
    """What makes a row one that she reads."""
    place, audience = model.workgroup_id, model.audience
    hers = OF_AN_ORGANISATION.get(inspect(model).mapper.class_) if person.advises else None
    return [
        place.in_(coordinated(person)),
        and_(place.in_(as_member(person)), audience.in_(open_to(Audience.MEMBERS))),
        and_(place.in_(as_partner(person)), audience.in_(open_to(Audience.PARTNERS))),
        and_(place.in_(my_workgroups(person)), audience.in_(open_to(Audience.VENDOR))),
        *(as_officer(model, hers(model, person.organisation_id), person) if hers is not None else ()),
    ]


def the_text(model: Any, person: Reader) -> ColumnElement[bool]:
    """Dossiers of which she reads what it is about and its texts: for her level, and as far as partners an officer."""
    shared = and_(model.workgroup_id.in_(beside_the_vendor(person)), model.audience.in_(open_to(Audience.PARTNERS)))
    return or_(*levels(model, person), *([shared] if person.advises else []))


def as_officer(model: Any, hers: ColumnElement[bool], person: Reader) -> list[ColumnElement[bool]]:
    """What a data protection officer reads of these, which are her organisation's: as far as that reads itself."""
    hers = func.coalesce(hers, false())  # of no organisation is not of hers: who asks what she does not see gets it
    place, audience, officer = model.workgroup_id, model.audience, Seat.role == SeatRole.DPO
    return [
        and_(place.in_(mine_as(person, *INSIDE).where(officer)), audience.in_(open_to(Audience.MEMBERS)), hers),
        and_(place.in_(beside_the_vendor(person).where(officer)), audience.in_(open_to(Audience.PARTNERS)), hers),
    ]


def brought_by(organisation: Any) -> "Select[int]":
    """The items that this organisation brings."""
    item = aliased(AgendaItem)
    return select(item.id).where(item.presenter_id == organisation)


def worked_on_by(organisation: Any) -> "Select[int]":
    """The dossiers that it proposed, made or leads."""
    dossier, made = aliased(Dossier), ReportTemplate.__table__.alias()
    makes = select(made.c.id).where(made.c.maker_id == organisation)
    return select(dossier.id).where(
        or_(dossier.lead_id == organisation, dossier.by_id == organisation, dossier.id.in_(makes))
    )


def owned_by(organisation: Any) -> "Select[int]":
    """The agreements that it took on."""
    return select(ActionOwner.action_id).where(ActionOwner.organisation_id == organisation)


Hers = Callable[[Any, Any], ColumnElement[bool]]
OF_AN_ORGANISATION: dict[type[Base], Hers] = {
    AgendaItem: lambda row, organisation: row.presenter_id == organisation,
    MinuteBlock: lambda row, organisation: row.item_id.in_(brought_by(organisation)),
    Decision: lambda row, organisation: row.item_id.in_(brought_by(organisation)),
    Action: lambda row, organisation: or_(row.for_all, row.id.in_(owned_by(organisation))),
    Dossier: lambda row, organisation: row.id.in_(worked_on_by(organisation)),
    ReportTemplate: lambda row, organisation: row.id.in_(worked_on_by(organisation)),
    Comment: lambda row, organisation: row.organisation_id == organisation,
    Document: lambda row, organisation: or_(
        row.item_id.in_(brought_by(organisation)), row.dossier_id.in_(worked_on_by(organisation))
    ),
}
"""When a row is of one organisation; its places in rounds and its answers are hers for everyone who sits for it."""


def of_an_item_she_sees(model: Any, person: Reader) -> ColumnElement[bool]:
    """For her level, and not part of an item that is not.

    What an organisation took on is its own, whosever item it came out of.
    """
    item = aliased(AgendaItem)
    within = levels(item, person)
    if person.advises and inspect(model).mapper.class_ is Action:
        within += as_officer(item, OF_AN_ORGANISATION[Action](model, person.organisation_id), person)
    seen = exists().where(item.id == model.item_id, or_(*within)).correlate(model)
    return and_(for_her_level(model, person), or_(model.item_id.is_(None), seen))


def in_full(person: Reader) -> ColumnElement[bool]:
    """Rounds of which she reads every answer: for her level, and not about an item or an agreement that is not.

    The coordinator sees drafts too.
    """
    action = aliased(Action)
    agreed = exists().where(action.id == Round.action_id, of_an_item_she_sees(action, person)).correlate(Round)
    dossier = aliased(Dossier)
    part_of = exists().where(dossier.id == Round.dossier_id, for_her_level(dossier, person)).correlate(Round)
    about = and_(or_(Round.action_id.is_(None), agreed), or_(Round.dossier_id.is_(None), part_of))
    return or_(
        Round.workgroup_id.in_(coordinated(person)),
        and_(Round.state != RoundState.DRAFT, of_an_item_she_sees(Round, person), about),
    )


def of_a_round(person: Reader) -> ColumnElement[bool]:
    """Who is asked sees the question, whatever its audience."""
    asked = select(RoundParty.round_id).where(of_her_own(person))
    return or_(in_full(person), and_(Round.state != RoundState.DRAFT, Round.id.in_(asked)))


def of_her_own(person: Who) -> ColumnElement[bool]:
    """The places of her organisation in the rounds of her workgroups."""
    return and_(
        RoundParty.organisation_id == person.organisation_id, RoundParty.workgroup_id.in_(my_workgroups(person))
    )


def of_a_party(key: Any, round_id: Any) -> Any:
    """What hangs on a place in a round, by the key of that place: all of a round for her level, else her own."""

    def condition(person: Reader) -> ColumnElement[bool]:
        whole = select(Round.id).where(in_full(person))
        asked = select(Round.id).where(of_a_round(person))
        own = select(RoundParty.id).where(of_her_own(person))
        return or_(round_id.in_(whole), and_(round_id.in_(asked), key.in_(own)))

    return condition


def of_an_answer(person: Reader) -> ColumnElement[bool]:
    """What came of an answer: with the answer."""
    answer = aliased(Answer)
    return Treatment.answer_id.in_(select(answer.id).where(of_a_party(answer.party_id, answer.round_id)(person)))


def with_its_parent(person: Reader) -> ColumnElement[bool]:
    """A file: for her level and with its parent in sight; on an answer of her own organisation also without the first.

    Whoever adds a parent adds it here: what hangs on none of these is seen by nobody.
    """
    item, block, answer, dossier = aliased(AgendaItem), aliased(MinuteBlock), aliased(Answer), aliased(Dossier)
    dossiers = select(dossier.id).where(for_her_level(dossier, person))
    items = select(item.id).where(for_her_level(item, person))
    blocks = select(block.id).where(of_an_item_she_sees(block, person))
    answers = select(answer.id).where(of_a_party(answer.party_id, answer.round_id)(person))
    own = answers.join(RoundParty, RoundParty.id == answer.party_id).where(
        RoundParty.organisation_id == person.organisation_id
    )
    level = for_her_level(Document, person)
    parents = (
        Document.item_id.in_(items), Document.block_id.in_(blocks), Document.answer_id.in_(answers),
        Document.dossier_id.in_(dossiers),
    )  # fmt: skip
    return or_(and_(level, or_(*parents)), Document.answer_id.in_(own))


def of_a_dossier(model: Any) -> Any:
    """What belongs to a dossier: with its text, and for her level where it has one of its own."""

    def condition(person: Reader) -> ColumnElement[bool]:
        dossier = aliased(Dossier)
        within = model.dossier_id.in_(select(dossier.id).where(the_text(dossier, person)))
        return and_(within, for_her_level(model, person)) if hasattr(model, "audience") else within

    return condition


def of_a_revision(person: Reader) -> ColumnElement[bool]:
    """A text: with its dossier; one from before that was opened beyond the table stays for whom it was."""
    taken = aliased(StepTaken)
    opened = taken.of_dossier_id == Revision.dossier_id, taken.at >= Revision.at
    within: ColumnElement[bool] = of_a_dossier(Revision)(person)
    return and_(within, for_whom_it_was(Revision, taken, opened, person))


def for_whom_it_was(model: Any, taken: Any, opened: Any, person: Reader) -> ColumnElement[bool]:
    """What was written of a dossier before it was opened beyond the table.

    `taken` and `opened`: the later steps of that dossier.
    """

    def since(*before: Audience) -> ColumnElement[bool]:
        """Whether it was for one of these until then."""
        steps = [step for (one, _), step in WIDENED.items() if one in before]
        return exists().where(*opened, taken.step.in_(steps)).correlate(model)

    dossiers = worked_on_by(person.organisation_id)
    key = model.dossier_id if model is Revision else model.of_dossier_id
    return or_(
        model.workgroup_id.in_(coordinated(person)),
        and_(model.workgroup_id.in_(as_member(person)), ~since(Audience.SECRETARIAT)),
        and_(model.workgroup_id.in_(beside_the_vendor(person)), ~since(Audience.SECRETARIAT, Audience.MEMBERS)),
        ~since(*Audience),
        *([key.in_(dossiers)] if person.advises else []),
    )


def of_a_publication(person: Reader) -> ColumnElement[bool]:
    """A version that went out: with its dossier and with its text."""
    within: ColumnElement[bool] = of_a_dossier(Publication)(person)
    return and_(within, Publication.revision_id.in_(select(Revision.id).where(of_a_revision(person))))


def of_an_offer(person: Reader) -> ColumnElement[bool]:
    """To lead a dossier, with what that organisation says of itself: for who sits at the table, and its own."""
    hers = LeadOffer.organisation_id == person.organisation_id
    return and_(of_a_dossier(LeadOffer)(person), or_(table_mates(LeadOffer, person), hers))


def with_what_moved(person: Reader) -> ColumnElement[bool]:
    """A step: with the round or the dossier that moved. A group, a meeting and its minutes have no audience.

    Of a dossier that was opened beyond the table: what was noted before stays for whom it was.
    """
    dossier, taken = aliased(Dossier), aliased(StepTaken)
    dossiers = select(dossier.id).where(for_her_level(dossier, person))
    rounds = select(Round.id).where(of_a_round(person))
    opened = taken.of_dossier_id == StepTaken.of_dossier_id, taken.id > StepTaken.id
    then = for_whom_it_was(StepTaken, taken, opened, person)
    return and_(
        StepTaken.workgroup_id.in_(my_workgroups(person)),
        or_(StepTaken.of_dossier_id.is_(None), and_(StepTaken.of_dossier_id.in_(dossiers), then)),
        or_(StepTaken.of_round_id.is_(None), StepTaken.of_round_id.in_(rounds)),
    )


def both_ends(person: Reader) -> ColumnElement[bool]:
    """A tie between two dossiers of which she sees both."""
    one, other = aliased(Dossier), aliased(Dossier)
    seen = select(one.id).where(the_text(one, person))
    return and_(
        DossierLink.dossier_id.in_(seen), DossierLink.other_id.in_(select(other.id).where(the_text(other, person)))
    )


def in_the_room(model: type[AgendaItem | Round]) -> ColumnElement[bool]:
    """What may be projected, whoever projects it: nothing that only the secretariat reads, nor a round about it."""
    if model is AgendaItem:
        return AgendaItem.audience != Audience.SECRETARIAT
    item, source, action, dossier = aliased(AgendaItem), aliased(AgendaItem), aliased(Action), aliased(Dossier)
    closed = select(source.id).where(source.audience == Audience.SECRETARIAT)
    of_item = exists().where(item.id == Round.item_id, item.audience == Audience.SECRETARIAT).correlate(Round)
    agreed = or_(action.audience == Audience.SECRETARIAT, action.item_id.in_(closed))
    of_action = exists().where(action.id == Round.action_id, agreed).correlate(Round)
    closed_dossiers = dossier.id == Round.dossier_id, dossier.audience == Audience.SECRETARIAT
    of_dossier = exists().where(*closed_dossiers).correlate(Round)
    return and_(Round.audience != Audience.SECRETARIAT, ~of_item, ~of_action, ~of_dossier)


def insiders(model: Any, person: Who) -> ColumnElement[bool]:
    """For the coordinator and the members."""
    return or_(model.workgroup_id.in_(coordinated(person)), model.workgroup_id.in_(as_member(person)))


def table_mates(model: Any, person: Who) -> ColumnElement[bool]:
    """For everyone at the table but the vendor."""
    return or_(model.workgroup_id.in_(coordinated(person)), model.workgroup_id.in_(as_partner(person)))


def colleagues(person: Who) -> ColumnElement[bool]:
    """Herself, and whoever has or had a seat in one of her workgroups."""
    theirs = select(Seat.person_id).where(Seat.workgroup_id.in_(my_workgroups(person)))
    return or_(Person.id == person.id, Person.id.in_(theirs))


def level_of(session: Session, person: Who, workgroup_id: int) -> Audience | None:
    """The widest she may read there: SECRETARIAT is everything; None is nothing at all."""
    levels = (
        (coordinated, Audience.SECRETARIAT),
        (as_member, Audience.MEMBERS),
        (as_partner, Audience.PARTNERS),
        (my_workgroups, Audience.VENDOR),
    )
    for groups, level in levels:
        if session.scalar(groups(person).where(Seat.workgroup_id == workgroup_id).limit(1)):
            return level
    return None


def mine(model: Any) -> Any:
    return lambda person: model.workgroup_id.in_(my_workgroups(person))


def her_views(person: Who) -> ColumnElement[bool]:
    """Her own, and what is kept for all of her workgroups."""
    here = SavedView.workgroup_id.in_(my_workgroups(person))
    return and_(here, or_(SavedView.person_id == person.id, SavedView.shared.is_(True)))


def of_a_group_above(person: Who) -> ColumnElement[bool]:
    """Groups below one where she sits. Who sits there for the vendor is not told what they do."""
    return or_(Workgroup.parent_id.in_(coordinated(person)), Workgroup.parent_id.in_(as_partner(person)))


def who_asked(model: Any) -> Any:
    """For the group itself, and for the group above it: that one gave the mandate and hears the reports.

    The vendor sits above too, but nothing of it was opened to it.
    """

    def condition(person: Who) -> ColumnElement[bool]:
        below = select(Workgroup.id).where(of_a_group_above(person))
        return or_(model.workgroup_id.in_(my_workgroups(person)), model.workgroup_id.in_(below))

    return condition


def everybody(_person: Who) -> ColumnElement[bool]:
    return true()


CONDITIONS: dict[type[Base], Any] = {
    Workgroup: everybody,
    Organisation: everybody,
    FormerName: everybody,
    Milestone: everybody,
    YearTheme: everybody,
    KeyFigure: everybody,
    Contradiction: everybody,
    Claim: everybody,
    SourceDocument: everybody,
    WebsiteCheck: everybody,
    DossierTheme: everybody,
    Dossier: lambda person: the_text(Dossier, person),
    ReportTemplate: lambda person: the_text(ReportTemplate, person),
    Revision: of_a_revision,
    Comment: of_a_dossier(Comment),
    Publication: of_a_publication,
    LeadOffer: of_an_offer,
    DossierLink: both_ends,
    DossierOccasion: of_a_dossier(DossierOccasion),
    SavedView: her_views,
    MandateQuestion: who_asked(MandateQuestion),
    MandateReport: who_asked(MandateReport),
    Deliverable: who_asked(Deliverable),
    Membership: mine(Membership),
    AuditEntry: lambda person: AuditEntry.workgroup_id.in_(coordinated(person)),
    Person: colleagues,
    Seat: mine(Seat),
    StepTaken: with_what_moved,
    Visit: lambda person: Visit.person_id == person.id,
    Message: lambda person: Message.person_id == person.id,
    CalendarFeed: lambda person: CalendarFeed.person_id == person.id,
    Mailbox: whose_mail,
    Mute: lambda person: Mute.person_id == person.id,
    Received: lambda person: Received.person_id == person.id,
    Series: mine(Series),
    StandingItem: lambda person: for_her_level(StandingItem, person),
    Meeting: mine(Meeting),
    Attendance: lambda person: table_mates(Attendance, person),
    AgendaItem: lambda person: for_her_level(AgendaItem, person),
    AgendaVersion: lambda person: insiders(AgendaVersion, person),
    Minutes: mine(Minutes),
    MinuteBlock: lambda person: of_an_item_she_sees(MinuteBlock, person),
    MinuteRevision: lambda person: MinuteRevision.workgroup_id.in_(coordinated(person)),
    Remark: lambda person: insiders(Remark, person),
    Edition: mine(Edition),
    Decision: lambda person: of_an_item_she_sees(Decision, person),
    Action: lambda person: of_an_item_she_sees(Action, person),
    Round: of_a_round,
    RoundParty: of_a_party(RoundParty.id, RoundParty.round_id),
    Answer: of_a_party(Answer.party_id, Answer.round_id),
    Treatment: of_an_answer,
    Document: with_its_parent,
    RoundLink: lambda person: RoundLink.workgroup_id.in_(coordinated(person)),
    OverviewText: lambda person: table_mates(OverviewText, person),
    OverviewEdition: lambda person: table_mates(OverviewEdition, person),
    ActionOwner: lambda person: ActionOwner.action_id.in_(select(Action.id).where(of_an_item_she_sees(Action, person))),
}
