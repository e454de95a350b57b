"""Story 9. Fourteen votes, one of them replaced, a vendor who sees nothing, a quorum that is not there.

There is no address for programs yet: "the API and page refuse changes" is the page, and the same form sent late.
"""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from models import Answer, Decision
from tests import reading
from tests.stories.conftest import changes, trail_of
from tests.stories.voices import CITIES, VGC, excel_of, noon_of, take_step, the_round, they_say

pytestmark = pytest.mark.browser
REPORT, RHYTHM = "Het rapport mobiliteit goedkeuren", "Voortaan om de zes weken samenkomen"
TEXT = "We nemen de indeling in **zes** categorieën over, ook voor baby's en peuters."


def an_item(page, title, proposal):
    page.goto("/obmi/meetings/2020-5")
    page.get_by_role("link", name="Voeg een punt toe").click()
    page.get_by_label("Onderwerp").fill(title)
    page.get_by_label("Bedoeling").select_option("decide")
    page.get_by_label("Voorstel", exact=True).fill(proposal)
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url("**/obmi/meetings/2020-5**")


def a_vote(page, title, rule):
    """From the item on the agenda."""
    page.goto("/obmi/meetings/2020-5")
    page.locator(".agenda > li").filter(has_text=title).get_by_role("link", name="Start een ronde").click()
    expect(page.get_by_label("Vraag", exact=True)).to_have_value(title)
    page.get_by_role("radio", name=re.compile(f"^{rule}")).check()
    page.get_by_role("button", name="Bewaar").click()
    page.wait_for_url(re.compile(r"/obmi/rounds/\d+$"))
    return page.url


def counted(session):
    one = the_round(session, REPORT)
    query = select(func.count()).where(Answer.round_id == one.id)
    return session.scalar(query), session.scalar(query.where(Answer.superseded_at.is_(None)))


@pytest.fixture
def site(on):
    return on(date(2020, 11, 2), until=date(2020, 10, 26))


@pytest.fixture
def come_in(visits, site):
    return visits(site)


@pytest.fixture
def els(come_in):
    """The coordinator, with a meeting planned on 10 December 2020."""
    page = come_in("Coördinator")
    page.goto("/obmi/meetings/plan")
    page.get_by_label("Dag", exact=True).fill("2020-12-10")
    page.get_by_label("Begint om").fill("09:30")
    page.get_by_role("button", name="Plan").click()
    page.wait_for_url("**/obmi/meetings/2020-5")
    return page


def test_fourteen_votes_one_each(site, come_in, els):
    an_item(els, REPORT, TEXT)
    here = a_vote(els, REPORT, "schriftelijk")
    expect(els.get_by_text("14 organisaties op de lijst")).to_be_visible()
    expect(els.get_by_role("region", name="Voorstel")).to_contain_text("zes categorieën over")

    griet = come_in("Vertegenwoordiger Gent")
    griet.goto(f"{here}/answer?choice=for")
    jef = come_in("Plaatsvervanger Gent")
    jef.goto("/")
    jef.get_by_role("button", name=re.compile(f"^Onthouding ?: {REPORT}")).click()
    expect(jef.locator(".turn-row").filter(has_text=REPORT)).to_contain_text("Jullie antwoord: onthouding")
    els.reload()
    row = els.get_by_role("row").filter(has_text="Gent")
    expect(row).to_contain_text("Plaatsvervanger Gent plaatsvervanger")

    griet.get_by_role("button", name="Antwoord").click()
    expect(griet.get_by_role("alert")).to_contain_text("Gent antwoordde al «onthouding» (Plaatsvervanger Gent")
    assert site.behind(counted) == (1, 1)
    griet.get_by_role("button", name="Vervang het antwoord").click()
    expect(griet.get_by_role("status").first).to_contain_text("Je antwoord is bewaard.")
    row = griet.get_by_role("row").filter(has_text="Gent")
    expect(row).to_contain_text("voor")
    row.get_by_text("1 eerder antwoord").click()
    expect(row).to_contain_text("onthouding (Plaatsvervanger Gent")
    assert site.behind(counted) == (2, 1), "both are kept, one counts"
    expect(griet.get_by_role("region", name="De tafel").get_by_role("img")).to_have_attribute(
        "aria-label", re.compile(r"^1 – 0\.")
    )
    expect(griet.get_by_text(re.compile("Bewijs: schakel"))).to_be_visible()

    tom = come_in("Leverancier")
    for path in ("/", "/obmi/rounds?state=everything", "/obmi/rounds/matrix", "/obmi/meetings/2020-5"):
        tom.goto(path)
        expect(tom.get_by_role("main")).not_to_contain_text(REPORT)
    assert REPORT not in str(reading.of_excel(tom.request.get("/obmi/rounds/matrix.xlsx").body()))
    for path in ("", "/sheet.xlsx", "/answer"):
        assert tom.request.get(f"{here}{path}").status == 404

    others = dict.fromkeys(set(CITIES) - {"Gent", "Genk", "Turnhout"}, "for")
    they_say(site, REPORT, others | {"Genk": ("against", "Te ruim"), "Turnhout": "abstain"})
    karim = come_in("Vertegenwoordiger Genk")
    karim.goto(f"{here}/answer")
    they_say(site, REPORT, {VGC: "for"})
    els.reload()
    expect(els.get_by_role("region", name="De tafel")).to_contain_text("aangenomen als er nu gesloten werd")
    take_step(els, "Sluit de ronde")

    karim.get_by_label("voor", exact=True).check()
    karim.get_by_role("button", name="Vervang het antwoord").click()
    expect(karim.get_by_role("main")).to_contain_text("De ronde is gesloten: er kan niet meer geantwoord worden.")
    assert karim.request.get(f"{here}/answer").status == 409
    assert site.behind(counted) == (15, 14)

    els.goto(here)
    expect(els.get_by_role("region", name="De tafel")).to_contain_text("Tussenstand: aangenomen, nog vast te stellen.")
    take_step(els, "Stel het resultaat vast", **{"Besluit van de ronde": "Aangenomen door twaalf van de veertien."})
    expect(els.get_by_role("region", name="De tafel")).to_contain_text("Vastgesteld: aangenomen.")
    frozen = els.get_by_role("region", name="Vastgesteld")
    number = site.behind(lambda session: session.scalars(select(Decision.number).where(Decision.text == REPORT)).one())
    assert re.fullmatch(r"OBMI-2020-\d\d", number)

    by_name = {line[0]: line[1:3] for line in excel_of(els)[1:]}
    assert len(by_name) == 14
    assert by_name["Genk"] == ["tegen", "Te ruim"]
    assert by_name["Turnhout"] == ["onthouding", ""]
    assert {name for name, said in by_name.items() if said[0] == "voor"} == {*CITIES, VGC} - {"Genk", "Turnhout"}

    trail = trail_of(site)
    seen = re.search(r"Spoor tot schakel (\d+)\s+([0-9a-f]{64})", frozen.inner_text())
    assert seen, "the end of the trail is printed with the result"
    [link] = [row for row in trail if row["seq"] == int(seen[1])]
    assert link["hash"] == seen[2]
    votes = [json.loads(row["payload"])["changes"] for row in changes(site, "answer", "created")]
    assert len(votes) == 15
    assert votes[1]["replaces_id"][1] is not None

    els.goto("/obmi/decisions")
    expect(els.get_by_role("row").filter(has_text=number)).to_contain_text(REPORT)
    els.goto(f"/obmi/decisions/{number}")
    expect(els.get_by_role("main")).to_contain_text("baby's en peuters")


def test_without_a_quorum_nothing_is_decided(site, come_in, els):
    there = ("Aalst", "Brugge", "Genk", "Gent", "Leuven", VGC)
    an_item(els, RHYTHM, "We komen om de zes weken samen.")
    take_step(els, "Roep bijeen")
    with noon_of(date(2020, 12, 10)):
        els = come_in("Coördinator")
        els.goto("/obmi/meetings/2020-5")
        take_step(els, "Open de vergadering")
        for name in {*CITIES, VGC}:
            said = "aanwezig" if name in there else "verontschuldigd"
            els.get_by_label(f"Aanwezigheid van {name}", exact=True).select_option(label=said)
        with els.expect_response("**/attendance"):
            els.get_by_role("button", name="Bewaar de aanwezigheden").click()
        a_vote(els, RHYTHM, "gewone meerderheid")
        they_say(site, RHYTHM, dict.fromkeys(there, "for"))
        els.reload()
        table = els.get_by_role("region", name="De tafel")
        expect(table).to_contain_text("Tussenstand: niet geldig als er nu gesloten werd.")
        expect(table).to_contain_text("Het quorum is niet bereikt: 6 van 14 aanwezig, 7 nodig.")
        take_step(els, "Sluit de ronde")
        take_step(els, "Stel het resultaat vast")
        expect(table).to_contain_text("Vastgesteld: niet geldig.")
        expect(els.get_by_role("region", name="Vastgesteld")).to_contain_text("Aanwezig")

        by_name = {line[0]: line[1] for line in excel_of(els)[1:]}
        assert {name for name, said in by_name.items() if said == "voor"} == set(there)
        assert {name for name, said in by_name.items() if said == "geen antwoord"} == {*CITIES, VGC} - set(there)
        paper = reading.of_word(els.request.get("/obmi/meetings/2020-5/papers/minutes.docx").body())
        assert (
            "voor: Aalst, Brugge, Genk, Gent, Leuven, Vlaamse Gemeenschapscommissie; geen antwoord: Antwerpen" in paper
        )
        assert "niet geldig" in paper

        els.goto("/obmi/decisions")
        expect(els.get_by_role("main")).not_to_contain_text(RHYTHM)
        made = [row for row in trail_of(site) if row["table"] == "decision" and RHYTHM in (row["payload"] or "")]
        assert made == [], "an invalid vote takes no number"
        [frozen] = [row for row in changes(site, "round") if '"invalid"' in row["payload"]]
        assert frozen["person_id"]
