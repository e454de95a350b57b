"""The life of a workgroup: proposed, active, on hold, ended; and its own page."""

from typing import Any

from sqlalchemy.orm import Session

from models import Person, Workgroup, WorkgroupKind
from models import WorkgroupState as S
from workflows import text
from workflows.command import Command, same_name
from workflows.engine import Procedure, Step
from workflows.refusals import NotReady
from workflows.rules import coordinator, operator
from workflows.words import Words

RESERVED = frozenset(
    "account admin api demonstration files health help invitation language me messages new "
    "organisations permissions preferences robots security sessions sign-in sign-out static steps trail".split()
)
"""First words of other addresses; no workgroup may sit there."""


def a_mandate_is_written(workgroup: Workgroup) -> Words | None:
    return None if workgroup.mandate.strip() else Words("Schrijf eerst de opdracht van de werkgroep.")


def found(session: Session, _nothing: None, *, by: Person | None, name: str, slug: str, prefix: str) -> Workgroup:
    """A new workgroup, proposed. Only the command line founds one, when it sets up an installation."""
    if slug in RESERVED or same_name(session, Workgroup.slug, slug):
        raise NotReady(Words("Dit adres is al bezet."), field="slug")
    workgroup = Workgroup(name=name, slug=slug, prefix=prefix, kind=WorkgroupKind.WORKGROUP, state=S.PROPOSED)
    session.add(workgroup)
    session.flush()
    return workgroup


def describe(
    session: Session, workgroup: Workgroup, *, by: Person, name: str, mandate: str, cadence_weeks: int | None
) -> Workgroup:
    """Change the name, the mandate and the cadence aimed at."""
    workgroup.name, workgroup.mandate, workgroup.cadence_weeks = name, mandate, cadence_weeks
    workgroup.mandate_html, workgroup.mandate_sanitiser = text.render(mandate), text.SANITISER
    return workgroup


def nothing(_session: Session, _workgroup: Workgroup, *, by: Person | None, **_inputs: Any) -> None:
    """The step itself is the whole of it."""


STATES = {
    S.PROPOSED: Words("voorgesteld"),
    S.ACTIVE: Words("actief"),
    S.ON_HOLD: Words("opgeschort"),
    S.ENDED: Words("beëindigd"),
}


def step(name: str, sources: tuple[S, ...], target: S, says: Words, guard: Any = None) -> Step:
    return Step(
        name=name, on=Workgroup, who=coordinator, effect=nothing, says=says, guard=guard,
        sources=frozenset(sources), target=target,
    )  # fmt: skip


# fmt: off
procedure = Procedure(Workgroup, start=S.PROPOSED, says=STATES, steps=[
    #    step     from                    to          what it says                          guard
    step("start",   (S.PROPOSED,),          S.ACTIVE,   Words("De werkgroep gaat van start"),  a_mandate_is_written),
    step("pause",   (S.ACTIVE,),            S.ON_HOLD,  Words("De werkgroep wordt opgeschort")),
    step("restart", (S.ON_HOLD,),           S.ACTIVE,   Words("De werkgroep herneemt")),
    step("end",     (S.ACTIVE, S.ON_HOLD),  S.ENDED,    Words("De werkgroep wordt beëindigd")),
])
# fmt: on

DESCRIBE = Command("describe", Workgroup, coordinator, describe, Words("De werkgroep beschrijven"))
FOUND = Command("found", None, operator, found, Words("Een werkgroep oprichten"))
