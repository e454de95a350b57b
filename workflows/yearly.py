"""A year of a workgroup, gathered from the facts: what the yearly overview tells, as plain data.

It goes to whoever asks for it, so it holds what is for partners and wider, and of that what this reader may see.
Everything in it is counted or read; nothing is typed (features 97 and 99).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models import (
    Action,
    ActionKind,
    ActionOwner,
    ActionState,
    AgendaItem,
    Answer,
    Audience,
    Decision,
    KeyFigure,
    MandateQuestion,
    Meeting,
    MeetingState,
    Membership,
    Milestone,
    MinuteBlock,
    Minutes,
    Organisation,
    Part,
    Person,
    Round,
    RoundParty,
    RoundState,
    Workgroup,
    WorkgroupKind,
    YearTheme,
    open_to,
)
from workflows import roll
from workflows.leading import Effort, ledger
from workflows.visibility import level_of, seen_by

TOLD = open_to(Audience.PARTNERS)
BELOW = (WorkgroupKind.SUBGROUP, WorkgroupKind.TASKFORCE)


@dataclass
class Told:
    """An item with its text and what came of it."""

    item: AgendaItem
    block: MinuteBlock | None
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass
class Held:
    """A meeting that took place."""

    meeting: Meeting
    items: list[Told]
    others: list[Action]
    """Agreed outside any item, or in one that was taken off the agenda."""
    other_decisions: list[Decision]


@dataclass(frozen=True)
class Asked:
    """A round of this year: how many organisations were asked, and how many answered."""

    round: Round
    asked: int
    answered: int


@dataclass
class Year:
    """Everything that the overview of one year tells."""

    workgroup: Workgroup
    year: int
    meetings: list[Held]
    cancelled: int
    left_out: int
    """Items of these meetings that are for fewer people than the overview is."""
    members: list[Membership]
    milestones: list[Milestone]
    themes: list[YearTheme]
    figures: list[KeyFigure]
    subgroups: list[tuple[Workgroup, list[MandateQuestion]]]
    earlier: list[Action]
    """Agreements of earlier years that ended in a meeting of this one."""
    written: list[Decision]
    """Taken between meetings, by a vote in writing."""
    rounds: list["Asked"]
    efforts: list[Effort]
    """Who led, made, tested or took part in what: the division of work of this year."""

    @property
    def told(self) -> list[Told]:
        return [one for held in self.meetings for one in held.items]

    @property
    def decisions(self) -> list[Decision]:
        found = [one for told in self.told for one in told.decisions]
        found += [one for held in self.meetings for one in held.other_decisions]
        return found + self.written

    @property
    def actions(self) -> list[Action]:
        """Agreements made in these meetings; calls are questions and not counted among them."""
        made = [one for held in self.meetings for told in held.items for one in told.actions]
        made += [one for held in self.meetings for one in held.others]
        return [one for one in made if one.kind is ActionKind.ACTION]

    @property
    def done(self) -> list[Action]:
        """Those that were carried out; what was handed over or dropped ended too, but is not done."""
        return [one for one in self.actions if one.state is ActionState.DONE]


def of(session: Session, workgroup: Workgroup, year: int, person: Person) -> Year:
    """The year as this person may read it. In a dozen questions, however full the year was."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = list(meetings(session, workgroup, person, first, last, MeetingState.HELD))
    ids = [meeting.id for meeting in held]
    told, left_out = items_of(session, person, ids)
    agreed, decided = actions_of(session, person, Action.meeting_id.in_(ids)), decisions_of(session, person, ids)
    loose_decisions, loose_actions = put_together(told, decided, agreed)
    return Year(
        workgroup=workgroup,
        year=year,
        meetings=[
            Held(
                meeting,
                told[meeting.id],
                others=[one for one in loose_actions if one.meeting_id == meeting.id],
                other_decisions=[one for one in loose_decisions if one.meeting_id == meeting.id],
            )
            for meeting in held
        ],
        cancelled=len(list(meetings(session, workgroup, person, first, last, MeetingState.CANCELLED))),
        left_out=left_out,
        members=members_of(session, workgroup, last),
        milestones=list(milestones_of(session, workgroup, person, last)),
        themes=list(themes_of(session, workgroup, person, year)),
        figures=list(figures_of(session, workgroup, person, year)),
        subgroups=subgroups_of(session, workgroup, person, last, reported_in(told)),
        earlier=earlier_of(session, person, ids),
        written=written_in(session, workgroup, person, year),
        rounds=rounds_of(session, workgroup, person, first, last),
        efforts=[one for one in ledger(session, workgroup, person, TOLD) if one.year == year],
    )


def years(session: Session, workgroup: Workgroup, person: Person) -> list[int]:
    """The years in which it met, the newest first."""
    days = session.scalars(
        select(Meeting.held_on).where(
            Meeting.workgroup_id == workgroup.id, Meeting.state == MeetingState.HELD, seen_by(person, Meeting)
        )
    )
    return sorted({day.year for day in days}, reverse=True)


def meetings(
    session: Session, workgroup: Workgroup, person: Person, first: date, last: date, state: MeetingState
) -> Iterable[Meeting]:
    return session.scalars(
        select(Meeting)
        .where(
            Meeting.workgroup_id == workgroup.id, Meeting.state == state, Meeting.held_on.between(first, last),
            seen_by(person, Meeting),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )  # fmt: skip


def items_of(session: Session, person: Person, meetings: list[int]) -> tuple[dict[int, list[Told]], int]:
    """The items by meeting with their block, and how many were left out for who they are meant for."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id.in_(meetings), AgendaItem.dropped_because.is_(None), seen_by(person, AgendaItem))
        .options(joinedload(AgendaItem.presenting), joinedload(AgendaItem.subgroup))
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    rows = session.scalars(query).all()
    blocks = {block.item_id: block for block in blocks_of(session, person, meetings)}
    found: dict[int, list[Told]] = defaultdict(list)
    for item in rows:
        if item.audience in TOLD:
            found[item.meeting_id].append(Told(item, blocks.get(item.id)))
    return found, sum(1 for item in rows if item.audience not in TOLD)


def blocks_of(session: Session, person: Person, meetings: list[int]) -> Iterable[MinuteBlock]:
    return session.scalars(
        select(MinuteBlock)
        .join(Minutes, Minutes.id == MinuteBlock.minutes_id)
        .where(
            Minutes.meeting_id.in_(meetings), MinuteBlock.part == Part.ITEM, MinuteBlock.audience.in_(TOLD),
            seen_by(person, MinuteBlock),
        )
    )  # fmt: skip


def for_partners(model: Any) -> ColumnElement[bool]:
    """For partners and wider, and not part of an item that is for fewer."""
    items = select(AgendaItem.id).where(AgendaItem.audience.in_(TOLD))
    return and_(model.audience.in_(TOLD), or_(model.item_id.is_(None), model.item_id.in_(items)))


def decisions_of(session: Session, person: Person, meetings: list[int]) -> list[Decision]:
    return list(
        session.scalars(
            select(Decision)
            .where(
                Decision.meeting_id.in_(meetings), Decision.number.is_not(None), for_partners(Decision),
                seen_by(person, Decision),
            )
            .order_by(Decision.year, Decision.nth)
        )
    )  # fmt: skip


def written_in(session: Session, workgroup: Workgroup, person: Person, year: int) -> list[Decision]:
    """Decisions that no meeting took."""
    mine = and_(Decision.workgroup_id == workgroup.id, Decision.year == year, Decision.meeting_id.is_(None))
    query = select(Decision).where(mine, for_partners(Decision), seen_by(person, Decision)).order_by(Decision.nth)
    return list(session.scalars(query))


def rounds_of(session: Session, workgroup: Workgroup, person: Person, first: date, last: date) -> list[Asked]:
    """What was asked of the organisations this year, in order; a day that no source tells precisely is no day."""
    rows = session.execute(
        select(Round, func.count(RoundParty.id), func.count(Answer.id))
        .outerjoin(RoundParty, and_(RoundParty.round_id == Round.id, RoundParty.excused == ""))
        .outerjoin(Answer, and_(Answer.party_id == RoundParty.id, Answer.superseded_at.is_(None)))
        .where(
            Round.workgroup_id == workgroup.id, Round.asked_on.between(first, last), for_partners(Round),
            Round.state.not_in([RoundState.DRAFT, RoundState.CANCELLED]), seen_by(person, Round),
        )
        .group_by(Round.id)
        .order_by(Round.asked_on, Round.id)
    )  # fmt: skip
    return [Asked(*row) for row in rows]


def actions_of(session: Session, person: Person, *which: object) -> list[Action]:
    query = (
        select(Action)
        .where(for_partners(Action), seen_by(person, Action), *which)  # type: ignore[arg-type]
        .options(
            selectinload(Action.owners).joinedload(ActionOwner.organisation), joinedload(Action.owner),
            joinedload(Action.due_meeting), joinedload(Action.meeting), joinedload(Action.evaluated_in),
        )
        .order_by(Action.id)
    )  # fmt: skip
    return list(session.scalars(query).unique())


def earlier_of(session: Session, person: Person, meetings: list[int]) -> list[Action]:
    """What was agreed before and got its outcome in one of these meetings."""
    return actions_of(session, person, Action.evaluated_in_id.in_(meetings), Action.meeting_id.not_in(meetings))


def reported_in(told: dict[int, list[Told]]) -> set[int]:
    """The subgroups that an item of these meetings is about."""
    return {one.item.subgroup_id for rows in told.values() for one in rows if one.item.subgroup_id}


def put_together(
    told: dict[int, list[Told]], decisions: list[Decision], actions: list[Action]
) -> tuple[list[Decision], list[Action]]:
    """Each with its item. Returns what belongs to none: said at the opening or the closing, or its item was dropped."""
    by_item = {one.item.id: one for rows in told.values() for one in rows}
    for decision in decisions:
        if decision.item_id in by_item:
            by_item[decision.item_id].decisions.append(decision)
    for action in actions:
        if action.item_id in by_item:
            by_item[action.item_id].actions.append(action)
    loose_decisions = [one for one in decisions if one.item_id not in by_item]
    return loose_decisions, [one for one in actions if one.item_id not in by_item]


def members_of(session: Session, workgroup: Workgroup, last: date) -> list[Membership]:
    """Who was a member when the year ended, or when the group did."""
    ended = workgroup.ended_on
    return roll.members_on(session, workgroup.id, min(last, ended) if ended else last)


def milestones_of(session: Session, workgroup: Workgroup, person: Person, last: date) -> Iterable[Milestone]:
    """From the first one on: a year stands in a longer story."""
    return session.scalars(
        select(Milestone)
        .where(Milestone.workgroup_id == workgroup.id, Milestone.happened_on <= last, seen_by(person, Milestone))
        .order_by(Milestone.happened_on, Milestone.id)
    )


def themes_of(session: Session, workgroup: Workgroup, person: Person, year: int) -> Iterable[YearTheme]:
    until = or_(YearTheme.until_year >= year, YearTheme.until_year.is_(None) & (YearTheme.since_year == year))
    return session.scalars(
        select(YearTheme)
        .where(
            YearTheme.workgroup_id == workgroup.id, YearTheme.since_year <= year, until, seen_by(person, YearTheme)
        )
        .order_by(YearTheme.since_year, YearTheme.id)
    )  # fmt: skip


def figures_of(session: Session, workgroup: Workgroup, person: Person, year: int) -> Iterable[KeyFigure]:
    return session.scalars(
        select(KeyFigure)
        .where(KeyFigure.workgroup_id == workgroup.id, KeyFigure.year == year, seen_by(person, KeyFigure))
        .order_by(KeyFigure.title)
    )


def subgroups_of(
    session: Session, workgroup: Workgroup, person: Person, last: date, spoken_of: set[int]
) -> list[tuple[Workgroup, list[MandateQuestion]]]:
    """The groups below it that were at work in this year, each with its questions.

    One whose first day no source records was at work when a meeting of this year spoke of it. Their mandates are not
    for the vendor.
    """
    if level_of(session, person, workgroup.id) in (None, Audience.VENDOR):
        return []
    first = date(last.year, 1, 1)
    rows = session.scalars(
        select(Workgroup)
        .where(
            Workgroup.parent_id == workgroup.id, Workgroup.kind.in_(BELOW), seen_by(person, Workgroup),
            or_(Workgroup.started_on <= last, Workgroup.id.in_(spoken_of)),
            or_(Workgroup.ended_on.is_(None), Workgroup.ended_on >= first),
        )
        .options(joinedload(Workgroup.lead), joinedload(Workgroup.successor))
        .order_by(Workgroup.started_on, Workgroup.name)
    ).all()  # fmt: skip
    asked: dict[int, list[MandateQuestion]] = defaultdict(list)
    questions = select(MandateQuestion).where(
        MandateQuestion.workgroup_id.in_([row.id for row in rows]), seen_by(person, MandateQuestion)
    )
    for one in session.scalars(
        questions.options(selectinload(MandateQuestion.reports)).order_by(MandateQuestion.position)
    ):
        asked[one.workgroup_id].append(one)
    return [(row, asked[row.id]) for row in rows]


def who_brought_what(year: Year) -> list[tuple[Organisation, dict[int, int]]]:
    """Of each organisation, by meeting: how many items it brought and agreements it took on itself."""
    found: dict[int, tuple[Organisation, dict[int, int]]] = {}

    def count(organisation: Organisation, meeting: int) -> None:
        _, counts = found.setdefault(organisation.id, (organisation, defaultdict(int)))
        counts[meeting] += 1

    for told in year.told:
        if told.item.presenting:
            count(told.item.presenting, told.item.meeting_id)
    for action in year.actions:
        for owner in action.owners:
            count(owner.organisation, action.meeting_id)
    return sorted(found.values(), key=lambda row: (-sum(row[1].values()), row[0].name))
