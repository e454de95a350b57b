"""What was wide when it was written and is narrowed afterwards: what came out of it follows, wherever it is told."""

import json
from datetime import timedelta
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from models import (
    Action,
    AgendaItem,
    Audience,
    AuditEntry,
    Decision,
    Dossier,
    Edition,
    Message,
    MessageState,
    MinuteBlock,
    Preset,
    Publication,
    Round,
    RoundKind,
)
from models import Document as FileRow
from tests.app.crawl import crawl, of_a_group
from tests.files.laid import put_a_file
from tests.table import Table
from tests.templates_made import Templates
from workflows import agenda, convening, leading, report_template
from workflows.clock import today
from workflows.narrowing import CATCH_UP, reach, ties
from workflows.refusals import NotReady
from workflows.visibility import in_the_room

WORD = "fluisterwoord"
READERS = ("els", "griet", "jef", "karim", "dora", "tom", "otto", "rita")


def edit(do, cast, item, **given):
    """The item as it is, but for what is given."""
    now_it_is = {
        "title": item.title, "purpose": item.purpose, "item_type": item.item_type,
        "planned_minutes": item.planned_minutes, "presenting": item.presenting, "presenter": item.presenter,
        "audience": item.audience, "proposal": item.proposal, "text_follows": item.text_follows,
    }  # fmt: skip
    return do(agenda.EDIT, item, by=cast.els, **(now_it_is | given))


@pytest.fixture
def item(table, session, app, do, cast, rounds):
    """Of a running meeting that was opened to the vendor, with all that can come out of an item."""
    meeting = table.plan(today())
    one = table.add(meeting, f"{WORD} titel", audience="vendor", proposal=f"{WORD} voorstel")
    put_a_file(app, do, one, by=cast.els, name=f"{WORD}.txt")
    table.open(meeting)
    table.write(one, f"{WORD} tekst\n! Gent: {WORD} afspraak\n= {WORD} beslissing\n? {WORD} oproep")
    put_a_file(app, do, table.block(one), by=cast.els, name=f"{WORD}-verslag.txt")
    asked = rounds.ask(RoundKind.PRESENTATION, question=f"{WORD} vraag", audience=Audience.VENDOR, item=one)
    said = rounds.say(asked, cast.griet, "presented", text=f"{WORD} antwoord")
    put_a_file(app, do, said, by=cast.griet, name=f"{WORD}-antwoord.txt")
    session.rollback()
    return one


@pytest.fixture
def approved(table, session, do, cast, item):
    """Narrowed while the meeting runs; then closed, approved in the next one, and told in the overview."""
    edit(do, cast, item, audience=Audience.SECRETARIAT)
    meeting = table.close(item.meeting)
    later = table.plan(today() + timedelta(days=30))
    table.open(later)
    own = table.minutes(meeting)
    table.step(own, "circulate")
    table.step(own, "approve", meeting=later)
    session.rollback()
    return meeting


TOLD = [f"{WORD} {what}" for what in ("titel", "voorstel", "tekst", "afspraak", "beslissing", "oproep")]
FILES = [f"{WORD}.txt", f"{WORD}-verslag.txt"]
ASKED = [f"{WORD} vraag"]
"""Who sits for a city that is asked sees the question, whatever its audience."""
OWN = [f"{WORD} antwoord", f"{WORD}-antwoord.txt"]


@pytest.mark.parametrize("who", READERS)
def test_nobody_finds_a_word_of_what_was_narrowed(app, session, cast, browser, approved, who):
    said = crawl(browser.as_(getattr(cast, who)), of_a_group(app, session, cast.obmi))
    text = "\n".join(said.values())
    found = {one for one in (*TOLD, *FILES, *ASKED, *OWN) if one in text}
    everything = {*TOLD, *FILES, *ASKED, *OWN}
    assert found == {
        "els": everything, "griet": {*ASKED, *OWN}, "jef": {*ASKED, *OWN}, "karim": {*ASKED}, "dora": {*ASKED},
    }.get(who, set())  # fmt: skip


def nothing_wider(session) -> int:
    """Row by row: but for what stays as it is, of which readers ask what it hangs on as well. How many there were."""
    looked_at = 0
    for model, *_tie in ties():
        for row in session.scalars(select(model)):
            if hasattr(row, "audience") and not isinstance(row, MinuteBlock):
                looked_at += 1
                assert row.audience is reach(row), row
    return looked_at


@pytest.mark.both
def test_nothing_reaches_further_than_what_it_hangs_on(session, approved):
    assert nothing_wider(session) > 8
    narrowed = {Action, Decision, Round, FileRow, AgendaItem}
    for model in narrowed:
        assert Audience.SECRETARIAT in session.scalars(select(model.audience)).all(), model


@pytest.mark.both
def test_no_letter_tells_it_afterwards(session, do, cast, table, item):
    before = session.scalars(select(Message.id).order_by(Message.id.desc())).first()
    edit(do, cast, item, audience=Audience.SECRETARIAT)
    table.close(item.meeting)
    table.open(table.plan(today() + timedelta(days=30)))
    later = session.scalars(select(Message).where(Message.id > before, Message.person_id != cast.els.id)).all()
    assert later
    assert not any(one in json.dumps(row.letter) for row in later for one in TOLD)


@pytest.mark.both
def test_a_letter_that_waits_is_kept_from_whom_it_is_not_for_any_more(session, do, cast, table):
    """Els narrows what she just called together: the letters that quote it have not left yet."""
    meeting = table.plan(today())
    item = table.add(meeting, f"{WORD} titel", audience="vendor")
    other = table.add(meeting, "gewoon punt", audience="vendor")
    table.step(meeting, "convene")
    letters = {
        one.person_id: one
        for one in session.scalars(select(Message).where(Message.meeting_id == meeting.id, Message.kind == "meeting"))
    }
    assert letters[cast.tom.id].state is MessageState.WAITING
    edit(do, cast, session.get(AgendaItem, other.id), audience=Audience.VENDOR)
    assert letters[cast.tom.id].letter["audience"] == "vendor"
    edit(do, cast, session.get(AgendaItem, item.id), audience=Audience.MEMBERS)
    session.rollback()
    assert {letters[who.id].letter["audience"] for who in (cast.tom, cast.dora, cast.karim)} == {"members"}


def test_an_item_that_was_narrowed_is_not_told_as_struck(session, do, cast, table):
    meeting = table.plan(today())
    item = table.add(meeting, f"{WORD} titel", audience="vendor")
    table.step(meeting, "convene")
    edit(do, cast, session.get(AgendaItem, item.id), audience=Audience.SECRETARIAT)
    session.rollback()
    assert convening.changes(session, meeting, Audience.VENDOR) == []
    assert [one.title for one in convening.changes(session, meeting, Audience.SECRETARIAT)] == [f"{WORD} titel"]


def test_els_reads_what_was_out_already(session, cast, table, browser):
    meeting = table.plan(today())
    item = table.add(meeting, f"{WORD} titel", audience="vendor")
    table.step(meeting, "convene")
    els = browser.as_(cast.els)
    here = f"/obmi/meetings/{meeting.number}"
    form = {"title": "Punt", "purpose": "discuss", "item_type": "discussion"}
    for audience, told in (("vendor", False), ("members", True), ("vendor", False)):
        version = table.one(AgendaItem, AgendaItem.id == item.id).version
        els.post(f"{here}/items/{item.id}", **form, audience=audience, version=version)
        assert ("met dit punt voor meer mensen" in els.get(here)) == told, audience


def test_what_a_subgroup_does_is_not_told_to_the_vendor(session, do, cast, browser, sub):
    """Who led it, who took part, and of a meeting that a city received there only whose it was."""
    below = Table(session, do, sub, cast.els)
    held = below.close(below.open_with(today(), "Werkplan"))
    held.title, held.host = f"{WORD} overleg", cast.griet.organisation
    session.commit()
    told = {who: leading.ledger(session, cast.obmi, getattr(cast, who)) for who in ("els", "karim", "dora", "tom")}
    assert {who: [(one.role.value, one.what) for one in rows] for who, rows in told.items()} == {
        "els": [("hosted", sub.name), ("led", sub.name)],
        "karim": [("hosted", sub.name), ("led", sub.name)],
        "dora": [("hosted", sub.name)],
        "tom": [("hosted", sub.name)],
    }
    assert sub.name in browser.as_(cast.karim).get("/obmi/dossiers/effort")


@pytest.fixture
def made(session, do, cast):
    return Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)


def describe(do, cast, one, **given):
    now_it_is = {
        name: getattr(one, name)
        for name in ("title", "about", "theme", "audience", "output", "platform", "level", "link")
    }
    return do(report_template.DESCRIBE, one, by=cast.els, **(now_it_is | given))


def test_a_dossier_that_is_narrowed_takes_its_items_along_and_what_was_approved_is_read_by_fewer(
    session, do, cast, made, table, browser
):
    one = made.propose(f"{WORD} rapport", audience=Audience.VENDOR)
    meeting = table.plan(today())
    item = table.one(AgendaItem, AgendaItem.dossier_id == one.id)
    table.open(meeting)
    table.write(item, f"{WORD} tekst\n= {WORD} beslissing\n! Gent: {WORD} afspraak")
    table.close(meeting)
    later = table.plan(today() + timedelta(days=30))
    table.open(later)
    own = table.minutes(meeting)
    table.step(own, "circulate")
    table.step(own, "approve", meeting=later)
    edition = table.one(Edition)
    frozen = dict(edition.content), edition.digest
    path = f"/obmi/meetings/{meeting.number}/minutes/editions/1"
    assert all(what in browser.as_(cast.tom).get(path) for what in ("rapport", "tekst", "beslissing", "afspraak"))
    describe(do, cast, made.anew(one), audience=Audience.MEMBERS)
    session.rollback()
    assert (dict(edition.content), edition.digest) == frozen, "what was approved stays as it was"
    for who in (cast.tom, cast.dora):
        text = browser.as_(who).get(path)
        assert WORD not in text
        assert "Je ziet het deel dat voor jou bestemd is." in text
        assert WORD not in browser.as_(who).get(f"/obmi/meetings/{later.number}")
        assert WORD not in browser.as_(who).get("/obmi/decisions")
    assert WORD in browser.as_(cast.karim).get(path)


def test_an_item_reaches_no_further_than_what_it_is_about(session, do, cast, made, table):
    made.propose("Rapport", audience=Audience.MEMBERS)
    meeting = table.plan(today())
    item = table.one(AgendaItem, AgendaItem.dossier_id.is_not(None))
    assert item.audience is Audience.MEMBERS
    with pytest.raises(NotReady, match="niet voor een ruimer publiek") as refused:
        edit(do, cast, item, audience=Audience.PARTNERS)
    assert refused.value.field == "audience"
    assert table.items(meeting)


def test_a_decision_comes_back_for_its_review_as_narrow_as_its_item(session, do, cast, table):
    """It is only known by its title there: the item that was narrowed before this was kept says for whom it is."""
    meeting = table.open_with(today() - timedelta(days=2), "Punt")
    item = table.items(meeting)[-1]
    table.write(item, f"= {WORD} beslissing")
    table.close(meeting)
    table.one(AgendaItem, AgendaItem.id == item.id).audience = Audience.SECRETARIAT
    session.scalars(select(Decision)).one().review_on = today()
    session.commit()
    table.plan(today())
    assert table.one(AgendaItem, AgendaItem.title.contains(WORD)).audience is Audience.SECRETARIAT


def test_what_an_earlier_release_left_wide_comes_back_narrow(session, cast, table):
    """Its item was narrowed when nothing followed yet; on the next agenda it is for whom the item is."""
    meeting = table.open_with(today() - timedelta(days=2), "Punt")
    item = table.items(meeting)[-1]
    table.write(item, f"! Gent: {WORD} afspraak")
    table.close(meeting)
    table.one(AgendaItem, AgendaItem.id == item.id).audience = Audience.SECRETARIAT
    session.commit()
    assert table.one(Action).audience is Audience.PARTNERS
    table.plan(today())
    assert table.one(AgendaItem, AgendaItem.follows_id.is_not(None)).audience is Audience.SECRETARIAT


@pytest.mark.both
def test_an_upgrade_narrows_what_an_earlier_release_left_wide(session, do, cast, table, item):
    """That one narrowed the item alone, and the next agenda took its agreement over for everybody."""
    table.close(item.meeting)
    later = table.plan(today() + timedelta(days=30))
    session.get(AgendaItem, item.id).audience = Audience.SECRETARIAT
    session.commit()
    taken_over = table.one(AgendaItem, AgendaItem.meeting_id == later.id, AgendaItem.follows_id.is_not(None))
    assert taken_over.audience is Audience.VENDOR
    told = select(func.count(AuditEntry.id))
    before = session.scalar(told)
    do(CATCH_UP)
    assert nothing_wider(session) > 4
    assert taken_over.audience is Audience.SECRETARIAT
    after = session.scalar(told)
    assert after > before
    do(CATCH_UP)
    assert session.scalar(told) == after, "once is enough"


def test_what_is_made_of_a_narrow_thing_is_narrow_from_the_start(session, do, cast, table, item, rounds):
    """What is said in the minutes of it, asked about it, or taken by a vote on it, after it was narrowed."""
    edit(do, cast, item, audience=Audience.MEMBERS)
    block = table.block(item)
    table.write(item, f"{block.text}\n! Genk: nog iets\n= en ook dit")
    for model, words in ((Action, "nog iets"), (Decision, "en ook dit")):
        assert table.one(model, model.text == words).audience is Audience.MEMBERS
    with pytest.raises(NotReady, match="ruimer publiek"):
        rounds.ask(RoundKind.STATUS, item=item, audience=Audience.PARTNERS)
    vote = rounds.ask(
        RoundKind.VOTE, preset=Preset.CONSENSUS, item=item, audience=Audience.MEMBERS, question="Akkoord?"
    )
    for who in (cast.griet, cast.karim):
        rounds.say(vote, who, "for")
    rounds.step(vote, "close")
    rounds.step(vote, "certify")
    assert table.one(Decision, Decision.round_id == vote.id).audience is Audience.MEMBERS
    edit(do, cast, table.one(AgendaItem, AgendaItem.id == item.id), audience=Audience.SECRETARIAT)
    session.rollback()
    assert vote.audience is Audience.MEMBERS, "what is certified stays"
    assert reach(vote) is Audience.SECRETARIAT
    assert table.one(Decision, Decision.round_id == vote.id).audience is Audience.SECRETARIAT


def test_widening_an_item_widens_nothing_that_came_out_of_it(session, do, cast, table, item):
    edit(do, cast, item, audience=Audience.MEMBERS)
    edit(do, cast, table.one(AgendaItem, AgendaItem.id == item.id), audience=Audience.VENDOR)
    assert table.one(Action, Action.item_id == item.id).audience is Audience.MEMBERS


def test_a_round_about_a_dossier_of_the_secretariat_is_not_projected(session, do, cast, made, ask):
    one, asked = made.propose("Rapport"), ask(RoundKind.STATUS)
    asked.dossier_id = one.id
    session.commit()
    there = select(Round.id).where(in_the_room(Round))
    assert asked.id in session.scalars(there).all()
    session.get(Dossier, one.id).audience = Audience.SECRETARIAT
    session.commit()
    assert asked.id not in session.scalars(there).all()


def test_of_a_package_she_reads_what_is_for_her(session, app, do, cast, made, browser):
    """A file for fewer people stood in the manifest as withdrawn, with its name."""
    one = made.published(keep=partial(put_a_file, app, do, by=cast.griet))
    out = session.scalars(select(Publication)).one()
    hidden = session.get(FileRow, out.manifest[0]["document"])
    hidden.audience = Audience.SECRETARIAT
    session.commit()
    answer = browser.as_(cast.karim).open(f"/obmi/files/package/{one.number}/{out.version}")
    listed = json.loads(ZipFile(BytesIO(answer.data)).read("manifest.json"))["files"]
    assert hidden.file_name not in [line["name"] for line in listed]
    assert len(listed) == len(out.manifest) - 1
