"""Story 7. An agreement of 28 May 2020: put to everyone, followed up on 17 September, printed with what came of it.

The recorded request to the cities stands beside it without answers, for no document says who did what; the twelve
cities report in a round that the coordinator starts from the page of the agreement. The fourteen members are asked,
and VGC is taken off the list with a reason, so that thirteen owners are left.
"""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import reading
from tests.stories.conftest import changes
from tests.stories.voices import CITIES, VGC, excel_of, noon_of, they_say

pytestmark = pytest.mark.browser
AGREED = "Data publiceren en uitdovende onderwerpen verwijderen"
CAME_OF_IT = "Twaalf steden publiceerden en schoonden op; 't werd zeer goed opgevolgd, Turnhout volgt."


def paper(page, name):
    answered = page.request.get(f"/obmi/meetings/2020-3/papers/{name}.docx")
    assert answered.status == 200
    return reading.of_word(answered.body())


def test_from_agreement_to_evaluation(on, visits, tmp_path):
    site = on(date(2020, 6, 15), until=date(2020, 5, 28))
    come_in = visits(site)
    els = come_in("Coördinator")
    els.goto("/obmi/actions")
    els.get_by_role("link", name=AGREED).click()
    expect(els.get_by_role("main")).to_contain_text("alle leden")
    here = els.url
    els.get_by_role("link", name="Vraag het elke organisatie").click()
    expect(els.get_by_role("heading", level=1)).to_have_text("Taak voor iedereen")
    els.get_by_label("Antwoorden tegen").fill("2020-09-10")
    els.get_by_role("button", name="Bewaar").click()
    els.wait_for_url(re.compile(r"/obmi/rounds/\d+$"))
    asked = els.url
    vgc = els.get_by_role("row").filter(has_text=VGC)
    vgc.get_by_text("Meer").click()
    vgc.get_by_role("link", name="Niet van toepassing").click()
    els.get_by_label("Waarom het niet van toepassing is").fill("geen eigen Swing-site")
    els.get_by_role("button", name="Haal van de lijst").click()
    els.wait_for_url(asked)
    expect(els.get_by_role("row").filter(has_text=VGC)).to_contain_text("geen eigen Swing-site")

    aalst = come_in("Vertegenwoordiger Aalst")
    row = aalst.locator(".turn-row").filter(has_text=AGREED)
    row.get_by_role("button", name="Gedaan", exact=False).first.click()
    expect(row).to_contain_text("Jullie antwoord: gedaan")
    they_say(site, AGREED, dict.fromkeys(set(CITIES) - {"Aalst", "Turnhout"}, "done"))
    els.goto(here)
    expect(els.get_by_role("region", name="Rondes hierover")).to_contain_text("12/13")

    with noon_of(date(2020, 9, 14)):
        els = come_in("Coördinator")
        els.goto("/obmi/meetings/plan")
        els.get_by_label("Dag", exact=True).fill("2020-09-17")
        els.get_by_label("Begint om").fill("09:30")
        els.get_by_role("button", name="Plan").click()
        els.wait_for_url("**/obmi/meetings/2020-3")
        item = els.locator(".agenda > li").filter(has_text=AGREED)
        expect(item).to_have_count(1)
        counted = item.locator(".outcome").filter(has_text="12/13")
        expect(counted).to_contain_text("1 organisatie heeft nog niet geantwoord: Turnhout.")
        expect(item).not_to_contain_text("0/14")
        expect(item.get_by_role("link", name=re.compile("afspraak van 28.05.2020"))).to_be_visible()
        sent = paper(els, "agenda")
        assert f"{AGREED}. 12/13. 1 organisatie heeft nog niet geantwoord: Turnhout." in sent
        els.get_by_role("link", name="Roep bijeen").click()
        els.get_by_role("button", name="Zet deze stap").click()
        els.wait_for_url("**/obmi/meetings/2020-3")

    with noon_of(date(2020, 9, 17)):
        els = come_in("Coördinator")
        els.goto("/obmi/meetings/2020-3")
        els.get_by_role("link", name="Open de vergadering").click()
        els.get_by_role("button", name="Zet deze stap").click()
        item = els.locator(".agenda > li").filter(has_text=AGREED)
        expect(item).to_contain_text("Turnhout")
        item.get_by_role("link", name="Rond de afspraak af").click()
        els.get_by_role("button", name="Rond af").click()
        expect(els.get_by_role("alert")).to_contain_text("Schrijf wat het resultaat is.")
        els.get_by_label("Resultaat").fill(CAME_OF_IT)
        els.get_by_role("button", name="Rond af").click()
        expect(els.get_by_role("status")).to_contain_text("De afspraak is afgerond.")

        els.goto("/obmi/meetings/2020-3")
        choices = els.locator("select[name=disposition]")
        for nth in range(choices.count()):
            with els.expect_response("**/dispose"):
                choices.nth(nth).select_option(label="besproken")
        els.get_by_role("button", name="De rest is aanwezig").click()
        els.get_by_role("button", name="Bewaar de aanwezigheden").click()
        expect(els.get_by_text("Alles is ingevuld: de vergadering kan gesloten worden.")).to_be_visible()
        els.get_by_role("link", name="Sluit de vergadering").click()
        els.get_by_role("button", name="Zet deze stap").click()
        els.wait_for_url("**/obmi/meetings/2020-3")
        taken = paper(els, "minutes")
        assert "geen antwoord: Turnhout" in taken
        assert "gedaan: Aalst, Antwerpen, Brugge" in taken

        els.goto("/obmi/overviews/2020")
        agreed = els.get_by_role("group", name="Afspraken en wat ervan kwam").get_by_role("row").filter(has_text=AGREED)
        expect(agreed).to_contain_text("28 mei 2020")
        expect(agreed).to_contain_text(f"uitgevoerd: {CAME_OF_IT}")
        expect(agreed).to_contain_text("(OBMi-werkgroep 17/09/2020)")
        with els.expect_download() as download:
            els.get_by_role("link", name="Word", exact=True).click()
        download.value.save_as(tmp_path / "overview.docx")
        lines = reading.of_word((tmp_path / "overview.docx").read_bytes()).splitlines()
        assert any(AGREED in line and CAME_OF_IT in line for line in lines), "agreement and evaluation in one row"

        els.goto(asked)
        by_name = {line[0]: line[1:3] for line in excel_of(els)[1:]}
        assert by_name["Turnhout"] == ["nog aan de beurt", ""]
        assert by_name[VGC] == ["niet gevraagd", "geen eigen Swing-site"]
        assert [name for name, said in by_name.items() if said[0] == "gedaan"] == sorted(set(CITIES) - {"Turnhout"})

        rows = reading.of_excel(els.request.get("/obmi/rounds/matrix.xlsx?year=2020").body())
        recorded, counted = (row[4:] for row in rows if row[0] == AGREED)
        assert set(recorded) == {"niet vastgelegd"}, "nought of fourteen would be invented"
        assert counted[0] == "12/13"

    assert len(changes(site, "answer", "created")) == 12
    [excused] = [row for row in changes(site, "round_party") if "geen eigen Swing-site" in row["payload"]]
    assert excused["person_id"]
    ended = [json.loads(row["payload"])["changes"] for row in changes(site, "action") if CAME_OF_IT in row["payload"]]
    assert [(one["state"], one["result"]) for one in ended] == [(["open", "done"], ["", CAME_OF_IT])]
