"""Every hidden text holds a word of its own. Everybody opens everything; nobody finds a foreign word."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from models import (
    Action,
    AgendaItem,
    Answer,
    Comment,
    Contradiction,
    Decision,
    Dossier,
    DossierLink,
    MandateQuestion,
    Meeting,
    Membership,
    MinuteBlock,
    Minutes,
    Remark,
    Round,
    RoundParty,
    Seat,
    Series,
    StepTaken,
    Visit,
)
from models import Document as FileRow
from tests.app.policy import OUTSIDE, POINTS_OF_VIEW
from tests.app.world import World
from workflows.clock import today
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


def crawl(world: World, view: str) -> str:
    """The text of everything that this view can open, with every id of every workgroup in every place."""
    session = world.session
    orba = world.cast.orba.id

    def foreign(model, *conditions):
        return session.scalars(select(model.id).where(model.workgroup_id == orba, *conditions)).all()

    ids = {
        "seat_id": session.scalars(select(Seat.id)).all(),
        "visit_id": session.scalars(select(Visit.id)).all(),
        "membership_id": session.scalars(select(Membership.id)).all(),
        "subject_id": [world.cast.obmi.id, world.cast.orba.id, *foreign(Dossier)[:1]],
        "workgroup": ["obmi", "orba"],
        "kind": ["workgroup", "milestone", "md", "item", "minutes", "answer"],
        "comment_id": foreign(Comment),
        "tie_id": foreign(DossierLink),
        "nth": [1],
        "parent_id": [*foreign(Dossier)[:1],
                      *foreign(AgendaItem, AgendaItem.title.like("kanariepunt%"))[:2], *foreign(MinuteBlock)[:2]],
        "document_id": foreign(FileRow),
        "year": [today().year],
        "question_id": session.scalars(select(MandateQuestion.id)).all(),
        "name": ["start", "pause", "agenda", "minutes", "intro"],
        "secret": ["x"],
        "code": ["nl"],
        "number": [*session.scalars(select(Meeting.number).where(Meeting.workgroup_id == orba)),
                   *session.scalars(select(Decision.number).where(Decision.workgroup_id == orba, Decision.nth == 1))],
        "item_id": foreign(AgendaItem, AgendaItem.title.like("kanariepunt%")),
        "block_id": foreign(MinuteBlock, MinuteBlock.text != ""),
        "remark_id": foreign(Remark),
        "n": [1],
        "decision_id": foreign(Decision),
        "action_id": foreign(Action),
        "series_id": foreign(Series),
        "round_id": foreign(Round),
        "party_id": foreign(RoundParty),
        "answer_id": foreign(Answer),
        "contradiction_id": foreign(Contradiction),
        "organisation_id": [world.cast.griet.organisation_id],
    }  # fmt: skip
    belongs: dict = {
        "item_id": dict(session.execute(select(AgendaItem.id, Meeting.number).join(AgendaItem.meeting)).all()),
        "block_id": dict(
            session.execute(
                select(MinuteBlock.id, Meeting.number)
                .join(Minutes, Minutes.id == MinuteBlock.minutes_id)
                .join(Meeting, Meeting.id == Minutes.meeting_id)
            ).all()
        ),
    }
    text = []
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in rule.methods:
            continue
        for parts in combinations(rule.arguments, ids | of_dossiers(session, orba, rule.endpoint)):
            if any(name in parts and parts["number"] != known[parts[name]] for name, known in belongs.items()):
                continue  # a block of another meeting than the one in the address
            answer = world.browsers[view].open(world.path(rule.endpoint, parts))
            assert answer.status_code < 500, rule.endpoint
            text.append(said_in(answer))
    for search in ("kanarie", "mia"):
        text.append(world.browsers[view].open(f"/obmi/people?q={search}").text.replace(f'value="{search}"', ""))
    return "\n".join(text)


def of_dossiers(session, orba: int, endpoint: str) -> dict:
    """What stands in the addresses of dossiers alone: elsewhere it would only be asked in vain."""
    if endpoint.split(".")[0] in ("dossiers", "texts") or endpoint == "files.package":
        numbers = session.scalars(select(Dossier.number).where(Dossier.workgroup_id == orba)).all()
        return {"number": numbers, "name": ["9.9"]}
    return {
        "files.attach": {"kind": ["item", "minutes", "answer", "dossier"]},
        "steps.ask": {"kind": ["workgroup", "report_template"]},
    }.get(endpoint, {})


def said_in(answer) -> str:
    """Of a page its text, of an Excel file everything in it."""
    if not answer.data.startswith(b"PK"):
        return answer.text
    with ZipFile(BytesIO(answer.data)) as file:
        return "".join(file.read(name).decode() for name in file.namelist())


def combinations(names, ids):
    rows = [{}]
    for name in sorted(names):
        rows = [{**row, name: value} for row in rows for value in ids[name]]
    return rows


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
    text = crawl(canaries, view)
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
