"""The recorded history of the workgroups, out of the facts: each once, with where it comes from.

`LOAD` puts everything in one transaction. What is already there, recognised by the key of its fact, stays as it is,
so loading twice changes nothing. With `until`, only what was known on that day is loaded (settled.md).
"""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from workflows.command import Command
from workflows.history import (
    actions,
    contradictions,
    meetings,
    milestones,
    organisations,
    requests,
    templates,
    workgroups,
)
from workflows.history.ledger import Ledger
from workflows.rules import operator
from workflows.words import Words

Facts = dict[str, Any]
"""The parsed files by name: {"organisations": {...}, "workgroups": {...}, …}."""


def load(session: Session, _nothing: None, *, by: None, facts: Facts, until: date | None = None) -> None:
    """Everything that was known on that day (None: everything), in the order in which one leans on another."""
    ledger = Ledger(session, until)
    ledger.documents()
    listed = [*facts["vendor_issues"]["issues"], *facts["templates"]["sjablonen"]]
    ledger.titles = {record["id"]: record["titel"] for record in listed}
    organisations.load(ledger, facts["organisations"]["organisaties"])
    workgroups.load(ledger, facts["workgroups"]["werkgroepen"], facts["organisations"]["organisaties"])
    recorded = [*facts["meetings_2014_2016"]["vergaderingen"], *facts["meetings_2020"]["vergaderingen"]]
    meetings.load(ledger, recorded)
    actions.load(ledger, facts["agreements"]["afspraken"], recorded)
    asked = facts["requests_to_cities"]["verzoeken"]
    requests.load(ledger, asked, facts["agreements"]["afspraken"], recorded)
    templates.load(ledger, facts["templates"], recorded)
    contradictions.load(ledger, facts["conflicts"]["tegenspraken"])
    milestones.load(ledger, facts, recorded)


LOAD = Command("load_history", None, operator, load, Words("De vastgelegde geschiedenis inladen"))
