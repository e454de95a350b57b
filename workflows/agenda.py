"""The agenda: it builds itself, each line with its reason; the coordinator adds, orders, drops; items run and end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import (
    RETURNS,
    Action,
    ActionState,
    AgendaItem,
    Audience,
    Decision,
    DecisionState,
    Disposition,
    Dossier,
    ItemType,
    Meeting,
    MinuteBlock,
    Minutes,
    MinutesState,
    Organisation,
    Part,
    Person,
    Purpose,
    Round,
    RoundState,
    StandingItem,
    Workgroup,
    WorkgroupKind,
    WorkgroupState,
    now,
)
from models import MeetingState as S
from workflows import text, widening
from workflows.command import OUTCOMES, Command, Texts, text_of
from workflows.dossier_states import STATES, WAITS_FOR_A_MEETING
from workflows.narrowing import follow, reach
from workflows.refusals import NotNow, NotReady, Overtaken
from workflows.rules import coordinator
from workflows.words import Words

PURPOSES = {
    Purpose.INFORM: Words("ter informatie"),
    Purpose.DISCUSS: Words("ter bespreking"),
    Purpose.DECIDE: Words("ter beslissing"),
    Purpose.ROUND: Words("ronde langs de leden"),
    Purpose.APPROVE_MINUTES: Words("goedkeuring van een verslag"),
}
TYPES = {
    ItemType.DISCUSSION: Words("Bespreking"),
    ItemType.STATUS_ROUND: Words("Stand van zaken per stad"),
    ItemType.PRESENTATION_ROUND: Words("Presentatieronde per stad"),
    ItemType.PRESENTATION: Words("Presentatie door een stad of partner"),
    ItemType.ACTION: Words("Afspraak met opvolging"),
    ItemType.DECISION: Words("Beslissing"),
    ItemType.PROPOSAL: Words("Voorstel"),
    ItemType.FEEDBACK_REQUEST: Words("Feedback of input gevraagd aan de steden"),
    ItemType.FEEDBACK_PROCESSING: Words("Ontvangen feedback besproken en verwerkt"),
    ItemType.DATA_REQUEST: Words("Data-aanvraag"),
    ItemType.AGREEMENT: Words("Protocol of overeenkomst"),
    ItemType.REPORT_TEMPLATE: Words("Rapport- of storysjabloon"),
    ItemType.REPORT_RELEASE: Words("Nieuwe rapporten beschikbaar"),
    ItemType.SUBGROUP_FOUNDING: Words("Subwerkgroep opgericht"),
    ItemType.SUBGROUP_REPORT: Words("Subwerkgroep rapporteert"),
    ItemType.VENDOR_ISSUE: Words("Probleem bij de softwareleverancier"),
    ItemType.VENDOR_WISH: Words("Wens aan de softwareleverancier"),
    ItemType.CONNECTOR_RELEASE: Words("Nieuwe gegevens via de connector"),
    ItemType.TRAINING: Words("Opleiding of workshop"),
    ItemType.DATA_PROBLEM: Words("Gesignaleerd dataprobleem"),
    ItemType.INTEREST_POLL: Words("Interessepeiling"),
    ItemType.EVALUATION: Words("Evaluatie van een afspraak"),
    ItemType.REPORT_BACK: Words("Terugkoppeling uit een externe sessie"),
    ItemType.PARTNER_CONSULTATION: Words("Overleg met een partner"),
    ItemType.SOURCE_DOCUMENTATION: Words("Documentatie van databronnen"),
    ItemType.MEMBERSHIP: Words("Toetreding of vertegenwoordiging"),
    ItemType.MINUTES_APPROVAL: Words("Goedkeuring van een verslag"),
}
DISPOSITIONS = {
    Disposition.DECIDED: Words("beslist"),
    Disposition.NOTED: Words("kennis genomen"),
    Disposition.DISCUSSED: Words("besproken"),
    Disposition.POSTPONED: Words("uitgesteld"),
    Disposition.NOT_REACHED: Words("niet aan toe gekomen"),
    Disposition.TO_SUBGROUP: Words("naar een subwerkgroep"),
    Disposition.ASKED_CITIES: Words("aan de steden gevraagd"),
    Disposition.WRITTEN_PROCEDURE: Words("schriftelijke procedure"),
    Disposition.WITHDRAWN: Words("ingetrokken"),
}
BEFORE = (S.PROPOSED, S.PLANNED, S.CONVENED, S.RUNNING)
"""The agenda can still change; once the meeting runs, what is added is late."""


@dataclass(frozen=True)
class Proposal:
    """A line that belongs on an agenda, and why. `refers` is the key that says what it is about."""

    title: str
    reason: Words
    refers: dict[str, int]
    item_type: ItemType = ItemType.DISCUSSION
    purpose: Purpose = Purpose.DISCUSS
    audience: Audience = Audience.PARTNERS
    minutes: int | None = None
    more: dict[str, Any] = field(default_factory=dict)


def proposals(session: Session, meeting: Meeting) -> list[Proposal]:
    """What this meeting should speak about, in the order of a usual meeting.

    What returns goes to the first meeting of the series that is still to come, and waits for no later one.
    """
    if not is_the_first(session, meeting):
        return standing_items(session, meeting)
    return [
        *minutes_to_approve(session, meeting),
        *standing_items(session, meeting),
        *items_that_return(session, meeting),
        *open_actions(session, meeting),
        *rounds_due(session, meeting),
        *subgroups_that_report(session, meeting),
        *dossiers_that_wait(session, meeting),
        *decisions_to_review(session, meeting),
    ]


def is_the_first(session: Session, meeting: Meeting) -> bool:
    earlier = select(Meeting.id).where(
        Meeting.series_id == meeting.series_id, Meeting.state.in_(BEFORE), Meeting.id != meeting.id,
        or_(Meeting.held_on < meeting.held_on, (Meeting.held_on == meeting.held_on) & (Meeting.id < meeting.id)),
    )  # fmt: skip
    return session.scalars(earlier.limit(1)).first() is None


def minutes_to_approve(session: Session, meeting: Meeting) -> list[Proposal]:
    """Minutes of earlier meetings of the series that were taken here and wait for their approval."""
    waiting = session.scalars(
        select(Minutes)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Meeting.series_id == meeting.series_id, Meeting.held_on < meeting.held_on, Meeting.state == S.HELD,
            Meeting.recorded.is_(False), Minutes.state.not_in([MinutesState.APPROVED, MinutesState.PUBLISHED]),
        )
        .order_by(Meeting.held_on)
    )  # fmt: skip
    return [
        Proposal(
            f"Verslag van {minutes.meeting.held_on:%d/%m/%Y}", Words("het verslag wacht op goedkeuring"),
            {"about_id": minutes.id}, ItemType.MINUTES_APPROVAL, Purpose.APPROVE_MINUTES, minutes=5,
        )
        for minutes in waiting
    ]  # fmt: skip


def standing_items(session: Session, meeting: Meeting) -> list[Proposal]:
    rows = session.scalars(
        select(StandingItem)
        .where(StandingItem.series_id == meeting.series_id, StandingItem.active)
        .order_by(StandingItem.position, StandingItem.id)
    )
    return [
        Proposal(
            row.title, Words("vast punt van de reeks"), {"standing_id": row.id}, row.item_type, row.purpose,
            row.audience, row.planned_minutes,
        )
        for row in rows
    ]  # fmt: skip


def items_that_return(session: Session, meeting: Meeting) -> list[Proposal]:
    """Postponed and not reached, and the whole agenda of a meeting that was cancelled. Nothing else vanishes."""
    carried = select(AgendaItem.carried_from_id).where(AgendaItem.carried_from_id.is_not(None))
    rows = session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.series_id == meeting.series_id, Meeting.held_on <= meeting.held_on, Meeting.id != meeting.id,
            AgendaItem.dropped_because.is_(None), AgendaItem.id.not_in(carried), AgendaItem.standing_id.is_(None),
            AgendaItem.follows_id.is_(None), AgendaItem.about_id.is_(None), AgendaItem.subgroup_id.is_(None),
            or_(
                (Meeting.state == S.HELD) & AgendaItem.disposition.in_(RETURNS),
                Meeting.state == S.CANCELLED,
            ),
        )
        .order_by(Meeting.held_on, AgendaItem.position)
    )  # fmt: skip
    return [carried_over(row) for row in rows]


def carried_over(row: AgendaItem) -> Proposal:
    day = f"{row.meeting.held_on:%d/%m/%Y}"
    if row.meeting.state is S.CANCELLED:
        reason = Words("stond op de geannuleerde vergadering van {day}", day=day)
    else:
        reason = Words("{how} op {day}", how=DISPOSITIONS[row.disposition or Disposition.POSTPONED], day=day)
    names = (
        "asks_id",
        "dossier_id",
        "proposal",
        "proposal_html",
        "proposal_sanitiser",
        "presenter",
        "presenter_id",
        "more_types",
    )
    more = {name: getattr(row, name) for name in names}
    return Proposal(
        row.title, reason, {"carried_from_id": row.id}, row.item_type, row.purpose, row.audience,
        row.planned_minutes, more,
    )  # fmt: skip


def open_actions(session: Session, meeting: Meeting) -> list[Proposal]:
    """Open actions of earlier meetings of the workgroup come back until somebody says what came of them."""
    rows = session.scalars(
        select(Action)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(
            Action.workgroup_id == meeting.workgroup_id, Action.state == ActionState.OPEN,
            Meeting.held_on < meeting.held_on, Meeting.series_id == meeting.series_id, Meeting.state == S.HELD,
        )
        .order_by(Meeting.held_on.desc(), Action.id)
    )  # fmt: skip
    return [
        Proposal(
            row.text[:300], Words("afspraak van {day}, nog open", day=f"{row.meeting.held_on:%d/%m/%Y}"),
            {"follows_id": row.id}, ItemType.EVALUATION, Purpose.DISCUSS, row.audience,
        )
        for row in rows
    ]  # fmt: skip


def rounds_due(session: Session, meeting: Meeting) -> list[Proposal]:
    """Rounds whose answers are asked by this meeting. One about an agreement comes along with that agreement."""
    elsewhere = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    rows = session.scalars(
        select(Round)
        .where(
            Round.due_meeting_id == meeting.id, Round.recorded.is_(False), Round.action_id.is_(None),
            Round.state.in_([RoundState.OPEN, RoundState.CLOSED]),
            or_(Round.item_id.is_(None), Round.item_id.not_in(elsewhere)),
        )
        .order_by(Round.id)
    )  # fmt: skip
    return [
        Proposal(
            row.question, Words("de antwoorden op deze ronde zijn tegen deze vergadering gevraagd"),
            {"asks_id": row.id}, ItemType.FEEDBACK_PROCESSING, Purpose.DISCUSS, row.audience,
        )
        for row in rows
    ]  # fmt: skip


def subgroups_that_report(session: Session, meeting: Meeting) -> list[Proposal]:
    """Subgroups that work owe a report to every meeting of the main series."""
    if not meeting.series.main:
        return []
    rows = session.scalars(
        select(Workgroup)
        .where(
            Workgroup.parent_id == meeting.workgroup_id, Workgroup.kind == WorkgroupKind.SUBGROUP,
            Workgroup.state == WorkgroupState.ACTIVE,
            or_(Workgroup.started_on.is_(None), Workgroup.started_on < meeting.held_on),
        )
        .order_by(Workgroup.name)
    )  # fmt: skip
    return [
        Proposal(
            row.name, Words("subwerkgroep rapporteert over haar opdracht"), {"subgroup_id": row.id},
            ItemType.SUBGROUP_REPORT, Purpose.INFORM,
        )
        for row in rows
    ]  # fmt: skip


def dossiers_that_wait(session: Session, meeting: Meeting) -> list[Proposal]:
    """Dossiers of which the next step is taken in a meeting: a theme, a lead, a discussion, an approval."""
    if not meeting.series.main:
        return []
    rows = session.scalars(
        select(Dossier)
        .where(
            Dossier.workgroup_id == meeting.workgroup_id, Dossier.recorded.is_(False),
            Dossier.state.in_(WAITS_FOR_A_MEETING),
        )
        .order_by(Dossier.kind, Dossier.nth)
    )  # fmt: skip
    return [
        Proposal(
            str(row), Words("dossier wacht op de vergadering: {state}", state=STATES[row.state]),
            {"dossier_id": row.id}, ItemType.REPORT_TEMPLATE, Purpose.DISCUSS, row.audience,
            more={"presenter_id": row.lead_id},
        )
        for row in rows
    ]  # fmt: skip


def decisions_to_review(session: Session, meeting: Meeting) -> list[Proposal]:
    """Decisions whose day of review has come, recognised by their title: such an item points at no other row."""
    if not meeting.series.main:
        return []
    rows = session.scalars(
        select(Decision)
        .where(
            Decision.workgroup_id == meeting.workgroup_id, Decision.state == DecisionState.IN_FORCE,
            Decision.review_on.is_not(None), Decision.review_on <= meeting.held_on,
        )
        .order_by(Decision.review_on)
    )  # fmt: skip
    return [
        Proposal(
            f"{row.number}: {row.text}"[:300], Words("deze beslissing moet herbekeken worden"), {}, ItemType.DECISION,
            audience=reach(row),
        )
        for row in rows
    ]  # fmt: skip


def fill_in(session: Session, meeting: Meeting) -> int:
    """Put every proposal on the agenda that is not there and was not dropped. Returns how many were added."""
    there = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).all()
    known = {key for item in there for key in keys_of(item)}
    last, added = max((item.position for item in there), default=0), 0
    for proposal in proposals(session, meeting):
        key = next(iter(proposal.refers.items()), ("title", proposal.title.lower()))
        if key in known or ("dossier_id", proposal.more.get("dossier_id")) in known:
            continue
        added += 1
        put(
            session, meeting, last + added, title=proposal.title, reason={"words": proposal.reason.stored()},
            item_type=proposal.item_type, purpose=proposal.purpose, audience=proposal.audience,
            planned_minutes=proposal.minutes, **proposal.refers, **proposal.more,
        )  # fmt: skip
    return added


def keys_of(item: AgendaItem) -> list[tuple[str, Any]]:
    refers = ("asks_id", "dossier_id", "carried_from_id", "follows_id", "subgroup_id", "about_id", "standing_id")
    return [("title", item.title.lower()), *((name, getattr(item, name)) for name in refers if getattr(item, name))]


def put(session: Session, meeting: Meeting, position: int, **columns: Any) -> AgendaItem:
    """A new item with its block in the minutes."""
    item = AgendaItem(workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, position=position, **columns)
    session.add(item)
    session.flush()
    item.audience = reach(item)  # what it is about may have been narrowed since it was proposed
    minutes = session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()
    session.add(
        MinuteBlock(
            workgroup_id=meeting.workgroup_id, minutes_id=minutes.id, part=Part.ITEM, item_id=item.id,
            audience=item.audience,
        )
    )  # fmt: skip
    session.flush()
    return item


def items_of(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """What is on the agenda, in its order; what was dropped is not."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.dropped_because.is_(None))
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def may_still_change(meeting: Meeting) -> None:
    if meeting.state not in BEFORE:
        raise NotNow(Words("De agenda ligt vast: de vergadering is voorbij of geannuleerd."))


def add(session: Session, meeting: Meeting, *, by: Person, title: str, **given: Any) -> AgendaItem:
    """A line that the coordinator puts there by hand."""
    may_still_change(meeting)
    not_twice(session, meeting, title, None)
    there = items_of(session, meeting)
    return put(
        session, meeting, max((one.position for one in there), default=0) + 1, title=title,
        late=meeting.state is S.RUNNING, **written(given),
    )  # fmt: skip


def not_twice(session: Session, meeting: Meeting, title: str, but: int | None) -> None:
    if any(one.title.lower() == title.lower() and one.id != but for one in items_of(session, meeting)):
        raise NotReady(Words("Dit punt staat al op deze agenda."), field="title")


def written(given: dict[str, Any]) -> dict[str, Any]:
    """What the form gives, as the columns keep it: the proposal with its HTML, the presenter by key."""
    presenting: Organisation | None = given.pop("presenting", None)
    proposal = given.get("proposal", "")
    return given | {
        "presenter_id": presenting.id if presenting else None,
        "proposal_html": text.render(proposal),
        "proposal_sanitiser": text.SANITISER,
    }


def edit(session: Session, item: AgendaItem, *, by: Person, title: str, **given: Any) -> AgendaItem:
    may_still_change(item.meeting)
    not_twice(session, item.meeting, title, item.id)
    item.title, before = title, item.audience
    for name, value in written(given).items():
        setattr(item, name, value)
    if reach(item) is not item.audience:
        raise NotReady(Words("Een punt is niet voor een ruimer publiek dan waarover het gaat."), field="audience")
    follow(session, item)
    number = f"#{item.position}"  # its title is not for everyone who reads the story
    widening.told(session, item.meeting, by, before, item.audience, number)
    return item


def order(session: Session, meeting: Meeting, *, by: Person, ids: Sequence[int]) -> Meeting:
    """The agenda in this order. A list that is not the present agenda is refused: somebody changed it meanwhile."""
    may_still_change(meeting)
    there = {item.id: item for item in items_of(session, meeting)}
    if sorted(ids) != sorted(there):
        raise Overtaken(Words("De agenda is intussen gewijzigd. Kijk even na en zet de volgorde opnieuw."))
    for position, item_id in enumerate(ids, start=1):
        there[item_id].position = position
    return meeting


def shift(session: Session, item: AgendaItem, *, by: Person, up: bool) -> AgendaItem:
    """One place up or down, for the keyboard and for who has no script."""
    may_still_change(item.meeting)
    there = items_of(session, item.meeting)
    at = there.index(item)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(there):
        raise NotNow(Words("Dit punt staat al bovenaan.") if up else Words("Dit punt staat al onderaan."))
    there[at], there[other] = there[other], there[at]
    for position, one in enumerate(there, start=1):
        one.position = position
    return item


def drop(session: Session, item: AgendaItem, *, by: Person, reason: str) -> AgendaItem:
    """Off the agenda, with the reason; it does not come back to this meeting by itself."""
    may_still_change(item.meeting)
    if item.meeting.state is S.RUNNING:
        raise NotNow(Words("De vergadering is bezig: geef het punt de uitkomst «ingetrokken»."))
    item.dropped_because = reason
    return item


def spoken_about_elsewhere(session: Session, action: Action, meeting: Meeting) -> None:
    """It was evaluated in this meeting: what put itself on an agenda that is still being made goes off it again."""
    query = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.follows_id == action.id, AgendaItem.dropped_because.is_(None), Meeting.id != meeting.id,
            Meeting.state.in_([S.PROPOSED, S.PLANNED]),
        )
    )  # fmt: skip
    for item in session.scalars(query):
        if item.reason:
            said = Words("deze afspraak werd al besproken op {day}", day=f"{meeting.held_on:%d/%m/%Y}")
            item.reason, item.dropped_because = {"words": said.stored()}, ""


def restore(session: Session, item: AgendaItem, *, by: Person) -> AgendaItem:
    """Back on the agenda, at the end."""
    may_still_change(item.meeting)
    there = items_of(session, item.meeting)
    item.dropped_because = None
    item.position = max((one.position for one in there), default=0) + 1
    return item


def fill(session: Session, meeting: Meeting, *, by: Person) -> Meeting:
    may_still_change(meeting)
    fill_in(session, meeting)
    return meeting


def put_on_the_table(session: Session, meeting: Meeting, item: AgendaItem | None) -> None:
    """This item runs now; the clock of the one before stops."""
    for other in items_of(session, meeting):
        if other.running_since is not None and other is not item:
            other.spent_seconds += round((now() - other.running_since).total_seconds())
            other.running_since = None
    if item is not None and item.running_since is None:
        item.running_since = now()


def take_up(session: Session, item: AgendaItem, *, by: Person) -> AgendaItem:
    if item.meeting.state is not S.RUNNING:
        raise NotNow(Words("Open eerst de vergadering."))
    put_on_the_table(session, item.meeting, item)
    return item


def dispose(session: Session, item: AgendaItem, *, by: Person, disposition: Disposition | None) -> AgendaItem:
    """How the item ended. After the meeting is closed it can no longer change."""
    if item.meeting.state is not S.RUNNING:
        raise NotNow(Words("De uitkomst van een punt wordt vastgelegd terwijl de vergadering bezig is."))
    item.disposition = disposition
    return item


def command(name: str, on: Any, effect: Any, says: Words, texts: Texts | None = None) -> Command:
    return Command(name, on, coordinator, effect, says, texts=texts)


ADD = command("add_item", Meeting, add, Words("Een punt op de agenda zetten"), text_of("proposal"))
EDIT = command("edit", AgendaItem, edit, Words("Een agendapunt wijzigen"), text_of("proposal"))
ORDER = command("order", Meeting, order, Words("De agenda ordenen"))
SHIFT = command("shift", AgendaItem, shift, Words("Een punt verplaatsen"))
DROP = command("drop", AgendaItem, drop, Words("Een punt van de agenda halen"))
RESTORE = command("restore", AgendaItem, restore, Words("Een punt terugzetten"))
FILL = command("fill", Meeting, fill, Words("De agenda aanvullen"))
TAKE_UP = command("take_up", AgendaItem, take_up, Words("Een punt aanvatten"))
DISPOSE = command("dispose", AgendaItem, dispose, Words("De uitkomst van een punt vastleggen"))
OUTCOMES["meeting.add_item"] = AgendaItem
