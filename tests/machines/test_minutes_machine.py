"""Two editors in one set of minutes: nothing typed is lost, no sign counts twice, approved text stands still."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select

from models import Action, Decision, Edition, MinuteBlock, MinuteRevision, MinutesState
from models import MeetingState as S
from tests.machines.table_machine import AtTheTable
from workflows import minutes
from workflows.minutes import Collision
from workflows.refusals import Refused


class Writing(AtTheTable):
    def __init__(self):
        super().__init__()
        self.n = 0
        self.acknowledged, self.signs = [], []
        self.open_copies = {}

    @initialize()
    def begin(self):
        self.meeting = self.table.open_with(self.next_day(), "Werkplan")
        self.item = self.table.items(self.meeting)[0]
        self.editions = {}

    @rule(who=st.sampled_from("ab"))
    def read(self, who):
        block = self.table.block(self.item)
        self.open_copies[who] = (block.text, block.version)

    @rule(who=st.sampled_from("ab"), where=st.sampled_from(["top", "end", "sign", "both"]))
    def type_and_save(self, who, where):
        text, base = self.open_copies.get(who, ("", 1))
        self.n += 1
        line, sign = f"regel {self.n} van {who}", f"afspraak {self.n}"
        lines = [one for one in text.split("\n") if one]
        if where in ("top", "both"):
            lines.insert(0, line)
        if where in ("end", "both"):
            lines.append(line if where == "end" else f"{line} slot")
        if where == "sign":
            lines.append(f"! Gent: {sign}")
        written = "\n".join(lines)
        block = self.table.block(self.item)
        try:
            saved = self.table.do(minutes.SAVE, block, by=self.els, written=written, base=base)
        except Collision as collision:
            self.came_back_whole(collision, written)
            self.open_copies[who] = (f"{collision.theirs}\n{written}", collision.version)
            return
        except Refused:
            assert self.table.minutes(self.meeting).state not in minutes.WRITABLE
            return
        self.open_copies[who] = (saved.text, saved.version)
        self.acknowledged += [one for one in lines if not one.startswith("!") and one not in self.acknowledged]
        self.signs += [one for one in lines if one.startswith("!")]

    def came_back_whole(self, collision, written):
        assert collision.mine == written
        assert collision.theirs == self.table.block(self.item).text

    @rule()
    def go_on(self):
        """The next sensible step on the way to approved minutes."""
        state = self.table.minutes(self.meeting).state
        if self.meeting.state is S.RUNNING:
            self.table.close(self.meeting)
        elif state in (MinutesState.DRAFT, MinutesState.REVISED):
            self.table.step(self.table.minutes(self.meeting), "circulate")
        else:
            self.approve()

    @precondition(lambda self: self.meeting.state is S.HELD)
    @rule(name=st.sampled_from(["circulate", "revise", "publish"]))
    def step(self, name):
        self.attempt(self.table.step, self.table.minutes(self.meeting), name)

    @precondition(lambda self: self.table.minutes(self.meeting).state is MinutesState.APPROVED)
    @rule()
    def correct(self):
        self.attempt(self.table.step, self.table.minutes(self.meeting), "correct", note="een fout")

    @precondition(lambda self: self.table.minutes(self.meeting).state is MinutesState.CIRCULATED)
    @rule()
    def approve(self):
        own = self.table.minutes(self.meeting)
        if own.state is MinutesState.CIRCULATED:
            later = self.first(S.RUNNING) or self.table.open_with(self.next_day(), f"Later {self.days}")
            self.attempt(self.table.step, own, "approve", meeting=later)

    @invariant()
    def every_acknowledged_line_is_kept(self):
        if not self.acknowledged:
            return
        session = self.table.session
        kept = "\n".join(
            [
                *session.scalars(select(MinuteRevision.text)),
                *filter(None, session.scalars(select(MinuteRevision.typed))),
            ]
        )
        now = self.table.block(self.item).text
        for line in self.acknowledged:
            assert line in kept, line
            assert line in now, f"{line!r} is not in the text any more"

    @invariant()
    def every_sign_counts_once(self):
        made = self.table.session.scalars(select(Action.text).where(Action.meeting_id == self.meeting.id)).all()
        assert sorted(made) == sorted(line.removeprefix("! Gent: ") for line in self.signs)
        assert self.table.one(Decision) is None

    @invariant()
    def no_sign_stays_in_the_text(self):
        for text in self.table.session.scalars(select(MinuteBlock.text)):
            assert not any(line.startswith(("!", "=", "?")) for line in text.split("\n"))

    @invariant()
    def an_edition_is_what_its_digest_says_for_ever(self):
        for edition in self.table.session.scalars(select(Edition)):
            assert self.editions.setdefault(edition.id, edition.digest) == edition.digest
            assert minutes.digest_of(edition.content, edition.n, edition.previous) == edition.digest

    @invariant()
    def approved_text_is_the_text_of_the_last_edition(self):
        own = self.table.minutes(self.meeting)
        if own.state in (MinutesState.APPROVED, MinutesState.PUBLISHED):
            rows = self.table.session.scalars(
                select(Edition).where(Edition.minutes_id == own.id).order_by(Edition.n)
            ).all()
            assert [row.n for row in rows] == list(range(1, len(rows) + 1))
            texts = [row["text"] for row in rows[-1].content["blocks"] if row["title"] == "Werkplan"]
            assert texts == [self.table.block(self.item).text]


def test_nothing_typed_is_lost(play):
    play(Writing)


def last_one_wins(_base, _theirs, mine):
    return mine


def doubles(session, block, typed):
    minutes.action.from_minutes(session, minutes.meeting_of(block), block, minutes.marks.task(typed, []))
    minutes.note_action(session, block, typed)


GUARDS = ("tests/machines/conftest.py", "tests/machines/table_machine.py", "tests/table.py")
FAULTS = {
    "the last to save wins": ("workflows.minutes.merge", last_one_wins),
    "theirs is kept, mine is dropped": ("workflows.minutes.merge", lambda _base, theirs, _mine: theirs),
    "a sign counts twice": ("workflows.minutes.RECORDS", {"!": doubles, "=": doubles, "?": doubles}),
    "signs stay in the text": ("workflows.marks.read", lambda text: (text, [])),
    "approved text can be written": ("workflows.minutes.WRITABLE", tuple(MinutesState)),
}


@pytest.mark.planted
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(finds, fault):
    finds(Writing, fault)
