"""What the sheet of an organisation reads."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from app.loading import WITH_OWNERS
from models import (
    Action,
    ActionOwner,
    AgendaItem,
    Answer,
    Meeting,
    MeetingState,
    Membership,
    MembershipRole,
    Organisation,
    Person,
    Round,
    RoundParty,
    RoundState,
    Workgroup,
)
from workflows.visibility import seen_by


def organisation(person: Person, organisation_id: int) -> Organisation:
    """This one, or 404."""
    found: Organisation = one_or_404(
        select(Organisation).where(Organisation.id == organisation_id, seen_by(person, Organisation))
    )
    return found


def memberships(workgroup: Workgroup, person: Person, of: Organisation) -> list[Membership]:
    return list(
        session().scalars(
            select(Membership)
            .where(
                Membership.workgroup_id == workgroup.id, Membership.organisation_id == of.id,
                seen_by(person, Membership),
            )
            .order_by(Membership.since)
        )
    )  # fmt: skip


def actions(workgroup: Workgroup, person: Person, of: Organisation, memberships: list[Membership]) -> Iterable[Action]:
    """What it owns, and what was asked of all while it was a voting member; the newest first."""
    own = exists().where(ActionOwner.action_id == Action.id, ActionOwner.organisation_id == of.id)
    asked = [while_member(row) for row in memberships if row.role is MembershipRole.VOTING]
    return session().scalars(
        select(Action)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(Action.workgroup_id == workgroup.id, or_(own, *asked), seen_by(person, Action))
        .options(*WITH_OWNERS, joinedload(Action.evaluated_in))
        .order_by(Meeting.held_on.desc(), Action.id)
    ).unique()  # fmt: skip


def rounds(workgroup: Workgroup, person: Person, of: Organisation) -> list[tuple[Round, Answer | None]]:
    """The rounds that were put to it, with what it answered; what does not concern it is left out."""
    rows = session().execute(
        select(Round, Answer)
        .join(RoundParty, RoundParty.round_id == Round.id)
        .outerjoin(Answer, and_(Answer.party_id == RoundParty.id, Answer.superseded_at.is_(None)))
        .where(
            Round.workgroup_id == workgroup.id, RoundParty.organisation_id == of.id, RoundParty.excused == "",
            Round.state.not_in([RoundState.DRAFT, RoundState.CANCELLED]), Round.recorded.is_(False),
            seen_by(person, Round),
        )
        .options(joinedload(Round.due_meeting))
        .order_by(Round.asked_on.desc(), Round.id.desc())
    )  # fmt: skip
    return [(row.Round, row.Answer) for row in rows]


def while_member(row: Membership) -> ColumnElement[bool]:
    """Asked of all in a meeting of those days. A first day that no source records counts as long ago."""
    conditions: list[ColumnElement[bool]] = [Action.for_all.is_(True)]
    if row.since:
        conditions.append(Meeting.held_on >= row.since)
    if row.until:
        conditions.append(Meeting.held_on < row.until)
    return and_(*conditions)


def brought(workgroup: Workgroup, person: Person, of: Organisation) -> Iterable[AgendaItem]:
    """The items that it brought to a meeting that was held, the newest first."""
    return session().scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.workgroup_id == workgroup.id, AgendaItem.presenter_id == of.id,
            AgendaItem.dropped_because.is_(None), Meeting.state == MeetingState.HELD, seen_by(person, AgendaItem),
        )
        .options(joinedload(AgendaItem.meeting))
        .order_by(Meeting.held_on.desc(), AgendaItem.position)
    )  # fmt: skip


def led(workgroup: Workgroup, person: Person, of: Organisation) -> Iterable[Workgroup]:
    """This group and those below it of which it is the lead."""
    return session().scalars(
        select(Workgroup)
        .where(
            Workgroup.lead_id == of.id, or_(Workgroup.id == workgroup.id, Workgroup.parent_id == workgroup.id),
            seen_by(person, Workgroup),
        )
        .order_by(Workgroup.name)
    )  # fmt: skip
