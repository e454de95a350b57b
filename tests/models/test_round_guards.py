"""What the database itself refuses of rounds, to whoever comes past the program with SQL of her own."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Addressees, Preset, RoundKind, RoundState
from workflows import round as procedure
from workflows.clock import today

pytestmark = pytest.mark.both


@pytest.fixture
def sql(session, url):
    """A connection that the program did not open: no pragma, no listener. Each statement commits by itself."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def run(statement, **given):
        session.rollback()
        with engine.connect() as connection:
            return connection.execute(text(statement), given).rowcount

    yield run
    engine.dispose()


@pytest.fixture
def refuses(sql, url):
    """The statement is refused, and every row of rounds is what it was."""

    def dump():
        engine = create_engine(url)
        with engine.connect() as connection:
            tables = ("round", "round_party", "answer")
            rows = [connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).all() for table in tables]
        engine.dispose()
        return rows

    def tried(statement, match=None, **given):
        before = dump()
        with pytest.raises(DBAPIError, match=match) as found:
            sql(statement, **given)
        by_a_guard = getattr(found.value.orig, "sqlstate", None) == "P0001"
        assert isinstance(found.value, IntegrityError) or by_a_guard, "refused for its grammar only"
        assert dump() == before, statement

    return tried


@pytest.fixture
def vote(ask, say, cast, rounds):
    """Gent changed its mind, Genk is silent."""
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN, text="Alles")
    first = say(vote, cast.griet, "abstain")
    say(vote, cast.griet, "for", replaces=first.id)
    return vote


@pytest.fixture
def certified(vote, say, cast, rounds):
    say(vote, cast.karim, "for")
    rounds.step(vote, "close")
    return rounds.step(vote, "certify")


def another_answer(party="party_id", in_round="round_id", superseded="NULL", replaces="NULL", choice="for"):
    """SQL that copies the answer that counts."""
    return f"""
        INSERT INTO answer (workgroup_id, round_id, party_id, kind, choice, text, person_id, capacity, at,
          superseded_at, replaces_id)
        SELECT workgroup_id, {in_round}, {party}, kind, '{choice}', '', person_id, capacity, at,
          {superseded}, {replaces}
        FROM answer WHERE superseded_at IS NULL"""


NOON = "'2020-01-01 12:00:00+00:00'"
ANOTHER_ANSWER = [
    "choice = 'abstain'", "text = 'anders'", "party_id = party_id - 1", "person_id = person_id + 1",
    "capacity = 'secretary'", f"at = {NOON}", "link = 'https://elders.example'", "extra = '{}'", "id = id + 100",
    "round_id = round_id + 1", "replaces_id = id",
]  # fmt: skip
ANOTHER_QUESTION = [
    "question = 'Iets anders?'", "text = 'Niets'", "preset = 'consensus'", "digest = 'x'", "kind = 'interest'",
    "options = '[\"Waarom?\"]'",
]  # fmt: skip
ANOTHER_RESULT = [
    "state = 'open', certified_at = NULL", "verdict = 'rejected'", "result = '{}'", "conclusion = 'anders'",
    "closed_at = NULL", "due_on = '2030-01-01'", "version = version + 1", f"certified_at = {NOON}",
]  # fmt: skip


def test_an_answer_never_changes(vote, refuses):
    for change in ANOTHER_ANSWER:
        refuses(f"UPDATE answer SET {change} WHERE superseded_at IS NULL")
        refuses(f"UPDATE answer SET {change} WHERE superseded_at IS NOT NULL")
        refuses(f"UPDATE answer SET superseded_at = {NOON}, {change} WHERE superseded_at IS NULL")


def test_an_answer_that_was_replaced_does_not_come_back(vote, refuses):
    refuses("UPDATE answer SET superseded_at = NULL WHERE superseded_at IS NOT NULL")
    refuses(f"UPDATE answer SET superseded_at = {NOON} WHERE superseded_at IS NOT NULL")


def test_no_answer_goes_away(vote, refuses):
    refuses("DELETE FROM answer", "an answer stays")
    refuses("DELETE FROM answer WHERE superseded_at IS NOT NULL", "an answer stays")


def test_one_answer_of_a_city_counts(vote, refuses):
    refuses(another_answer())


def test_an_answer_is_replaced_once(vote, refuses):
    refuses(another_answer(superseded="at", replaces="replaces_id"))


def test_a_vote_has_the_choices_and_the_reasons_of_a_vote(vote, refuses, sql, rounds):
    genk = str(rounds.place(vote, "Genk").id)
    for choice in ("yes", "against", "recuse", ""):
        refuses(another_answer(genk, choice=choice))
    assert sql(another_answer(genk)) == 1


def test_a_closed_round_takes_no_answer_and_loses_none(vote, say, cast, rounds, refuses):
    say(vote, cast.karim, "for")
    rounds.step(vote, "close")
    refuses(another_answer(superseded="at"), "takes no answers")
    refuses(f"UPDATE answer SET superseded_at = {NOON} WHERE superseded_at IS NULL")
    rounds.step(vote, "certify")
    refuses(another_answer(superseded="at"), "takes no answers")
    refuses(f"UPDATE answer SET superseded_at = {NOON} WHERE superseded_at IS NULL")


def test_a_draft_and_a_cancelled_round_take_no_answer(vote, ask, rounds, refuses):
    draft = ask(RoundKind.VOTE, opened=False, preset=Preset.WRITTEN)
    cancelled = rounds.step(ask(RoundKind.VOTE, preset=Preset.WRITTEN), "cancel", reason="Niet nodig")
    for other in (draft, cancelled):
        refuses(another_answer(str(other.parties[0].id), in_round=str(other.id)), "takes no answers")


def test_nobody_joins_or_leaves_the_list(vote, cast, refuses):
    add = "INSERT INTO round_party (workgroup_id, round_id, organisation_id, excused) VALUES (:g, :r, :o, '')"
    refuses(add, "the electorate is frozen", g=vote.workgroup_id, r=vote.id, o=cast.els.organisation_id)
    refuses("DELETE FROM round_party WHERE id NOT IN (SELECT party_id FROM answer)", "the electorate is frozen")
    refuses("UPDATE round_party SET organisation_id = :o", "the electorate is frozen", o=cast.els.organisation_id)
    refuses("UPDATE round_party SET excused = 'niet van toepassing'", "the electorate is frozen")
    refuses("UPDATE round_party SET id = id + 100", "the electorate is frozen")


def test_nobody_moves_to_the_list_of_another_round(vote, ask, cast, refuses):
    draft = ask(
        RoundKind.VOTE, opened=False, preset=Preset.WRITTEN,
        addressees=Addressees.SELECTION, chosen=[cast.griet.organisation],
    )  # fmt: skip
    refuses(f"UPDATE round_party SET round_id = {vote.id} WHERE round_id = {draft.id}", "the electorate is frozen")
    refuses(f"UPDATE round_party SET round_id = {draft.id} WHERE round_id = {vote.id}", "the electorate is frozen")


def test_a_question_that_was_answered_stays(vote, refuses):
    for change in ANOTHER_QUESTION:
        refuses(f"UPDATE round SET {change}")


def test_what_is_certified_stays(certified, refuses):
    for change in ANOTHER_RESULT:
        refuses(f"UPDATE round SET {change}", "stays|no step")


def test_no_round_goes_back_or_away(certified, ask, say, cast, rounds, refuses):
    closed = ask(RoundKind.INTEREST)
    say(closed, cast.griet, "yes")
    rounds.step(closed, "close")
    cancelled = rounds.step(ask(RoundKind.INTEREST), "cancel", reason="Niet nodig")
    refuses(f"UPDATE round SET state = 'open' WHERE id = {closed.id}", "no step leads there")
    refuses(f"UPDATE round SET state = 'draft' WHERE id = {closed.id}", "no step leads there")
    refuses(f"UPDATE round SET state = 'open' WHERE id = {cancelled.id}", "no step leads there")
    for one in (certified, closed, cancelled):
        refuses(f"DELETE FROM round WHERE id = {one.id}", "a round stays")


def test_the_database_knows_the_steps_of_the_procedure(ask, cast, rounds, sql, refuses, session):
    """Every pair of states, from a round in that state: what is no step is refused."""
    listed = {(source, step.target) for step in procedure.procedure.steps for source in step.sources}
    made = {
        RoundState.DRAFT: ask(RoundKind.INTEREST, opened=False),
        RoundState.OPEN: ask(RoundKind.INTEREST),
        RoundState.CLOSED: ask(RoundKind.INTEREST),
        RoundState.CANCELLED: rounds.step(ask(RoundKind.INTEREST), "cancel", reason="Niet nodig"),
    }
    ids = {state: one.id for state, one in made.items()}
    sql("UPDATE round SET state = 'closed' WHERE id = :id", id=ids[RoundState.CLOSED])
    whole = "certified_at = CASE WHEN '{0}' = 'certified' THEN asked_on END, result = '{{}}', cancelled_because = 'x'"
    for state, round_id in ids.items():
        for target in set(RoundState) - {state}:
            if (state, target) not in listed:
                change = f"UPDATE round SET state = '{target}', {whole.format(target.value)} WHERE id = {round_id}"
                refuses(change, "no step leads there")
    for state, target in ((RoundState.DRAFT, RoundState.OPEN), (RoundState.OPEN, RoundState.CLOSED)):
        digest = "digest = 'x', opened_at = '2026-01-01 00:00:00+00:00'"
        assert (state, target) in listed
        assert sql(f"UPDATE round SET state = '{target}', {digest} WHERE id = {ids[state]}") == 1


@pytest.mark.sqlite
def test_no_row_is_put_in_the_place_of_another(certified, ask, say, cast, refuses):
    """REPLACE of SQLite deletes what is in the way, without a word to the triggers on DELETE."""
    columns = "workgroup_id, round_id, party_id, kind, choice, text, person_id, capacity, at"
    open_one = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    given = say(open_one, cast.griet, "for")
    of_it = f"SELECT {{}} FROM answer WHERE id = {given.id}".format(columns.replace("choice", "'abstain'"))
    refuses(f"INSERT OR REPLACE INTO answer ({columns}) {of_it}")
    refuses(f"INSERT OR REPLACE INTO answer (id, {columns}) {of_it.replace('SELECT', f'SELECT {given.id},')}")
    refuses("REPLACE INTO round SELECT * FROM round WHERE state = 'certified'")
    refuses("REPLACE INTO round_party SELECT * FROM round_party")
    draft = ask(RoundKind.VOTE, opened=False, preset=Preset.WRITTEN)
    refuses(f"UPDATE OR REPLACE round SET id = {certified.id} WHERE id = {draft.id}")


def test_no_table_is_emptied(certified, refuses, url):
    if url.startswith("postgresql"):
        for statement in ("TRUNCATE answer CASCADE", "TRUNCATE round CASCADE", "TRUNCATE round_party CASCADE"):
            refuses(statement, "stays")
    refuses("DELETE FROM round")


def test_a_draft_can_still_be_thrown_away(ask, sql):
    draft = ask(RoundKind.INTEREST, opened=False, due_on=today() + timedelta(days=3))
    assert sql("DELETE FROM round_party WHERE round_id = :id", id=draft.id) == 2
    assert sql("DELETE FROM round WHERE id = :id", id=draft.id) == 1
