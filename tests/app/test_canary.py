"""Every hidden text holds a word of its own. Everybody opens everything; nobody finds a foreign word."""

import pytest
from sqlalchemy import select

from models import StepTaken
from tests.app.crawl import crawl, of_a_group
from tests.app.policy import OUTSIDE, POINTS_OF_VIEW
from workflows.visibility import seen_by

WORDS = [
    "kanariemandaat", "kanarienaam", "kanariefunctie", "kanarieadres", "kanarienota", "kanarietoestel", "kanarievraag",
    "kanarierapport", "kanarieresultaat", "kanarietekst", "kanarietitel", "kanarie-editie",
    "kanarieronde", "kanarieuitleg", "kanarieantwoord", "kanarie.example", "kanariebesluit", "kanariereden",
    "kanarieverwerking",
    "kanariedossier", "kanariewaarvoor", "kanariekop", "kanarieversie", "kanariecommentaar", "kanarieaanbod",
    "kanarielicentie",
    "kanariebestand", "kanarieinhoud", "kanarieverslagbestand", "kanarieintrekking",
]  # fmt: skip
AT_THE_TABLE = [
    f"kanarie{word}"
    for word in (
        "zaal", "vastpunt", "punteerste", "teksteerste", "beslissing een", "puntinverslag", "voorstel", "verslagtekst",
        "beslissing twee", "afspraak twee", "opmerking", "puntbezig", "bezigtekst", "ontwerpbeslissing",
        "afspraak drie", "puntlater", "puntgeschrapt", "geschrapt", "puntgepland",
    )
]  # fmt: skip
"""What `tests.table.lay` writes with this word in front."""


SEARCHES = ("/obmi/people?q=kanarie", "/obmi/people?q=mia")
HERE = {"vendor", "dpo", "deputy", "representative", "coordinator"}
"""Who has a seat in OBMi."""
DISTINCT = [view for view in POINTS_OF_VIEW if view == "nobody" or view not in OUTSIDE]
"""Who is not signed in is nobody to the program, however she came to it (the matrix tries each)."""
OWNER = "other group"
ON_BOTH = (OWNER,)
"""On PostgreSQL, where a crawl takes its time, every page with all its words; what nobody sees is asked row by row."""


@pytest.mark.parametrize(
    "view", [pytest.param(view, marks=[pytest.mark.both] * (view in ON_BOTH)) for view in DISTINCT]
)
def test_nobody_finds_a_word_of_another_group(canaries, view):
    """But its own coordinator, who finds every one of them: else finding nothing would say nothing."""
    group = canaries.cast.orba
    addresses = [*of_a_group(canaries.app, canaries.session, group, under=["obmi"]), *SEARCHES]
    said = crawl(canaries.browsers[view], addresses)
    text = "\n".join(said.values()).replace('value="kanarie"', "")
    hidden = [*WORDS, *AT_THE_TABLE]
    if view == OWNER:
        assert [word for word in hidden if word not in text] == []
    else:
        assert [word for word in [*hidden, "Otto"] if word in text] == []
    assert (view in HERE) == ("Samen meten." in text)
    assert view in HERE or "Karim" not in text


@pytest.mark.both
def test_nobody_reads_the_steps_of_another_group(canaries):
    notes = select(StepTaken.note).where(StepTaken.note != "")
    assert canaries.session.scalars(notes).all() == ["kanarienota"]
    assert canaries.session.scalars(notes.where(seen_by(canaries.cast.els, StepTaken))).all() == []
