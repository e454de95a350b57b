"""Whose turn it is with a report template, and what comes next, in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from models import DossierState as S
from models import ReportTemplate
from workflows.words import Words, counted

COORDINATOR, LEAD, TESTER, CITIES = "coordinator", "lead", "tester", "cities"
WHO = {
    S.IDEA: COORDINATOR,
    S.THEME_CHOSEN: COORDINATOR,
    S.LEAD_CHOSEN: LEAD,
    S.FIRST_PROPOSAL: LEAD,
    S.UNDER_DISCUSSION: LEAD,
    S.FINAL_PROPOSAL: COORDINATOR,
    S.APPROVAL: CITIES,
    S.APPROVED: COORDINATOR,
    S.IN_TEST: TESTER,
    S.BEING_ADAPTED: LEAD,
    S.READY: COORDINATOR,
}
"""In each state that waits for somebody. Published ones wait for nobody; each city says for itself what it does."""
NEXT = {
    S.IDEA: Words("in een vergadering het thema kiezen"),
    S.THEME_CHOSEN: Words("een trekker kiezen"),
    S.LEAD_CHOSEN: Words("een eerste voorstel of een inhoudstafel schrijven"),
    S.FIRST_PROPOSAL: Words("het voorstel in de werkgroep bespreken"),
    S.UNDER_DISCUSSION: Words("de opmerkingen beantwoorden en een definitief voorstel schrijven"),
    S.FINAL_PROPOSAL: Words("het voorstel ter goedkeuring voorleggen"),
    S.APPROVAL: Words("stemmen over de tekst"),
    S.APPROVED: Words("een andere stad laten testen"),
    S.IN_TEST: Words("testen en een oordeel geven"),
    S.BEING_ADAPTED: Words("de bevindingen verwerken"),
    S.READY: Words("publiceren"),
}


def states_of(*whose: str) -> list[S]:
    """The states in which it is the turn of these."""
    return [state for state, one in WHO.items() if one in whose]


def turn(template: ReportTemplate, since: datetime | None, moment: datetime) -> Words | None:
    """«Aan zet: Gent, sinds 12 dagen. Volgende stap: …»; None when nothing waits."""
    if template.state not in WHO:
        return None
    if since is not None and (moment - since).days < 1:
        return Words(
            "Aan zet: {who}, sinds vandaag. Volgende stap: {what}.", who=who(template), what=NEXT[template.state]
        )
    if since is None:
        return Words("Aan zet: {who}. Volgende stap: {what}.", who=who(template), what=NEXT[template.state])
    days = (moment - since).days
    return counted(
        "Aan zet: {who}, sinds {n} dag. Volgende stap: {what}.",
        "Aan zet: {who}, sinds {n} dagen. Volgende stap: {what}.",
        days, who=who(template), what=NEXT[template.state],
    )  # fmt: skip


def who(template: ReportTemplate) -> Words:
    """The organisation by name where it is one."""
    whose = WHO[template.state]
    if template.state is S.THEME_CHOSEN and template.asked_lead is not None:
        return Words("{name}, gevraagd als trekker", name=template.asked_lead.name)
    if whose == LEAD:
        return Words("{name}", name=template.lead.name) if template.lead else Words("de trekker")
    if whose == TESTER:
        return Words("{name}", name=template.tester.name) if template.tester else Words("wie test")
    return Words("de steden") if whose == CITIES else Words("de coördinator")


@dataclass(frozen=True)
class Pace:
    """How many days it stood in one state, and what is usual for its kind (None: no other did this yet)."""

    state: S
    days: int
    usual: int | None


def paces(mine: Iterable[tuple[S, int]], others: dict[S, list[int]]) -> list[Pace]:
    """The days of this dossier beside the median of the others."""
    return [Pace(state, days, round(median(others[state])) if others.get(state) else None) for state, days in mine]


def stays(steps: Iterable[tuple[str, datetime]], begun: datetime, moment: datetime) -> list[tuple[S, int]]:
    """From the steps of one dossier (state that was reached, when), in order: how many whole days in each state."""
    found, state, since = [], S.IDEA, begun
    for reached, at in steps:
        if S(reached) is not state:
            found.append((state, (at - since).days))
            state, since = S(reached), at
    return [*found, (state, (moment - since).days)]
