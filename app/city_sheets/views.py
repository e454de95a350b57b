"""The sheet of an organisation in a workgroup: a page, and the same to take along."""

from flask import Blueprint, Response, render_template

from app.access import requires, somebody, the_workgroup
from app.city_sheets import compose, queries
from app.documents.blocks import Document
from app.documents.writers import as_file
from app.extensions import session
from models import Organisation
from workflows.leading import ledger
from workflows.rules import seated

bp = Blueprint("city_sheets", __name__, url_prefix="/<workgroup>/organisations/<int:organisation_id>")


def the_sheet(organisation: Organisation) -> Document:
    group, person = the_workgroup(), somebody()
    memberships = queries.memberships(group, person, organisation)
    return compose.the_sheet(
        group,
        organisation,
        memberships,
        queries.actions(group, person, organisation, memberships),
        list(queries.brought(group, person, organisation)),
        list(queries.led(group, person, organisation)),
        queries.rounds(group, person, organisation),
        [one for one in ledger(session(), group, person) if one.organisation.id == organisation.id],
    )


@bp.get("")
@requires(seated)
def show(organisation_id: int) -> str:
    organisation = queries.organisation(somebody(), organisation_id)
    return render_template(
        "city_sheets/show.html",
        workgroup=the_workgroup(),
        organisation=organisation,
        document=the_sheet(organisation),
    )


@bp.get("/document.<kind>")
@requires(seated)
def document(organisation_id: int, kind: str) -> Response:
    organisation = queries.organisation(somebody(), organisation_id)
    return as_file(the_sheet(organisation), f"{the_workgroup().prefix} {organisation.name}", kind)
