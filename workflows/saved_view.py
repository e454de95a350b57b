"""Keeping a view of a list, and letting it go. For the whole workgroup only the coordinator keeps one."""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, SavedView, Workgroup
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotAllowed, NotReady
from workflows.rules import coordinator, keeps_view, seated
from workflows.words import Words

FILTERS = ("q", "theme", "output", "ownership", "occasion", "state", "lead", "view")
"""What the list of dossiers can be filtered on, and how it is shown."""
MOST = 30
"""Who has more does not find her own again."""


def filters_of(address: str) -> str:
    """What of an address filters the list, always in the same order; what else stood in it is gone."""
    given = dict(parse_qsl(address))
    return urlencode({name: given[name][:100] for name in FILTERS if given.get(name)})


def keep(
    session: Session, workgroup: Workgroup, *, by: Person, name: str, filters: str, shared: bool = False
) -> SavedView:
    """Under a name of her own; the same name again replaces what stood there."""
    may_be_kept_by(by, workgroup, shared=shared)
    mine = select(SavedView).where(SavedView.workgroup_id == workgroup.id, SavedView.person_id == by.id)
    rows = session.scalars(mine).all()
    view = next((one for one in rows if one.name.lower() == name.lower()), None)
    if view is None and len(rows) >= MOST:
        raise NotReady(Words("Je bewaarde er al {n}: haal er eerst een weg.", n=MOST), field="name")
    if view is None:
        view = SavedView(workgroup_id=workgroup.id, person_id=by.id, name=name)
        session.add(view)
    view.filters, view.shared = filters_of(filters), shared
    session.flush()
    return view


def may_be_kept_by(person: Person | None, workgroup: Workgroup, *, shared: bool) -> None:
    """Raises NotAllowed for a view for all of a group that is not hers to coordinate."""
    if shared and not coordinator.allows(person, workgroup):
        raise NotAllowed(Words("Een weergave voor de hele werkgroep bewaart {who}.", who=coordinator.says))


def drop(session: Session, view: SavedView, *, by: Person) -> SavedView:
    """It is found no more; the trail keeps that it was there."""
    session.delete(view)
    return view


KEEP = Command("keep_view", Workgroup, seated, keep, Words("Een weergave bewaren"))
DROP = Command("drop_view", SavedView, keeps_view, drop, Words("Een bewaarde weergave weghalen"))
OUTCOMES |= {"workgroup.keep_view": SavedView}
