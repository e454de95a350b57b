"""What the first page reads."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from app.extensions import session
from app.loading import WITH_OWNERS
from models import (
    Action,
    ActionOwner,
    ActionState,
    Attendance,
    Dossier,
    DossierState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Organisation,
    Person,
    PersonState,
    ReportTemplate,
    Round,
    RoundKind,
    RoundState,
    Seat,
    SeatRole,
    StepTaken,
    Visit,
    Workgroup,
)
from workflows import template_turn
from workflows.series import STILL_TO_COME
from workflows.visibility import coordinated, my_workgroups, seen_by


def waiting_invitations(person: Person) -> "Select[Seat]":
    """Seats in the groups she coordinates whose person did not accept yet."""
    return (
        select(Seat)
        .join(Seat.person)
        .where(Seat.workgroup_id.in_(coordinated(person)), Seat.until.is_(None), Person.state == PersonState.INVITED)
        .options(
            joinedload(Seat.person).options(joinedload(Person.organisation), raiseload("*")),
            joinedload(Seat.workgroup),
            raiseload("*"),
        )
        .order_by(Seat.id)
    )


def latest_steps(person: Person, since: datetime | None) -> "Select[StepTaken]":
    """What others did since then; without a moment, the last things that happened."""
    query = select(StepTaken).where(seen_by(person, StepTaken))
    if since is not None:
        query = query.where(StepTaken.at > since, StepTaken.person_id != person.id)
    return (
        query.options(joinedload(StepTaken.person), joinedload(StepTaken.organisation), raiseload("*"))
        .order_by(StepTaken.id.desc())
        .limit(10)
    )


def names_of(steps: Iterable[StepTaken], person: Person) -> dict[int, str]:
    """What each step was about, by the key of the step; one that she does not see has no name."""
    taken = [one.id for one in steps]
    subjects = {
        StepTaken.of_round_id: (Round, Round.question),
        StepTaken.of_meeting_id: (Meeting, Meeting.title),
        StepTaken.of_workgroup_id: (Workgroup, Workgroup.name),
        StepTaken.of_dossier_id: (Dossier, Dossier.title),
    }
    queries = [
        select(StepTaken.id, name).join(model, model.id == key).where(StepTaken.id.in_(taken), seen_by(person, model))
        for key, (model, name) in subjects.items()
    ]
    minutes = (
        select(StepTaken.id, Meeting.title)
        .join(Minutes, Minutes.id == StepTaken.of_minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(StepTaken.id.in_(taken), seen_by(person, Minutes))
    )
    rows = session().execute(union_all(*queries, minutes)) if taken else ()
    return {row[0]: row[1] for row in rows}


def my_dossiers(person: Person) -> Iterable[ReportTemplate]:
    """Those in which it is the turn of her organisation, or hers as coordinator; the longest waiting last."""
    ours, state = person.organisation_id, ReportTemplate.state
    mine = or_(
        and_(state == DossierState.THEME_CHOSEN, ReportTemplate.asked_lead_id == ours),
        and_(state.in_(template_turn.states_of(template_turn.LEAD)), ReportTemplate.lead_id == ours),
        and_(
            state.in_(template_turn.states_of(template_turn.COORDINATOR)),
            ReportTemplate.workgroup_id.in_(coordinated(person)), ReportTemplate.asked_lead_id.is_(None),
        ),
    )  # fmt: skip
    names = (
        joinedload(ReportTemplate.workgroup), joinedload(ReportTemplate.lead), joinedload(ReportTemplate.asked_lead),
        joinedload(ReportTemplate.tester), raiseload("*"),
    )  # fmt: skip
    query = select(ReportTemplate).where(
        ReportTemplate.workgroup_id.in_(my_workgroups(person)), ReportTemplate.recorded.is_(False), mine,
        seen_by(person, ReportTemplate),
    )  # fmt: skip
    return session().scalars(query.options(*names).order_by(ReportTemplate.id.desc()).limit(8))


def my_seats(person: Person) -> list[Seat]:
    """In the order of the menu; they came with the visitor."""
    order = {SeatRole.COORDINATOR: 0}
    return sorted((seat for seat in person.seats if seat.until is None), key=lambda s: order.get(s.role, 1))


def next_meetings(person: Person) -> Iterable[Meeting]:
    """Of each of her workgroups and series what runs now, and the first that is still to come or only proposed.

    And every other one that was convened: it asks who comes.
    """
    rows = session().scalars(
        select(Meeting)
        .where(
            Meeting.workgroup_id.in_(my_workgroups(person)), seen_by(person, Meeting),
            Meeting.state.in_([*STILL_TO_COME, MeetingState.PROPOSED]),
        )
        .options(joinedload(Meeting.workgroup), joinedload(Meeting.series))
        .order_by(Meeting.held_on, Meeting.id)
    )  # fmt: skip
    first: dict[tuple[int, bool], Meeting] = {}
    return [
        meeting
        for meeting in rows
        if first.setdefault((meeting.series_id, meeting.state is MeetingState.RUNNING), meeting) is meeting
        or meeting.state is MeetingState.CONVENED
    ]


def running_rounds(person: Person) -> Iterable[Round]:
    """In the groups she coordinates: open rounds, and closed votes that wait for their result."""
    waits = and_(Round.state == RoundState.CLOSED, Round.kind == RoundKind.VOTE)
    return (
        session()
        .scalars(
            select(Round)
            .where(
                Round.workgroup_id.in_(coordinated(person)), Round.recorded.is_(False), seen_by(person, Round),
                or_(Round.state == RoundState.OPEN, waits),
            )
            .options(joinedload(Round.workgroup), joinedload(Round.due_meeting))
            .order_by(Round.state.desc(), Round.id)
        )
        .all()
    )  # fmt: skip


def replies(meetings: Iterable[Meeting], person: Person) -> dict[int, list[Attendance]]:
    """Who comes to these meetings, as far as they said so, by meeting."""
    found: dict[int, list[Attendance]] = {one.id: [] for one in meetings}
    rows = session().scalars(
        select(Attendance)
        .join(Attendance.organisation)
        .where(Attendance.meeting_id.in_(found), seen_by(person, Attendance))
        .options(contains_eager(Attendance.organisation))
        .order_by(Organisation.name)
    )
    for row in rows:
        found[row.meeting_id].append(row)
    return found


def last_visit(person: Person, here: int) -> datetime | None:
    """When she was here before this visit."""
    return session().scalar(
        select(Visit.seen_at)
        .where(Visit.person_id == person.id, Visit.id != here)
        .order_by(Visit.seen_at.desc())
        .limit(1)
    )


def waiting_minutes(person: Person) -> Iterable[Minutes]:
    """Minutes that were not approved yet: of the groups she coordinates all, of the others what she may remark on."""
    waits = (MinutesState.DRAFT, MinutesState.CIRCULATED, MinutesState.REVISED)
    return session().scalars(
        select(Minutes)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Meeting.state == MeetingState.HELD, Meeting.recorded.is_(False), seen_by(person, Minutes),
            or_(
                and_(Minutes.workgroup_id.in_(coordinated(person)), Minutes.state.in_(waits)),
                and_(Minutes.workgroup_id.in_(my_workgroups(person)), Minutes.state == MinutesState.CIRCULATED),
            ),
        )
        .options(joinedload(Minutes.workgroup), joinedload(Minutes.meeting))
        .order_by(Meeting.held_on)
    )  # fmt: skip


def open_actions(person: Person) -> "Select[Action]":
    """What her organisation or she herself took on; of the groups she coordinates everything that is open."""
    ours = exists().where(ActionOwner.action_id == Action.id, ActionOwner.organisation_id == person.organisation_id)
    return (
        select(Action)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(
            Action.state == ActionState.OPEN, seen_by(person, Action),
            or_(Action.workgroup_id.in_(coordinated(person)), Action.owner_id == person.id, ours),
        )
        .options(*WITH_OWNERS)
        .order_by(Meeting.held_on.desc(), Action.id)
    )  # fmt: skip
