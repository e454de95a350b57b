"""The editor's layer over a yearly overview: written over a sentence, taken away again, published as an edition."""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import OverviewEdition, OverviewText, Person, Workgroup
from models.chain import canonical
from workflows.command import OUTCOMES, Command, overtaken
from workflows.refusals import NotReady
from workflows.rules import coordinator
from workflows.words import Words


def digest_of(facts: Any) -> str:
    """What a text stood on, or what an edition says: the SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def write(
    session: Session, workgroup: Workgroup, *, by: Person, year: int, place: str, text: str, basis: str, seen: int
) -> OverviewText:
    """Her text instead of the sentence made from the facts. `seen` is the version she read, 0 when there was none.

    Raises Overtaken when somebody else wrote there meanwhile.
    """
    found = text_at(session, workgroup, year, place)
    if seen != (found.version if found else 0):
        raise overtaken()
    if found is None:
        found = OverviewText(workgroup_id=workgroup.id, year=year, place=place)
        session.add(found)
    found.text, found.basis, found.withdrawn = text, basis, False
    session.flush()
    return found


def text_at(session: Session, workgroup: Workgroup, year: int, place: str) -> OverviewText | None:
    return session.scalars(
        select(OverviewText).where(
            OverviewText.workgroup_id == workgroup.id, OverviewText.year == year, OverviewText.place == place
        )
    ).one_or_none()


def forget(session: Session, text: OverviewText, *, by: Person) -> OverviewText:
    """Back to the sentence made from the facts; what she wrote stays in the trail."""
    text.withdrawn = True
    return text


def publish(session: Session, workgroup: Workgroup, *, by: Person, year: int, content: dict[str, Any]) -> Any:
    """The overview as it stands now, as an edition that never changes again."""
    last = session.scalars(
        select(OverviewEdition)
        .where(OverviewEdition.workgroup_id == workgroup.id, OverviewEdition.year == year)
        .order_by(OverviewEdition.n.desc())
        .limit(1)
    ).first()
    if last and canonical(last.content) == canonical(content):
        raise NotReady(Words("Sinds de laatste publicatie is er niets veranderd."))
    n = last.n + 1 if last else 1
    digest = digest_of([workgroup.id, year, n, content])
    made = OverviewEdition(workgroup_id=workgroup.id, year=year, n=n, digest=digest, content=content)
    session.add(made)
    session.flush()
    return made


WRITE = Command("write_overview", Workgroup, coordinator, write, Words("In het jaaroverzicht schrijven"))
FORGET = Command("forget", OverviewText, coordinator, forget, Words("Een tekst uit het jaaroverzicht weghalen"))
PUBLISH = Command("publish_overview", Workgroup, coordinator, publish, Words("Het jaaroverzicht publiceren"))
OUTCOMES |= {"workgroup.write_overview": OverviewText, "workgroup.publish_overview": OverviewEdition}
