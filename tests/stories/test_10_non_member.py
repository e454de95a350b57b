"""Story 10. Hasselt is at the workshop of 28 October 2016 before it is a member: it attends, and does not vote.

The recorded workshop is over and takes no votes any more, so it is planned and held here as it would have been, on a
demonstration that knows nothing after 20 October 2016. A member is invited with a seat that votes; somebody of an
organisation that is none cannot be (the page does not offer it). So one person of Hasselt tries with the seat of an
expert, and one with that of a representative which only the command line could have given her.
"""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Organisation, SeatRole
from tests import reading
from tests.conftest import doer
from tests.stories.conftest import changes
from tests.stories.voices import coordinator, excel_of, noon_of, take_step, the_round, they_say
from workflows import membership

pytestmark = pytest.mark.browser
WORKSHOP, ASKED = "Workshop kadastergegevens", "We verwerken de kadastergegevens in FME"


def people_of_hasselt(session):
    """An expert, and somebody who would speak for it."""
    group, _els = coordinator(session)
    for name, role in (("Deskundige Hasselt", SeatRole.EXPERT), ("Spreker Hasselt", SeatRole.REPRESENTATIVE)):
        email = f"{name.split()[0].lower()}-has@example.invalid"
        doer(session)(
            membership.SEAT_EXAMPLE, group, name=name, email=email, organisation="Hasselt", role=role
        )  # fmt: skip


def hasselt(session):
    return session.scalars(select(Organisation.id).where(Organisation.name == "Hasselt")).one()


def vote_anyway(site, page, here):
    """The form that a member has, sent by who has none."""
    seen = site.behind(lambda session: the_round(session, ASKED).digest)
    page.goto(here)
    token = page.locator("[name=csrf_token]").first.input_value()
    sent = page.request.post(
        f"{here}/answer", form={"csrf_token": token, "key": "a" * 32, "choice": "for", "seen": seen}
    )
    return sent.status, sent.text()


def test_hasselt_attends_and_does_not_vote(on, visits):
    site = on(date(2016, 10, 20), until=date(2016, 10, 20))
    site.behind(people_of_hasselt)
    come_in = visits(site)
    els = come_in("Coördinator")
    els.goto("/obmi/people/invite")
    offered = els.get_by_label("Organisatie", exact=True).locator("option").all_inner_texts()
    assert "Gent" in offered
    assert "Hasselt" not in offered, "only somebody of a member is invited to a seat"

    els.goto("/obmi/meetings/plan")
    els.get_by_label("Dag", exact=True).fill("2016-10-28")
    els.get_by_label("Titel").fill(WORKSHOP)
    els.get_by_role("button", name="Plan").click()
    expect(els.get_by_role("heading", level=1)).to_have_text(WORKSHOP)
    meeting = els.url
    els.get_by_role("link", name="Nodig een gast uit").click()
    els.get_by_label("Organisatie").select_option(label="Hasselt")
    els.get_by_role("button", name="Voeg toe").click()
    els.wait_for_url(f"{meeting}**")
    take_step(els, "Roep bijeen")

    with noon_of(date(2016, 10, 28)):
        els = come_in("Coördinator")
        els.goto(meeting)
        take_step(els, "Open de vergadering")
        els.get_by_label("Aanwezigheid van Hasselt", exact=True).select_option(label="aanwezig")
        els.get_by_role("button", name="De rest is aanwezig").click()
        expect(els.get_by_label("Aanwezigheid van Aalst", exact=True)).to_have_value("present")
        with els.expect_response("**/attendance"):
            els.get_by_role("button", name="Bewaar de aanwezigheden").click()
        els.get_by_role("link", name="Start een ronde").first.click()
        if "kind=" not in els.url:
            els.get_by_role("link", name=re.compile("^Stemming")).click()
        els.get_by_label("Vraag", exact=True).fill(ASKED)
        els.get_by_role("radio", name=re.compile("^consensus")).check()
        els.get_by_label("Antwoorden tegen").fill("2016-10-31")
        els.get_by_role("button", name="Bewaar").click()
        els.wait_for_url(re.compile(r"/obmi/rounds/\d+$"))
        here = els.url
        expect(els.get_by_text("12 organisaties op de lijst")).to_be_visible()
        expect(els.get_by_role("table").get_by_text("Hasselt")).to_have_count(0)
        els.goto(f"{here}/record")
        assert "Hasselt" not in els.get_by_label("Namens").locator("option").all_inner_texts()

        reasons = {
            "Deskundige Hasselt": "Dit kan alleen wie in deze werkgroep voor een organisatie spreekt.",
            "Spreker Hasselt": "Hasselt stemt niet mee: ze was geen stemgerechtigd lid toen deze stemming openging.",
        }
        for who, sentence in reasons.items():
            page = come_in(who)
            page.goto(meeting)
            there = page.get_by_role("region", name="Aanwezig").get_by_role("listitem").filter(has_text="Hasselt")
            expect(there).to_contain_text("deelnemer, geen lid")
            page.goto(here)
            expect(page.get_by_role("main")).to_contain_text(sentence)
            expect(page.get_by_role("button", name="Voor")).to_have_count(0)
            page.goto(f"{here}/answer")
            expect(page.get_by_role("heading", level=1)).to_have_text("Dit mag je niet")
            expect(page.get_by_role("alert")).to_contain_text(sentence)
            status, said = vote_anyway(site, page, here)
            assert (status, sentence in said) == (403, True), who

        they_say(site, ASKED, {"Aalst": "for", "Gent": "for"})
        els.goto(here)
        by_name = {line[0]: line[1] for line in excel_of(els)[1:]}
        assert len(by_name) == 12
        assert "Hasselt" not in by_name
        paper = reading.of_word(els.request.get(f"{meeting}/papers/minutes.docx").body())
        present = paper.split("Aanwezig\n")[1].splitlines()[0]
        assert {"Aalst", "Hasselt"} <= set(present.split(", ")), "and nobody votes by being there"

    there = [json.loads(row["payload"])["changes"] for row in changes(site, "attendance", "created")]
    assert [one["organisation_id"][1] for one in there].count(site.behind(hasselt)) == 1
    assert len(changes(site, "answer", "created")) == 2, "of who is no member nothing was written"
