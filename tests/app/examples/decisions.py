"""Examples of what a meeting brings: decisions and agreements."""

from typing import TYPE_CHECKING, Any

from models import Action, ActionState, Decision, DecisionState
from tests.app.examples.meetings import last_item
from tests.app.examples.shape import OBMI, Example, Form, Parts, of_the_group

if TYPE_CHECKING:
    from tests.app.world import World


def draft(world: "World") -> Decision:
    """One that a running meeting is about to take."""
    return still(world, Decision, Decision.state == DecisionState.DRAFT, written="= nog een beslissing")


def still(world: "World", model: Any, *conditions: Any, written: str) -> Any:
    """A row for which this holds; written in the running minutes when the last was ended."""
    found = world.table.one(model, *conditions)
    if found is None:
        live = last_item(world, "running")
        world.table.write(live, f"{world.table.block(live).text}\n{written}")
        found = world.table.one(model, *conditions)
    assert found
    return found


def at_draft(world: "World") -> Parts:
    return {**OBMI, "decision_id": draft(world).id}


def numbered(world: "World") -> Decision:
    """One that a held meeting took."""
    found: Decision = world.table.one(Decision, Decision.number.is_not(None))
    return found


def description(world: "World", view: str) -> tuple[Parts, Form]:
    form = {"text": "We doen het", "rationale": "daarom", "in_force_from": "2026-01-01", "review_on": "2027-01-01"}
    return at_draft(world), {**form, "supersedes": numbered(world).id, "version": draft(world).version}


def action(world: "World") -> Action:
    found: Action = world.table.one(Action)
    return found


def at_action(world: "World") -> Parts:
    return {**OBMI, "action_id": action(world).id}


def change(world: "World", view: str) -> tuple[Parts, Form]:
    form = {"text": "Iets anders", "owners": world.cast.karim.organisation_id, "owner": "", "due_on": "2030-01-01"}
    return at_action(world), {**form, "version": action(world).version}


def open_action(world: "World") -> Action:
    """An agreement of Gent that nobody ended yet: each visitor gets her own."""
    return still(world, Action, Action.state == ActionState.OPEN, written="! Gent: nog iets")


def finish(world: "World", view: str) -> tuple[Parts, Form]:
    mine = open_action(world)
    return {**OBMI, "action_id": mine.id}, {"state": "done", "result": "gelukt", "version": mine.version}


EXAMPLES: dict[str, Example] = {
    "decisions.show": lambda w, view: ({**OBMI, "number": numbered(w).number}, {}),
    "decisions.draft": lambda w, view: (at_draft(w), {}),
    "decisions.describe": lambda w, view: (at_draft(w), {}),
    "decisions.save_description": description,
    "decisions.end": lambda w, view: (at_draft(w), {}),
    "decisions.save_end": lambda w, view: (at_draft(w), {"reason": "toch niet", "version": draft(w).version}),
    "actions.show": lambda w, view: (at_action(w), {}),
    "actions.change": lambda w, view: (at_action(w), {}),
    "actions.save_change": change,
    "actions.finish": lambda w, view: (at_action(w), {}),
    "actions.save_finish": finish,
}

ELSE: dict[str, Example] = dict.fromkeys(("decisions", "actions"), of_the_group)
