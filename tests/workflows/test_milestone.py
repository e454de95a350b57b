"""What a coordinator adds to the history by hand: a milestone, a theme, a figure that a document states."""

from datetime import date

import pytest

from models import KeyFigure, Milestone, Precision, YearTheme


@pytest.fixture
def els(cast, browser):
    return browser.as_(cast.els)


def add(els, kind, status=302, **form):
    return els.post(f"/obmi/history/add/{kind}", status=status, **form)


def test_what_happened_before_the_first_meeting(session, els):
    add(els, "milestone", title="De eerste site", happened_on="2012-05-01", precision="month", source="een boekje")
    made = session.query(Milestone).one()
    assert (made.happened_on, made.precision) == (date(2012, 5, 1), Precision.MONTH)
    page = els.get("/obmi/history")
    assert "mei 2012" in page
    assert "een boekje" in page


def test_a_theme_of_one_year_or_more(session, els):
    page = add(els, "theme", status=422, name="Wonen", since_year="2024", until_year="2023", source="")
    assert "Het laatste jaar valt voor het eerste." in page
    assert 'value="Wonen"' in page
    assert "Vul een jaar in." in add(els, "theme", status=422, name="Wonen", since_year="", until_year="", source="")
    add(els, "theme", name="Wonen", since_year="2024", until_year="2025", source="")
    assert session.query(YearTheme).one().until_year == 2025
    assert "Wonen" in els.get("/obmi/history")


def test_a_figure_never_comes_without_its_document(session, els):
    figure = {"title": "Budget", "value": "1 000 euro", "year": "2023"}
    assert "in welk document dit cijfer staat" in add(els, "figure", status=422, source=" ", **figure)
    add(els, "figure", source="jaarverslag 2023, blz. 40", **figure)
    assert session.query(KeyFigure).one().year == 2023
    page = els.get("/obmi/history")
    assert "Budget (2023)" in page
    assert "jaarverslag 2023, blz. 40" in page


def test_nothing_else_can_be_added(els):
    els.get("/obmi/history/add/seat", status=404)
    add(els, "seat", status=404)
