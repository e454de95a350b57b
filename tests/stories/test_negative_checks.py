"""The negative checks of all stories, for rounds: another city, a second click, no connection, accents.

The trail keeps what changed: an answer that was refused changed nothing, so the sentence that refuses it is on the
page and the trail has no line of it. That a link in a mail expires is tried with the link of a guest.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Answer, Audience, RoundKind
from tests import reading
from tests.asked import ask
from tests.conftest import doer
from tests.stories.conftest import changes, trail_of
from tests.stories.voices import coordinator, excel_of, noon_of, the_round
from workflows import round as rounds

pytestmark = pytest.mark.browser
ASKED = "Wat doet de Kruispuntbank met baby's en peuters, één café ver?"
SAID = "Baby's en peuters: de Kruispuntbank kent er «geen» – naïef én coëfficiënt, 's avonds & < 3 jaar"


@pytest.fixture
def site(on):
    site = on(date(2020, 11, 2), until=date(2020, 10, 26))

    def put(session):
        group, els = coordinator(session)
        for kind in (RoundKind.CALL, RoundKind.INTEREST):
            question = ASKED if kind is RoundKind.CALL else "Interesse in de peuters"
            ask(doer(session), group, els, kind, question=question, audience=Audience.PARTNERS)

    site.behind(put)
    return site


@pytest.fixture
def come_in(visits, site):
    return visits(site)


def at(site, question):
    return f"/obmi/rounds/{site.behind(lambda session: the_round(session, question).id)}"


def answers(site):
    return site.behind(
        lambda session: [(one.party.organisation.name, one.choice, one.text) for one in session.scalars(select(Answer))]
    )


def sent(site, page, path, **form):
    """The form of the page with other words in it, as somebody would who looks into it."""
    seen = site.behind(lambda session: the_round(session, ASKED).digest)
    token = page.locator("[name=csrf_token]").first.input_value()
    given = {"csrf_token": token, "key": "b" * 32, "choice": "nothing", "seen": seen} | form
    return page.request.post(path, form=given, max_redirects=0)


def test_nobody_writes_for_another_city(site, come_in):
    here = at(site, ASKED)
    griet = come_in("Vertegenwoordiger Gent")
    griet.goto(here)
    genk = site.behind(
        lambda session: next(
            one.organisation_id for one in the_round(session, ASKED).parties if one.organisation.name == "Genk"
        )
    )
    before = len(trail_of(site))
    expect(griet.get_by_role("link", name="Noteer")).to_have_count(0)
    griet.goto(f"{here}/record?organisation={genk}")
    expect(griet.get_by_role("heading", level=1)).to_have_text("Dit mag je niet")
    griet.goto(here)
    refused = sent(site, griet, f"{here}/record", organisation=str(genk))
    assert refused.status == 403
    assert "Dit kan alleen de coördinator van deze werkgroep." in refused.text()
    party = site.behind(lambda session: the_round(session, ASKED).parties[3].id)
    assert sent(site, griet, f"{here}/parties/{party}/excuse", reason="niet voor hen").status == 403
    assert len(trail_of(site)) == before, "what is refused changes nothing"
    assert answers(site) == []

    assert sent(site, griet, f"{here}/answer", organisation=str(genk)).status == 302
    assert answers(site) == [("Gent", "nothing", "")], "whatever the form says, she speaks for Gent alone"
    [line] = changes(site, "answer", "created")
    els = come_in("Coördinator")
    els.goto("/obmi/trail")
    expect(els.get_by_role("row").filter(has_text=f"antwoord {line['row_id']} ")).to_contain_text(
        "Vertegenwoordiger Gent (GNT)"
    )


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_double_click_makes_one_answer(site, come_in, script):
    page = come_in("Vertegenwoordiger Gent", java_script_enabled=script)
    row = page.get_by_role("region", name="Mijn beurt").locator(".turn-row").filter(has_text="Interesse in de peuters")
    row.get_by_role("button", name=re.compile("^Misschien")).dblclick()
    expect(row).to_contain_text("Jullie antwoord: misschien")
    page.goto(f"{at(site, ASKED)}/answer?choice=answered")
    page.get_by_label("Antwoord", exact=True).last.fill(SAID)
    page.get_by_role("button", name="Antwoord").dblclick()
    expect(page.get_by_role("row").filter(has_text="Gent")).to_contain_text(SAID)
    assert answers(site) == [("Gent", "maybe", ""), ("Gent", "answered", SAID)]
    assert len(changes(site, "answer", "created")) == 2


def test_without_a_connection_the_text_stays(site, come_in):
    page = come_in("Vertegenwoordiger Gent")
    row = page.get_by_role("region", name="Mijn beurt").locator(".turn-row").filter(has_text="Interesse in de peuters")
    page.context.set_offline(True)
    row.get_by_role("button", name=re.compile("^Ja")).click()
    expect(row.get_by_role("alert")).to_have_text(re.compile("^Geen verbinding"))
    page.context.set_offline(False)
    row.get_by_role("button", name=re.compile("^Ja")).click()
    expect(row).to_contain_text("Jullie antwoord: ja")

    page.goto(f"{at(site, ASKED)}/answer?choice=answered")
    area = page.get_by_label("Antwoord", exact=True).last
    area.fill(SAID)
    page.context.set_offline(True)
    page.get_by_role("button", name="Antwoord").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Geen verbinding. Wat je typte staat er nog: probeer het straks opnieuw."
    )
    expect(area).to_have_value(SAID)
    assert len(answers(site)) == 1
    page.context.set_offline(False)
    page.get_by_role("button", name="Antwoord").click()
    expect(page.get_by_role("status").first).to_contain_text("Je antwoord is bewaard.")
    assert answers(site)[1:] == [("Gent", "answered", SAID)]


def test_a_server_that_is_away_for_a_moment_costs_no_click(site, come_in):
    page = come_in("Vertegenwoordiger Gent")
    row = page.get_by_role("region", name="Mijn beurt").locator(".turn-row").filter(has_text="Interesse in de peuters")
    page.route("**/answer", lambda route: route.abort("internetdisconnected"))
    row.get_by_role("button", name=re.compile("^Ja")).click()
    expect(row.get_by_role("alert")).to_have_text(re.compile("^Geen verbinding"))
    page.unroute("**/answer")
    row.get_by_role("button", name=re.compile("^Ja")).click()
    expect(row).to_contain_text("Jullie antwoord: ja")


def test_a_colleague_who_was_first_is_shown(site, come_in):
    """The row on the screen was old: the answer that stands comes on a page, with the choice that was clicked."""
    griet, jef = come_in("Vertegenwoordiger Gent"), come_in("Plaatsvervanger Gent")
    of = {}
    for page in (griet, jef):
        rows = page.get_by_role("region", name="Mijn beurt").locator(".turn-row")
        of[page] = rows.filter(has_text="Interesse in de peuters")
    of[jef].get_by_role("button", name=re.compile("^Ja")).click()
    expect(of[jef]).to_contain_text("Jullie antwoord: ja")
    of[griet].get_by_role("button", name=re.compile("^Nee")).click()
    expect(griet.get_by_role("alert")).to_contain_text("Gent antwoordde al «ja» (Plaatsvervanger Gent")
    expect(griet.get_by_label("nee")).to_be_checked()
    griet.get_by_role("button", name="Vervang het antwoord").click()
    expect(griet.locator(".turn-row").filter(has_text="Interesse in de peuters")).to_contain_text(
        "Jullie antwoord: nee"
    )
    assert [choice for _name, choice, _text in answers(site)] == ["yes", "no"]


def test_exports_keep_accents_and_apostrophes(site, come_in):
    page = come_in("Vertegenwoordiger Gent")
    page.goto(f"{at(site, ASKED)}/answer?choice=answered")
    page.get_by_label("Antwoord", exact=True).last.fill(SAID)
    page.get_by_role("button", name="Antwoord").click()
    expect(page.get_by_role("row").filter(has_text="Gent")).to_contain_text(SAID)
    [gent] = [line for line in excel_of(page)[1:] if line[0] == "Gent"]
    assert gent[2] == SAID
    rows = reading.of_excel(page.request.get("/obmi/rounds/matrix.xlsx").body())
    assert ASKED in [row[0] for row in rows]
    address = page.request.get(f"{at(site, ASKED)}/sheet.xlsx").headers["content-disposition"]
    assert ".xlsx" in address


def test_the_link_of_a_guest_expires(site, come_in):
    els = come_in("Coördinator")
    els.goto(at(site, ASKED))
    row = els.get_by_role("row").filter(has_text="Genk")
    row.get_by_text("Meer").click()
    row.get_by_role("button", name="Link voor een gast").click()
    expect(els.get_by_label("Adres voor de gast")).to_have_value(re.compile("/guest/"))
    address = re.search(r"/guest/[\w-]+", els.get_by_label("Adres voor de gast").input_value())
    assert address
    guest = come_in()
    guest.goto(address[0])
    expect(guest.get_by_role("main")).to_contain_text("Kruispuntbank")

    def longer(session):
        one = the_round(session, ASKED)
        doer(session)(rounds.EXTEND, one, by=coordinator(session)[1], due_on=date(2020, 12, 31), at_next=False)

    site.behind(longer)
    with noon_of(date(2020, 11, 17)):
        guest.goto(address[0])
        expect(guest.get_by_role("main")).to_contain_text("Deze link werkt niet meer")
    assert answers(site) == []
