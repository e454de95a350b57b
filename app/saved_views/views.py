"""Keeping the list of dossiers as it is filtered now, and letting a kept view go."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app import loading
from app.access import me, requires, somebody, the_workgroup
from app.forms import ButtonForm
from app.saved_views import queries
from app.saved_views.forms import ViewForm
from workflows import saved_view as verbs
from workflows.rules import coordinator, keeps_view, seated

bp = Blueprint("saved_views", __name__, url_prefix="/<workgroup>/dossiers/views")


def the_list(filters: str = "") -> str:
    address = url_for("dossiers.index", workgroup=the_workgroup().slug)
    return f"{address}?{filters}" if filters else address


@bp.get("")
@requires(seated)
def new() -> Any:
    """With what the address filters on, and what was kept before."""
    form = ViewForm()
    form.filters.data = verbs.filters_of(request.query_string.decode("ascii", "ignore"))
    return page(form)


def page(form: ViewForm) -> tuple[str, int]:
    if not coordinator.allows(me(), the_workgroup()):
        del form.shared
    html = render_template(
        "saved_views/new.html", workgroup=the_workgroup(), form=form, back=the_list(form.filters.data or ""),
        kept=[(row, keeps_view.allows(me(), row)) for row in loading.saved_views(the_workgroup(), somebody())],
    )  # fmt: skip
    return html, form.status


@bp.post("")
@requires(seated)
def keep() -> Any:
    form = ViewForm()
    given = {"name": form.name.data, "filters": form.filters.data or "", "shared": form.shared.data}
    verbs.may_be_kept_by(me(), the_workgroup(), shared=bool(form.shared.data))
    if form.validate() and (made := form.attempt(verbs.KEEP, the_workgroup(), **given)):
        flash(gettext("De weergave is bewaard: je vindt ze boven de lijst."), "done")
        return redirect(the_list(made.filters))
    return page(form)


@bp.post("/<int:view_id>/drop")
@requires(seated)
def drop(view_id: int) -> Any:
    ButtonForm().do(verbs.DROP, queries.view(the_workgroup(), somebody(), view_id))
    return redirect(url_for("saved_views.new", workgroup=the_workgroup().slug))
