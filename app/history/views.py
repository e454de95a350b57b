"""The recorded history of a workgroup: milestones, themes, figures, and where the documents contradict each other."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from app import provenance
from app.access import me, requires, somebody, the_workgroup
from app.history import queries
from app.history.forms import ChooseForm, FigureForm, MilestoneForm, ThemeForm
from workflows import milestone
from workflows.command import Command
from workflows.contradiction import CHOOSE
from workflows.rules import coordinator, signed_in

bp = Blueprint("history", __name__, url_prefix="/<workgroup>/history")
ADDED: dict[str, tuple[Any, Command]] = {
    "milestone": (MilestoneForm, milestone.ADD_MILESTONE),
    "theme": (ThemeForm, milestone.ADD_THEME),
    "figure": (FigureForm, milestone.ADD_FIGURE),
}
"""What can be added by hand: its form and its command; both use the same names."""


@bp.get("")
@requires(signed_in)
def index() -> str:
    workgroup, person = the_workgroup(), somebody()
    milestones = list(queries.milestones(workgroup, person))
    themes, figures = list(queries.themes(workgroup, person)), list(queries.figures(workgroup, person))
    claims = [claim for row in milestones if row.contradiction for claim in row.contradiction.claims]
    return render_template(
        "history/index.html",
        workgroup=workgroup,
        milestones=milestones,
        themes=themes,
        figures=figures,
        of_milestones=provenance.of(milestones),
        of_themes=provenance.of(themes),
        of_figures=provenance.of(figures),
        of_claims=provenance.of(claims),
        may_choose=coordinator.allows(me(), workgroup),
    )


@bp.get("/add/<kind>")
@requires(coordinator)
def add(kind: str) -> Any:
    form, command = ADDED.get(kind) or abort(404)
    return add_page(kind, form(), command)


def add_page(kind: str, form: Any, command: Command) -> tuple[str, int]:
    page = render_template("history/add.html", form=form, kind=kind, title=command.says, workgroup=the_workgroup())
    return page, form.status


@bp.post("/add/<kind>")
@requires(coordinator)
def save_added(kind: str) -> Any:
    form_of, command = ADDED.get(kind) or abort(404)
    form = form_of()
    if form.validate():
        inputs = {field.name: field.data for field in form if field.name not in ("csrf_token", "key")}
        if made := form.attempt(command, the_workgroup(), **inputs):
            flash(gettext("Toegevoegd aan de geschiedenis."), "done")
            return redirect(url_for("history.index", workgroup=the_workgroup().slug, _anchor=f"{kind}-{made.id}"))
    return add_page(kind, form, command)


@bp.get("/contradictions")
@requires(signed_in)
def contradictions() -> str:
    workgroup = the_workgroup()
    rows = list(queries.contradictions(workgroup, somebody()))
    return render_template(
        "history/contradictions.html",
        workgroup=workgroup,
        contradictions=rows,
        of_claims=provenance.of([claim for row in rows for claim in row.claims]),
        may_choose=coordinator.allows(me(), workgroup),
    )


@bp.get("/contradictions/<int:contradiction_id>")
@requires(coordinator)
def choose(contradiction_id: int) -> Any:
    row = queries.contradiction(the_workgroup(), somebody(), contradiction_id)
    form = offered(row, ChooseForm(version=row.version))
    form.claim.data = str(row.chosen_id or "")
    return choose_page(row, form)


def offered(row: Any, form: ChooseForm) -> ChooseForm:
    form.claim.offer(row.claims)
    return form


def choose_page(row: Any, form: ChooseForm) -> tuple[str, int]:
    page = render_template(
        "history/choose.html", form=form, contradiction=row, workgroup=the_workgroup(),
        of_claims=provenance.of(row.claims),
    )  # fmt: skip
    return page, form.status


@bp.post("/contradictions/<int:contradiction_id>")
@requires(coordinator)
def save_choice(contradiction_id: int) -> Any:
    row = queries.contradiction(the_workgroup(), somebody(), contradiction_id)
    form = offered(row, ChooseForm())
    if form.validate() and form.attempt(CHOOSE, row, claim=form.claim.data, ground=form.ground.data):
        flash(gettext("De keuze is gewijzigd; de vorige staat in het spoor."), "done")
        return redirect(url_for("history.contradictions", workgroup=the_workgroup().slug))
    row = queries.contradiction(the_workgroup(), somebody(), contradiction_id)
    return choose_page(row, offered(row, form))
