"""The papers of a meeting and the lists that go along: each reader gets her part, and it reads back the same."""

from datetime import date, timedelta

import pytest

from models import Action
from tests import reading
from workflows.clock import today


@pytest.fixture
def held(table):
    """A meeting with a secret item; its minutes are approved."""
    meeting = table.plan(today() - timedelta(days=30), place="Gent")
    table.add(meeting, "Zorgbudget", proposal="Samen **één** bron")
    table.add(meeting, "Personeel", audience="secretariat")
    table.open(meeting)
    open_item, secret = table.items(meeting)
    table.write(open_item, "Iedereen is het eens.\n= Elke stad zet het online\n! Gent: cijfers nakijken")
    table.write(secret, "Vertrouwelijk besproken.")
    table.close(meeting)
    own = table.minutes(meeting)
    table.step(own, "circulate")
    later = table.open_with(today(), "Later")
    table.step(own, "approve", meeting=later)
    return meeting


def paper(browser, who, meeting, name: str) -> bytes:
    answer = browser.as_(who).open(f"/obmi/meetings/{meeting.number}/papers/{name}")
    assert answer.status_code == 200
    assert f"OBMI {meeting.number}" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.data


@pytest.mark.parametrize(("kind", "read"), [("docx", reading.of_word), ("pdf", reading.of_pdf)])
def test_minutes_say_what_was_decided_and_which_text_was_approved(cast, browser, table, held, kind, read):
    said = read(paper(browser, cast.els, held, f"minutes.{kind}"))
    for words in ("Zorgbudget", "Iedereen is het eens.", "Elke stad zet het online", "cijfers nakijken", "Gent",
                  "Vertrouwelijk besproken.", "Versie 1, goedgekeurd in"):  # fmt: skip
        assert words in said
    [edition] = browser.as_(cast.els).get(f"/obmi/meetings/{held.number}").split('<code class="digest">')[1:2]
    assert edition[:64] in said.replace(" ", "")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_member_gets_the_part_that_is_for_her(cast, browser, held, kind):
    read = reading.of_word if kind == "docx" else reading.of_pdf
    for who in (cast.griet, cast.dora, cast.tom):
        for name in ("minutes", "agenda"):
            said = read(paper(browser, who, held, f"{name}.{kind}"))
            assert "Personeel" not in said
            assert "Vertrouwelijk" not in said
    assert "Zorgbudget" not in reading.of_word(paper(browser, cast.tom, held, "minutes.docx"))


def test_an_agenda_has_its_proposals(cast, browser, held):
    said = reading.of_word(paper(browser, cast.griet, held, "agenda.docx"))
    assert "1 | Zorgbudget | ter bespreking" in said
    assert "Samen één bron" in said


def test_what_is_no_paper_is_not_there(cast, browser, held):
    for name in ("minutes.exe", "budget.docx", "minutes"):
        browser.as_(cast.griet).get(f"/obmi/meetings/{held.number}/papers/{name}", status=404)


def test_actions_as_excel_per_organisation(cast, browser, table, held):
    table.write(
        table.items(table.open_with(today() + timedelta(days=1), "Nog"))[0], "! Genk: =1+1\n! allen: antwoorden"
    )
    gent, genk = cast.griet.organisation_id, cast.karim.organisation_id
    rows = reading.of_excel(browser.as_(cast.griet).open("/obmi/actions/sheet.xlsx").data)
    assert rows[0][:4] == ["Organisaties", "Persoon", "Soort", "Afspraak"]
    assert {row[3] for row in rows[1:]} == {"cijfers nakijken", "=1+1", "antwoorden"}
    assert isinstance(rows[1][4], date)
    of_gent = reading.of_excel(browser.as_(cast.griet).open(f"/obmi/actions/sheet.xlsx?organisation={gent}").data)
    assert {row[3] for row in of_gent[1:]} == {"cijfers nakijken", "antwoorden"}
    page = browser.as_(cast.griet).get(f"/obmi/actions?organisation={genk}")
    assert "=1+1" in page
    assert "cijfers nakijken" not in page
    assert browser.as_(cast.griet).open("/obmi/actions/sheet.xlsx?organisation=9999999999").status_code == 200


def test_decisions_as_excel_as_they_stand_on_the_page(cast, browser, held):
    rows = reading.of_excel(browser.as_(cast.griet).open(f"/obmi/decisions/sheet.xlsx?year={held.year}").data)
    assert [row[1] for row in rows[1:]] == ["Elke stad zet het online"]
    assert reading.of_excel(browser.as_(cast.griet).open("/obmi/decisions/sheet.xlsx?year=1999").data)[1:] == []


def test_the_sheet_of_a_city_says_what_is_expected_and_what_came_of_it(session, cast, browser, table, held, do):
    from workflows import action

    done = session.query(Action).filter_by(text="cijfers nakijken").one()
    do(action.FINISH, done, by=cast.jef, state="done", result="Ze kloppen.")
    running = table.open_with(today() + timedelta(days=1), "Nog")
    table.write(table.items(running)[0], "! Gent: rapport nalezen\n! Genk: iets anders")
    at = f"/obmi/organisations/{cast.griet.organisation_id}"
    page = browser.as_(cast.karim).get(at)
    assert "1 open afspraak" in page
    assert "rapport nalezen" in page
    assert "uitgevoerd: Ze kloppen." in page
    assert "iets anders" not in page
    answer = browser.as_(cast.karim).open(f"{at}/document.pdf")
    said = reading.of_pdf(answer.data)
    assert "rapport nalezen" in said
    assert "Ze kloppen." in said
    assert "rapport nalezen" not in browser.as_(cast.tom).get(at)
    browser.as_(cast.griet).get(f"{at}/document.exe", status=404)
    browser.as_(cast.griet).get("/obmi/organisations/99999", status=404)
    assert at in browser.as_(cast.griet).get("/")
    assert at in browser.as_(cast.griet).get(f"/organisations/{cast.griet.organisation_id}")
