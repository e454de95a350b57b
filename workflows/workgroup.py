"""The life of a workgroup: proposed, active, on hold, ended; and its own page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from models import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    Preset,
    Seat,
    SeatRole,
    Workgroup,
    WorkgroupKind,
)
from models import WorkgroupState as S
from workflows import mandate as mandate_questions
from workflows import organisation as register
from workflows import series, text
from workflows.clock import today
from workflows.command import Command, same_name, text_of
from workflows.engine import Procedure, Step, set_state, tell
from workflows.refusals import NotReady
from workflows.rules import coordinator, operator
from workflows.words import Words

RESERVED = frozenset(
    (
        "account admin api calendar contradictions decisions actions demonstration files from-mail guest health help "
        "history invitation language me meetings messages new organisations permissions preferences robots security "
        "sessions sign-in sign-out static steps trail workgroups"
    ).split()
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
    series.found(session, workgroup)
    return workgroup


def describe(
    session: Session, workgroup: Workgroup, *, by: Person, name: str, mandate: str, cadence_weeks: int | None,
    ends_when: str = "", voting: Preset = Preset.CONSENSUS,
) -> Workgroup:  # fmt: skip
    """Change the name, the mandate, the cadence aimed at, when it is done, and the usual rule of its votes."""
    workgroup.voting = voting
    workgroup.name, workgroup.mandate, workgroup.cadence_weeks = name, mandate, cadence_weeks
    workgroup.ends_when = ends_when
    workgroup.mandate_html, workgroup.mandate_sanitiser = text.render(mandate), text.SANITISER
    return workgroup


def found_subgroup(  # noqa: PLR0913
    session: Session, parent: Workgroup, *, by: Person, name: str, slug: str, mandate: str,
    organisations: Sequence[Organisation], lead: Organisation | None, reason: str = "",
    questions: Sequence[str] = (), ends_when: str = "",
) -> Workgroup:  # fmt: skip
    """A subgroup with a mandate and members, active from today; who founds it coordinates it (002, procedures)."""
    if slug in RESERVED or same_name(session, Workgroup.slug, slug):
        raise NotReady(Words("Dit adres is al bezet."), field="slug")
    if not mandate.strip():
        raise NotReady(Words("Schrijf wat de subwerkgroep moet uitzoeken."), field="mandate")
    group = Workgroup(
        name=name, slug=slug, prefix=free_prefix(session, slug), kind=WorkgroupKind.SUBGROUP, parent_id=parent.id,
        mandate=mandate, mandate_html=text.render(mandate), mandate_sanitiser=text.SANITISER,
        started_on=today(), lead_id=lead.id if lead else None, ends_when=ends_when,
    )  # fmt: skip
    set_state(group, S.ACTIVE)
    session.add(group)
    session.flush()
    series.found(session, group)
    mandate_questions.put(session, group, questions)
    session.add(Seat(workgroup=group, person=by, role=SeatRole.COORDINATOR, since=today()))
    for organisation in organisations:
        voting = organisation.kind in (OrganisationKind.CITY, OrganisationKind.COMMUNITY_COMMISSION)
        role = MembershipRole.VOTING if voting else MembershipRole.ADVISORY
        session.add(Membership(workgroup=group, organisation=organisation, role=role, since=today(), decided_by=reason))
    tell(session, group, "found", S.PROPOSED, by, reason)
    return group


def free_prefix(session: Session, slug: str) -> str:
    """The letters of its decisions: at most twelve, and nobody else's."""
    short = "".join(letter for letter in slug.upper() if letter.isalnum())
    names = [short[:12], *(f"{short[:10]}{n}" for n in range(2, 99))]
    return next(name for name in names if not same_name(session, Workgroup.prefix, name))


def end(
    session: Session, workgroup: Workgroup, *, by: Person, report: str = "", successor: Workgroup | None = None
) -> None:
    """With a closing report and who goes on with it. A subgroup or a taskforce cannot end without a report."""
    owes_one = workgroup.kind in (WorkgroupKind.SUBGROUP, WorkgroupKind.TASKFORCE)
    if owes_one and not report.strip():
        raise NotReady(Words("Een subwerkgroep eindigt met een eindverslag: schrijf wat ze opleverde."), field="report")
    if successor is workgroup:
        raise NotReady(Words("Een werkgroep volgt zichzelf niet op."), field="successor")
    workgroup.closing_report, workgroup.ended_on = report.strip(), today()
    workgroup.successor_id = successor.id if successor else None


def nothing(_session: Session, _workgroup: Workgroup, *, by: Person | None, **_inputs: Any) -> None:
    """The step itself is the whole of it."""


STATES = {
    S.PROPOSED: Words("voorgesteld"),
    S.ACTIVE: Words("actief"),
    S.ON_HOLD: Words("opgeschort"),
    S.ENDED: Words("beëindigd"),
}
KINDS = {
    WorkgroupKind.PROGRAMME: Words("programma"),
    WorkgroupKind.WORKGROUP: Words("werkgroep"),
    WorkgroupKind.SUBGROUP: Words("subwerkgroep"),
    WorkgroupKind.TRACK: Words("traject"),
    WorkgroupKind.TASKFORCE: Words("taskforce"),
    WorkgroupKind.BODY: Words("overlegorgaan"),
    WorkgroupKind.USER_GROUP: Words("gebruikersgroep"),
}


def step(name: str, sources: tuple[S, ...], target: S, says: Words, guard: Any = None, effect: Any = nothing) -> Step:
    return Step(
        name=name, on=Workgroup, who=coordinator, effect=effect, says=says, guard=guard,
        sources=frozenset(sources), target=target,
    )  # fmt: skip


# fmt: off
procedure = Procedure(Workgroup, start=S.PROPOSED, says=STATES, steps=[
    #    step     from                    to          what it says                          guard
    step("start",   (S.PROPOSED,),          S.ACTIVE,   Words("De werkgroep gaat van start"),  a_mandate_is_written),
    step("pause",   (S.ACTIVE,),            S.ON_HOLD,  Words("De werkgroep wordt opgeschort")),
    step("restart", (S.ON_HOLD,),           S.ACTIVE,   Words("De werkgroep herneemt")),
    step("end",     (S.ACTIVE, S.ON_HOLD),  S.ENDED,    Words("De werkgroep wordt beëindigd"), effect=end),
])
# fmt: on

SAYS = {
    **{step.name: step.says for step in procedure.steps},
    "found": Words("De subwerkgroep wordt opgericht"),
    **register.SAYS,
}
"""What the story says; a subgroup is founded active, by a command."""
FOUND_SUBGROUP = Command(
    "found_subgroup",
    Workgroup,
    coordinator,
    found_subgroup,
    Words("Een subwerkgroep oprichten"),
    texts=text_of("mandate"),
)
DESCRIBE = Command(
    "describe", Workgroup, coordinator, describe, Words("De werkgroep beschrijven"), texts=text_of("mandate")
)
FOUND = Command("found", None, operator, found, Words("Een werkgroep oprichten"))
