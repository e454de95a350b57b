"""What the pages of rounds read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, false, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from app.loading import is_member, members_first
from models import (
    Action,
    AgendaItem,
    Answer,
    Dossier,
    Meeting,
    Membership,
    MembershipRole,
    Organisation,
    Person,
    Precision,
    Round,
    RoundKind,
    RoundParty,
    RoundState,
    StepTaken,
    Workgroup,
)
from workflows.visibility import seen_by

WITH = (
    joinedload(Round.workgroup),
    joinedload(Round.due_meeting),
    joinedload(Round.asked_by),
    joinedload(Round.item).joinedload(AgendaItem.meeting),
    joinedload(Round.action).joinedload(Action.meeting),
)
OPEN = (RoundState.DRAFT, RoundState.OPEN)


def rounds(workgroup: Workgroup, person: Person, asked: dict[str, Any]) -> "Select[Round]":
    """The newest first; `state`: running, ended or everything."""
    query = (
        select(Round)
        .where(Round.workgroup_id == workgroup.id, seen_by(person, Round))
        .options(*WITH)
        .order_by(Round.state.in_(OPEN).desc(), Round.asked_on.desc().nulls_first(), Round.id.desc())
    )
    if asked["state"] == "open":
        query = query.where(Round.state.in_(OPEN))
    elif asked["state"] == "ended":
        query = query.where(Round.state.not_in(OPEN))
    return query.where(Round.kind == asked["kind"]) if asked["kind"] else query


def in_the_matrix(workgroup: Workgroup, person: Person, year: int | None, meeting: Meeting | None) -> "Select[Round]":
    """The rounds of a workgroup that were opened, oldest first: of a year, of a meeting, or all."""
    query = (
        select(Round)
        .where(
            Round.workgroup_id == workgroup.id, seen_by(person, Round),
            Round.state.not_in([RoundState.DRAFT, RoundState.CANCELLED]),
        )
        .options(*WITH)
        .order_by(Round.asked_on.nulls_last(), Round.id)
    )  # fmt: skip
    if year is not None:
        known = and_(Round.asked_on.is_not(None), Round.asked_precision != Precision.PERIOD)
        within = Round.asked_on.between(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else false()
        query = query.where(known, within)
    return query.where(at(meeting)) if meeting is not None else query


def at(meeting: Meeting) -> Any:
    """Started in this meeting, or due at it."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    actions = select(Action.id).where(Action.meeting_id == meeting.id)
    return or_(Round.item_id.in_(items), Round.action_id.in_(actions), Round.due_meeting_id == meeting.id)


def years(workgroup: Workgroup, person: Person) -> list[int]:
    """In which a round was asked, the last first."""
    days = session().scalars(
        select(Round.asked_on)
        .where(Round.workgroup_id == workgroup.id, seen_by(person, Round), Round.asked_on.is_not(None))
        .distinct()
    )
    return sorted({day.year for day in days if day}, reverse=True)


def one(workgroup: Workgroup, person: Person, round_id: int) -> Round:
    found: Round = one_or_404(
        select(Round)
        .where(Round.workgroup_id == workgroup.id, Round.id == round_id, seen_by(person, Round))
        .options(*WITH)
    )
    return found


def names_seen(the_round: Round, person: Person) -> set[str]:
    """Of what it is about and what came before it, the ones that she sees: who is asked need not see the item."""
    keys: dict[str, tuple[Any, int | None]] = {
        "item": (AgendaItem, the_round.item_id), "action": (Action, the_round.action_id),
        "previous": (Round, the_round.previous_id), "dossier": (Dossier, the_round.dossier_id),
    }  # fmt: skip
    there = [
        select(literal(name)).where(exists().where(model.id == key, seen_by(person, model)))
        for name, (model, key) in keys.items()
        if key is not None
    ]
    return set(session().scalars(union_all(*there))) if there else set()


def party(the_round: Round, person: Person, party_id: int) -> RoundParty:
    found: RoundParty = one_or_404(
        select(RoundParty)
        .where(RoundParty.round_id == the_round.id, RoundParty.id == party_id, seen_by(person, RoundParty))
        .options(joinedload(RoundParty.organisation))
    )
    return found


def answer(the_round: Round, person: Person, answer_id: int) -> Answer:
    found: Answer = one_or_404(
        select(Answer)
        .where(Answer.round_id == the_round.id, Answer.id == answer_id, seen_by(person, Answer))
        .options(joinedload(Answer.party).joinedload(RoundParty.organisation), joinedload(Answer.treatment))
    )
    return found


def item(workgroup: Workgroup, person: Person, item_id: int) -> AgendaItem:
    found: AgendaItem = one_or_404(
        select(AgendaItem)
        .where(AgendaItem.workgroup_id == workgroup.id, AgendaItem.id == item_id, seen_by(person, AgendaItem))
        .options(joinedload(AgendaItem.meeting))
    )
    return found


def action(workgroup: Workgroup, person: Person, action_id: int) -> Action:
    found: Action = one_or_404(
        select(Action)
        .where(Action.workgroup_id == workgroup.id, Action.id == action_id, seen_by(person, Action))
        .options(joinedload(Action.meeting))
    )
    return found


def story(the_round: Round, person: Person) -> "Select[StepTaken]":
    return (
        select(StepTaken)
        .where(StepTaken.of_round_id == the_round.id, seen_by(person, StepTaken))
        .options(joinedload(StepTaken.person), joinedload(StepTaken.organisation))
        .order_by(StepTaken.id)
    )


def to_choose(workgroup: Workgroup, person: Person, kind: RoundKind) -> Iterable[Organisation]:
    """Whom a selection can hold: members first, then everybody known (a guest is asked by link). Voters for a vote."""
    query = members_first(workgroup, person)
    if kind is RoundKind.VOTE:
        query = query.where(is_member(workgroup, Membership.role == MembershipRole.VOTING))
    return session().scalars(query)


def of_parties(the_round: Round) -> Iterable[Organisation]:
    """The organisations on its list, for who records an answer."""
    theirs = select(RoundParty.organisation_id).where(RoundParty.round_id == the_round.id)
    return session().scalars(select(Organisation).where(Organisation.id.in_(theirs)).order_by(Organisation.name))
