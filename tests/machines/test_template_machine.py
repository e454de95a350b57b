"""The life of a report template: a model in plain Python knows what may happen, and the database must say the same."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import func, select

from models import (
    Comment,
    CommentKind,
    Decision,
    DossierState,
    FileRole,
    Preset,
    Publication,
    ReportTemplate,
    Revision,
    RoundKind,
    StepTaken,
    Verdict,
)
from tests.machines.table_machine import AtTheTable
from tests.templates_made import Templates
from workflows import report_template as procedure
from workflows import template_rounds
from workflows.clock import today

ASKS = {"remark", "question", "blocking"}
WRITTEN_IN = {"lead_chosen", "first_proposal", "under_discussion", "being_adapted"}
PACKAGE = {"export", "instructions"}
LEADERS, TESTERS = {"els", "griet"}, {"els", "griet", "karim"}
verdicts = st.sampled_from(["usable", "usable", "after_changes", "not_usable"])
packages = st.sampled_from([PACKAGE, {"instructions"}, set()])
people = st.sampled_from(["els", "els", "griet", "griet", "karim"])
AHEAD = {
    "idea": "choose_theme", "lead_chosen": "first_proposal", "first_proposal": "discuss",
    "under_discussion": "final_proposal", "final_proposal": "put_to_vote", "approved": "ask_test",
    "in_test": "pass_test", "being_adapted": "test_again", "ready": "publish", "published": "revise",
}  # fmt: skip
STEPS = [step.name for step in procedure.procedure.steps if step.name not in ("supersede", "name_lead", "stop")]


@dataclass
class Model:
    """What is known of one template, without a look at the database. Texts are told by whether they were material."""

    id: int
    state: str = "idea"
    asked: bool = False
    texts: list[bool] = field(default_factory=list)
    approved: int = -1
    open_comments: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    verdict: str | None = None
    tested: int = -1
    voted: bool = False
    versions: int = 0
    moves: int = 0

    @property
    def open_asks(self):
        return [one for one in self.open_comments if one in ASKS]

    @property
    def findings(self):
        return [one for one in self.open_comments if one == "finding"]

    @property
    def changed(self):
        """Whether something material came after what was approved."""
        return self.approved < 0 or any(self.texts[self.approved + 1 :])

    @property
    def verdict_now(self):
        return self.verdict if self.tested == len(self.texts) - 1 else None

    def ready(self, name):
        """Whether nothing is missing for this step, the state and the person aside."""
        whole = self.roles >= PACKAGE
        return {
            "accept_lead": self.asked, "decline_lead": self.asked, "first_proposal": bool(self.texts),
            "final_proposal": not self.open_asks, "put_to_vote": not self.open_asks, "approve": False,
            "send_back": False, "ask_test": "instructions" in self.roles,
            "adapt": bool(self.findings) or self.verdict_now in ("after_changes", "not_usable"),
            "test_again": not self.changed, "vote_again": self.changed,
            "pass_test": self.verdict_now == "usable" and not self.findings and whole,
            "publish": "blocking" not in self.open_comments and not self.findings and whole and not self.changed,
            "corrected": bool(self.versions) and not self.changed and not self.open_asks,
        }.get(name, True)  # fmt: skip


WHO = {
    "accept_lead": {"griet"}, "decline_lead": {"griet"}, "first_proposal": LEADERS, "discuss": LEADERS,
    "final_proposal": LEADERS, "discuss_again": LEADERS, "test_again": LEADERS, "revise": LEADERS,
    "corrected": LEADERS, "adapt": TESTERS, "pass_test": TESTERS,
}  # fmt: skip
"""What is not named here is for the coordinator. Before there is a lead, only the coordinator leads."""


class TemplateMachine(AtTheTable):
    def __init__(self):
        super().__init__()
        cast = self.cast
        self.made = Templates(self.table.session, self.table.do, cast.obmi, cast.els, cast.griet, cast.karim)

    @initialize(roles=packages, far=st.integers(0, 5), choice=verdicts, material=st.booleans())
    def begin(self, roles, far, choice, material):
        """On the table of a meeting; mostly some way along."""
        one = self.made.propose()
        self.made.at_a_meeting(one)
        self.one = Model(one.id)
        if far:
            for who, name in (("els", "choose_theme"), ("els", "ask_lead"), ("griet", "accept_lead")):
                self.takes(name, who)
            self.writes("griet", True)
            for name in ("first_proposal", "discuss"):
                self.takes(name, "griet")
        if far == 1:
            self.says("karim", "remark")
            self.takes("final_proposal", "griet")
        if far > 1:
            self.attaches(roles)
            self.takes("final_proposal", "griet")
            self.takes("put_to_vote", "els")
            self.votes("against" if far == 2 else "for")
        if far > 2:
            self.the_lead_would_test_itself()
        if far > 3:
            self.takes("ask_test", "els")
            self.judges("not_usable" if far == 5 else choice, "karim")
        if far == 5:
            self.takes("adapt", "griet")
            self.writes("griet", material)
            self.takes("test_again", "griet")

    @property
    def row(self):
        self.table.session.rollback()
        return self.table.session.get_one(ReportTemplate, self.one.id)

    def inputs(self, name):
        due = {"due_on": today() + timedelta(days=14)}
        gent, genk = self.cast.griet.organisation, self.cast.karim.organisation
        return {
            "ask_lead": {"lead": gent}, "put_to_vote": {"preset": Preset.CONSENSUS, **due},
            "vote_again": {"preset": Preset.CONSENSUS, **due}, "ask_test": {"tester": genk, **due}, "test_again": due,
            "publish": {"release": f"1.{self.one.versions}", "licence": "CC BY 4.0", "news": ""},
            "sunset": {"sunset_on": today() + timedelta(days=30)}, "retire": {"reason": "op"},
        }.get(name, {})  # fmt: skip

    def takes(self, name, who, **other):
        """The step is taken exactly when the model says that it can be."""
        step, one = procedure.procedure[name], self.one
        led = one.state not in ("idea", "theme_chosen")
        may = who in WHO.get(name, {"els"}) and (who == "els" or led or name in ("accept_lead", "decline_lead"))
        can = one.state in {source.value for source in step.sources} and may and one.ready(name) and not other
        given = self.inputs(name) | other
        done = self.attempt(self.table.do, step, self.row, by=getattr(self.cast, who), **given)
        assert (done is not None) == can, f"{name} by {who} in {one.state}, expected: {can}"
        if done is not None:
            one.state, one.moves = step.target.value, one.moves + 1
            self.after(name)

    def after(self, name):
        one = self.one
        if name in ("ask_lead", "accept_lead", "decline_lead"):
            one.asked = name == "ask_lead"
        if name in ("put_to_vote", "vote_again"):
            one.voted = True
        if name in ("ask_test", "test_again"):
            one.tested, one.verdict = len(one.texts) - 1, None
        if name == "publish":
            one.versions += 1

    @rule(name=st.sampled_from(STEPS), who=people)
    def tries_a_step(self, name, who):
        self.takes(name, who)

    @rule(who=people)
    def goes_on(self, who):
        if name := AHEAD.get(self.one.state):
            self.takes(name, who)

    @rule()
    def the_lead_would_test_itself(self):
        self.takes("ask_test", "els", tester=self.cast.griet.organisation)

    @rule(who=people, material=st.booleans())
    def writes(self, who, material):
        one = self.one
        led = who == "els" or (who == "griet" and one.state not in ("idea", "theme_chosen"))
        can = one.state in WRITTEN_IN and led
        given = {"text": f"# Kop\n\nTekst {len(one.texts)}", "material": material}
        done = self.attempt(self.made.write, self.row, by=getattr(self.cast, who), **given)
        assert (done is not None) == can, f"write by {who} in {one.state}, expected: {can}"
        if done is not None:
            one.texts.append(material or not one.texts)

    @rule(who=people, kind=st.sampled_from(["remark", "blocking", "finding", "finding"]))
    def says(self, who, kind):
        one = self.one
        can = bool(one.texts) and one.state != "retired"
        if kind == "finding":
            can = can and one.state == "in_test" and who == "karim"
        weight = {"severity": 2} if kind == "finding" else {}
        by = getattr(self.cast, who)
        done = self.attempt(self.made.remark, self.row, by, "iets", kind=CommentKind(kind), **weight)
        assert (done is not None) == can, f"{kind} by {who} in {one.state}, expected: {can}"
        if done is not None:
            one.open_comments.append(kind)

    @rule()
    def answers_the_oldest(self):
        query = select(Comment).where(Comment.dossier_id == self.one.id, Comment.resolved_at.is_(None))
        row = self.table.session.scalars(query.order_by(Comment.id)).first()
        assert (row is not None) == bool(self.one.open_comments)
        if row is not None:
            self.made.resolve(row, by=self.els)
            self.one.open_comments.remove(row.kind.value)

    @rule(roles=st.sampled_from([PACKAGE, {"export"}, {"instructions"}]))
    def attaches(self, roles):
        for role in sorted(roles - self.one.roles):
            if self.attempt(self.made.attach, self.row, FileRole(role)):
                self.one.roles.add(role)

    @rule(choice=st.sampled_from(["for", "for", "against"]))
    def votes(self, choice):
        """Both answer, it is closed and certified, and the template goes where the vote sends it."""
        one = self.one
        if one.state != "approval":
            return
        vote = self.made.round(self.row, RoundKind.VOTE)
        self.made.answer(vote, self.cast.griet, "for")
        self.made.answer(vote, self.cast.karim, choice, text="daarom" if choice == "against" else "")
        for name in ("close", "certify"):
            by_name = self.made.round(self.row, RoundKind.VOTE)
            self.table.do(procedure_of_rounds[name], by_name, by=self.els)
        one.moves += 1
        if choice == "for":
            one.state, one.approved = "approved", len(one.texts) - 1
        else:
            one.state = "under_discussion"
            one.open_comments.append("blocking")

    @rule(choice=verdicts, who=st.sampled_from(["karim", "karim", "griet"]))
    def judges(self, choice, who):
        one = self.one
        test = template_rounds.last_round(self.row, RoundKind.TEST)
        if test is None:
            return
        can = one.state == "in_test" and who == "karim" and one.verdict is None
        by = getattr(self.cast, who)
        done = self.attempt(self.made.answer, test, by, choice, text="om een reden")
        assert (done is not None) == can, f"{choice} by {who} in {one.state}, expected: {can}"
        if done is not None:
            one.verdict = choice

    @invariant()
    def the_database_says_the_same(self):
        if not hasattr(self, "one"):
            return
        one, session, row = self.one, self.table.session, self.row
        assert row.state.value == one.state
        assert session.scalar(select(func.count()).select_from(Revision)) == len(one.texts)
        assert session.scalar(select(func.count()).select_from(Publication)) == one.versions
        told = select(func.count()).where(StepTaken.of_dossier_id == one.id)
        assert session.scalar(told) == one.moves
        carried = template_rounds.adopted_vote(row)
        assert (carried.revision.nth - 1 if carried else -1) == one.approved
        taken = select(func.count()).select_from(Decision).where(Decision.number.is_not(None))
        assert session.scalar(taken) == (session.scalar(adopted) or 0)


procedure_of_rounds = template_rounds.rounds.procedure
adopted = select(func.count()).where(template_rounds.Round.verdict == Verdict.ADOPTED)


def test_no_order_of_things_breaks_a_template(play):
    play(TemplateMachine)


def any_verdict(template):
    """As if every test ended well."""
    test = template_rounds.last_round(template, RoundKind.TEST)
    return type("Said", (), {"choice": "usable"}) if test else None


def everything_is_there(_template):
    return {role: [] for role in FileRole}


GUARDS = ("tests/machines/conftest.py", "tests/machines/table_machine.py", "tests/table.py")
FAULTS = {
    "remarks need no answer": ("workflows.template_guards.nothing_open", lambda *_: []),
    "a material change needs no vote": ("workflows.template_guards.changed_since_approval", lambda _template: False),
    "a package is always whole": ("workflows.template_guards.roles_of", everything_is_there),
    "every test ends well": ("workflows.template_guards.verdict_of_the_test", any_verdict),
    "every vote is carried": ("workflows.voting.verdict", lambda _preset, _votes: Verdict.ADOPTED),
    "the lead tests its own work": ("workflows.template_effects.may_test", lambda *_: None),
    "the text changes while it is voted on": ("workflows.revision.WRITTEN_IN", tuple(DossierState)),
}


@pytest.mark.planted
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(finds, fault):
    finds(TemplateMachine, fault)
