"""What is left open returns, once, and nothing else appears: items, agreements, deadlines."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select

from models import RETURNS, Action, ActionState, AgendaItem, Disposition, Meeting
from models import MeetingState as S
from tests.machines.table_machine import AtTheTable
from workflows import action, agenda, meeting


def runs(machine):
    return machine.first(S.RUNNING)


def waits(machine):
    return machine.first(S.PLANNED)


class CarryOver(AtTheTable):
    def __init__(self):
        super().__init__()
        self.n = 0

    @initialize()
    def begin(self):
        self.table.open_with(self.next_day(), "Werkplan")

    @precondition(lambda self: len(self.meetings(S.PLANNED, S.CONVENED)) < 2)
    @rule()
    def plan(self):
        if len(self.meetings(S.PLANNED, S.CONVENED)) < 2:
            self.table.plan(self.next_day())

    @precondition(runs)
    @rule(how=st.sampled_from([Disposition.POSTPONED, Disposition.NOT_REACHED, Disposition.DISCUSSED]))
    def a_new_item_ends(self, how):
        if running := self.first(S.RUNNING):
            self.n += 1
            self.table.dispose(self.table.add(running, f"Punt {self.n}"), how)

    @precondition(runs)
    @rule()
    def somebody_agrees_to_something(self):
        if running := self.first(S.RUNNING):
            self.n += 1
            item = self.table.items(running)[0]
            text = self.table.block(item).text
            self.table.write(item, f"{text}\n! Gent: afspraak {self.n}")

    @precondition(lambda self: self.table.one(Action, Action.state == ActionState.OPEN))
    @rule()
    def an_agreement_is_done(self):
        if found := self.table.one(Action, Action.state == ActionState.OPEN):
            self.table.do(action.FINISH, found, by=self.els, state=ActionState.DONE, result="gelukt")

    @precondition(runs)
    @rule()
    def close_and_plan_the_next(self):
        if running := self.first(S.RUNNING):
            self.table.close(running)
            self.plan()

    @precondition(runs)
    @rule()
    def close(self):
        if running := self.first(S.RUNNING):
            self.table.close(running)

    @precondition(lambda self: self.first(S.PLANNED) and not self.first(S.RUNNING))
    @rule()
    def open_the_next(self):
        if not self.first(S.RUNNING) and (planned := self.first(S.PLANNED)):
            if not self.table.items(planned):
                self.table.add(planned, f"Werkplan {planned.number}")
            self.table.open(planned)

    @precondition(waits)
    @rule()
    def cancel(self):
        if planned := self.first(S.PLANNED):
            self.table.step(planned, "cancel")

    @precondition(waits)
    @rule()
    def move(self):
        if planned := self.first(S.PLANNED):
            self.table.do(meeting.MOVE, planned, by=self.els, held_on=self.next_day(), starts=None, ends=None)

    @precondition(waits)
    @rule()
    def fill(self):
        if planned := self.first(S.PLANNED):
            self.table.do(agenda.FILL, planned, by=self.els)

    def agenda_of(self, one):
        return [item for item in self.all_items() if item.meeting_id == one.id and item.dropped_because is None]

    @invariant()
    def nothing_stands_twice_on_one_agenda(self):
        for one in self.meetings():
            titles = [item.title for item in self.agenda_of(one)]
            assert len(titles) == len(set(titles)), titles

    @invariant()
    def what_returns_stands_on_exactly_one_later_agenda(self):
        items = self.all_items()
        copies = [item.carried_from_id for item in items if item.carried_from_id]
        assert len(copies) == len(set(copies))
        for item in items:
            if item.carried_from_id:
                origin = self.table.session.get(AgendaItem, item.carried_from_id)
                ended = origin.disposition in RETURNS and origin.meeting.state is S.HELD
                assert ended or origin.meeting.state is S.CANCELLED
                assert item.title == origin.title

    @invariant()
    def nothing_vanishes(self):
        """As soon as a next meeting is planned and filled, everything that was left open stands on it."""
        following = self.first(S.PLANNED, S.CONVENED, S.RUNNING)
        if following is None or following.state is not S.PLANNED:
            return
        self.table.do(agenda.FILL, following, by=self.els)
        items = self.all_items()
        carried = {item.carried_from_id for item in items}
        for item in items:
            own = not (item.follows_id or item.about_id or item.subgroup_id or item.standing_id)
            left = item.disposition in RETURNS and item.meeting.state is S.HELD
            if own and left and item.meeting.held_on <= following.held_on:
                assert item.id in carried, item.title
        follows = {item.follows_id for item in self.agenda_of(following)}
        for found in self.table.session.scalars(select(Action).where(Action.state == ActionState.OPEN)):
            if found.meeting.state is S.HELD and found.meeting.held_on < following.held_on:
                assert found.id in follows, found.text

    @invariant()
    def what_is_done_does_not_come_back(self):
        for one in self.meetings(S.PLANNED):
            for item in self.agenda_of(one):
                if item.follows and item.follows.evaluated_in_id:
                    later = self.table.session.get(Meeting, item.follows.evaluated_in_id)
                    assert later.held_on > one.held_on or item.reason is None

    @invariant()
    def every_agreement_has_one_deadline(self):
        for found in self.table.session.scalars(select(Action)):
            kinds = [found.due_on, found.due_meeting_id, found.due_next_id]
            assert len([kind for kind in kinds if kind is not None]) == 1
            if found.due_meeting:
                assert found.due_meeting.state is not S.CANCELLED
            if found.due_next_id and (waits := self.first(S.PLANNED, S.CONVENED)):
                assert waits.held_on <= found.meeting.held_on


def test_nothing_appears_and_nothing_vanishes(play):
    play(CarryOver)


def forgets_the_actions(_session, _meeting):
    return []


def copies_twice(session, of):
    from workflows.agenda import put

    rows = session.scalars(
        select(AgendaItem).join(Meeting, Meeting.id == AgendaItem.meeting_id).where(
            Meeting.state == S.HELD, AgendaItem.disposition.in_(RETURNS), Meeting.id != of.id
        )
    ).all()  # fmt: skip
    for nth, row in enumerate(rows):
        put(session, of, 100 + nth, title=row.title)
    return len(rows)


GUARDS = ("tests/machines/conftest.py", "tests/machines/table_machine.py", "tests/table.py")
FAULTS = {
    "open agreements are forgotten": ("workflows.agenda.open_actions", forgets_the_actions),
    "postponed items are forgotten": ("workflows.agenda.RETURNS", (Disposition.NOT_REACHED,)),
    "what returns is copied each time": ("workflows.agenda.fill_in", copies_twice),
    "a planned meeting takes no deadline over": ("workflows.deadlines.take_over", lambda *_args: None),
    "a cancelled meeting keeps its deadlines": ("workflows.deadlines.due_at", lambda *_args: []),
}  # fmt: skip


@pytest.mark.planted
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(finds, fault):
    finds(CarryOver, fault)
