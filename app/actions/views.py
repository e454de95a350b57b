"""Actions (afspraken): mine, of my organisation, all; changed by the coordinator, ended by who owns them."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app import provenance
from app.access import me, requires, somebody, the_workgroup
from app.actions import queries
from app.actions.forms import ChangeForm, FinishForm
from app.documents.writers import as_sheet
from app.extensions import session
from app.forms import a_key
from app.table import seen
from models import Action
from workflows import action as verbs
from workflows.clock import today
from workflows.rules import coordinator, owns, seated

bp = Blueprint("actions", __name__, url_prefix="/<workgroup>/actions")
WHOSE, STATES = ("ours", "mine", "all"), ("open", "ended", "everything")


def asked_for() -> dict[str, Any]:
    """What the address asks for; what is no choice is not asked."""
    whose, state = request.args.get("whose", "all"), request.args.get("state", "open")
    return {
        "whose": whose if whose in WHOSE else "all",
        "state": state if state in STATES else "open",
        "organisation": request.args.get("organisation", type=a_key),
    }


@bp.get("")
@requires(seated)
def index() -> str:
    workgroup, asked = the_workgroup(), asked_for()
    return render_template(
        "actions/index.html",
        workgroup=workgroup,
        asked=asked,
        owners=list(queries.owners(workgroup, somebody())),
        agreed=session().scalars(queries.actions(workgroup, somebody(), asked)).unique().all(),
        **words(),
    )


@bp.get("/sheet.xlsx")
@requires(seated)
def sheet() -> Response:
    """The list as it stands on the page, as Excel; `organisation` keeps those that it owns."""
    rows = session().scalars(queries.actions(the_workgroup(), somebody(), asked_for())).unique().all()
    head = [gettext("Organisaties"), gettext("Persoon"), gettext("Soort"), gettext("Afspraak"),
            gettext("Vergadering"), gettext("Tegen"), gettext("Toestand"), gettext("Resultaat")]  # fmt: skip
    cells = [line_of(one) for one in rows]
    called = gettext("Afspraken")
    return as_sheet(called, the_workgroup().prefix, head, cells)


def line_of(action: Action) -> list[object]:
    """One row of the sheet."""
    places = gettext("alle leden") if action.for_all else ", ".join(row.organisation.name for row in action.owners)
    return [
        places, action.owner.name if action.owner else "", str(verbs.KINDS[action.kind]), action.text,
        action.meeting.held_on, verbs.due(action), str(verbs.STATES[action.state]), action.result,
    ]  # fmt: skip


def words() -> dict[str, Any]:
    return {
        "action_states": verbs.STATES, "action_kinds": verbs.KINDS, "due": verbs.due, "overdue": verbs.is_overdue,
        "today": today(),
    }  # fmt: skip


@bp.get("/<int:action_id>")
@requires(seated)
def show(action_id: int) -> str:
    action = queries.one(the_workgroup(), somebody(), action_id)
    return render_template(
        "actions/show.html",
        workgroup=the_workgroup(),
        action=action,
        sources=provenance.of([action])[action.id],
        may_change=coordinator.allows(me(), the_workgroup()),
        may_finish=owns.allows(me(), action),
        rounds=seen.shown(queries.rounds(action, somebody()), somebody()),
        **words(),
    )


def page_of(action_id: int) -> str:
    return url_for("actions.show", workgroup=the_workgroup().slug, action_id=action_id)


@bp.get("/<int:action_id>/change")
@requires(coordinator)
def change(action_id: int) -> Any:
    action = queries.one(the_workgroup(), somebody(), action_id)
    form = offered(ChangeForm(obj=action))
    form.owners.data = [str(row.organisation_id) for row in action.owners]
    form.owner.data = str(action.owner_id or "")
    form.at_next.data = action.due_on is None
    return change_page(action_id, form)


def offered(form: ChangeForm) -> ChangeForm:
    form.owners.offer(queries.organisations(the_workgroup(), somebody()))
    form.owner.offer(queries.people(the_workgroup(), somebody()))
    return form


def change_page(action_id: int, form: ChangeForm) -> tuple[str, int]:
    action = queries.one(the_workgroup(), somebody(), action_id)
    return render_template("actions/change.html", form=form, action=action, workgroup=the_workgroup()), form.status


@bp.post("/<int:action_id>/change")
@requires(coordinator)
def save_change(action_id: int) -> Any:
    action, form = queries.one(the_workgroup(), somebody(), action_id), offered(ChangeForm())
    if form.validate():
        inputs = {name: form[name].data for name in ("text", "owners", "for_all", "owner", "due_on", "at_next")}
        if form.attempt(verbs.EDIT, action, **inputs):
            return redirect(page_of(action_id))
    return change_page(action_id, offered(form))


@bp.get("/<int:action_id>/finish")
@requires(seated)
def finish(action_id: int) -> Any:
    action = queries.one(the_workgroup(), somebody(), action_id)
    verbs.FINISH.check(action, me())
    return finish_page(action, FinishForm(version=action.version))


def finish_page(action: Action, form: FinishForm) -> tuple[str, int]:
    return render_template("actions/finish.html", form=form, action=action, workgroup=the_workgroup()), form.status


@bp.post("/<int:action_id>/finish")
@requires(seated)
def save_finish(action_id: int) -> Any:
    action, form = queries.one(the_workgroup(), somebody(), action_id), FinishForm()
    inputs = {"state": form.state.data, "result": form.result.data or ""}
    if form.takes(verbs.FINISH, action) and form.attempt(verbs.FINISH, action, **inputs):
        flash(gettext("De afspraak is afgerond."), "done")
        return redirect(page_of(action_id))
    return finish_page(queries.one(the_workgroup(), somebody(), action_id), form)
