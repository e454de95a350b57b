"""A file is added where its parent says so, seen by who sees that parent, and withdrawn with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from models import Audience, Document, MinuteBlock, Preset, RoundKind
from tests.table import Table
from workflows import answer, document
from workflows import round as rounds
from workflows.clock import today
from workflows.document import TO_ANSWER, TO_ITEM, TO_MINUTES, WITHDRAW, Content
from workflows.refusals import NotAllowed, NotNow, NotReady, Unseen
from workflows.visibility import seen_by

NOTE = Content("nota.txt", "text/plain", 12, "a" * 64)
OTHER = Content("tweede.txt", "text/plain", 12, "b" * 64)


@pytest.fixture
def running(table: Table):
    return table.open_with(today(), "Werkplan")


@pytest.fixture
def item(table, running):
    return table.items(running)[-1]


@pytest.fixture
def attach(do, cast):
    """Els adds a file: attach(item), attach(block, OTHER, audience=…)."""

    def attached(parent, content=NOTE, audience=None, by=None):
        command = TO_MINUTES if isinstance(parent, MinuteBlock) else TO_ITEM
        return do(command, parent, by=by or cast.els, content=content, audience=audience)

    return attached


def who_sees(session, cast, row) -> set[str]:
    names = ("els", "griet", "dora", "tom", "otto", "rita", "nele")
    query = select(Document.id).where(Document.id == row.id)
    return {name for name in names if session.scalar(query.where(seen_by(getattr(cast, name), Document)))}


def test_a_file_is_for_whom_its_item_is(session, cast, table, running, item, attach):
    row = attach(item)
    assert (row.audience, row.person, str(row)) == (Audience.PARTNERS, cast.els, "nota.txt")
    assert who_sees(session, cast, row) == {"els", "griet"}
    members = table.add(running, "Onder ons", audience="members")
    assert who_sees(session, cast, attach(members)) == {"els", "griet"}
    for_all = table.add(running, "Voor allen", audience="vendor")
    assert who_sees(session, cast, attach(for_all)) == {"els", "griet", "dora", "tom"}


def test_a_file_can_be_for_fewer_and_never_for_more(session, cast, item, attach):
    assert who_sees(session, cast, attach(item, audience=Audience.SECRETARIAT)) == {"els"}
    with pytest.raises(NotReady, match="niet voor een ruimer publiek"):
        attach(item, OTHER, audience=Audience.VENDOR)


def test_a_file_on_the_minutes_follows_the_block_and_its_item(session, cast, table, running, item, attach):
    assert who_sees(session, cast, attach(table.block(item))) == {"els", "griet"}
    members = table.add(running, "Onder ons", audience="members")
    block = table.block(members)
    block.audience = Audience.VENDOR
    session.commit()
    row = attach(block, OTHER)
    assert row.audience is Audience.MEMBERS
    assert who_sees(session, cast, row) == {"els", "griet"}, "of block and item the narrower"


def test_what_becomes_narrower_takes_its_files_along(session, cast, item, attach):
    row = attach(item)
    item.audience = Audience.SECRETARIAT
    session.commit()
    assert who_sees(session, cast, row) == {"els"}


def test_the_same_file_twice_is_said_so(session, cast, do, table, item, attach):
    row = attach(item)
    with pytest.raises(NotReady, match="staat er al, als «nota"):
        attach(item, Content("anders genoemd.txt", "text/plain", 12, NOTE.sha256))
    attach(item, OTHER)
    attach(table.block(item))
    do(WITHDRAW, row, by=cast.els, reason="Verkeerde versie")
    attach(item)


def test_approved_minutes_take_no_files_but_their_item_does(cast, do, table, running, item, attach):
    block = table.block(item)
    table.close(running)
    table.step(table.minutes(running), "circulate", remarks_until=None)
    attach(block)
    later = table.open(table.plan(today() + timedelta(days=30)))
    table.step(table.minutes(running), "approve", meeting=later)
    with pytest.raises(NotNow, match="verslag is goedgekeurd"):
        attach(block, OTHER)
    attach(item, OTHER)


def test_a_file_is_withdrawn_once_with_a_reason_that_stays(session, cast, do, item, attach):
    row = attach(item)
    with pytest.raises(NotAllowed):
        do(WITHDRAW, row, by=cast.griet, reason="Ik wil het niet")
    with pytest.raises(Unseen):
        do(WITHDRAW, row, by=cast.otto, reason="Ik wil het niet")
    do(WITHDRAW, row, by=cast.els, reason="Er staan namen in")
    assert row.withdrawn_at
    assert row.withdrawn_because == "Er staan namen in"
    with pytest.raises(NotNow, match="al ingetrokken"):
        do(WITHDRAW, row, by=cast.els, reason="Nog eens")


@pytest.fixture
def vote(do, cast):
    made = do(
        rounds.START, cast.obmi, by=cast.els, kind=RoundKind.VOTE, question="Zijn we het eens?",
        preset=Preset.WRITTEN, due_on=today() + timedelta(days=9),
    )  # fmt: skip
    return do(rounds.procedure.step("open"), made, by=cast.els)


def test_who_speaks_for_the_organisation_adds_to_its_answer(session, cast, do, vote):
    said = do(answer.GIVE, vote, by=cast.griet, choice="for", seen=vote.digest)
    row = do(TO_ANSWER, said, by=cast.jef, content=NOTE, audience=Audience.MEMBERS)
    do(TO_ANSWER, said, by=cast.els, content=OTHER, audience=None)
    for other in (cast.karim, cast.dora, cast.tom):
        with pytest.raises((NotAllowed, Unseen)):
            do(TO_ANSWER, said, by=other, content=NOTE, audience=None)
    assert who_sees(session, cast, row) == {"els", "griet"}
    with pytest.raises(NotAllowed):
        do(WITHDRAW, row, by=cast.karim, reason="Niet van ons")
    do(WITHDRAW, row, by=cast.griet, reason="Verkeerde versie")


def test_an_answer_takes_files_as_long_as_the_round_takes_answers(cast, do, vote):
    said = do(answer.GIVE, vote, by=cast.griet, choice="for", seen=vote.digest)
    newer = do(answer.GIVE, vote, by=cast.jef, choice="abstain", seen=vote.digest, replaces=said.id)
    with pytest.raises(NotNow, match="Dit antwoord is vervangen"):
        do(TO_ANSWER, said, by=cast.griet, content=NOTE, audience=None)
    do(answer.GIVE, vote, by=cast.karim, choice="for", seen=vote.digest)
    do(rounds.procedure.step("close"), vote, by=cast.els)
    with pytest.raises(NotNow, match="gesloten"):
        do(TO_ANSWER, newer, by=cast.griet, content=NOTE, audience=None)


def test_the_database_itself_wants_one_parent_of_the_same_group(session, cast, item, attach):
    row = attach(item)
    for wrong in (
        f"UPDATE document SET item_id = NULL WHERE id = {row.id}",
        f"UPDATE document SET workgroup_id = {cast.orba.id} WHERE id = {row.id}",
        f"UPDATE document SET withdrawn_because = 'zomaar' WHERE id = {row.id}",
        f"UPDATE document SET size = 0 WHERE id = {row.id}",
    ):
        with pytest.raises(IntegrityError):
            session.connection().execute(text(wrong))
        session.rollback()


def test_the_same_form_sent_twice_is_one_file(session, cast, do, item):
    asked = {"by": cast.els, "key": "k" * 20, "content": NOTE, "audience": None}
    assert do(TO_ITEM, item, **asked).id == do(TO_ITEM, item, **asked).id
    assert document.already_there(session, Document(item_id=item.id), NOTE.sha256)
