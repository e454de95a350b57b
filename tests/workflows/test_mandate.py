"""A subgroup is asked questions, reports on each in a meeting, and leaves something behind when it ends."""

from datetime import datetime, time, timedelta

import pytest
import time_machine

from models import Deliverable, MandateQuestion, Meeting, Person, Workgroup
from tests.table import Table
from workflows import mandate, workgroup
from workflows.clock import HERE, today
from workflows.refusals import NotNow, NotReady

QUESTIONS = ["Welke bronnen zijn er?", "Wat kost de beste?"]


@pytest.fixture
def mobility(session, cast, do) -> Workgroup:
    return do(
        workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, name="Mobiliteit", slug="mobiliteit", mandate="Uitzoeken",
        organisations=[cast.griet.organisation], lead=None, questions=QUESTIONS, ends_when="één voorstel ligt er",
    )  # fmt: skip


def questions_of(session, group) -> list[MandateQuestion]:
    session.rollback()
    return session.query(MandateQuestion).filter_by(workgroup_id=group.id).order_by(MandateQuestion.position).all()


def test_a_question_is_answered_when_the_meeting_asks_no_more(session, cast, do, table: Table, mobility):
    heard = table.open_with(today(), "Mobiliteit")
    first, second = questions_of(session, mobility)
    assert [first.text, second.text] == QUESTIONS
    do(mandate.REPORT, first, by=cast.els, text="Twee bronnen.", meeting=heard, asks_more=True)
    assert not questions_of(session, mobility)[0].answered
    do(mandate.REPORT, first, by=cast.els, text="Drie bronnen.", meeting=heard, asks_more=False)
    first, second = questions_of(session, mobility)
    assert (first.answered, second.answered) == (True, False)
    assert [one.text for one in first.reports] == ["Twee bronnen.", "Drie bronnen."]
    assert {one.reported_on for one in first.reports} == {heard.held_on}


def test_after_midnight_it_is_the_day_of_brussels(session, cast, do):
    """At half past midnight it is still yesterday in Greenwich: what begins and who joins does so today."""
    day = today() + timedelta(days=1)
    with time_machine.travel(datetime.combine(day, time(0, 30), HERE), tick=False):
        made = do(
            workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, name="Nacht", slug="nacht", mandate="Waken",
            organisations=[cast.griet.organisation], lead=None, questions=[], ends_when="",
        )  # fmt: skip
        assert made.started_on == day
        assert {row.since for row in made.memberships} == {day}


def test_a_report_is_heard_by_the_group_itself_or_the_one_above(session, cast, do, table, mobility):
    foreign = Table(session, do, cast.orba, cast.otto).open_with(today(), "Elders")
    first, _ = questions_of(session, mobility)
    with pytest.raises(NotReady, match="of van die erboven"):
        do(mandate.REPORT, first, by=cast.els, text="Twee bronnen.", meeting=foreign, asks_more=False)


def test_a_group_ends_with_a_successor_and_can_still_deliver(session, cast, do, mobility):
    end = workgroup.procedure.step("end")
    with pytest.raises(NotReady, match="volgt zichzelf niet op"):
        do(end, mobility, by=cast.els, report="Klaar.", successor=mobility)
    do(end, mobility, by=cast.els, report="Klaar.", successor=cast.orba)
    assert mobility.successor is cast.orba
    with pytest.raises(NotNow, match="geen vragen meer"):
        do(mandate.ASK, mobility, by=cast.els, text="Nog iets?")
    do(mandate.DELIVER, mobility, by=cast.els, title="Fiche", link=None)
    assert session.query(Deliverable).one().title == "Fiche"


def found_on_the_screen(els) -> None:
    form = {"name": "Brandweer", "slug": "brandweer", "mandate": "Zoek uit", "lead": "", "reason": "2026-1"}
    els.post(
        "/obmi/subgroups/found", status=302, **form, ends_when="er een voorstel is",
        questions="Welke cijfers heeft elke zone?\n\n  Wie mag ze zien?  \n",
    )  # fmt: skip


def test_on_the_screen_from_the_founding_to_the_last_result(session, cast, do, browser, table):
    els: object = browser.as_(cast.els)
    heard = table.open_with(today(), "Brandweer")
    found_on_the_screen(els)
    group = session.query(Workgroup).filter_by(slug="brandweer").one()
    first, second = questions_of(session, group)
    assert second.text == "Wie mag ze zien?"
    page = els.get("/brandweer")
    assert "er een voorstel is" in page
    assert page.count(">open<") == 2
    report = f"/brandweer/mandate/questions/{first.id}/report"
    assert heard.title in els.get(report)
    page = els.post(report, status=422, text="", meeting=heard.id, version=first.version)
    assert "Vul dit in." in page
    els.post(report, status=302, text="Elke zone telt anders.", meeting=heard.id, asks_more="y", version=first.version)
    page = els.get("/brandweer")
    assert "Elke zone telt anders." in page
    assert f"/obmi/meetings/{heard.number}" in page
    assert "er werd meer gevraagd" in page
    els.post("/brandweer/mandate/questions/add", status=302, text="En Brussel?")
    els.post("/brandweer/mandate/deliverables/add", status=422, title="Nota", link="javascript:alert(1)")
    els.post("/brandweer/mandate/deliverables/add", status=302, title="Nota", link="https://nota.example")
    end = f"/brandweer/steps/workgroup/{group.id}/end"
    assert "OBMi" in els.get(end)
    session.refresh(group)
    form = {"version": group.version, "note": "", "successor": cast.obmi.id}
    assert "eindverslag" in els.post(end, status=422, report="", **form)
    els.post(end, status=302, report="Opgegaan in OBMi.", **form)
    page = els.get("/brandweer")
    assert "Gaat verder in" in page
    assert 'href="https://nota.example"' in page
    assert "Stel een vraag" not in page


def reads(browser, who: Person) -> str:
    return browser.as_(who).open("/brandweer").text


def test_who_gave_the_mandate_follows_it_and_nobody_else(session, cast, do, browser, table):
    heard: Meeting = table.open_with(today() - timedelta(days=1), "Brandweer")
    found_on_the_screen(browser.as_(cast.els))
    group = session.query(Workgroup).filter_by(slug="brandweer").one()
    first, _ = questions_of(session, group)
    do(mandate.REPORT, first, by=cast.els, text="Elke zone telt anders.", meeting=heard, asks_more=False)
    assert "Elke zone telt anders." in reads(browser, cast.griet)
    assert heard.title in reads(browser, cast.griet)
    for who in (cast.otto, cast.rita, cast.tom):
        assert "Welke cijfers" not in reads(browser, who)
        assert "Elke zone" not in reads(browser, who)
