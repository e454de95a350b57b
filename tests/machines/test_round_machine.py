"""The life of a round: a model in plain Python knows what may happen, and the database must say the same."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import inspect, select

from models import (
    Answer,
    AuditEntry,
    AuditPayload,
    Decision,
    Membership,
    MembershipRole,
    Message,
    Organisation,
    OrganisationKind,
    Preset,
    Round,
    RoundKind,
    RoundParty,
    Verdict,
)
from tests.machines.table_machine import AtTheTable
from tests.rounds import Rounds
from workflows import answer, membership, reminders, tally
from workflows import round as procedure
from workflows.certifying import decide
from workflows.clock import today
from workflows.roll import voters_on

LISTED = {("draft", "open"), ("open", "closed"), ("closed", "certified"), ("draft", "cancelled"), ("open", "cancelled")}
CHOICES = {
    RoundKind.VOTE: ("for", "against", "recuse", "for", "abstain"),
    RoundKind.TASK: ("done", "not_done", "not_applicable"),
    RoundKind.INTEREST: ("yes", "maybe", "no"),
}
LATE = {RoundKind.TASK}
SPEAKERS = {"Gent": ("griet", "jef"), "Genk": ("karim",)}
NEWCOMERS = ("Aalst", "Brugge")
presets = st.sampled_from([Preset.WRITTEN, Preset.CONSENSUS, Preset.CONSENSUS, Preset.QUALIFIED, Preset.TACIT])
newcomers = st.sampled_from([None, *NEWCOMERS])
kinds = st.sampled_from([RoundKind.VOTE, RoundKind.VOTE, RoundKind.TASK, RoundKind.INTEREST])
people = st.sampled_from(["griet", "griet", "karim", "karim", "jef", "els", "dora"])
nths = st.integers(0, 3)
cities = st.sampled_from(["Gent", "Genk", *NEWCOMERS])
choices = st.tuples(*[st.integers(0, 4)] * 4)
terms = st.sampled_from([0, 1, 4, 8, 14])


@dataclass
class Model:
    """What is known of one round, without a look at the database."""

    id: int
    kind: RoundKind
    preset: Preset | None
    due: date
    names: list[str]
    state: str = "draft"
    digests: list[str] = field(default_factory=lambda: [""])
    asked_on: date | None = None
    excused: set[str] = field(default_factory=set)
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    reminded_on: date | None = None
    moves: list[tuple[str, str]] = field(default_factory=list)
    frozen: tuple | None = None

    def current(self, name):
        return next((one for one in reversed(self.answers) if one[1] == name), None)

    @property
    def missing(self):
        return [name for name in self.names if name not in self.excused and not self.current(name)]

    @property
    def is_past(self):
        return self.due < today()

    @property
    def takes_answers(self):
        if self.kind in LATE:
            return self.state in ("open", "closed")
        return self.state == "open" and not self.is_past

    def could_open(self, preset, due):
        if due < today() or preset is Preset.SIMPLE:
            return False
        return preset is not Preset.TACIT or (due - today()).days >= 7

    @property
    def can_close(self):
        waits = self.preset in (Preset.WRITTEN, Preset.TACIT) and self.missing
        return self.state == "open" and bool(self.answers) and not (waits and not self.is_past)

    @property
    def is_due(self):
        """At half, four fifths and all of its time, counted in whole days, unless somebody reminded since."""
        days = (self.due - self.asked_on).days
        moments = {self.asked_on + timedelta(days=days * part // 10) for part in (5, 8, 10)} - {self.asked_on}
        come = [moment for moment in moments if self.asked_on < moment <= today()]
        return bool(come) and (self.reminded_on is None or self.reminded_on < max(come))

    @property
    def votes(self):
        return Counter(given[2] for name in self.names if (given := self.current(name)))

    @property
    def eligible(self):
        return len(set(self.names) - self.excused) - self.votes["recuse"]

    def verdict(self):
        """Its own arithmetic, in whole numbers."""
        votes, eligible = self.votes, self.eligible
        if eligible == 0 or (self.preset is Preset.TACIT and self.missing and self.reminded_on is None):
            return "invalid"
        if self.preset is Preset.CONSENSUS and len(self.missing) == eligible:
            return "invalid"  # silence alone consents only where it was announced
        if self.preset in (Preset.CONSENSUS, Preset.TACIT):
            return "objected" if votes["against"] else "adopted"
        wins = 3 * votes["for"] >= 2 * eligible if self.preset is Preset.QUALIFIED else 2 * votes["for"] > eligible
        return "adopted" if wins else "rejected"

    def move(self, state):
        self.moves.append((self.state, state))
        self.state = state


class RoundsMachine(AtTheTable):
    def __init__(self):
        super().__init__()
        noon = datetime.combine(today(), time(11), UTC)
        self.clock = time_machine.travel(noon, tick=True)
        self.time = self.clock.start()
        self.rounds = Rounds(self.table.session, self.table.do, self.cast.obmi, self.els)
        self.known = []
        self.members = ["Genk", "Gent"]
        self.left = set()
        self.n = 0

    def teardown(self):
        self.clock.stop()
        super().teardown()

    def tries(self, expected, command, subject, by=None, **inputs):
        """It is done exactly when the model says that it can be."""
        done = self.attempt(self.table.do, command, subject, by=by, **inputs)
        assert (done is not None) == expected, f"{command.name}, expected: {expected}"
        return done

    def steps(self, expected, one, name, **inputs):
        return self.tries(expected, procedure.procedure[name], self.row(one), by=self.els, **inputs)

    def row(self, one):
        self.table.session.rollback()
        return self.table.session.get_one(Round, one.id)

    def pick(self, nth):
        """Mostly one in which something can still happen; 0 takes any."""
        alive = [one for one in self.known if one.state not in ("certified", "cancelled")]
        these = alive if nth and alive else self.known
        return these[nth % len(these)]

    @initialize(preset=presets, said=choices, joins=newcomers)
    def begin(self, preset, said, joins):
        """A vote that is over, a vote that goes on, a task that was worded anew."""
        for kind in (RoundKind.VOTE, RoundKind.VOTE, RoundKind.TASK):
            self.start(kind, preset, 8, opened=True)
        self.sees_through(self.known[0], said, True, joins)
        self.gives(self.known[1], "griet", said[0], replacing=False, stale=False)
        self.edits(self.known[2], preset, 8)

    @rule(kind=kinds, preset=presets, days=terms, opened=st.sampled_from([True, True, False]))
    def start(self, kind, preset, days, opened):
        if sum(one.state in ("draft", "open") for one in self.known) < 3:
            self.n += 1
            due = today() + timedelta(days=days)
            made = self.rounds.ask(kind, opened=False, preset=preset, question=f"Vraag {self.n}", due_on=due)
            self.known.append(Model(made.id, kind, made.preset, due, sorted(self.members)))
            if opened:
                self.opens(self.known[-1])

    @rule(nth=nths)
    def open(self, nth):
        self.opens(self.pick(nth))

    def opens(self, one):
        can = one.state == "draft" and one.could_open(one.preset, one.due)
        if opened := self.steps(can, one, "open"):
            one.names = sorted(self.members)
            one.excused &= set(one.names)
            one.asked_on = today()
            one.digests.append(opened.digest)
            one.move("open")

    @rule(nth=nths, preset=presets | st.just(Preset.SIMPLE), days=terms)
    def edit(self, nth, preset, days):
        self.edits(self.pick(nth), preset, days)

    def edits(self, one, preset, days):
        self.n += 1
        due = today() + timedelta(days=days)
        rule_ = preset if one.kind is RoundKind.VOTE else None
        can = one.state == "open" and not one.answers and one.could_open(rule_, due)
        can = can or one.state == "draft"
        given = {"text": f"Tekst {self.n}", "preset": rule_, "due_on": due, "at_next": False}
        edited = self.attempt(self.rounds.edit, self.row(one), **given)
        assert (edited is not None) == can, f"edit, expected: {can}"
        if edited is None:
            return
        one.due, one.preset = due, rule_
        if one.state == "draft":
            one.names = sorted(self.members)
            one.excused &= set(one.names)
        else:
            assert edited.digest not in one.digests
            one.digests.append(edited.digest)
            one.asked_on, one.reminded_on = today(), None

    @rule(nth=nths, who=people, said=st.integers(0, 4), replacing=st.booleans(), stale=st.integers(0, 4))
    def answers(self, nth, who, said, replacing, stale):
        self.gives(self.pick(nth), who, said, replacing, stale == 4)

    def gives(self, one, who, said, replacing, stale):
        name = next((name for name, people in SPEAKERS.items() if who in people), None)
        current = one.current(name)
        choice = CHOICES[one.kind][said % len(CHOICES[one.kind])]
        stale = stale and len(one.digests) > 2
        given = {
            "choice": choice, "text": "Daarom", "seen": one.digests[-2 if stale else -1],
            "replaces": current[0] if replacing and current else None,
        }  # fmt: skip
        can = (
            name in one.names and name not in one.excused and one.takes_answers and not stale
            and (current is None or replacing)
        )  # fmt: skip
        if made := self.tries(can, answer.GIVE, self.row(one), by=getattr(self.cast, who), **given):
            one.answers.append((made.id, name, choice))

    @rule(nth=nths, name=cities, said=st.integers(0, 4))
    def is_written_down(self, nth, name, said):
        self.writes_down(self.pick(nth), name, said)

    def writes_down(self, one, name, said):
        place = self.table.session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()
        if place is None:
            return
        choice = CHOICES[one.kind][said % len(CHOICES[one.kind])]
        can = name in one.names and name not in one.excused and one.takes_answers and one.current(name) is None
        given = {"organisation": place, "choice": choice, "text": "Zei ze", "seen": one.digests[-1]}
        can = can and one.state != "draft"
        if made := self.tries(can, answer.RECORD, self.row(one), by=self.els, **given):
            one.answers.append((made.id, name, choice))

    @rule(nth=nths, said=choices, certified=st.booleans(), joins=newcomers)
    def see_it_through(self, nth, said, certified, joins):
        self.sees_through(self.pick(nth), said, certified, joins)

    def sees_through(self, one, said, certified, joins):
        """Whoever is silent is heard, one after the other; it is closed, the members change, it is certified, and
        somebody comes too late."""
        if one.takes_answers:
            for name, choice in zip(one.missing, said, strict=False):
                self.writes_down(one, name, choice)
        if one.state == "open":
            self.closes(one)
        if joins is not None:
            self.joins_or_leaves_the_workgroup(joins)
        if certified:
            self.certifies(one)
        if one.state != "open":
            self.gives(one, "karim", said[0], replacing=True, stale=False)

    @rule(nth=nths, name=cities, again=st.booleans())
    def leaves_or_joins_the_list(self, nth, name, again):
        one = self.pick(nth)
        place = next((party for party in self.row(one).parties if party.organisation.name == name), None)
        if place is None:
            return
        can = one.state == "draft" or (one.kind is not RoundKind.VOTE and one.state in ("open", "closed"))
        can = can and one.current(name) is None
        command, why = (procedure.ASK_AGAIN, {}) if again else (procedure.EXCUSE, {"reason": "Geen belang"})
        if self.tries(can, command, place, by=self.els, **why):
            (one.excused.discard if again else one.excused.add)(name)

    @rule(nth=nths)
    def close(self, nth):
        self.closes(self.pick(nth))

    def closes(self, one):
        if self.steps(one.can_close, one, "close"):
            one.move("closed")

    @rule(nth=nths)
    def certify(self, nth):
        self.certifies(self.pick(nth))

    def certifies(self, one):
        if certified := self.steps(one.state == "closed", one, "certify", conclusion="Zo is het"):
            one.move("certified")
            one.frozen = columns(certified)
            if one.kind is RoundKind.VOTE:
                assert certified.verdict == one.verdict(), one
                assert certified.result["eligible"] == one.eligible, one

    @rule(nth=nths, sure=st.sampled_from([False, False, True]))
    def cancel(self, nth, sure):
        one = self.pick(nth)
        if sure and self.steps(one.state in ("draft", "open"), one, "cancel", reason="Niet meer nodig"):
            one.move("cancelled")

    @rule(nth=nths, days=terms)
    def gets_more_time(self, nth, days):
        one = self.pick(nth)
        due = today() + timedelta(days=days)
        too_soon = one.preset is Preset.TACIT and one.asked_on and (due - one.asked_on).days < 7
        can = one.state == "open" and not too_soon
        if self.tries(can, procedure.EXTEND, self.row(one), by=self.els, due_on=due, at_next=False):
            one.due = due

    @rule(days=st.sampled_from([0, 1, 4, 7]))
    def time_passes(self, days):
        """And the timer goes once, as it does every night."""
        self.time.shift(timedelta(days=days))
        for one in self.known:
            due = one.state == "open" and one.is_due
            before = self.reminders()
            done = self.table.do(reminders.REMIND_WHEN_DUE, self.row(one))
            assert (done is not None) == due
            if due:
                one.reminded_on = today()
                self.went_to_who_is_missing(one, before)
            closes = one.state == "open" and one.is_past
            assert (self.table.do(procedure.CLOSE_WHEN_DUE, self.row(one)) is not None) == closes
            if closes:
                one.move("closed")

    @rule(nth=nths)
    def remind(self, nth):
        one = self.pick(nth)
        someone = any(name in SPEAKERS for name in one.missing)
        can = one.state == "open" and one.reminded_on != today() and someone
        before = self.reminders()
        if self.tries(can, reminders.REMIND, self.row(one), by=self.els):
            one.reminded_on = today()
            self.went_to_who_is_missing(one, before)

    def reminders(self):
        query = select(Message.id).where(Message.kind == "reminder").order_by(Message.id)
        return set(self.table.session.scalars(query))

    def went_to_who_is_missing(self, one, before):
        new = self.reminders() - before
        went = sorted(message.person.name.lower() for message in map(self.message, new))
        assert went == sorted(SPEAKERS[name][0] for name in one.missing if name in SPEAKERS)

    def message(self, message_id):
        return self.table.session.get_one(Message, message_id)

    @rule(name=st.sampled_from(NEWCOMERS))
    def joins_or_leaves_the_workgroup(self, name):
        if name in self.left:
            return
        if name not in self.members:
            self.table.do(
                membership.JOIN, self.cast.obmi, by=self.els, name=name, code=None, kind=OrganisationKind.CITY,
                role=MembershipRole.VOTING, since=today(),
            )  # fmt: skip
            self.members.append(name)
            return
        query = select(Membership).join(Membership.organisation).where(Organisation.name == name)
        self.table.do(membership.LEAVE, self.table.session.scalars(query).one(), by=self.els)
        self.members.remove(name)
        self.left.add(name)

    @invariant()
    def the_database_says_what_the_model_says(self):
        session = self.table.session
        session.rollback()
        for one in self.known:
            row = self.row(one)
            assert row.state.value == one.state
            assert row.digest == one.digests[-1] or one.state in ("draft", "cancelled")
            parties = session.scalars(select(RoundParty).where(RoundParty.round_id == one.id)).all()
            names = {party.id: party.organisation.name for party in parties}
            assert sorted(names.values()) == one.names
            assert {names[party.id] for party in parties if party.excused} == one.excused
            kept = session.scalars(select(Answer).where(Answer.round_id == one.id).order_by(Answer.id)).all()
            assert [(given.id, names[given.party_id], given.choice) for given in kept] == one.answers
            counting = [names[given.party_id] for given in kept if given.superseded_at is None]
            assert sorted(counting) == sorted({name for _id, name, _choice in one.answers})
            assert {given.id for given in kept if given.superseded_at is None} == {
                one.current(name)[0] for name in counting
            }
            counts = tally.count(session, row)
            assert sorted(place.name for place in counts.missing) == sorted(one.missing)

    @invariant()
    def what_is_certified_never_changes(self):
        for one in self.known:
            if one.frozen:
                row = self.row(one)
                assert columns(row) == one.frozen
                given = [place["choice"] for place in row.result["electorate"] if place["choice"]]
                assert Counter(given) == Counter(row.result["counts"])

    @invariant()
    def only_what_is_adopted_or_rejected_has_a_number(self):
        decided = self.table.session.execute(select(Decision.round_id, Decision.nth).order_by(Decision.nth)).all()
        voted = {
            one.id
            for one in self.known
            if one.state == "certified" and one.kind is RoundKind.VOTE and one.verdict() in ("adopted", "rejected")
        }
        assert {row.round_id for row in decided} == voted
        assert [row.nth for row in decided] == list(range(1, len(decided) + 1))

    @invariant()
    def each_step_stands_once_in_the_trail(self):
        told = {one.id: [] for one in self.known}
        query = (
            select(AuditEntry.row_id, AuditPayload.payload)
            .join(AuditPayload, AuditPayload.id == AuditEntry.id)
            .where(AuditEntry.table_name == "round", AuditEntry.verb == "changed")
            .order_by(AuditEntry.id)
        )
        for row_id, payload in self.table.session.execute(query):
            changed = json.loads(payload)["changes"]
            if "state" in changed:
                told[row_id].append(tuple(changed["state"]))
        for one in self.known:
            assert told[one.id] == one.moves
            assert set(one.moves) <= LISTED
            assert all(earlier[1] == later[0] for earlier, later in pairwise(one.moves))


def columns(row):
    return tuple((column.key, getattr(row, column.key)) for column in inspect(Round).column_attrs)


def test_no_order_of_things_breaks_a_round(play):
    play(RoundsMachine)


def counts_who_is_a_member_now(session, the_round, counts):
    """The electorate of today instead of that of the opening."""
    votes = tally.tally(session, the_round, counts)
    return replace(votes, electors=len(voters_on(session, the_round.workgroup_id, today())))


def everybody_is_missing(session, the_round):
    everybody = tuple(party.organisation for party in the_round.parties)
    return replace(tally.count(session, the_round), missing=everybody)


def numbers_all(session, the_round):
    """As if every vote were a decision."""
    verdict, the_round.verdict = the_round.verdict, Verdict.REJECTED
    decide(session, the_round)
    the_round.verdict = verdict


def closes_on_the_day_itself(one):
    return one.due_on is not None and one.due_on <= today()


GUARDS = ("tests/machines/conftest.py", "tests/machines/table_machine.py", "tests/table.py")
FAULTS = {
    "answers come in after closing": ("workflows.answer.takes_answers", lambda _round: None),
    "the first answer is forgotten": ("workflows.answer.current_of", lambda _session, _party: None),
    "another text keeps its digest": ("workflows.round.digest_of", lambda _round: "0" * 64),
    "an open question becomes any other": ("workflows.round.ask_anew", lambda _session, _round: None),
    "the electorate follows the membership": ("workflows.certifying.tally", counts_who_is_a_member_now),
    "a recusal stays in the denominator": ("workflows.voting.Tally.eligible", property(lambda votes: votes.electors)),
    "every vote gets a number": ("workflows.certifying.decide", numbers_all),
    "who answered is reminded": ("workflows.reminders.count", everybody_is_missing),
    "it closes a day early": ("workflows.deadlines.is_past", closes_on_the_day_itself),
    "a voter is taken off the list": ("workflows.round.may_leave_the_list", lambda _session, _party: None),
}


@pytest.mark.planted
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(finds, fault):
    finds(RoundsMachine, fault)
