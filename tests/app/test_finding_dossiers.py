"""Finding what is there: by occasion, in a view that was kept, and by who does the same."""

import pytest
from sqlalchemy import select

from models import Audience, Ownership, SavedView
from tests.reading import of_excel
from tests.templates_made import Templates

pytestmark = pytest.mark.both


@pytest.fixture
def made(session, do, cast):
    return Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)


def found(page: str) -> str:
    return page.partition('id="found"')[2]


def test_a_dossier_says_for_which_occasions_it_is_of_use(browser, cast, made):
    """Feature 103: what makes a city begin to work with data (004:193-198)."""
    one = made.propose("Rapport mobiliteit")
    made.propose("Steekkaart wonen")
    griet, karim = browser.as_(cast.griet), browser.as_(cast.karim)
    form = {"title": one.title, "about": "", "output": "report", "theme": one.theme_id or "", "audience": "partners"}
    at = f"/obmi/dossiers/{one.number}"
    karim.post(f"{at}/describe", **form, version=one.version, occasions=["policy_plan", "context_analysis"])
    page = griet.get(at)
    assert "een omgevingsanalyse, een beleidsplan" in page
    here = griet.get("/obmi/dossiers?occasion=policy_plan")
    assert "Rapport mobiliteit" in found(here)
    assert "Steekkaart wonen" not in found(here)
    assert "Geen dossiers gevonden" in griet.get("/obmi/dossiers?occasion=workshop")
    rows = of_excel(griet.open("/obmi/dossiers/sheet.xlsx?occasion=policy_plan").data)
    assert rows[1][8] == "een omgevingsanalyse, een beleidsplan"
    boxes = karim.get(f"{at}/describe")
    assert boxes.count("checked") == 2
    version = made.anew(one).version
    karim.post(f"{at}/describe", **form, version=version, occasions=["policy_plan"])
    assert "een omgevingsanalyse" not in griet.get(at)
    wrong = karim.post(f"{at}/describe", status=422, **form, version=made.anew(one).version, occasions=["birthday"])
    assert "Rapport mobiliteit" in wrong, "what was typed is kept"


def test_she_keeps_a_view_and_finds_it_above_the_list(browser, cast, made, session):
    made.propose("Rapport mobiliteit")
    griet, karim = browser.as_(cast.griet), browser.as_(cast.karim)
    page = griet.get("/obmi/dossiers?output=report&state=idea&view=board&nonsense=1")
    assert "/obmi/dossiers/views?view=board&amp;state=idea&amp;output=report" in page
    griet.get("/obmi/dossiers/views?view=board&state=idea&output=report&nonsense=1")
    keep = {"name": "Onze ideeën", "filters": "state=idea&nonsense=1&output=report&view=board"}
    griet.post("/obmi/dossiers/views", **keep)
    kept = session.scalars(select(SavedView)).one()
    assert (kept.filters, kept.shared) == ("output=report&state=idea&view=board", False)
    assert 'href="/obmi/dossiers?output=report&amp;state=idea&amp;view=board">Onze ideeën</a>' in griet.get(
        "/obmi/dossiers"
    )
    assert "Onze ideeën" not in karim.get("/obmi/dossiers"), "it is hers"
    griet.post("/obmi/dossiers/views", name="ONZE ideeën", filters="q=wonen")
    session.expire_all()
    assert session.scalars(select(SavedView)).one().filters == "q=wonen", "the same name replaces"
    assert "Vul dit in." in griet.post("/obmi/dossiers/views", status=422, name="", filters="q=wonen")
    griet.post(f"/obmi/dossiers/views/{kept.id}/drop")
    assert session.scalars(select(SavedView.id)).first() is None


def test_only_the_coordinator_keeps_one_for_all(browser, cast, session):
    els, griet, karim = (browser.as_(one) for one in (cast.els, cast.griet, cast.karim))
    assert "Voor de hele werkgroep" not in griet.get("/obmi/dossiers/views")
    refused = griet.post("/obmi/dossiers/views", status=403, name="Alles", filters="", shared="y")
    assert "Een weergave voor de hele werkgroep bewaart de coördinator van deze werkgroep." in refused
    els.post("/obmi/dossiers/views", name="Wat online staat", filters="state=published", shared="y")
    assert "Wat online staat" in karim.get("/obmi/dossiers")
    one = session.scalars(select(SavedView)).one()
    assert karim.open(f"/obmi/dossiers/views/{one.id}/drop", method="POST").status_code == 403
    assert browser.as_(cast.otto).open("/obmi/dossiers/views").status_code == 403


def test_thirty_views_are_enough(browser, cast):
    griet = browser.as_(cast.griet)
    for nth in range(30):
        griet.post("/obmi/dossiers/views", name=f"Nummer {nth}", filters="")
    assert "Je bewaarde er al 30" in griet.post("/obmi/dossiers/views", status=422, name="Nog een", filters="")


def test_who_begins_finds_who_does_the_same(browser, cast, made, do):
    """Feature 104: with whom to speak about a theme, out of what each led, made, tested and uses (004:228-240)."""
    theme, other = made.theme("Mobiliteit"), made.theme("Wonen")
    joint = made.published()
    example = {"ownership": Ownership.CITY, "link": "https://genk.example", "theme": theme}
    made.propose("Dashboard fietsen", **example)
    made.propose("Dashboard wonen", **(example | {"theme": other}))
    made.propose("Dashboard intern", **(example | {"audience": Audience.MEMBERS}))
    page = browser.as_(cast.griet).get(f"/obmi/who-else?theme={theme.id}")
    assert f'trok <a href="/obmi/dossiers/{joint.number}">{joint}</a>' in page
    assert "maakte" in page
    assert "Dashboard fietsen" in page
    assert "Dashboard intern" in page
    assert "Dashboard wonen" not in page
    assert f'<a href="mailto:{cast.karim.email}">{cast.karim.name}</a>' in page
    assert "Dashboard wonen" in browser.as_(cast.griet).get("/obmi/who-else")
    hers = browser.as_(cast.dora).get("/obmi/who-else")
    assert "Dashboard intern" in hers, "Genk made it, and she is its officer"
    assert browser.as_(cast.tom).open("/obmi/who-else").status_code == 403


def test_who_plans_to_use_it_is_named_too(browser, cast, made):
    joint = made.published()
    made.answer(made.round(joint, "adoption"), made.karim, "planned")
    page = browser.as_(cast.griet).get("/obmi/who-else")
    assert f'plant <a href="/obmi/dossiers/{joint.number}">' in page


def test_the_sheet_of_a_city_and_the_year_say_what_it_did(browser, cast, made):
    joint = made.published()
    made.propose("Dashboard intern", ownership=Ownership.CITY, link="https://genk.example", audience=Audience.MEMBERS)
    els = browser.as_(cast.els)
    sheet = els.get(f"/obmi/organisations/{cast.griet.organisation_id}")
    assert "Werk aan 1 dossier" in sheet
    assert str(joint) in sheet
    year = els.get(f"/obmi/overviews/{joint.at.year}")
    assert "Wie deed wat" in year
    assert f"trok {joint} (Mobiliteit)" in year
    assert f"testte {joint}" in year
    assert "Dashboard intern" not in year, "the overview goes to partners too"
