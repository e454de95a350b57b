"""The recorded history: each fact once, with where it comes from, and nothing that the documents do not say."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.history import facts
from models import (
    Action,
    AgendaItem,
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
    Series,
    Workgroup,
)
from models.provenance import SUBJECTS
from workflows import action, roll

COUNTS = {Meeting: 14, AgendaItem: 68, Workgroup: 38, Contradiction: 10, Organisation: 59}


@pytest.fixture
def loaded(session):
    facts.load(session)
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
