"""The recorded history: each fact once, with where it comes from, and nothing that the documents do not say."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app import provenance
from app.history import facts
from models import (
    Action,
    AgendaItem,
    Answer,
    Attendance,
    Base,
    Claim,
    Contradiction,
    Decision,
    Meeting,
    Membership,
    Milestone,
    Organisation,
    Provenance,
    Round,
    RoundKind,
    RoundParty,
    RoundState,
    Series,
    Workgroup,
)
from models.provenance import SUBJECTS
from tests.conftest import nothing
from workflows import action, answer, roll
from workflows.deadlines import day_of
from workflows.refusals import NotNow

pytestmark = pytest.mark.both

COUNTS = {Meeting: 14, AgendaItem: 68, Workgroup: 38, Contradiction: 10, Organisation: 59, Round: 20}


@pytest.fixture
def filling(request):
    return the_history if "loaded" in request.fixturenames else nothing


def the_history(_app, session):
    facts.load(session)


@pytest.fixture
def loaded(session):
    """It holds the whole history."""
    return session


def count(session, model, *where):
    return session.scalar(select(func.count()).select_from(model).where(*where))


def dump(session):
    session.rollback()
    tables = {table.name: session.execute(select(table)).all() for table in Base.metadata.sorted_tables}
    return {name: sorted(map(repr, rows)) for name, rows in tables.items()}


def test_everything_is_there_once_and_loading_twice_changes_nothing(loaded):
    assert {model: count(loaded, model) for model in COUNTS} == COUNTS
    before = dump(loaded)
    facts.load(loaded)
    assert dump(loaded) == before


def test_ten_meetings_until_2016_and_four_in_2020(loaded):
    years = loaded.scalars(select(Meeting.year)).all()
    assert (len([y for y in years if y <= 2016]), years.count(2020)) == (10, 4)
    assert count(
        loaded, Meeting, Meeting.year == 2020, Meeting.number == "2020-2", Meeting.held_on == date(2020, 5, 28)
    )


@pytest.mark.parametrize("column", SUBJECTS)
def test_every_record_says_where_it_comes_from(loaded, column):
    """Series, standing items and former names hang on a record that says it."""
    table = column.removeprefix("of_").removesuffix("_id")
    model = next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table)
    known = select(getattr(Provenance, column)).where(getattr(Provenance, column).is_not(None))
    homeless = loaded.scalars(select(model).where(model.id.not_in(known))).all()
    assert homeless == []
    assert count(loaded, model)


def test_what_the_documents_do_not_say_stays_unknown(loaded):
    spring = loaded.scalars(select(Meeting).where(Meeting.number == "2020-2")).one()
    assert (spring.starts_at, spring.place, spring.chair_id) == (None, "", None)
    assert count(loaded, Attendance, Attendance.meeting_id == spring.id) == 0
    assert count(loaded, Membership, Membership.since.is_(None)) > 0
    assert count(loaded, Decision, Decision.in_force_from.is_not(None)) == 0


def test_who_was_a_member_on_a_day(loaded):
    obmi = loaded.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()

    def names(day):
        return {one.name for one in roll.voters_on(loaded, obmi.id, day)}

    before, after = names(date(2016, 11, 1)), names(date(2016, 12, 5))
    assert after - before == {"Hasselt", "Sint-Niklaas"}
    assert {"Roeselare", "Vlaamse Gemeenschapscommissie"} <= before
    assert len(names(date(2020, 5, 28))) == 14


def test_every_claim_of_a_contradiction_is_kept_and_one_is_chosen(loaded):
    rows = loaded.scalars(select(Contradiction)).all()
    assert all(row.chosen_id in {claim.id for claim in row.claims} for row in rows)
    assert count(loaded, Claim) == 21
    last = loaded.scalars(select(Milestone).where(Milestone.contradiction_id.is_not(None))).all()
    assert any(len(row.contradiction.claims) == 3 and row.happened_on == date(2016, 12, 5) for row in last)


def test_until_a_day_only_what_was_known_then(session):
    facts.load(session, until=date(2020, 5, 28))
    assert count(session, Meeting) == 12
    assert count(session, Meeting, Meeting.held_on > date(2020, 5, 28)) == 0
    facts.load(session)
    assert {model: count(session, model) for model in COUNTS} == COUNTS


def test_a_deadline_at_the_next_meeting_waits_for_one(loaded):
    fluvius = loaded.scalars(select(Action).where(Action.text.like("%Fluvius%"))).one()
    assert (action.due(fluvius), fluvius.due_next_id) == (
        None,
        loaded.scalars(select(Series.id).where(Series.main, Series.slug == "obmi")).one(),
    )
    assert not action.is_overdue(fluvius, date(2030, 1, 1))


@pytest.mark.parametrize("content", ["a: 1\na: 2\n", "a: [", "a: !!python/object:os.system x"])
def test_a_file_of_facts_with_a_fault_loads_nothing(session, tmp_path, content):
    for name in facts.NAMES:
        (tmp_path / f"{name}.yaml").write_text((facts.HERE / f"{name}.yaml").read_text())
    (tmp_path / "meetings_2020.yaml").write_text(content)
    with pytest.raises(facts.WrongFacts, match=r"meetings_2020\.yaml"):
        facts.load(session, tmp_path)
    assert count(session, Meeting) == count(session, Organisation) == 0


K = RoundKind
REQUESTS = {
    "vz-2015-noden": (K.QUESTIONNAIRE, 9, "2015-1/1"),
    "vz-2015-databron-documenteren": (K.TASK, 6, "2015-2/1"),
    "vz-2015-vragen-steunpunten": (K.QUESTIONNAIRE, 1, "2015-3/2"),
    "vz-2020-klimaatrapport": (K.CALL, 14, "afs-2020-01-klimaatfeedback"),
    "vz-2020-overleden-bewoners": (K.INVESTIGATE, 13, "2020-2/4"),
    "vz-2020-visie-stad-in-cijfers": (K.PRESENTATION, 14, "2020-2/5"),
    "vz-2020-opschonen": (K.TASK, 14, "afs-2020-05-opschonen"),
    "vz-2020-mobiliteitsoverzicht": (K.CALL, 14, "2020-2/7"),
    "vz-2020-categorisering-mobiliteit": (K.CALL, 14, "2020-3/5"),
    "vz-2020-swing-api": (K.INTEREST, 13, "2020-3/6"),
    "vz-2020-opendataplatform": (K.PRESENTATION, 14, "2020-3/11"),
    "vz-2020-corona-impact-monitor": (K.INTEREST, 14, "2020-3/13"),
    "vz-2020-fluvius": (K.CALL, 14, "afs-2020-10-fluvius"),
    "vz-2020-unia": (K.CALL, 14, "afs-2020-10-unia"),
    "vz-ptr-wensen-2022": (K.CALL, 0, ""),
    "vz-speerpunt-vragenlijst": (K.QUESTIONNAIRE, 0, ""),
    "vz-hoogtemodel-bevraging": (K.QUESTIONNAIRE, 0, ""),
    "vz-klimaatgovernance-gesprek": (K.CALL, 0, ""),
    "vz-bestekken-mobiliteit-feedback": (K.CALL, 0, ""),
    "vz-datawarehouse-stand": (K.STATUS, 0, ""),
}
"""What each became, how many were asked, and the action or else the item that it is about."""


def rounds_of(session):
    query = select(Provenance.fact, Round).join(Round, Round.id == Provenance.of_round_id)
    return {fact: the_round for fact, the_round in session.execute(query)}  # noqa: C416  (rows, not pairs)


def about(session, the_round):
    if the_round.action_id:
        return session.scalar(select(Provenance.fact).where(Provenance.of_action_id == the_round.action_id))
    return f"{the_round.item.meeting.number}/{the_round.item.position}" if the_round.item else ""


def test_every_request_to_the_cities_is_a_round_about_its_action_or_its_item(loaded):
    found = rounds_of(loaded)
    assert {fact: (one.kind, len(one.parties), about(loaded, one)) for fact, one in found.items()} == REQUESTS
    for record in facts.read()["requests_to_cities"]["verzoeken"]:
        one = found[record["id"]]
        assert (one.question, one.source_kind) == (record["titel"], record["soort"])
        assert one.source_asked in (record["aan"], "Provinciale steunpunten sociale planning")
        assert one.conclusion == record.get("resultaat", "")
        assert (one.recorded, one.opened_at, one.closed_at) == (True, None, None)
    imprecise = [found[name].asked_precision.value for name in ("vz-2020-fluvius", "vz-ptr-wensen-2022")]
    assert imprecise == ["day", "year"]
    assert found["vz-hoogtemodel-bevraging"].asked_on is None


def test_asked_were_the_members_of_that_day_and_no_answer_is_invented(loaded):
    found = rounds_of(loaded)

    def asked(fact):
        return {party.organisation.name for party in found[fact].parties}

    assert not {"Mechelen", "Hasselt", "Vlaamse Gemeenschapscommissie"} & asked("vz-2015-noden")
    everyone = asked("vz-2020-fluvius")
    assert everyone - asked("vz-2020-overleden-bewoners") == {"Antwerpen"}
    assert (everyone - asked("vz-2020-swing-api"), found["vz-2020-swing-api"].asked_by.name) == ({"Gent"}, "Gent")
    assert asked("vz-2015-vragen-steunpunten") == {"Provinciale steunpunten sociale planning"}
    assert len(found["vz-2015-vragen-steunpunten"].options) == 5
    assert count(loaded, Answer) == 0


def test_a_round_says_where_it_comes_from_and_whether_its_day_is_certain(app, loaded):
    found = rounds_of(loaded)
    with app.app_context():
        sources = provenance.of(found.values())
    said = {fact: (one.document.code, one.lines) for fact, row in found.items() for one in sources[row.id]}
    assert said["vz-2020-opschonen"] == ("000", "179-181, 234-236")
    assert len(said) == 20
    assert all(lines for _code, lines in said.values())
    [derived] = sources[found["vz-2015-databron-documenteren"].id]
    assert (derived.certainty.value, derived.remark[:26]) == ("implied", "dag van de vraag afgeleid ")
    [discussed] = sources[found["vz-2020-klimaatrapport"].id]
    assert "wanneer het gevraagd werd, is niet vastgelegd" in discussed.remark


def test_today_no_recorded_request_waits_for_anybody(loaded):
    assert {one.state for one in rounds_of(loaded).values()} == {RoundState.CLOSED}
    fluvius = rounds_of(loaded)["vz-2020-fluvius"]
    with pytest.raises(NotNow, match="vastgelegde geschiedenis"):
        answer.takes_answers(fluvius)
    assert (fluvius.due_on, fluvius.due_meeting_id) == (None, None)
    assert fluvius.due_next.slug == "obmi"


def test_until_a_day_a_request_is_open_until_something_says_how_it_ended(session):
    facts.load(session, until=date(2020, 5, 28))
    then = {fact: one.state for fact, one in rounds_of(session).items()}
    waiting = {fact for fact, state in then.items() if state is RoundState.OPEN}
    assert waiting == {"vz-2020-overleden-bewoners", "vz-2020-opschonen"}
    assert len(then) == 8
    cleaning = rounds_of(session)["vz-2020-opschonen"]
    assert (cleaning.conclusion, cleaning.opened_at) == ("", None)
    with pytest.raises(NotNow, match="vastgelegde geschiedenis"):
        answer.takes_answers(cleaning)
    before = dump(session)
    facts.load(session, until=date(2020, 5, 28))
    assert dump(session) == before

    facts.load(session, until=date(2020, 10, 26))
    rounds = rounds_of(session)
    assert {fact for fact, one in rounds.items() if one.state is RoundState.OPEN} == {"vz-2020-fluvius", "vz-2020-unia"}
    assert (day_of(rounds["vz-2020-fluvius"]), rounds["vz-2020-fluvius"].due_next.slug) == (None, "obmi")

    facts.load(session)
    session.expire_all()
    assert cleaning.state is RoundState.CLOSED
    assert cleaning.conclusion == "zeer goed opgevolgd (evaluatie 17 september 2020)"
    assert (count(session, Round), count(session, RoundParty)) == (20, 168)
