"""The agenda builds itself, each line with its reason; nothing appears twice and nothing vanishes."""

from datetime import timedelta

import pytest

from models import Action, ActionState, AgendaItem, Disposition, Meeting, Organisation, Seat, Workgroup
from tests.table import Table
from workflows import action, agenda, decision, meeting, workgroup
from workflows.clock import today
from workflows.refusals import NotNow, NotReady, Overtaken
from workflows.words import from_store

SOON, LATER = today() + timedelta(days=42), today() + timedelta(days=84)


@pytest.fixture
def running(table: Table) -> Meeting:
    return table.open_with(today(), "Werkplan")


def titles(table: Table, of: Meeting) -> list[str]:
    return [item.title for item in table.items(of)]


def reason(item: AgendaItem) -> str:
    return str(from_store(item.reason["words"])) if item.reason else ""


def test_what_was_postponed_or_not_reached_returns_with_the_reason(table, running):
    for title in ("Uitgesteld punt", "Geen tijd", "Besproken punt"):
        table.add(running, title)
    work, postponed, no_time, talked = table.items(running)
    table.dispose(work)
    table.dispose(postponed, Disposition.POSTPONED)
    table.dispose(no_time, Disposition.NOT_REACHED)
    table.dispose(talked)
    table.close(running)

    following = table.plan(SOON)

    day = f"{running.held_on:%d/%m/%Y}"
    assert [(i.title, reason(i)) for i in table.items(following)] == [
        (f"Verslag van {day}", "het verslag wacht op goedkeuring"),
        ("Uitgesteld punt", f"uitgesteld op {day}"),
        ("Geen tijd", f"niet aan toe gekomen op {day}"),
    ]


def test_the_next_agenda_is_filled_when_the_meeting_closes(table, running):
    following = table.plan(SOON)
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    table.close(running)
    assert titles(table, following) == [f"Verslag van {running.held_on:%d/%m/%Y}", "cijfers nakijken"]


def test_an_open_agreement_comes_back_until_somebody_says_what_came_of_it(table, running, cast, do):
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    table.close(running)
    second = table.open(table.plan(SOON))
    [item] = [one for one in table.items(second) if one.follows_id]
    table.dispose(item, Disposition.POSTPONED)
    table.close(second)
    third = table.plan(LATER)
    assert titles(table, third).count("cijfers nakijken") == 1

    agreed = table.one(Action)
    do(action.FINISH, agreed, by=cast.griet, state=ActionState.DONE, result="alles klopt")
    table.open(third)
    table.close(third)
    fourth = table.plan(LATER + timedelta(days=42))
    assert "cijfers nakijken" not in titles(table, fourth)


def test_an_agreement_shows_in_which_meeting_it_was_evaluated(table, running, cast, do):
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    table.close(running)
    second = table.open(table.plan(SOON))
    do(action.FINISH, table.one(Action), by=cast.els, state=ActionState.DONE, result="alles klopt")
    table.close(second)
    assert table.one(Action).evaluated_in_id == second.id


def test_what_was_evaluated_stands_on_no_agenda_that_is_still_being_made(table, running, cast, do, browser):
    """The next meeting is moved behind another one, which then speaks about what waited for it."""
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    table.close(running)
    moved = table.plan(SOON)
    do(meeting.MOVE, moved, by=cast.els, held_on=LATER, starts=None, ends=None)
    sooner = table.open(table.plan(SOON))
    do(action.FINISH, table.one(Action), by=cast.griet, state=ActionState.DONE, result="alles klopt")
    assert "cijfers nakijken" in titles(table, moved)
    table.close(sooner)
    assert "cijfers nakijken" not in titles(table, moved)
    page = browser.as_(cast.els).get(f"/obmi/meetings/{moved.number}")
    assert f"deze afspraak werd al besproken op {SOON:%d/%m/%Y}" in page
    dropped = table.one(AgendaItem, AgendaItem.meeting_id == moved.id, AgendaItem.dropped_because.is_not(None))
    do(agenda.RESTORE, dropped, by=cast.els)
    assert "cijfers nakijken" in titles(table, moved), "who wants to speak about it again puts it back"


def test_what_was_dropped_does_not_come_back_by_itself(table, running, cast, do):
    table.stand("Rondje")
    following = table.plan(SOON)
    [item] = table.items(following)
    do(agenda.DROP, item, by=cast.els, reason="geen tijd")
    do(agenda.FILL, following, by=cast.els)
    assert titles(table, following) == []
    do(agenda.RESTORE, item, by=cast.els)
    assert titles(table, following) == ["Rondje"]


def test_a_cancelled_meeting_gives_its_items_and_deadlines_to_the_next(table, running, cast, do):
    following = table.plan(SOON)
    table.add(following, "Bijzonder punt")
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    assert table.one(Action).due_meeting_id == following.id
    table.close(running)
    table.step(following, "cancel")
    assert (table.one(Action).due_meeting_id, table.one(Action).due_next_id) == (None, running.series_id)

    replacement = table.plan(SOON + timedelta(days=7))

    assert table.one(Action).due_meeting_id == replacement.id
    assert "Bijzonder punt" in titles(table, replacement)
    assert titles(table, replacement).count("cijfers nakijken") == 1


def test_moving_a_meeting_moves_every_deadline_that_waits_for_it(table, running, cast, do):
    following = table.plan(SOON)
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    move = {"held_on": SOON + timedelta(days=7), "starts": None, "ends": None}
    do(meeting.MOVE, following, by=cast.els, **move)
    assert action.due(table.one(Action)) == SOON + timedelta(days=7)


def test_without_a_next_meeting_a_deadline_waits_and_is_not_late(table, running):
    [work] = table.items(running)
    table.write(work, "! Gent: cijfers nakijken")
    waiting = table.one(Action)
    assert action.due(waiting) is None
    assert waiting.due_next_id == running.series_id
    assert not action.is_overdue(waiting, LATER)


def test_a_subgroup_reports_until_it_ends_with_a_report(table, cast, do):
    do(
        workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, name="Mobiliteit", slug="mobiliteit", mandate="Uitzoeken",
        organisations=[cast.griet.organisation], lead=None,
    )  # fmt: skip
    group = table.session.query(Workgroup).filter_by(slug="mobiliteit").one()
    group.started_on = today() - timedelta(days=9)
    table.session.commit()
    first = table.plan(today())
    assert titles(table, first) == ["Mobiliteit"]
    assert table.session.query(Seat).filter_by(workgroup_id=group.id).one().person_id == cast.els.id

    end = workgroup.procedure.step("end")
    with pytest.raises(NotReady, match="eindverslag"):
        do(end, group, by=cast.els)
    do(end, group, by=cast.els, report="Zes categorieën, één rapport.")
    assert titles(table, table.plan(SOON)) == []
    assert group.closing_report == "Zes categorieën, één rapport."


def test_a_decision_is_reviewed_when_its_day_comes(table, running, cast, do):
    from models import Decision

    [work] = table.items(running)
    table.write(work, "= Elk jaar een rapport")
    table.close(running)
    taken = table.one(Decision)
    do(
        decision.DESCRIBE, taken, by=cast.els, text=taken.text, rationale="", in_force_from=today(),
        review_on=SOON, supersedes=None,
    )  # fmt: skip
    assert "OBMI-" in titles(table, table.plan(SOON))[-1]


def test_the_same_item_twice_is_refused_beside_its_title(table, running):
    with pytest.raises(NotReady, match="staat al op deze agenda") as refused:
        table.add(running, "werkplan")
    assert refused.value.field == "title"


def test_an_order_that_is_not_the_agenda_is_refused(table, running, cast, do):
    table.add(running, "Tweede")
    first, second = table.items(running)
    do(agenda.ORDER, running, by=cast.els, ids=[second.id, first.id])
    assert titles(table, running) == ["Tweede", "Werkplan"]
    for wrong in ([first.id], [first.id, first.id], [first.id, second.id, 999_999]):
        with pytest.raises(Overtaken):
            do(agenda.ORDER, running, by=cast.els, ids=wrong)


def test_up_and_down_for_the_keyboard(table, running, cast, do):
    table.add(running, "Tweede")
    first, second = table.items(running)
    do(agenda.SHIFT, second, by=cast.els, up=True)
    assert titles(table, running) == ["Tweede", "Werkplan"]
    with pytest.raises(NotNow, match="bovenaan"):
        do(agenda.SHIFT, second, by=cast.els, up=True)
    with pytest.raises(NotNow, match="onderaan"):
        do(agenda.SHIFT, first, by=cast.els, up=False)


def test_while_the_meeting_runs_an_item_is_late_and_is_not_dropped(table, running, cast, do):
    item = table.add(running, "Dringend")
    assert item.late
    with pytest.raises(NotNow, match="ingetrokken"):
        do(agenda.DROP, item, by=cast.els, reason="toch niet")


def test_a_subgroup_needs_a_mandate_and_an_address_of_its_own(table, cast, do):
    inputs = {"name": "Proef", "slug": "obmi", "mandate": "x", "organisations": [], "lead": None}
    with pytest.raises(NotReady, match="al bezet"):
        do(workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, **inputs)
    with pytest.raises(NotReady, match="uitzoeken"):
        do(workgroup.FOUND_SUBGROUP, cast.obmi, by=cast.els, **{**inputs, "slug": "proef", "mandate": " "})
    assert table.session.query(Organisation).count() == 4
