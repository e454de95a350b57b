"""Choosing what to hold for true where documents contradict each other. Every claim stays; the choice is logged."""

from sqlalchemy.orm import Session

from models import Claim, Contradiction, Person
from workflows.command import Command
from workflows.refusals import NotReady
from workflows.rules import coordinator
from workflows.words import Words


def choose(session: Session, contradiction: Contradiction, *, by: Person, claim: Claim, ground: str) -> Contradiction:
    """Another claim, and why. Who chose and what was chosen before stand in the trail."""
    if claim.contradiction_id != contradiction.id:
        raise NotReady(Words("Kies een van de beweringen over dit onderwerp."), field="claim")
    if not ground.strip():
        raise NotReady(Words("Schrijf waarom je deze bewering kiest."), field="ground")
    contradiction.chosen_id, contradiction.choice = claim.id, ground.strip()
    return contradiction


CHOOSE = Command("choose", Contradiction, coordinator, choose, Words("Kiezen tussen beweringen"))
