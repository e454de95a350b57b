"""The yearly overview: it writes itself, an editor's text stays, and a fact that changed under it is flagged."""

from datetime import date, timedelta

import pytest

from models import OverviewEdition, OverviewText, Preset, RoundKind
from tests import reading
from tests.table import Table
from workflows import agenda, overview, workgroup, yearly
from workflows.clock import today


def this_year():
    """Asked in each test: a run may begin on the last evening of December."""
    return today().year


def at():
    return f"/obmi/overviews/{this_year()}"


@pytest.fixture
def held(table):
    meeting = table.plan(today())
    table.add(meeting, "Zorgbudget", item_type="connector_release")
    table.add(meeting, "Personeel", audience="members")
    table.open(meeting)
    open_item, secret = table.items(meeting)
    table.write(open_item, "Twee nieuwe reeksen.\n! Gent: cijfers nakijken")
    table.write(secret, "Vertrouwelijk.")
    return table.close(meeting)


def basis_in(page: str, place: str) -> str:
    """What the page says that the text at this place would stand on."""
    return page.split(f"/{place}/keep")[1].split('name="basis" value="')[1][:64]


def write(browser, who, place, text, version=0, status=302, **more):
    form = {"text": text, "version": version, "basis": "", **more}
    return browser.as_(who).post(f"{at()}/{place}/write", status=status, **form)


def test_it_writes_itself_for_partners_and_wider(cast, browser, held):
    page = browser.as_(cast.els).get(at())
    assert f"In {this_year()} kwam de werkgroep 1 keer samen." in page
    assert "Er kwamen gegevens ter beschikking: Zorgbudget." in page
    assert "Twee nieuwe reeksen." in page
    assert "open, tegen" in page or "open, zonder termijn" in page
    assert "Personeel" not in page
    assert "1 punt is voor minder lezers bestemd" in page
    assert "Zorgbudget" not in browser.as_(cast.tom).get(at())


def test_what_a_subgroup_was_asked_is_not_for_the_vendor(cast, browser, held, do):
    do(
        workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, name="Mobiliteit", slug="mobiliteit", mandate="Uitzoeken hoe",
        organisations=[], lead=cast.griet.organisation, questions=["Welke bron?"],
    )  # fmt: skip
    page = browser.as_(cast.griet).get(at())
    for words in ("Mobiliteit", "trekker Gent", "Uitzoeken hoe", "Welke bron?", "nog geen rapport"):
        assert words in page
    assert "Uitzoeken hoe" not in browser.as_(cast.tom).get(at())


def test_her_text_stays_and_says_when_the_fact_changed(session, cast, browser, table, held, do):
    item = table.items(held)[0]
    place = f"item-{item.id}"
    assert "Er kwamen gegevens" in browser.as_(cast.els).get(f"{at()}/{place}/write")
    seen = browser.as_(cast.els).get(f"{at()}/{place}/write").split('name="basis"')[1].split('value="')[1][:64]
    write(browser, cast.els, place, "Het zorgbudget staat **overal** online.", basis=seen)
    page = browser.as_(cast.griet).get(at())
    assert "staat <b>overal</b> online" in page
    assert "Er kwamen gegevens" not in page
    assert "cijfers nakijken" in page  # what came of it is always the facts'
    assert "Tekst verouderd" not in page

    item.title = "Zorgbudget en detailhandel"
    session.commit()
    page = browser.as_(cast.els).get(at())
    assert "Tekst verouderd" in page
    assert "Er kwamen gegevens ter beschikking: Zorgbudget en detailhandel." in page
    assert "staat <b>overal</b> online" in page
    keep = {"version": 1, "basis": basis_in(page, place)}
    browser.as_(cast.els).post(f"{at()}/{place}/keep", status=302, **keep)
    browser.as_(cast.els).post(f"{at()}/{place}/keep", status=409, **keep)
    assert "Tekst verouderd" not in browser.as_(cast.els).get(at())
    browser.as_(cast.els).post(f"{at()}/{place}/forget", status=409, version=1)
    browser.as_(cast.els).post(f"{at()}/{place}/forget", status=409)
    browser.as_(cast.els).post(f"{at()}/{place}/forget", status=302, version=2)
    page = browser.as_(cast.els).get(at())
    assert "overal" not in page
    assert "Zorgbudget en detailhandel" in page
    browser.as_(cast.els).post(f"{at()}/{place}/keep", status=404, **keep)


def test_two_editors_of_one_place(session, cast, browser, held):
    write(browser, cast.els, "intro", "De eerste tekst.")
    page = write(browser, cast.els, "intro", "De tweede tekst.", status=409)
    assert "Iemand anders bewaarde intussen" in page
    assert "De eerste tekst." in page
    assert "De tweede tekst." in page
    write(browser, cast.els, "intro", "De derde tekst.", version=session.query(OverviewText).one().version)
    assert "De derde tekst." in browser.as_(cast.els).get(at())


def test_after_taking_away_nobody_saves_over_what_she_did_not_read(cast, browser, held):
    """Griet's colleague read version 1; it was taken away and written anew meanwhile."""
    write(browser, cast.els, "intro", "Eerst.")
    browser.as_(cast.els).post(f"{at()}/intro/forget", status=302, version=1)
    assert "Eerst." not in browser.as_(cast.els).get(at())
    write(browser, cast.els, "intro", "Daarna.", version=2)
    write(browser, cast.els, "intro", "Laat.", version=1, status=409)
    assert "Daarna." in browser.as_(cast.els).get(at())


def test_published_again_after_going_back(cast, browser, held):
    els = browser.as_(cast.els)
    els.post(f"{at()}/publish", status=302)
    write(browser, cast.els, "closing", "Dank.")
    els.post(f"{at()}/publish", status=302)
    els.post(f"{at()}/closing/forget", status=302, version=1)
    els.post(f"{at()}/publish", status=302)
    assert "Dank." not in browser.as_(cast.griet).get(f"{at()}/editions/3")


def test_a_text_whose_item_went_is_still_there_for_who_wrote_it(session, cast, browser, table, held):
    item = table.items(held)[0]
    write(browser, cast.els, f"item-{item.id}", "Mijn lange tekst.")
    item.dropped_because = "vergissing"
    session.commit()
    page = browser.as_(cast.els).get(at())
    assert "Teksten zonder plaats" in page
    assert "Mijn lange tekst." in page
    assert "Mijn lange tekst." not in browser.as_(cast.griet).get(at())
    assert "cijfers nakijken" in page  # the agreement that was made there still counts


def test_what_was_agreed_in_a_hidden_item_is_in_no_edition(session, cast, browser, table, do):
    """The agreement itself is for partners, its item is not; it ended in a meeting of this year."""
    from models import Action
    from workflows import action

    before = table.plan(date(this_year() - 1, 3, 4))
    table.add(before, "Personeel", audience="secretariat")
    table.open(before)
    table.write(table.items(before)[0], "! Gent: geheim maken")
    table.close(before)
    now = table.open_with(today(), "Terugblik")
    do(action.FINISH, table.one(Action), by=cast.els, state="done", result="Het ligt er.")
    row = table.one(Action)
    row.evaluated_in_id, row.audience = now.id, "partners"
    session.commit()
    table.close(now)
    assert "geheim maken" not in browser.as_(cast.els).get(at())


def test_a_decision_outside_any_item_counts(session, cast, browser, table):
    from models import Decision

    meeting = table.open_with(today(), "Werkplan")
    table.write(table.items(meeting)[0], "= Elk jaar een rapport")
    table.close(meeting)
    taken = table.one(Decision)
    taken.item_id = None
    session.commit()
    page = browser.as_(cast.els).get(at())
    assert "Er werd 1 beslissing genomen." in page
    assert page.count("Elk jaar een rapport") == 2


def test_a_decision_taken_in_writing_counts_too(cast, browser, held, rounds):
    """No meeting took it: it is a decision of the year all the same."""
    vote = rounds.ask(RoundKind.VOTE, preset=Preset.WRITTEN, question="De zes categorieën overnemen")
    for person in (cast.griet, cast.karim):
        rounds.say(vote, person, "for")
    rounds.step(vote, "close")
    rounds.step(vote, "certify")
    page = browser.as_(cast.els).get(at())
    assert "Er werd 1 beslissing genomen." in page
    assert f"OBMI-{this_year()}-01" in page


def test_an_edition_never_changes(session, cast, browser, held):
    browser.as_(cast.els).post(f"{at()}/publish", status=302)
    write(browser, cast.els, "closing", "Met dank aan allen.")
    els = browser.as_(cast.els)
    els.post(f"{at()}/publish", status=302)
    els.post(f"{at()}/publish", status=302)
    assert "er niets veranderd" in els.get(at())
    first, _second = session.query(OverviewEdition).order_by(OverviewEdition.n).all()
    assert first.digest == overview.digest_of([cast.obmi.id, this_year(), 1, first.content])
    page = browser.as_(cast.griet).get(f"{at()}/editions/1")
    assert first.digest in page
    assert "Met dank" not in page
    assert "Met dank" in browser.as_(cast.griet).get(f"{at()}/editions/2")
    assert "Met dank" in reading.of_word(browser.as_(cast.griet).open(f"{at()}/editions/2/document.docx").data)
    browser.as_(cast.tom).get(f"{at()}/editions/2", status=404)


@pytest.mark.parametrize("kind", ["docx", "pdf", "md"])
def test_a_year_without_meetings_opens_too(cast, browser, kind):
    assert f"Van {this_year()} zijn geen vergaderingen vastgelegd." in browser.as_(cast.els).get(at())
    content = browser.as_(cast.els).open(f"{at()}/document.{kind}").data
    read = {"docx": reading.of_word, "pdf": reading.of_pdf, "md": bytes.decode}[kind]
    assert "geen vergaderingen vastgelegd" in read(content)


def test_years_that_cannot_be(cast, browser):
    for path in (
        "/obmi/overviews/1789",
        f"/obmi/overviews/{this_year() + 1}",
        f"{at()}/document.exe",
        f"{at()}/nergens/write",
    ):
        browser.as_(cast.els).get(path, status=404)


def test_a_workgroup_that_stopped_half_way_says_so(session, cast, browser, held, do):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)
    do(workgroup.procedure.step("start"), cast.obmi, by=cast.els)
    do(workgroup.procedure.step("end"), cast.obmi, by=cast.els, report="Alles is beschreven.")
    page = browser.as_(cast.els).get(at())
    assert "Einde van de werkgroep:" in page
    assert "Alles is beschreven." in page


def test_what_ended_this_year_was_agreed_in_an_earlier_one(session, cast, do, table):
    before = table.plan(date(this_year() - 1, 3, 4))
    table.add(before, "Rapport")
    table.open(before)
    table.write(table.items(before)[0], "! Gent: sjabloon maken")
    table.close(before)
    now = table.open_with(today(), "Terugblik")
    from models import Action
    from workflows import action

    do(action.FINISH, table.one(Action), by=cast.els, state="done", result="Het ligt er.")
    row = table.one(Action)
    row.evaluated_in_id = now.id
    session.commit()
    table.close(now)
    assert [one.text for one in yearly.of(session, cast.obmi, this_year(), cast.els).earlier] == ["sjabloon maken"]


def test_hostile_text_in_the_name_of_a_meeting(cast, browser, table):
    hostile = "{{ 7*7 }} #eval(1) =1+1 🎉 שלום " + "x" * 200
    meeting = table.plan(today(), title=hostile)
    table.add(meeting, hostile)
    table.open(meeting)
    table.close(meeting)
    for kind, read in (("docx", reading.of_word), ("md", bytes.decode)):
        assert "{{ 7\\*7 }}" in read(browser.as_(cast.els).open(f"{at()}/document.{kind}").data).replace("7*7", "7\\*7")
    assert "#eval(1) =1+1" in reading.of_pdf(browser.as_(cast.els).open(f"{at()}/document.pdf").data)
    assert "&lt;" not in browser.as_(cast.els).get(at()).split('aria-label="De tijdlijn')[1][:200]


def test_of_many_years_only_those_that_met(session, cast, browser, table: Table):
    for year in (this_year() - 3, this_year() - 1):
        table.close(table.open_with(date(year, 5, 6), "Werkplan"))
    table.plan(today() + timedelta(days=30))
    assert yearly.years(session, cast.obmi, cast.griet) == [this_year() - 1, this_year() - 3]
    assert f"Overzicht van {this_year() - 3}" in browser.as_(cast.griet).get("/obmi/overviews")


def test_every_kind_and_outcome_has_its_sentence():
    from models import AgendaItem, Disposition, ItemType
    from workflows.sentences import SAYS, sentence_of

    assert set(SAYS) == set(ItemType)
    assert set(agenda.TYPES) == set(ItemType)
    for kind in ItemType:
        for disposition in [None, *Disposition]:
            item = AgendaItem(title="Titel", item_type=kind, disposition=disposition, presenter="Karim")
            assert "Titel" in str(sentence_of(item))
