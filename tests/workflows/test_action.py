"""Agreements are changed by the coordinator as long as they are open: their words, their owners, their deadline."""

from datetime import timedelta

import pytest

from models import Action, ActionState
from workflows import action as verbs
from workflows.clock import today
from workflows.deadlines import day_of
from workflows.refusals import NotNow, NotReady

pytestmark = pytest.mark.both
NEXT = today() + timedelta(days=42)


@pytest.fixture
def agreed(table):
    """Gent will look it up, by the next meeting, which nobody planned yet."""
    meeting = table.open_with(today(), "Werkplan")
    table.write(table.items(meeting)[0], "! Gent: nakijken")
    return table.one(Action)


@pytest.fixture
def change(do, cast, agreed):
    """As it is, but for what is given."""

    def changed(**given):
        as_it_is = {
            "text": agreed.text, "owners": [row.organisation for row in agreed.owners], "for_all": agreed.for_all,
            "owner": agreed.owner, "due_on": None, "at_next": True,
        }  # fmt: skip
        return do(verbs.EDIT, agreed, by=cast.els, **(as_it_is | given))

    return changed


def deadline(action) -> tuple:
    return action.due_on, action.due_meeting_id, action.due_next_id


def test_what_is_due_at_the_next_meeting_stays_so_when_its_words_change(agreed, change, table):
    waits = deadline(agreed)
    assert waits == (None, None, table.series.id)
    change(text="nakijken en melden")
    assert (agreed.text, deadline(agreed)) == ("nakijken en melden", waits)
    planned = table.plan(NEXT)
    change(text="nakijken")
    assert (agreed.text, deadline(agreed)) == ("nakijken", (None, planned.id, None))


def test_from_the_next_meeting_to_a_day_and_back(agreed, change, table):
    table.plan(NEXT)
    change(due_on=today() + timedelta(days=7), at_next=False)
    assert deadline(agreed) == (today() + timedelta(days=7), None, None)
    change()
    assert day_of(agreed) == NEXT


def test_it_gets_other_owners_in_the_same_change(agreed, change, cast):
    change(owners=[cast.karim.organisation, cast.griet.organisation])
    assert {row.organisation.name for row in agreed.owners} == {"Gent", "Genk"}
    change(for_all=True)
    assert agreed.owners == []


@pytest.mark.parametrize(("due_on", "at_next"), [(NEXT, True), (None, False)])
def test_a_day_or_the_next_meeting_and_not_both(agreed, change, due_on, at_next):
    with pytest.raises(NotReady, match="precies een van de twee") as refused:
        change(due_on=due_on, at_next=at_next)
    assert refused.value.field == "due_on"


def test_what_was_ended_is_not_changed_any_more(agreed, change, do, cast):
    do(verbs.FINISH, agreed, by=cast.els, state=ActionState.DONE, result="nagekeken")
    with pytest.raises(NotNow, match="al afgerond"):
        change(text="anders")


def test_els_changes_the_words_on_the_page_and_the_deadline_stays(agreed, cast, browser, table):
    els, here = browser.as_(cast.els), f"/obmi/actions/{agreed.id}"
    form = {"text": "nakijken en melden", "owners": agreed.owners[0].organisation_id, "at_next": "y"}
    els.post(f"{here}/change", **form, version=agreed.version)
    assert "nakijken en melden" in els.get(here)
    assert table.one(Action).due_next_id == table.series.id
