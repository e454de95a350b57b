"""What codes are called on the pages of a meeting, and how texts and deadlines are said."""

from typing import Any

from flask_babel import gettext

from models import Action, AgendaItem, Audience, Decision, DecisionState
from workflows import action, agenda, attendance, convening, decision, meeting, minutes, text, widening
from workflows.words import Words, from_store


def of_items() -> dict[str, Any]:
    """What the parts of an item need."""
    return {
        "purposes": agenda.PURPOSES,
        "types": agenda.TYPES,
        "dispositions": agenda.DISPOSITIONS,
        "audiences": widening.AUDIENCES,
        "presences": attendance.PRESENCES,
        "replies": attendance.REPLIES,
        "decision_states": decision.STATES,
        "action_states": action.STATES,
        "action_kinds": action.KINDS,
        "due": action.due,
        "rendered": text.current,
        "partners": Audience.PARTNERS,
        "why": why,
    }


def of_a_meeting() -> dict[str, Any]:
    say = of_items()
    more = {"states": meeting.STATES, "minutes_states": minutes.STATES, "change_kinds": convening.KINDS}
    return {"say": say, **say, **more}


def why(item: AgendaItem) -> Words | None:
    """Why an item stands on its agenda; nothing for what somebody put there by hand."""
    return from_store(item.reason["words"]) if item.reason else None


def owners(action: Action) -> str:
    """Who took it on, by name; nothing when nobody did."""
    names = [row.organisation.name for row in action.owners] + ([action.owner.name] if action.owner else [])
    return str(gettext("alle leden")) if action.for_all else ", ".join(names)


def decided(one: Decision) -> str:
    """The text of a decision; of a proposal that was voted down, that it was."""
    if one.state is not DecisionState.REJECTED:
        return one.text
    return str(gettext("%(text)s (verworpen)", text=one.text))


def outcome(ended: Action) -> str:
    """What came of it: its state, and the first line of the result unless that begins with the state itself."""
    state, result = str(action.STATES[ended.state]), ended.result.strip().split("\n")[0]
    result = result.split("Betrokken:")[0].strip(" :")  # who was there is no outcome
    if not result:
        return state
    return result if result.startswith(state) else f"{state}: {result}"
