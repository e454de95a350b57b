"""Examples of dossiers: one in discussion, one that looks for a lead, one that is out; and of views that are kept."""

from typing import TYPE_CHECKING

from models import Relation, SavedView, now
from tests.app.examples.shape import OBMI, Example, Form, Parts, of_the_group
from workflows import dossier, leading

if TYPE_CHECKING:
    from models import ReportTemplate
    from tests.app.world import World


def discussed(world: "World", **more: object) -> Parts:
    """The address of the dossier in discussion."""
    return {**OBMI, "number": world.discussed.number, **more}


def described(world: "World", view: str) -> Form:
    one = world.templates.anew(world.discussed)
    form = {"title": one.title, "about": f"Voor {view}", "output": "story"}
    return {**form, "theme": one.theme_id, "audience": "partners"}


def another(world: "World", view: str) -> "ReportTemplate":
    """Each time a dossier of its own."""
    return world.templates.propose(f"Ander dossier van {view} {now():%H%M%S%f}")


def lead_looked_for(world: "World") -> Parts:
    return {**OBMI, "number": world.choosing.number}


def offer(world: "World", view: str, *, stands: bool) -> tuple[Parts, Form]:
    """Of the city of who looks: one that stands, for who takes it back; none yet, for who makes one."""
    who, cast = world.people[view], world.cast
    speakers = {person.organisation_id: person for person in (cast.griet, cast.karim)}
    if who and who.organisation_id in speakers:
        offers = leading.offers(world.session, world.choosing)
        there = any(one.organisation_id == who.organisation_id for one in offers)
        if there != stands:
            world.table.do(
                leading.OFFER if stands else leading.TAKE_BACK, world.choosing, by=speakers[who.organisation_id]
            )
    return lead_looked_for(world), {"note": "Wij."}


def new_text(world: "World", view: str) -> tuple[Parts, Form]:
    parts = discussed(world)
    newest = world.templates.write_of(world.discussed).id
    return parts, {"kind": "proposal", "text": f"# Door {view}\n\nnieuw", "note": "anders", "based_on": newest}


def new_comment(world: "World", view: str) -> tuple[Parts, Form]:
    """One that waits for an answer: each visitor gets her own."""
    row = world.templates.remark(world.templates.anew(world.discussed), world.cast.karim, f"voor {view}")
    return {**OBMI, "comment_id": row.id}, {"resolution": "verwerkt", "version": row.version}


def new_tie(world: "World", view: str) -> tuple[Parts, Form]:
    given = {"other": another(world, view), "relation": Relation.INSPIRED_BY}
    one = world.templates.anew(world.discussed)
    return {**OBMI, "tie_id": world.table.do(dossier.LINK, one, by=world.cast.els, **given).id}, {}


def kept_view(world: "World", view: str) -> tuple[Parts, Form]:
    """A view of the list that she kept herself."""
    whose = world.people[view] or world.cast.griet
    name = f"Van {view} {now():%H%M%S%f}"
    row = SavedView(workgroup_id=world.cast.obmi.id, person_id=whose.id, name=name, filters="")
    world.session.add(row)
    world.session.commit()
    return {**OBMI, "view_id": row.id}, {}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(
        ("dossiers.index", "dossiers.sheet", "dossiers.effort", "dossiers.new", "dossiers.new_theme"), of_the_group
    ),
    "dossiers.save_new": lambda w, view: (
        OBMI,
        {**described(w, view), "title": f"Nog een van {view}", "ownership": "joint"},
    ),
    "dossiers.save_description": lambda w, view: (
        discussed(w),
        {**described(w, view), "version": w.templates.anew(w.discussed).version},
    ),
    "dossiers.save_agenda": lambda w, view: (
        discussed(w),
        {"meeting": w.table.meetings["planned"].id, "purpose": "discuss"},
    ),
    "dossiers.save_tie": lambda w, view: (
        discussed(w),
        {"relation": "belongs_with", "other": another(w, view).id},
    ),
    "dossiers.remove_tie": new_tie,
    "dossiers.save_theme": lambda w, view: (OBMI, {"name": f"Thema {view}", "parent": ""}),
    "dossiers.offer": lambda w, view: (lead_looked_for(w), {}),
    "dossiers.save_offer": lambda w, view: offer(w, view, stands=False),
    "dossiers.take_back": lambda w, view: offer(w, view, stands=True),
    "texts.save": new_text,
    "texts.version": lambda w, view: (discussed(w, nth=1), {}),
    "texts.sheets": lambda w, view: (discussed(w, nth=1), {}),
    "texts.save_comment": lambda w, view: (discussed(w), {"kind": "remark", "section": "", "text": "Goed zo"}),
    "texts.resolve": lambda w, view: (new_comment(w, view)[0], {}),
    "texts.save_resolution": new_comment,
    "files.package": lambda w, view: ({**OBMI, "number": w.published.number, "name": "1.0"}, {}),
    "matching.index": of_the_group,
    "saved_views.new": lambda w, view: (OBMI, {"name": view, "filters": ""}),
    "saved_views.keep": lambda w, view: (OBMI, {"name": view, "filters": ""}),
    "saved_views.drop": kept_view,
}

ELSE: dict[str, Example] = dict.fromkeys(("dossiers", "texts"), lambda w, view: (discussed(w), {}))
