"""Who sits in this workgroup; the coordinator invites, changes roles and ends seats."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.access import me, requires, somebody, the_workgroup
from app.extensions import one_or_404, session
from app.forms import ButtonForm
from app.people import queries
from app.people.forms import InviteForm, RoleForm
from workflows import seat as verbs
from workflows.rules import coordinator, seated

bp = Blueprint("people", __name__, url_prefix="/<workgroup>/people")


@bp.get("")
@requires(seated)
def index() -> str:
    workgroup, words = the_workgroup(), request.args.get("q", "")[:100]
    return render_template(
        "people/index.html",
        workgroup=workgroup,
        words=words,
        seats=session().scalars(queries.seats(workgroup, somebody(), words)).all(),
        out_of_reach=queries.out_of_reach(workgroup, somebody()),
        roles=verbs.ROLES,
        may_change=coordinator.allows(me(), workgroup),
    )


@bp.get("/invite")
@requires(coordinator)
def invite() -> Any:
    return invite_page(offered(InviteForm()))


def offered(form: InviteForm) -> InviteForm:
    form.organisation.offer(queries.organisations(the_workgroup()))
    return form


def invite_page(form: InviteForm) -> tuple[str, int]:
    return render_template("people/invite.html", form=form, workgroup=the_workgroup()), form.status


@bp.post("/invite")
@requires(coordinator)
def send_invitation() -> Any:
    form, workgroup = offered(InviteForm()), the_workgroup()
    if form.validate():
        inputs = {name: form[name].data for name in ("name", "email", "function", "organisation", "role")}
        if seat := form.attempt(verbs.INVITE, workgroup, **inputs):
            flash(gettext("%(name)s is uitgenodigd.", name=seat.person.name), "done")
            return redirect(url_for("people.index", workgroup=workgroup.slug))
    return invite_page(offered(form))


@bp.get("/<int:seat_id>")
@requires(coordinator)
def show(seat_id: int) -> Any:
    seat = the_seat(seat_id)
    return seat_page(seat_id, RoleForm(obj=seat))


def the_seat(seat_id: int) -> Any:
    return one_or_404(queries.seat(the_workgroup(), somebody(), seat_id))


def seat_page(seat_id: int, form: RoleForm) -> tuple[str, int]:
    seat = the_seat(seat_id)
    page = render_template(
        "people/show.html",
        form=form,
        seat=seat,
        workgroup=the_workgroup(),
        roles=verbs.ROLES,
        invite_again=verbs.INVITE_AGAIN.refusal(seat, me()) is None,
    )
    return page, form.status


@bp.post("/<int:seat_id>/role")
@requires(coordinator)
def give_role(seat_id: int) -> Any:
    form, seat = RoleForm(), the_seat(seat_id)
    if form.validate() and form.attempt(verbs.GIVE_ROLE, seat, role=form.role.data):
        flash(gettext("De rol is gewijzigd."), "done")
        return redirect(url_for("people.index", workgroup=the_workgroup().slug))
    return seat_page(seat_id, form)


@bp.post("/<int:seat_id>/invite-again")
@requires(coordinator)
def invite_again(seat_id: int) -> Any:
    ButtonForm().do(verbs.INVITE_AGAIN, the_seat(seat_id))
    flash(gettext("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."), "done")
    return redirect(url_for("people.index", workgroup=the_workgroup().slug))


@bp.post("/<int:seat_id>/leave")
@requires(coordinator)
def leave(seat_id: int) -> Any:
    ButtonForm().do(verbs.LEAVE, the_seat(seat_id))
    flash(gettext("De zetel is beëindigd."), "done")
    return redirect(url_for("people.index", workgroup=the_workgroup().slug))
