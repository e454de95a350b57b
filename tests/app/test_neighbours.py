"""Beside what she may read stand things that she may not. They took every step, and nothing tells her of them."""

import re
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Text, select

from models import (
    Audience,
    CommentKind,
    DossierTheme,
    FileRole,
    Meeting,
    MeetingState,
    MembershipRole,
    Message,
    OrganisationKind,
    Output,
    Ownership,
    Person,
    Relation,
    ReportTemplate,
    RoundKind,
    SeatRole,
    StepTaken,
)
from tests.app.crawl import crawl, of_a_group
from tests.conftest import person
from tests.files.laid import put_a_file
from tests.templates_made import CONTENTS, FINAL, Templates
from workflows import dossier, leading, membership, report_template
from workflows.clock import today
from workflows.revision import nothing_open

WORD = "buurwoord"
SOON = {"due_on": today() + timedelta(days=14)}


class Neighbours(Templates):
    """Dossiers of which every title, text, note and file holds a word of its own."""

    def theme(self, name: str = "Mobiliteit") -> DossierTheme:
        """One list for all: it is no secret what is worked on at all."""
        return Templates(self.session, self.do, self.group, self.els, self.griet, self.karim).theme(name)

    def propose(self, title: str = "", **more: Any) -> ReportTemplate:
        """By the secretariat: what Genk proposes its data protection officer reads."""
        return super().propose(title, **({"by": self.els} | more))

    def says(self, what: str) -> str:
        return f"{self.word} {what}"

    def at_the_meeting_that_runs(self, one: ReportTemplate) -> None:
        """No meeting is planned for it: that anybody who sits there would see."""
        held = self.session.scalars(select(Meeting).where(Meeting.state == MeetingState.RUNNING)).first()
        if held is None:
            self.at_a_meeting(one)
        else:
            self.put_on_agenda(one, held)

    def found_a_lead(self, **given) -> ReportTemplate:
        """Gent offered itself, was asked, declined, and was asked again."""
        one = self.propose(**given)
        self.do(leading.OFFER, self.anew(one), by=self.griet, note=self.says("aanbod"))
        self.at_the_meeting_that_runs(one)
        self.step(one, "choose_theme", note=self.says("thema gekozen"))
        self.step(one, "ask_lead", lead=self.griet.organisation, note=self.says("wil je"))
        self.step(one, "decline_lead", by=self.griet, note=self.says("liever niet"))
        self.step(one, "ask_lead", lead=self.griet.organisation)
        return self.step(one, "accept_lead", by=self.griet)

    def spoken_about(self, one: ReportTemplate) -> None:
        """A text, a remark, a vote against it, and one that is carried."""
        self.write(one, CONTENTS.replace("Waar", self.says("tekst: waar")))
        for name in ("first_proposal", "discuss"):
            self.step(one, name, by=self.griet)
        self.resolve(self.remark(one, self.karim, self.says("opmerking")), resolution=self.says("verwerkt"))
        for name in ("final_proposal", "discuss_again", "final_proposal"):
            self.step(one, name, by=self.griet)
        self.voted(one, "against", "for")
        for row in nothing_open(self.anew(one), CommentKind.BLOCKING):
            self.resolve(row)
        self.write(one, FINAL.replace("Waar", self.says("tekst: waar")))
        self.voted(one, "for", "for")

    def tried(self, one: ReportTemplate, keep) -> None:
        """Tested three times: it has to be put in better words, then in other words, and then it is good."""
        for role in (FileRole.EXPORT, FileRole.INSTRUCTIONS):
            keep(self.anew(one), by=self.griet, name=f"{self.word}-{role}.txt", content=role.encode(), role=role)
        self.step(one, "ask_test", tester=self.karim.organisation, **SOON)
        for name, text in (("test_again", "Waar alle wagens"), ("vote_again", "Waar geen wagens")):
            self.answer(self.round(one, RoundKind.TEST), self.karim, "after_changes", text=self.says("oordeel"))
            found = self.remark(one, self.karim, self.says("bevinding"), kind=CommentKind.FINDING, severity=3)
            self.step(one, "adapt", by=self.karim)
            other = name == "vote_again"
            self.write(one, FINAL.replace("Waar de wagens", self.says(text)), material=other)
            self.resolve(found)
            if other:
                self.voted(one, "for", "for")
                self.step(one, "ask_test", tester=self.karim.organisation, **SOON)
            else:
                self.step(one, "test_again", by=self.griet, **SOON)
        self.answer(self.round(one, RoundKind.TEST), self.karim, "usable", text=self.says("oordeel"))
        self.step(one, "pass_test", by=self.karim)

    def out(self, one: ReportTemplate, *versions: str) -> None:
        for nth, version in enumerate(versions):
            if nth:
                self.step(one, "revise", by=self.griet)
                self.write(one, FINAL.replace("Waar", self.says(f"versie {version}: waar")), material=False)
                self.step(one, "corrected", by=self.griet)
            given = {"release": version, "licence": self.says("licentie"), "news": self.says("nieuws")}
            self.step(one, "publish", **given)
        self.answer(
            self.round(one, RoundKind.ADOPTION),
            self.karim,
            "online",
            text=self.says("gebruik"),
            link=f"https://{self.word}.example",
        )

    def published_twice(self, keep, **given) -> ReportTemplate:
        one = self.found_a_lead(**given)
        self.spoken_about(one)
        self.tried(one, keep)
        self.out(one, "1.0", "1.1")
        return one

    def live(self, keep, **given) -> None:
        """Every step that a dossier can take, by as many dossiers as that needs."""
        first = self.published_twice(keep, title=" eerst", **given)
        second = self.published_twice(keep, title=" opvolger", **given)
        self.do(dossier.LINK, self.anew(first), by=self.els, other=self.anew(second), relation=Relation.BELONGS_WITH)
        self.step(first, "sunset", sunset_on=today() + timedelta(days=30))
        self.step(first, "supersede", successor=self.anew(second))
        self.step(second, "retire", reason=self.says("voorbij"))
        third = self.propose(" gestopt", **given)
        self.do(leading.OFFER, self.anew(third), by=self.griet, note=self.says("aanbod"))
        self.at_the_meeting_that_runs(third)
        self.step(third, "choose_theme")
        self.step(third, "name_lead", lead=self.griet.organisation)
        self.step(third, "stop", reason=self.says("gestopt omdat"))
        self.step(third, "reopen")
        shown = {"ownership": Ownership.CITY, "output": Output.DASHBOARD, "link": f"https://{self.word}.example"}
        self.step(self.propose(" voorbeeld", **(given | shown)), "ask_around")


@pytest.fixture
def keep(app, do):
    return partial(put_a_file, app, do)


@pytest.fixture
def everybody(session, do, cast):
    """The cast, a partner, who only reads for Gent, who sat for a member that left, and who is not signed in."""
    place = partial(do, membership.SET_UP, cast.obmi, code=None, since=date(2020, 1, 1))
    place(name="Statistiek", kind=OrganisationKind.PARTNER, role=MembershipRole.GUEST)
    place(name="Brugge", kind=OrganisationKind.CITY, role=MembershipRole.VOTING)
    more = {
        name: person(session, name, organisation, cast.obmi, role)
        for name, organisation, role in (
            ("ada", "Statistiek", SeatRole.REPRESENTATIVE), ("mia", "Gent", SeatRole.READER),
            ("lea", "Brugge", SeatRole.EXPERT),
        )
    }  # fmt: skip
    brugge = more["lea"].organisation
    [there] = brugge.memberships
    do(membership.LEAVE, there, by=cast.els)
    return {name: one for name, one in vars(cast).items() if isinstance(one, Person)} | more | {"nobody": None}


def test_every_step_was_taken(session, cast, do, keep):
    """Else what follows would say nothing of it."""
    Neighbours(session, do, cast.obmi, cast.els, cast.griet, cast.karim, WORD).live(keep, audience=Audience.MEMBERS)
    taken = set(session.scalars(select(StepTaken.step).where(StepTaken.of_dossier_id.is_not(None))))
    assert taken == {one.name for one in report_template.procedure.steps}


SAME = ("ada", "tom")
"""The partner and the vendor read other pages of the group."""
READS = ("griet", "dora")
"""Griet for Gent; and Dora of Genk what Genk is asked. Neither they, nor who sat for a member that left, nor Otto."""
SAID = ("tekst", "wil je", "opmerking", "verwerkt", "oordeel", "bevinding", "licentie", "gebruik")


def test_neighbours_that_took_every_step_are_told_to_nobody_else(app, session, cast, do, keep, everybody, browser):
    """No word of them on any page, in any file or mail; and of what she reads no count, median or number changes."""
    shown = Neighbours(session, do, cast.obmi, cast.els, cast.griet, cast.karim)
    shown.published_twice(keep, title="Rapport", audience=Audience.VENDOR)
    addresses = list(of_a_group(app, session, cast.obmi))
    visitors = {name: browser.as_(everybody[name]) for name in (*READS, *SAME, "lea", "otto")}
    before = {name: still(crawl(visitors[name], addresses)) for name in SAME}
    hidden = Neighbours(session, do, cast.obmi, cast.els, cast.griet, cast.karim, WORD)
    hidden.live(keep, audience=Audience.MEMBERS)
    for name in SAME:
        after = still(crawl(visitors[name], addresses))
        assert {one for one in addresses if before[name][one] != after[one]} == set(), name
    theirs = set(of_a_group(app, session, cast.obmi)) - set(addresses)
    everything = {name: "".join(crawl(visitor, theirs).values()) for name, visitor in visitors.items()}
    assert {name for name, text in everything.items() if WORD in text} == set(READS)
    found = {name: [one for one in SAID if f"{WORD} {one}" in everything[name]] for name in READS}
    assert found == {"griet": list(SAID), "dora": ["tekst", "oordeel", "gebruik"]}, "what Genk is asked, and said"
    mailed = set(session.scalars(select(Message.person_id).where(Message.letter.cast(Text).contains(WORD))))
    assert mailed
    assert mailed & {everybody[name].id for name in ("dora", *SAME, "lea", "otto")} == set()


ANEW = re.compile(r"I[\w-]{50,}[\w.-]*|[0-9a-f]{12,}|data-at=.\d+|<dcterms:.*?Z<|DTSTAMP:\w+")
"""Keys of forms, numbers of requests, and the moment that something was asked."""


def still(pages: dict[str, str]) -> dict[str, str]:
    return {address: ANEW.sub("", page) for address, page in pages.items()}
