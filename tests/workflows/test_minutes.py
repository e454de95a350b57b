"""Minutes: written block by block, with signs; circulated, remarked on, approved in a later meeting, corrected."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import (
    Action,
    ActionKind,
    Decision,
    DecisionState,
    Edition,
    MinuteBlock,
    MinuteRevision,
    Part,
    Remark,
)
from models import MinutesState as S
from tests.table import Table
from workflows import decision, marks, minutes
from workflows.clock import today
from workflows.merge import merge
from workflows.minutes import Collision, digest_of
from workflows.refusals import NotNow, NotReady

SOON = today() + timedelta(days=42)


@pytest.fixture
def running(table: Table):
    return table.open_with(today(), "Werkplan")


@pytest.fixture
def block(table, running) -> MinuteBlock:
    return table.block(table.items(running)[0])


def save(do, cast, block, written, base):
    return do(minutes.SAVE, block, by=cast.els, written=written, base=base)


def test_a_line_with_a_sign_becomes_what_it_says(table, running, cast):
    [item] = table.items(running)
    saved = table.write(
        item,
        "We bespraken het plan.\n! Gent, GNK: cijfers nakijken tegen 15/10/2027\n= We doen het\n? Wie heeft een site?",
    )
    assert saved.text == "We bespraken het plan."
    action, call = table.session.scalars(select(Action).order_by(Action.id)).all()
    assert (action.kind, action.text, action.due_on) == (ActionKind.ACTION, "cijfers nakijken", date(2027, 10, 15))
    assert {row.organisation.name for row in action.owners} == {"Gent", "Genk"}
    assert (call.kind, call.text, call.for_all) == (ActionKind.CALL, "Wie heeft een site?", True)
    decision = table.one(Decision)
    assert (decision.text, decision.state, decision.number) == ("We doen het", DecisionState.DRAFT, None)


@pytest.mark.parametrize(
    ("typed", "text", "owners", "for_all"),
    [
        ("Gent: nakijken", "nakijken", {"Gent"}, False),
        ("gnt: nakijken", "nakijken", {"Gent"}, False),
        ("alle leden: nakijken", "nakijken", set(), True),
        ("Brussel: nakijken", "Brussel: nakijken", set(), False),
        ("nakijken: eerst dit", "nakijken: eerst dit", set(), False),
        ("Gent: tegen 31/02/2027", "tegen 31/02/2027", {"Gent"}, False),
    ],
)
def test_what_is_not_understood_stays_in_the_text(cast, typed, text, owners, for_all):
    task = marks.task(typed, [cast.griet.organisation, cast.karim.organisation])
    assert (task.text, {one.name for one in task.owners}, task.for_all) == (text, owners, for_all)


def test_a_line_with_much_that_is_empty_is_read_like_any_other(cast):
    """The search for a day began anew at each of its spaces: a hundred thousand took three minutes."""
    typed = f"Gent: nakijken{' ' * 100_000}en melden tegen 15/12/2026"
    task = marks.task(typed, [cast.griet.organisation])
    assert (task.due_on, task.text[:8], task.text[-9:]) == (date(2026, 12, 15), "nakijken", "en melden")


def test_a_backslash_keeps_a_line_a_line(table, running):
    [item] = table.items(running)
    saved = table.write(item, "\\! Dit is geen afspraak")
    saved = table.write(item, f"{saved.text}\nen verder")
    assert table.one(Action) is None
    assert "! Dit is geen afspraak" in saved.html
    assert "\\" not in saved.html


def test_a_sign_also_works_after_the_meeting_until_the_minutes_are_approved(table, running):
    [item] = table.items(running)
    table.close(running)
    table.write(item, "= Toch nog beslist")
    assert table.one(Decision).number == f"OBMI-{running.held_on.year}-01"


def test_the_same_block_from_the_same_version_merges_what_does_not_touch(do, cast, block):
    first = save(do, cast, block, "een\ntwee\ndrie", block.version)
    base = first.version
    save(do, cast, block, "een!\ntwee\ndrie", base)
    assert save(do, cast, block, "een\ntwee\ndrie\nvier", base).text == "een!\ntwee\ndrie\nvier"


def test_who_touches_the_same_line_gets_all_three_texts(do, cast, block):
    base = save(do, cast, block, "een\ntwee", block.version).version
    save(do, cast, block, "een\ntwee van Karim", base)
    with pytest.raises(Collision) as refused:
        save(do, cast, block, "een\ntwee van Els\n! Gent: iets", base)
    texts = (refused.value.base, refused.value.theirs, refused.value.mine)
    assert texts == ("een\ntwee", "een\ntwee van Karim", "een\ntwee van Els\n! Gent: iets")


def test_everything_that_was_typed_is_kept(do, cast, block, session):
    for text in ("een", "een\n= beslist", "", "opnieuw"):
        save(do, cast, block, text, block.version)
    kept = session.scalars(select(MinuteRevision).order_by(MinuteRevision.id)).all()
    assert [row.typed or row.text for row in kept] == ["een", "een\n= beslist", "", "opnieuw"]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("a", "a", "b", "b"),
        ("a", "b", "a", "b"),
        ("a", "b", "b", "b"),
        ("a\nb\nc", "x\nb\nc", "a\nb\ny", "x\nb\ny"),
        ("a\nb\nc", "x\nb\nc", "x\nb\ny", "x\nb\ny"),
        ("a\nb", "a\nx", "a\ny", None),
        ("", "een", "twee", None),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a\nb", "", "a\nb\nc", None),
    ],
)
def test_two_changes_in_one_text(base, theirs, mine, merged):
    assert merge(base, theirs, mine) == merged


def test_circulated_text_stands_still_and_is_remarked_on(table, running, cast, do, block):
    own = table.minutes(running)
    with pytest.raises(NotReady, match="Sluit eerst"):
        table.step(own, "circulate")
    table.close(running)
    with pytest.raises(NotNow, match="Opmerkingen kunnen"):
        do(minutes.REMARK, block, by=cast.griet, text="te vroeg")
    with pytest.raises(NotReady, match="al voorbij"):
        table.step(own, "circulate", remarks_until=today() - timedelta(days=1))
    table.step(own, "circulate", remarks_until=today() + timedelta(days=14))
    with pytest.raises(NotNow, match="de tekst ligt vast"):
        table.write(table.items(running)[0], "toch nog iets")
    remark = do(minutes.REMARK, block, by=cast.griet, text="Gent zei dat niet")
    later = table.open_with(SOON, "Volgend punt")
    with pytest.raises(NotReady, match="nog 1 opmerking"):
        table.step(own, "approve", meeting=later)
    table.step(own, "revise")
    table.write(table.items(running)[0], "Gent zei iets anders")
    do(minutes.RESOLVE, remark, by=cast.els, accepted=True, resolution="aangepast")
    with pytest.raises(NotNow, match="al behandeld"):
        do(minutes.RESOLVE, remark, by=cast.els, accepted=False, resolution="toch niet")
    table.step(own, "circulate")
    table.step(own, "approve", meeting=later)
    assert own.state is S.APPROVED


def test_minutes_are_approved_in_a_later_meeting_never_in_their_own(table, running):
    own = table.minutes(running)
    table.close(running)
    table.step(own, "circulate")
    with pytest.raises(NotReady, match="in een latere vergadering"):
        table.step(own, "approve", meeting=running)
    planned = table.plan(SOON)
    with pytest.raises(NotReady, match="nog niet begonnen"):
        table.step(own, "approve", meeting=planned)
    with pytest.raises(NotReady, match="na de aangekondigde dag"):
        table.step(own, "approve")
    assert table.one(Edition) is None


def test_silence_approves_after_the_announced_day(table, running, monkeypatch):
    own = table.minutes(running)
    table.close(running)
    table.step(own, "circulate", remarks_until=today())
    with pytest.raises(NotReady):
        table.step(own, "approve")
    monkeypatch.setattr("workflows.minutes.today", lambda: today() + timedelta(days=1))
    table.step(own, "approve")
    assert table.one(Edition).approved_in_id is None


def test_a_correction_is_a_new_edition_with_a_reason_and_the_old_one_stays(table, running):
    own = table.minutes(running)
    [item] = table.items(running)
    table.write(item, "De eerste tekst")
    table.close(running)
    later = table.open_with(SOON, "Volgend punt")
    table.step(own, "circulate")
    table.step(own, "approve", meeting=later)
    table.step(own, "correct", note="naam verkeerd gespeld")
    table.write(item, "De tweede tekst")
    table.step(own, "circulate")
    table.step(own, "approve", meeting=later)

    first, second = table.session.scalars(select(Edition).order_by(Edition.n)).all()
    assert (first.n, second.n, second.reason) == (1, 2, "naam verkeerd gespeld")
    assert second.previous == first.digest
    for edition in (first, second):
        assert digest_of(edition.content, edition.n, edition.previous) == edition.digest
    assert digest_of({**first.content, "blocks": []}, 1, "") != first.digest
    texts = [[row["text"] for row in edition.content["blocks"] if row["part"] == "item"] for edition in (first, second)]
    assert texts == [["De eerste tekst"], ["De tweede tekst"]]


def test_decisions_are_numbered_without_gaps_when_the_meeting_closes(table, running, cast, do):
    from workflows import decision

    [item] = table.items(running)
    table.write(item, "= een\n= twee\n= drie")
    withdrawn = table.one(Decision, Decision.text == "twee")
    do(decision.WITHDRAW, withdrawn, by=cast.els, reason="toch niet")
    table.close(running)
    year = running.held_on.year
    rows = table.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [row.number for row in rows] == [f"OBMI-{year}-01", None, f"OBMI-{year}-02"]


def test_a_numbered_decision_changes_no_word_and_is_replaced_by_another(table, running, cast, do):
    [item] = table.items(running)
    table.write(item, "= Elk jaar een rapport")
    table.close(running)
    old = table.one(Decision)
    given = {"rationale": "", "in_force_from": None, "review_on": None, "supersedes": None}
    with pytest.raises(NotReady, match="verandert niet meer"):
        do(decision.DESCRIBE, old, by=cast.els, text="Elke maand", **given)
    later = table.open_with(SOON, "Volgend punt")
    item = table.items(later)[-1]
    table.write(item, "= Elke maand een rapport")
    new = table.one(Decision, Decision.state == DecisionState.DRAFT)
    do(decision.DESCRIBE, new, by=cast.els, text=new.text, **{**given, "supersedes": old})
    table.close(later)
    assert (old.state, new.state) == (DecisionState.REPLACED, DecisionState.IN_FORCE)
    with pytest.raises(NotNow, match="geldt niet meer"):
        do(decision.DESCRIBE, old, by=cast.els, text=old.text, **given)


def test_a_decision_is_replaced_once_and_what_was_withdrawn_replaces_nothing(table, running, cast, do):
    [item] = table.items(running)
    table.write(item, "= Elk jaar een rapport")
    table.close(running)
    old = table.one(Decision)
    later = table.open_with(SOON, "Volgend punt")
    table.write(table.items(later)[-1], "= Elke maand een rapport\n= Elke week een rapport")
    month, week = table.session.scalars(
        select(Decision).where(Decision.state == DecisionState.DRAFT).order_by(Decision.id)
    ).all()
    given = {"rationale": "", "in_force_from": None, "review_on": None, "supersedes": old}
    do(decision.DESCRIBE, month, by=cast.els, text=month.text, **given)
    with pytest.raises(NotReady, match="Elke maand een rapport") as refused:
        do(decision.DESCRIBE, week, by=cast.els, text=week.text, **given)
    assert refused.value.field == "supersedes"
    do(decision.WITHDRAW, month, by=cast.els, reason="toch niet")
    do(decision.DESCRIBE, week, by=cast.els, text=week.text, **given)
    table.close(later)
    assert (old.state, week.state, month.supersedes_id) == (DecisionState.REPLACED, DecisionState.IN_FORCE, None)


def test_the_opening_and_the_closing_have_text_too(table, running, cast, do):
    parts = table.session.scalars(select(MinuteBlock.part).order_by(MinuteBlock.id)).all()
    assert parts[:2] == [Part.OPENING, Part.CLOSING]
    closing = table.one(MinuteBlock, MinuteBlock.part == Part.CLOSING)
    save(do, cast, closing, "! Gent: zaal boeken", closing.version)
    assert table.one(Action).item_id is None
    assert table.one(Remark) is None
