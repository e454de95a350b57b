"""Decision numbers: one after another per workgroup and year, given once, never changed, never without a meeting."""

import re

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from models import Decision, DecisionState
from models import MeetingState as S
from tests.machines.table_machine import AtTheTable
from workflows import decision


class Numbering(AtTheTable):
    def __init__(self):
        super().__init__()
        self.given, self.texts, self.n = {}, {}, 0

    @initialize()
    def begin(self):
        self.table.open_with(self.next_day(), "Werkplan")

    @rule(times=st.integers(1, 3))
    def somebody_decides(self, times):
        if meetings := self.meetings(S.RUNNING, S.HELD):
            item = self.table.items(meetings[-1])[0]
            for _ in range(times):
                self.n += 1
                text = self.table.block(item).text
                self.attempt(self.table.write, item, f"{text}\n= beslissing {self.n}")

    @rule()
    def withdraw(self):
        if draft := self.table.one(Decision, Decision.state == DecisionState.DRAFT):
            self.table.do(decision.WITHDRAW, draft, by=self.els, reason="toch niet")

    @rule()
    def repeal(self):
        if held := self.table.one(Decision, Decision.state == DecisionState.IN_FORCE):
            self.table.do(decision.REPEAL, held, by=self.els, reason="achterhaald")

    @rule()
    def replace(self):
        new = self.table.one(Decision, Decision.state == DecisionState.DRAFT)
        old = self.table.one(Decision, Decision.state == DecisionState.IN_FORCE)
        if new and old:
            given = {"rationale": "", "in_force_from": None, "review_on": None, "supersedes": old}
            self.attempt(self.table.do, decision.DESCRIBE, new, by=self.els, text=new.text, **given)

    @rule(word=st.sampled_from(["a", "b"]))
    def change_the_words(self, word):
        if held := self.table.one(Decision, Decision.number.is_not(None)):
            given = {"rationale": word, "in_force_from": None, "review_on": None, "supersedes": held.supersedes}
            self.attempt(self.table.do, decision.DESCRIBE, held, by=self.els, text=f"{held.text}{word}", **given)

    @rule(far=st.booleans())
    def close_and_go_on(self, far):
        if running := self.first(S.RUNNING):
            self.table.close(running)
            self.days += 330 if far else 0
            self.table.open_with(self.next_day(), f"Werkplan {self.days}")

    def rows(self):
        self.table.session.expire_all()
        return self.table.session.scalars(select(Decision).order_by(Decision.id)).all()

    @invariant()
    def numbers_have_no_gap_and_no_double(self):
        by_year = {}
        for row in self.rows():
            if row.number:
                by_year.setdefault(row.year, []).append(row.nth)
                assert row.year == row.meeting.held_on.year
                assert re.fullmatch(rf"OBMI-{row.year}-\d\d", row.number)
                assert row.number.endswith(f"{row.nth:02d}")
        for numbers in by_year.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1))

    @invariant()
    def a_number_and_its_words_never_change(self):
        for row in self.rows():
            if row.number:
                assert self.given.setdefault(row.id, row.number) == row.number
                assert self.texts.setdefault(row.id, row.text) == row.text
            else:
                assert row.id not in self.given

    @invariant()
    def a_number_means_that_it_was_taken(self):
        for row in self.rows():
            taken = row.state not in (DecisionState.DRAFT, DecisionState.WITHDRAWN)
            assert bool(row.number) == taken
            assert not taken or row.meeting.state is S.HELD
            assert row.state is not DecisionState.DRAFT or row.meeting.state is not S.HELD

    @invariant()
    def what_was_replaced_has_a_successor(self):
        rows = self.rows()
        successors = {row.supersedes_id for row in rows if row.number}
        for row in rows:
            assert row.state is not DecisionState.REPLACED or row.id in successors


def test_numbers_are_given_once_and_in_order(play):
    play(Numbering)


def counts_all_years(session, one, day):
    n = len(session.scalars(select(Decision).where(Decision.number.is_not(None))).all()) + 1
    year = day.year
    one.year, one.nth, one.number = year, n, f"OBMI-{year}-{n:02d}"
    one.state = DecisionState.IN_FORCE
    session.flush()
    return one


def number_at_once(session, meeting, block, text):
    from workflows.closing import take

    row = Decision(workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, item_id=block.item_id, text=text)
    row.state, row.audience = DecisionState.DRAFT, block.audience
    session.add(row)
    session.flush()
    return take(session, row, meeting.held_on)


def numbers_nothing(_session, _meeting):
    return None


def any_words(session, row, *, by, text, rationale, **_more):
    row.text, row.rationale = text, rationale
    return row


def by_this_year(session, row, _day):
    from workflows.clock import today

    year = today().year
    last = max(session.scalars(select(Decision.nth).where(Decision.year == year, Decision.nth.is_not(None))), default=0)
    row.year, row.nth, row.number, row.state = year, last + 1, f"OBMI-{year}-{last + 1:02d}", DecisionState.IN_FORCE
    session.flush()
    return row


GUARDS = ("tests/machines/conftest.py", "tests/machines/table_machine.py", "tests/table.py")
FAULTS = {
    "one count for all years": ("workflows.closing.take", counts_all_years),
    "a number before the meeting is closed": ("workflows.decision.from_minutes", number_at_once),
    "closing forgets to number": ("workflows.closing.number_decisions", numbers_nothing),
    "words change after the number": ("workflows.decision.DESCRIBE.effect", any_words),
    "the year of today": ("workflows.closing.take", by_this_year),
}


@pytest.mark.planted
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(finds, fault, monkeypatch):
    if fault[0].endswith(".effect"):
        from dataclasses import replace

        fault = ("workflows.decision.DESCRIBE", replace(decision.DESCRIBE, effect=fault[1]))
    finds(Numbering, fault)
