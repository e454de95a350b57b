"""The register of organisations: names of now and before, what they are part of, where they sit."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app import provenance
from app.access import must_be, requires, somebody
from app.extensions import session
from app.organisations import queries
from app.organisations.forms import DescribeForm
from models import Organisation
from workflows import text, website
from workflows.membership import KINDS, ROLES
from workflows.organisation import DESCRIBE
from workflows.rules import registrar, signed_in

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
        answers=website.ANSWERS,
        roles=ROLES,
        may_change=registrar.allows(somebody(), organisation),
    )


@bp.get("/<int:organisation_id>/describe")
@requires(signed_in)
def describe(organisation_id: int) -> Any:
    organisation = queries.one(somebody(), organisation_id)
    must_be(registrar, organisation)
    form = offered(organisation, DescribeForm(obj=organisation))
    form.parent.data = str(organisation.parent_id or "")
    return describe_page(organisation, form)


def offered(organisation: Organisation, form: DescribeForm) -> DescribeForm:
    form.parent.offer(queries.others(organisation, somebody()))
    return form


def describe_page(organisation: Organisation, form: DescribeForm) -> tuple[str, int]:
    return render_template("organisations/describe.html", form=form, organisation=organisation), form.status


@bp.post("/<int:organisation_id>/describe")
@requires(signed_in)
def save_description(organisation_id: int) -> Any:
    organisation = queries.one(somebody(), organisation_id)
    form = offered(organisation, DescribeForm())
    names = ("name", "code", "abbreviation", "website", "mailbox", "parent", "about")
    given = {name: form[name].data for name in names}
    if form.takes(DESCRIBE, organisation) and form.attempt(DESCRIBE, organisation, **given):
        flash(gettext("Bewaard."), "done")
        return redirect(url_for("organisations.show", organisation_id=organisation_id))
    organisation = queries.one(somebody(), organisation_id)
    return describe_page(organisation, offered(organisation, form))
