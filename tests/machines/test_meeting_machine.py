"""The life of meetings: one way forward, every step in the story, never closed with something missing."""

from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from models import Attendance, Disposition, MembershipRole, StepTaken, now
from models import MeetingState as S
from tests.machines.table_machine import AtTheTable
from workflows import agenda, meeting
from workflows.engine import moving
from workflows.roll import members_on

FORWARD = {
    S.PROPOSED: {S.PLANNED, S.CANCELLED}, S.PLANNED: {S.CONVENED, S.CANCELLED}, S.CONVENED: {S.RUNNING, S.CANCELLED},
    S.RUNNING: {S.HELD}, S.HELD: set(), S.CANCELLED: set(),
}  # fmt: skip


class Meetings(AtTheTable):
    def __init__(self):
        super().__init__()
        self.seen = {}

    @initialize()
    def begin(self):
        running = self.table.open_with(self.next_day(), "Werkplan")
        self.table.add(running, "Cijfers")

    @precondition(lambda self: self.first(S.PLANNED, S.CONVENED))
    @rule()
    def go_on(self):
        """The next sensible step of the first meeting that is still to come."""
        if one := self.first(S.PLANNED, S.CONVENED):
            if not self.table.items(one):
                self.table.add(one, "Werkplan")
            self.attempt(self.table.step, one, "convene" if one.state is S.PLANNED else "start")

    @precondition(lambda self: self.first(S.RUNNING))
    @rule()
    def close_carelessly(self):
        if running := self.first(S.RUNNING):
            self.attempt(self.table.step, running, "close")

    @precondition(lambda self: self.first(S.RUNNING))
    @rule()
    def take_up_the_last(self):
        if running := self.first(S.RUNNING):
            self.attempt(self.table.do, agenda.TAKE_UP, self.table.items(running)[-1], by=self.els)

    @rule(sure=st.booleans())
    def plan(self, sure):
        if len(self.meetings()) < 3:
            self.attempt(self.table.plan, self.next_day(), sure=sure)

    @rule(
        nth=st.integers(0, 2),
        title=st.sampled_from(["Werkplan", "Cijfers"]),
        purpose=st.sampled_from(["discuss", "decide"]),
    )
    def add(self, nth, title, purpose):
        if nth < len(rows := self.meetings()):
            self.attempt(self.table.add, rows[nth], title, purpose=purpose)

    @rule(nth=st.integers(0, 2), name=st.sampled_from([step.name for step in meeting.procedure.steps]))
    def step(self, nth, name):
        if nth < len(rows := self.meetings()):
            self.attempt(self.table.step, rows[nth], name)

    @precondition(lambda self: self.first(S.RUNNING))
    @rule(how=st.sampled_from(Disposition))
    def dispose(self, how):
        if running := self.first(S.RUNNING):
            for item in self.table.items(running):
                self.attempt(self.table.dispose, item, how)

    @precondition(lambda self: self.first(S.RUNNING))
    @rule()
    def everybody_there(self):
        if running := self.first(S.RUNNING):
            self.attempt(self.table.everybody_there, running)

    @precondition(lambda self: self.first(S.RUNNING))
    @rule()
    def finish(self):
        if running := self.first(S.RUNNING):
            self.attempt(self.table.close, running)

    @invariant()
    def only_forward_and_told(self):
        session = self.table.session
        for one in self.meetings():
            before = self.seen.get(one.id)
            told = session.query(StepTaken).filter_by(of_meeting_id=one.id).order_by(StepTaken.id).all()
            if before is not None and before is not one.state:
                assert reachable(before, one.state), f"{before} → {one.state}"
            assert [row.went_to for row in told][-1:] == ([one.state.value] if one.state is not S.PROPOSED else [])
            for earlier, later in pairwise(told):
                assert later.came_from == earlier.went_to
            self.seen[one.id] = one.state

    @invariant()
    def what_is_held_is_complete(self):
        for one in self.meetings(S.HELD):
            items = self.table.items(one)
            assert items
            assert all(item.disposition for item in items)
            assert not any(item.running_since for item in items)
            there = {
                row.organisation_id
                for row in self.table.session.query(Attendance).filter_by(meeting_id=one.id)
                if row.presence
            }
            voters = members_on(self.table.session, one.workgroup_id, one.held_on, MembershipRole.VOTING)
            assert {row.organisation_id for row in voters} <= there

    @invariant()
    def one_item_at_a_time(self):
        for one in self.meetings():
            running = [item for item in self.table.items(one) if item.running_since]
            assert len(running) <= (1 if one.state is S.RUNNING else 0)

    @invariant()
    def what_was_convened_had_an_agenda(self):
        for one in self.meetings(S.CONVENED, S.RUNNING):
            assert self.table.items(one) or one.state is S.CONVENED


def reachable(start, goal):
    return goal in FORWARD[start] or any(reachable(state, goal) for state in FORWARD[start])


def test_no_order_of_steps_breaks_a_meeting(play):
    play(Meetings)


def back(subject, _state):
    token = moving.set(True)
    subject.state = S.PROPOSED if subject.__tablename__ == "meeting" else subject.state
    moving.reset(token)


def stops_no_other(_session, _meeting, item):
    if item is not None:
        item.running_since = now()


GUARDS = ("tests/machines/conftest.py", "tests/machines/table_machine.py", "tests/table.py")
FAULTS = {
    "closed with something missing": ("workflows.closing.missing", lambda _session, _meeting: []),
    "a step that is not told": ("workflows.engine.tell", lambda *_args: None),
    "two items on the table": ("workflows.agenda.put_on_the_table", stops_no_other),
    "a state that goes back": ("workflows.engine.set_state", back),
    "nobody is waited for": ("workflows.closing.voters_on", lambda *_args: []),
}  # fmt: skip


@pytest.mark.planted
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(finds, fault):
    finds(Meetings, fault)
