"""Writing into the trail what it does not tell yet: values that a release before this one, or a migration, put there.

From then on they are proved like the rest. Only what no entry tells is written: a value that is not what the trail
says stays the fault that it is, and is never made good by this.
"""

import json

from sqlalchemy.orm import Session

from models.audit import NOTED, Event, gathered, hold_the_chain
from workflows.command import Command
from workflows.proof.tables import Untold, compare
from workflows.rules import operator
from workflows.words import Words


def complete(session: Session, _subject: None, *, by: None) -> None:
    """An entry `noted` for each row of which something is untold. Holds the end of the chain from before it reads."""
    hold_the_chain(session)
    gathered(session).extend(noted(one) for one in compare(session).untold)


def noted(row: Untold) -> Event:
    changes = {name: [None, json.loads(value)] for name, value in row.values.items()}
    return Event(NOTED, row.table, row.row_id, row.workgroup_id, changes)


COMPLETE = Command("complete_the_trail", None, operator, complete, Words("Het spoor aanvullen"))
