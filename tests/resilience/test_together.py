"""Many people in one meeting at once: every word is kept, and what can happen once happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from app.extensions import db
from models import (
    Action,
    AgendaItem,
    Decision,
    DecisionState,
    Meeting,
    MinuteBlock,
    MinuteRevision,
    OneTimeLink,
    Person,
)
from tests.conftest import doer
from workflows import closing, decision, meeting, minutes, sign_in_link
from workflows.clock import today
from workflows.minutes import Collision
from workflows.refusals import Refused

pytestmark = pytest.mark.both

EDITORS, EDITS = 16, 30


def together(app, cast, times, work):
    """`work(session, els, nth)` in as many threads, each with a session of its own."""

    els = cast.els.id
    object_session(cast.els).close()

    def one(nth):
        with app.app_context(), db.sessionmaker() as session:
            return work(session, session.get(Person, els), nth)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_sixteen_editors_with_thirty_edits_each_lose_nothing(app, session, cast, table):
    """Four in each block, so that they collide; who collides writes on below the other's text, as a person does."""
    running = table.open_with(today(), "Werkplan")
    for nth in range(3):
        table.add(running, f"Punt {nth}")
    blocks = [table.block(item).id for item in table.items(running)]
    collisions = []

    def edit(own, els, nth):
        block_id = blocks[nth % len(blocks)]
        block = own.get(MinuteBlock, block_id)
        text, base = block.text, block.version
        for edit_nth in range(EDITS):
            line = f"[{nth}-{edit_nth}]"
            written = f"{text}\n{line}".strip() if edit_nth % 3 else f"{line}\n{text}".strip()
            if edit_nth == EDITS // 2:
                written = f"{written}\n! Gent: afspraak van {nth}"
            for _ in range(500):
                try:
                    saved = doer(own)(minutes.SAVE, block, by=els, written=written, base=base)
                    break
                except Collision as collision:
                    collisions.append(collision)
                    missing = [one for one in written.split("\n") if one not in collision.theirs.split("\n")]
                    written, base = "\n".join([collision.theirs, *missing]).strip(), collision.version
            text, base = saved.text, saved.version

    together(app, cast, EDITORS, edit)

    session.rollback()
    texts = "\n".join(session.scalars(select(MinuteBlock.text)))
    lost = [f"[{n}-{e}]" for n in range(EDITORS) for e in range(EDITS) if f"[{n}-{e}]" not in texts]
    assert lost == []
    agreed = sorted(session.scalars(select(Action.text)))
    assert agreed == sorted(f"afspraak van {nth}" for nth in range(EDITORS))
    assert session.scalar(select(func.count()).select_from(MinuteRevision)) >= EDITORS * EDITS
    assert collisions, "they did get in each other's way"


def test_two_coordinators_close_at_once_and_one_next_agenda_is_made(app, session, cast, table):
    running = table.open_with(today(), "Werkplan")
    [item] = table.items(running)
    table.write(item, "! Gent: cijfers nakijken\n= We doen het\n= En dat ook")
    table.plan(today() + timedelta(days=42))
    table.dispose(item)
    table.everybody_there(running)
    running_id = running.id

    def close(own, els, _nth):
        try:
            doer(own)(meeting.procedure.step("close"), own.get(Meeting, running_id), by=els)
        except Refused as refused:
            return str(refused)
        return "closed"

    answers = together(app, cast, 2, close)

    assert answers.count("closed") == 1
    assert any("kan nu niet" in answer or "nieuwere versie" in answer for answer in answers)
    session.rollback()
    following = session.scalars(select(Meeting).where(Meeting.state == "planned")).one()
    titles = session.scalars(select(AgendaItem.title).where(AgendaItem.meeting_id == following.id)).all()
    assert len(titles) == len(set(titles)) == 2
    assert sorted(filter(None, session.scalars(select(Decision.nth)))) == [1, 2]


def test_numbers_given_in_parallel_have_no_gap_and_no_double(app, session, cast, table):
    """Eight people add a decision to minutes of a meeting that is over, all at the same moment."""
    running = table.open_with(today(), "Werkplan")
    for nth in range(7):
        table.add(running, f"Punt {nth}")
    table.close(running)
    blocks = [table.block(item).id for item in table.items(running)]

    def decide(own, els, nth):
        block = own.get(MinuteBlock, blocks[nth])
        doer(own)(minutes.SAVE, block, by=els, written=f"= beslissing {nth}", base=block.version)

    together(app, cast, 8, decide)

    session.rollback()
    assert sorted(session.scalars(select(Decision.nth))) == list(range(1, 9))
    assert closing.missing(session, session.scalars(select(Meeting)).one()) == []


def test_of_two_drafts_that_replace_the_same_decision_at_once_one_does(app, session, cast, table):
    running = table.open_with(today(), "Werkplan")
    table.write(table.items(running)[0], "= Elk jaar een rapport")
    table.close(running)
    old = table.one(Decision).id
    later = table.open_with(today() + timedelta(days=42), "Volgend punt")
    table.write(table.items(later)[-1], "\n".join(f"= Voorstel {nth}" for nth in range(4)))
    drafts = session.scalars(select(Decision.id).where(Decision.state == DecisionState.DRAFT)).all()

    def replace(own, els, nth):
        draft = own.get(Decision, drafts[nth])
        given = {"text": draft.text, "rationale": "", "in_force_from": None, "review_on": None}
        try:
            doer(own)(decision.DESCRIBE, draft, by=els, supersedes=own.get(Decision, old), **given)
        except Refused as refused:
            return refused.field
        return "replaces"

    answers = together(app, cast, len(drafts), replace)

    assert sorted(answers) == ["replaces", "supersedes", "supersedes", "supersedes"]
    session.rollback()
    assert session.scalar(select(func.count(Decision.id)).where(Decision.supersedes_id == old)) == 1


def test_the_same_item_carried_over_at_once_stands_there_once(app, session, cast, table):
    from workflows import agenda

    running = table.open_with(today(), "Werkplan")
    [item] = table.items(running)
    table.write(item, "! Gent: cijfers nakijken")
    table.close(running)
    following = table.plan(today() + timedelta(days=42))
    for one in table.items(following):
        session.delete(session.scalars(select(MinuteBlock).where(MinuteBlock.item_id == one.id)).one())
        session.flush()
        session.delete(one)
    session.commit()
    following_id = following.id

    together(app, cast, 6, lambda own, els, _nth: doer(own)(agenda.FILL, own.get(Meeting, following_id), by=els))

    session.rollback()
    titles = session.scalars(select(AgendaItem.title).where(AgendaItem.meeting_id == following_id)).all()
    assert len(titles) == len(set(titles)) == 2


def test_links_asked_at_once_fill_no_mailbox(app, session, cast):
    email = cast.els.email

    together(app, cast, 12, lambda own, _els, _nth: doer(own)(sign_in_link.ASK_LINK, email=email))

    session.rollback()
    assert session.scalar(select(func.count(OneTimeLink.id))) == sign_in_link.FREE
