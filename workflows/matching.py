"""Who does this too: per theme the organisations that worked on it, for who begins and looks for help (004:228-240).

Computed from what is recorded: what each led, made, tested or took part in, and what each uses or plans to use.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import (
    Answer,
    Dossier,
    DossierTheme,
    Organisation,
    Person,
    ReportTemplate,
    Round,
    RoundKind,
    RoundParty,
    Seat,
    SeatRole,
    Workgroup,
)
from workflows import leading
from workflows.visibility import seen_by
from workflows.words import Words

USES = {
    "online": Words("gebruikt"),
    "building": Words("bouwt"),
    "planned": Words("plant"),
    "interested": Words("heeft interesse in"),
}
"""What an answer to an adoption round says of who gave it."""


@dataclass(frozen=True)
class Doing:
    """What one organisation does or did with one piece of work."""

    organisation: Organisation
    says: Words
    what: str
    number: str | None
    theme: DossierTheme | None


def doings(session: Session, workgroup: Workgroup, reader: Person) -> Iterator[Doing]:
    """Everything that she may see, what was made before what is used."""
    for effort in leading.ledger(session, workgroup, reader):
        says = leading.ROLES[effort.role]
        yield Doing(effort.organisation, says, effort.what, effort.number, effort.theme)
    yield from uses(session, workgroup, reader)


def uses(session: Session, workgroup: Workgroup, reader: Person) -> Iterator[Doing]:
    rows = session.execute(
        select(Answer.choice, Organisation, ReportTemplate)
        .join(RoundParty, RoundParty.id == Answer.party_id)
        .join(Organisation, Organisation.id == RoundParty.organisation_id)
        .join(Round, Round.id == Answer.round_id)
        .join(ReportTemplate, Dossier.id == Round.dossier_id)
        .where(
            Round.workgroup_id == workgroup.id, Round.kind == RoundKind.ADOPTION, Answer.superseded_at.is_(None),
            Answer.choice.in_(USES), seen_by(reader, Answer), seen_by(reader, ReportTemplate),
        )
        .options(joinedload(ReportTemplate.theme).joinedload(DossierTheme.parent))
        .order_by(ReportTemplate.nth, Organisation.name)
    )  # fmt: skip
    for choice, organisation, template in rows:
        yield Doing(organisation, USES[choice], str(template), template.number, template.theme)


def by_theme(found: Iterable[Doing], theme: DossierTheme | None = None) -> dict[str, dict[Organisation, list[Doing]]]:
    """Per theme by its name, per organisation; of one theme and what lies within it, or of all.

    What has no theme, such as a subgroup, stands last, and not under a theme that was asked.
    """
    tree: dict[str, dict[Organisation, list[Doing]]] = {}
    for one in found:
        if theme is None or (one.theme is not None and theme.id in (one.theme.id, one.theme.parent_id)):
            tree.setdefault(str(one.theme or ""), {}).setdefault(one.organisation, []).append(one)
    names = sorted(tree, key=lambda name: (not name, name.lower()))
    return {name: dict(sorted(tree[name].items(), key=lambda pair: pair[0].name)) for name in names}


def speakers(session: Session, workgroup: Workgroup, reader: Person) -> dict[int, list[Person]]:
    """Whom to ask, per organisation: who represents it in this workgroup now."""
    rows = session.scalars(
        select(Seat)
        .where(
            Seat.workgroup_id == workgroup.id, Seat.until.is_(None),
            Seat.role.in_([SeatRole.REPRESENTATIVE, SeatRole.COORDINATOR]), seen_by(reader, Seat),
        )
        .options(joinedload(Seat.person))
        .order_by(Seat.id)
    )  # fmt: skip
    found: dict[int, list[Person]] = {}
    for seat in rows:
        found.setdefault(seat.person.organisation_id, []).append(seat.person)
    return found
