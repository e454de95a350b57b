"""Story 8. From a theme to a report that every city can use: led by Gent, remarked on by two, tested by Genk."""

import io
import re
import zipfile
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import ReportTemplate
from tests.stories.conftest import changes
from tests.stories.voices import CITIES, VGC, excel_of, take_step, they_say

pytestmark = pytest.mark.browser
TITLE, THEME = "Rapport verplaatsingen", "Mobiliteit"
CONTENTS = "# Verplaatsingen\n\nHoe mensen zich verplaatsen.\n\n# Parkeren\n\nWaar de wagens staan.\n"
LINK = "https://gent.example/verplaatsingen"


@pytest.fixture
def site(on):
    return on(date(2020, 11, 2), until=date(2020, 10, 26))


@pytest.fixture
def come_in(visits, site):
    return visits(site)


def a_meeting(page):
    page.goto("/obmi/meetings/plan")
    page.get_by_label("Dag", exact=True).fill("2020-11-02")
    page.get_by_label("Begint om").fill("09:30")
    page.get_by_role("button", name="Plan").click()
    page.wait_for_url("**/obmi/meetings/2020-5")


def attach(page, here, role, name, content):
    page.goto(here)
    page.get_by_role("link", name="Voeg een bestand toe").click()
    page.get_by_label("Waarvoor in het pakket").select_option(label=role)
    page.get_by_label("Bestand", exact=True).set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("region", name="Pakket").get_by_role("link", name=name, exact=True)).to_be_visible()


def remark(page, here, kind, text, section=None, weight=None):
    page.goto(here)
    page.get_by_role("region", name="Opmerkingen").get_by_role("link").first.click()
    page.get_by_label("Soort", exact=True).select_option(label=kind)
    if section:
        page.get_by_label("Over", exact=True).select_option(label=section)
    if weight:
        page.get_by_label("Weegt").select_option(label=weight)
    page.get_by_label("Opmerking", exact=True).fill(text)
    page.get_by_role("button", name="Plaats").click()
    expect(page.get_by_role("region", name="Opmerkingen")).to_contain_text(text)


def answer_remarks(page, here, n):
    """One by one, until none is left."""
    for left in range(n, 0, -1):
        page.goto(here)
        waiting = page.get_by_role("link", name=re.compile("^Antwoord op de opmerking"))
        expect(waiting).to_have_count(left)
        waiting.first.click()
        page.get_by_label("Antwoord", exact=True).fill(f"Verwerkt ({left}).")
        page.get_by_role("button", name="Bewaar het antwoord").click()
        expect(waiting).to_have_count(left - 1)


def write(page, here, text, what=None):
    page.goto(here)
    page.get_by_role("link", name=re.compile("^Schrijf ")).click()
    page.get_by_label("Tekst", exact=True).fill(text)
    if what:
        page.get_by_label("Wat er veranderd is").fill(what)
    page.get_by_role("button", name="Bewaar deze versie").click()
    expect(page.get_by_role("status").first).to_contain_text("De nieuwe versie is bewaard.")


def test_a_template_from_theme_to_reuse(site, come_in):
    els, griet, karim = come_in("Coördinator"), come_in("Vertegenwoordiger Gent"), come_in("Vertegenwoordiger Genk")
    ann, bart = come_in("Vertegenwoordiger Antwerpen"), come_in("Vertegenwoordiger Brugge")

    els.goto("/obmi/dossiers/themes/new")
    els.get_by_label("Thema").fill(THEME)
    els.get_by_role("button", name="Voeg toe").click()
    expect(els.get_by_text("Het thema staat in de lijst.")).to_be_visible()
    karim.goto("/obmi/dossiers/new")
    karim.get_by_label("Titel").fill(TITLE)
    karim.get_by_label("Thema").select_option(label=THEME)
    karim.get_by_role("button", name="Stel voor").click()
    karim.wait_for_url(re.compile(r"/obmi/dossiers/RAP-\d+$"))
    here = karim.url

    a_meeting(els)
    expect(els.get_by_role("link", name=re.compile("dossier wacht op de vergadering"))).to_be_visible()
    take_step(els, "Roep bijeen")
    take_step(els, "Open de vergadering")
    els.goto(here)
    take_step(els, "Leg het gekozen thema vast")
    reasons = els.get_by_role("region", name="Wie kan trekker zijn")
    expect(reasons.get_by_role("row").filter(has_text="Gent")).to_contain_text("trekt nu geen dossier")
    expect(reasons.get_by_role("row").filter(has_text="Gent")).to_contain_text("Werkgroep Mobiliteitsdata")
    take_step(els, "Vraag een stad om trekker te zijn", Organisatie="Gent")
    griet.goto(here)
    expect(griet.get_by_text("Gent is gevraagd en heeft nog niet geantwoord.")).to_be_visible()
    take_step(griet, "Neem de rol van trekker op")
    expect(griet.get_by_text("Aan zet: Gent, sinds vandaag. Volgende stap: een eerste voorstel")).to_be_visible()
    expect(griet.get_by_role("region", name="Het verhaal")).to_contain_text("ervaring met dit thema")

    write(griet, here, CONTENTS)
    take_step(griet, "Dien het eerste voorstel in")
    take_step(griet, "Leg het voorstel ter bespreking voor")
    remark(ann, here, "blokkerend", "Zonder deelgemeenten kunnen wij er niets mee.", section="Parkeren")
    remark(bart, here, "vraag", "Komen de fietsen erbij?")
    griet.goto(here)
    expect(griet.get_by_text("2 opmerkingen wachten op een antwoord.")).to_be_visible()
    write(griet, here, CONTENTS.replace("wagens", "wagens en de fietsen"), "De fietsen staan erbij.")
    answer_remarks(griet, here, 2)
    bart.goto(here)
    bart.get_by_text("2 versies").click()
    bart.get_by_role("link", name="wat er veranderde").click()
    expect(bart.locator(".diff ins")).to_have_text("en de fietsen ")
    griet.goto(here)
    take_step(griet, "Dien het definitieve voorstel in")

    els.goto(here)
    take_step(els, "Leg het voorstel ter goedkeuring voor", **{"Stemmen tegen": "2020-11-09"})
    question = f"{here.rpartition('/')[2]} «{TITLE}» goedkeuren"
    they_say(site, question, dict.fromkeys((*CITIES, VGC), "for"))
    els.goto(here)
    els.get_by_role("link", name=question).click()
    take_step(els, "Sluit de ronde")
    take_step(els, "Stel het resultaat vast", **{"Besluit van de ronde": "Unaniem."})
    els.goto(here)
    expect(els.locator(".page__lead .tag")).to_have_text("goedgekeurd")
    expect(els.get_by_role("region", name="Hangt samen met")).to_contain_text("OBMI-2020-")

    attach(griet, here, "instructies", "instructies.txt", "Laad het sjabloon in Swing.")
    attach(griet, here, "het sjabloon zelf", "rapport.csv", "tabel;kolom\n1;2\n")
    els.goto(here)
    els.get_by_role("link", name="Laat een andere stad testen").click()
    expect(els.get_by_label("Wie test")).to_be_visible()
    assert "Gent" not in els.get_by_label("Wie test").locator("option").all_inner_texts(), "not the lead"
    els.get_by_label("Wie test").select_option(label="Genk")
    els.get_by_label("Oordeel tegen").fill("2020-11-20")
    els.get_by_role("button", name="Zet deze stap").click()
    expect(els.get_by_text("Aan zet: Genk")).to_be_visible()
    remark(karim, here, "bevinding", "De kaart laadt traag.", weight="hinderlijk")
    answer_remarks(griet, here, 1)
    karim.goto(here)
    karim.get_by_role("link", name=re.compile("^Is RAP-.* bruikbaar bij jullie")).click()
    karim.get_by_role("button", name=re.compile("^Bruikbaar ?:")).click()
    expect(karim.get_by_text("Jullie antwoord: bruikbaar")).to_be_visible()
    karim.goto(here)
    take_step(karim, "De test is geslaagd")
    els.goto(here)
    take_step(els, "Publiceer het pakket", Versie="1.0")
    expect(els.locator(".page__lead")).to_contain_text("versie 1.0")

    griet.goto(here)
    adoption = griet.get_by_role("region", name="Gebruik per organisatie")
    expect(adoption.locator("tbody tr")).to_have_count(14)
    griet.get_by_role("link", name="Zeg wat jullie ermee doen").click()
    griet.get_by_label("staat online", exact=True).check()
    griet.get_by_role("button", name="Antwoord").click()
    expect(griet.get_by_role("alert")).to_contain_text("vraagt waar het staat")
    griet.get_by_label("Link", exact=False).first.fill(LINK)
    griet.get_by_role("button", name="Antwoord").click()
    expect(griet.get_by_role("status").first).to_contain_text("Je antwoord is bewaard.")
    bart.goto(here)
    row = bart.get_by_role("region", name="Gebruik per organisatie").get_by_role("row").filter(has_text="Gent")
    expect(row).to_contain_text("1.0")
    expect(row).to_contain_text(LINK)
    expect(bart.get_by_text("In gebruik bij 1 organisatie")).to_be_visible()
    package = bart.request.get(bart.get_by_role("link", name="Haal versie 1.0 op").get_attribute("href"))
    held = zipfile.ZipFile(io.BytesIO(package.body()))
    assert {"export/rapport.csv", "instructions/instructies.txt", "manifest.json"} <= set(held.namelist())
    bart.goto("/obmi/dossiers")
    [line] = [line for line in excel_of(bart) if line[1] == TITLE]
    assert (line[5], line[6], line[7]) == ("gepubliceerd", "Gent", 1)
    states = [row["payload"] for row in changes(site, "report_template") if "state" in row["payload"]]
    assert len(states) == 10
    kept = site.behind(
        lambda session: session.scalars(select(ReportTemplate).where(ReportTemplate.title == TITLE)).one()
    )
    assert kept.tester_id != kept.lead_id
