"""The demonstration: the real organisations of OBMi, and an invented person for every role."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import MembershipRole as M
from models import OrganisationKind as K
from models import Person, Workgroup, now
from models import SeatRole as R
from workflows import membership, workgroup
from workflows.command import Ask, perform

CITIES = {
    "AAL": "Aalst", "ANT": "Antwerpen", "BRG": "Brugge", "GNK": "Genk", "GNT": "Gent", "HAS": "Hasselt",
    "KOR": "Kortrijk", "LEU": "Leuven", "MEC": "Mechelen", "OOS": "Oostende", "ROE": "Roeselare",
    "SNI": "Sint-Niklaas", "TUR": "Turnhout",
}  # fmt: skip
OTHERS = [
    ("Vlaamse Gemeenschapscommissie", "VGC", K.COMMUNITY_COMMISSION, M.VOTING),
    ("Kenniscentrum Vlaamse Steden", None, K.KNOWLEDGE_CENTRE, M.SECRETARIAT),
    ("Provincies in Cijfers", None, K.PARTNER, M.ADVISORY),
    ("Agentschap Binnenlands Bestuur", None, K.PARTNER, M.ADVISORY),
    ("Statistiek Vlaanderen", None, K.PARTNER, M.ADVISORY),
    ("ABF", None, K.VENDOR, M.VENDOR),
]
FEW = [
    ("Coördinator", "coordinator", "Kenniscentrum Vlaamse Steden", R.COORDINATOR),
    ("Plaatsvervanger Gent", "plaatsvervanger-gent", "Gent", R.DEPUTY),
    ("Functionaris gegevensbescherming Genk", "dpo-genk", "Genk", R.DPO),
    ("Leverancier", "leverancier", "ABF", R.VENDOR_CONTACT),
    ("Partner Statistiek Vlaanderen", "statistiek-vlaanderen", "Statistiek Vlaanderen", R.READER),
]
MANDATE = (
    "Dertien centrumsteden en de VGC werken samen aan **omgevingsanalyse en beleidsmonitoring**: gedeelde rapporten, "
    "gezamenlijke data-aanvragen en afspraken, en één stem tegenover de softwareleverancier."
)


def load(session: Session) -> None:
    """Set the demonstration up, once: a database that already has a workgroup stays as it is."""
    if session.scalars(select(Workgroup.id)).first():
        return
    group = do(session, workgroup.FOUND, None, name="OBMi", slug="obmi", prefix="OBMI")
    members = [(name, code, K.CITY, M.VOTING) for code, name in CITIES.items()] + OTHERS
    for name, code, kind, role in members:
        do(session, membership.SET_UP, group, name=name, code=code, kind=kind, role=role, since=now().date())
    speakers = [
        (f"Vertegenwoordiger {name}", f"vertegenwoordiger-{code.lower()}", name, R.REPRESENTATIVE)
        for name, code, _kind, role in members
        if role is M.VOTING and code
    ]
    for name, address, organisation, seat in FEW + speakers:
        email = f"{address}@example.invalid"
        do(session, membership.SEAT_EXAMPLE, group, name=name, email=email, organisation=organisation, role=seat)
    begin(session, group)


def begin(session: Session, group: Workgroup) -> None:
    """The coordinator describes the workgroup and lets it start, as she would on the screen."""
    coordinator = session.scalars(select(Person).where(Person.email == "coordinator@example.invalid")).one()
    inputs = {"name": "OBMi", "mandate": MANDATE, "cadence_weeks": 6}
    perform(session, workgroup.DESCRIBE, Ask(coordinator, group.id, inputs=inputs))
    start = workgroup.procedure.step("start")
    if start:
        perform(session, start, Ask(coordinator, group.id))


def do(session: Session, command: Any, subject: Any, **inputs: Any) -> Any:
    return perform(session, command, Ask(None, subject.id if subject else None, inputs=inputs))
