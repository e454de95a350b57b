"""The register of organisations: names of now and before, what they are part of, where they sit."""

from flask import Blueprint, render_template, request

from app import provenance
from app.access import requires, somebody
from app.extensions import session
from app.organisations import queries
from workflows import text
from workflows.membership import KINDS, ROLES
from workflows.rules import signed_in

bp = Blueprint("organisations", __name__, url_prefix="/organisations")


@bp.get("")
@requires(signed_in)
def index() -> str:
    words = request.args.get("q", "")[:100]
    rows = session().scalars(queries.organisations(somebody(), words)).all()
    return render_template("organisations/index.html", organisations=rows, words=words, kinds=KINDS)


@bp.get("/<int:organisation_id>")
@requires(signed_in)
def show(organisation_id: int) -> str:
    organisation = queries.one(somebody(), organisation_id)
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        about=text.render(organisation.about),
        parts=list(queries.parts(organisation, somebody())),
        memberships=list(queries.memberships(organisation, somebody())),
        sources=provenance.of([organisation])[organisation.id],
        kinds=KINDS,
        roles=ROLES,
    )
