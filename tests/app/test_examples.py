"""What one city has and shows to the others: a way of working, a division in neighbourhoods; and who received whom."""

import pytest
from sqlalchemy import select

from models import Document, Meeting, MeetingState, Output, Ownership, ReportTemplate, RoundKind
from tests.files.laid import a_file, packed
from tests.table import Table
from tests.templates_made import Templates
from workflows import leading
from workflows.clock import today
from workflows.engine import set_state


@pytest.fixture
def made(session, do, cast):
    return Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)


PRACTICE = {
    "title": "Datageletterdheid in de praktijk", "output": "practice", "theme": "", "audience": "partners",
    "ownership": "city", "about": "Elke **dienst** krijgt een halve dag.", "contact": "verantwoordelijke databeheer",
}  # fmt: skip


def test_a_city_shows_how_it_works_and_adds_its_files(browser, cast, session):
    """Feature 89: a card with the city, the theme, whom to ask by function, and files (003:89-93)."""
    griet, karim = browser.as_(cast.griet), browser.as_(cast.karim)
    bare = griet.post("/obmi/dossiers/new", status=422, **(PRACTICE | {"about": ""}))
    assert "Beschrijf wat jullie doen en hoe anderen het kunnen gebruiken." in bare
    assert "verantwoordelijke databeheer" in bare, "what was typed is kept"
    griet.post("/obmi/dossiers/new", **PRACTICE)
    one = session.scalars(select(ReportTemplate)).one()
    at = f"/obmi/dossiers/{one.number}"
    assert (one.maker_id, one.state) == (cast.griet.organisation_id, "example")
    page = karim.get(at)
    assert "Elke <strong>dienst</strong> krijgt een halve dag." in page
    assert "verantwoordelijke databeheer" in page
    assert "Voeg een bestand toe" not in page
    add = f"/obmi/files/dossier/{one.id}/add"
    assert karim.open(add).status_code == 403
    griet.open(add, "POST", **packed(file=a_file("programma.txt")))
    kept = session.scalars(select(Document)).one()
    assert "programma.txt" in karim.get(at)
    assert karim.open(f"/obmi/files/{kept.id}/withdraw").status_code == 403
    assert griet.open(f"/obmi/files/{kept.id}/withdraw").status_code == 200
    assert one.title in karim.get("/obmi/dossiers?output=practice")


def test_a_division_in_neighbourhoods_is_used_by_others(browser, cast, made, session):
    """Feature 77: with owner, basis and mapping, as Roeselare's between its own areas and the sectors (000:296-298)."""
    given = {"output": Output.DIVISION, "ownership": Ownership.CITY, "level": "statistische sector"}
    one = made.propose("Sectorgebaseerde wijkindeling", about="Een tussenstap.", **given)
    griet, karim = browser.as_(cast.griet), browser.as_(cast.karim)
    assert "Vraag wie dit ook gebruikt" in karim.get(f"/obmi/dossiers/{one.number}")
    step = f"/obmi/steps/report_template/{one.id}/ask_around"
    assert griet.open(step, "POST", data={"version": one.version}).status_code == 403, "only who made it asks around"
    karim.post(step, version=made.anew(one).version)
    asked = made.round(one, RoundKind.ADOPTION)
    assert asked.question == f"Gebruiken jullie {one.number} «Sectorgebaseerde wijkindeling»?"
    made.answer(asked, cast.griet, "online", link="https://gent.example/wijken")
    page = karim.get(f"/obmi/dossiers/{one.number}")
    assert "Gebruik per organisatie" in page
    assert "https://gent.example/wijken" in page
    assert "Dat is al gevraagd" in karim.get(step, status=422)
    assert "gebruikt" in griet.get("/obmi/who-else")
    assert one.title in griet.get(f"/obmi/dossiers/new?from={one.number}"), "and it may become a template for all"


def test_who_receives_the_others_did_something_for_all(browser, cast, do, session):
    table = Table(session, do, cast.obmi, cast.els)
    held = table.open_with(today(), "Kennismaking")
    els = browser.as_(cast.els)
    form = {"title": held.title, "place": "Stadhuis", "link": "", "chair": "", "host": cast.griet.organisation_id}
    els.post(f"/obmi/meetings/{held.number}/describe", **form, version=held.version)
    assert "te gast bij Gent" in els.get(f"/obmi/meetings/{held.number}")
    session.rollback()
    set_state(session.get_one(Meeting, held.id), MeetingState.HELD)
    session.commit()
    done = leading.ledger(session, cast.obmi, cast.els)
    assert [(one.organisation.name, one.role, one.what) for one in done] == [("Gent", "hosted", held.title)]
    assert "ontving" in els.get("/obmi/dossiers/effort")
