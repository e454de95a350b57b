"""A report template as people work on it, for every test that needs one somewhere on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    AgendaItem,
    Audience,
    Comment,
    CommentKind,
    Document,
    DossierTheme,
    FileRole,
    Meeting,
    Output,
    Person,
    Preset,
    Purpose,
    ReportTemplate,
    Revision,
    RevisionKind,
    Round,
    RoundKind,
    Workgroup,
    open_to,
)
from tests.table import Table
from workflows import answer, comment, document, dossier, revision
from workflows import report_template as verbs
from workflows import round as rounds
from workflows.clock import today
from workflows.template_rounds import last_round

CONTENTS = "# Verplaatsingen\n\nHoe mensen zich verplaatsen.\n\n# Parkeren\n\nWaar de wagens staan.\n"
TABLE = """
| Indicator | Bron | Gebiedsniveau | Gebruik |
| --- | --- | --- | --- |
| Parkeerplaatsen | mobiliteitsregister | statistische sector | omgevingsanalyse |
"""
FINAL = CONTENTS.replace("Waar de wagens staan.", "Waar de wagens en de fietsen staan.")


@dataclass
class Templates:
    """Els coordinates, Griet of Gent leads, Karim of Genk tests."""

    session: Session
    do: Callable[..., Any]
    group: Workgroup
    els: Person
    griet: Person
    karim: Person
    word: str = ""

    def theme(self, name: str = "Mobiliteit") -> DossierTheme:
        there = self.session.scalars(select(DossierTheme).where(DossierTheme.name == self.word + name)).first()
        if there:
            return there
        made: DossierTheme = self.do(dossier.ADD_THEME, self.group, by=self.els, name=self.word + name, parent=None)
        return made

    def propose(self, title: str = "Rapport mobiliteit", **more: Any) -> ReportTemplate:
        given = {"output": Output.REPORT, "theme": self.theme(), "about": f"{self.word}waarvoor"} | more
        opened = given.get("audience") in open_to(Audience.VENDOR)  # by the coordinator alone
        by = given.pop("by", self.els if opened else self.karim)
        made: ReportTemplate = self.do(verbs.PROPOSE, self.group, by=by, title=f"{self.word}{title}", **given)
        return made

    def anew(self, one: ReportTemplate) -> ReportTemplate:
        self.session.rollback()
        return self.session.get_one(ReportTemplate, one.id)

    def step(self, one: ReportTemplate, name: str, by: Person | None = None, **inputs: Any) -> ReportTemplate:
        self.do(verbs.procedure[name], self.anew(one), by=by or self.els, **inputs)
        return self.anew(one)

    def at_a_meeting(self, one: ReportTemplate, *, runs: bool = True) -> Meeting:
        """On the agenda of a meeting, which begins: it stands there by itself while it waits for one."""
        table = Table(self.session, self.do, self.group, self.els, word=self.word)
        held = table.plan(today(), twice=True)
        if not any(item.dossier_id == one.id for item in table.items(held)):
            self.put_on_agenda(one, held)
        return table.open(self.session.get_one(Meeting, held.id)) if runs else held

    def put_on_agenda(self, one: ReportTemplate, held: Meeting) -> AgendaItem:
        item: AgendaItem = self.do(
            dossier.PUT_ON_AGENDA, self.anew(one), by=self.els, meeting=held, purpose=Purpose.DISCUSS
        )
        return item

    def write(self, one: ReportTemplate, text: str = CONTENTS, by: Person | None = None, **more: Any) -> Revision:
        newest = revision.latest(self.anew(one))
        given = {
            "kind": RevisionKind.PROPOSAL, "based_on": newest.id if newest else None,
            "note": "beter" if newest else "",
        } | more  # fmt: skip
        made: Revision = self.do(revision.WRITE, self.anew(one), by=by or self.griet, text=text, **given)
        return made

    def remark(self, one: ReportTemplate, by: Person, text: str, **more: Any) -> Comment:
        given = {"kind": CommentKind.REMARK, "text": text} | more
        made: Comment = self.do(comment.SAY, self.anew(one), by=by, **given)
        return made

    def resolve(self, row: Comment, by: Person | None = None, resolution: str = "verwerkt") -> Comment:
        done: Comment = self.do(comment.RESOLVE, row, by=by or self.griet, resolution=resolution)
        return done

    def attach(self, one: ReportTemplate, role: FileRole | None, name: str = "") -> Document:
        content = document.Content(
            name or f"{role or 'los'}.txt", "text/plain", 9, (name or str(role)).ljust(64, "0")[:64]
        )
        row: Document = self.do(
            document.TO_DOSSIER, self.anew(one), by=self.griet, content=content, audience=None, role=role
        )
        return row

    def write_of(self, one: ReportTemplate) -> Revision:
        """The text as it stands."""
        newest = revision.latest(self.anew(one))
        assert newest
        return newest

    def led(self, **more: Any) -> ReportTemplate:
        """With a theme chosen in a meeting, and Gent as lead."""
        one = self.propose(**more)
        self.at_a_meeting(one)
        self.step(one, "choose_theme")
        self.step(one, "ask_lead", lead=self.griet.organisation)
        return self.step(one, "accept_lead", by=self.griet)

    def discussed(self, **more: Any) -> ReportTemplate:
        """With a first proposal in discussion."""
        text = more.pop("text", CONTENTS)
        one = self.led(**more)
        self.write(one, text)
        self.step(one, "first_proposal", by=self.griet)
        return self.step(one, "discuss", by=self.griet)

    def voted(self, one: ReportTemplate, *choices: str, preset: Preset = Preset.CONSENSUS) -> ReportTemplate:
        """The final proposal put to the vote, answered by Gent and Genk in that order, and certified."""
        if self.anew(one).state == "under_discussion":
            self.step(one, "final_proposal", by=self.griet)
        name = "vote_again" if self.anew(one).state == "being_adapted" else "put_to_vote"
        self.step(one, name, preset=preset, due_on=today() + timedelta(days=14))
        vote = self.round(one, RoundKind.VOTE)
        for person, choice in zip((self.griet, self.karim), choices, strict=False):
            self.answer(vote, person, choice, text="omdat" if choice == "against" else "")
        self.do(rounds.procedure["close"], self.round(one, RoundKind.VOTE), by=self.els)
        self.do(rounds.procedure["certify"], self.round(one, RoundKind.VOTE), by=self.els)
        return self.anew(one)

    def round(self, one: ReportTemplate, kind: RoundKind) -> Round:
        found = last_round(self.anew(one), kind)
        assert found
        return found

    def answer(self, the_round: Round, by: Person, choice: str, **more: Any) -> Any:
        self.session.rollback()
        the_round = self.session.get_one(Round, the_round.id)
        return self.do(answer.GIVE, the_round, by=by, choice=choice, **({"seen": the_round.digest} | more))

    def approved(self, **more: Any) -> ReportTemplate:
        one = self.discussed(**more)
        return self.voted(one, "for", "for")

    def tested(self, keep: Any = None, **more: Any) -> ReportTemplate:
        """Given to Genk, with its package; `keep` puts a file in the store and attaches it."""
        one = self.approved(**more)
        for role in (FileRole.EXPORT, FileRole.INSTRUCTIONS):
            if keep is None:
                self.attach(one, role)
            else:
                keep(self.anew(one), name=f"{role}.txt", content=role.encode(), role=role)
        return self.step(one, "ask_test", tester=self.karim.organisation, due_on=today() + timedelta(days=14))

    def ready(self, **more: Any) -> ReportTemplate:
        one = self.tested(**more)
        self.answer(self.round(one, RoundKind.TEST), self.karim, "usable")
        return self.step(one, "pass_test", by=self.karim)

    def published(self, **more: Any) -> ReportTemplate:
        one = self.ready(**more)
        return self.step(one, "publish", release="1.0", licence="CC BY 4.0", news="")
