"""A workgroup: its page, what it says of itself, its members."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app import loading, provenance
from app.access import me, requires, somebody, the_workgroup
from app.extensions import one_or_404, session
from app.workgroups import queries
from app.workgroups.forms import DescribeForm, JoinForm, LeaveForm, SubgroupForm
from workflows import membership, roll, text
from workflows import workgroup as verbs
from workflows.clock import today
from workflows.rules import coordinator, seated, signed_in

bp = Blueprint("workgroups", __name__)
SUBGROUP_FIELDS = ("name", "slug", "mandate", "ends_when", "organisations", "lead", "reason")


@bp.get("/workgroups", endpoint="all")
@requires(signed_in)
def every_one() -> str:
    """All workgroups as a tree: what is below what, and what became of it."""
    return render_template(
        "workgroups/all.html", trees=tree_of(list(queries.every(somebody()))), kinds=verbs.KINDS, states=verbs.STATES
    )


def tree_of(groups: list[Any]) -> list[tuple[Any, int]]:
    """Each group with its depth, a parent before what is below it."""
    below: dict[int | None, list[Any]] = {}
    for group in groups:
        below.setdefault(group.parent_id, []).append(group)

    def branch(parent: int | None, depth: int) -> list[tuple[Any, int]]:
        return [row for one in below.get(parent, []) for row in [(one, depth), *branch(one.id, depth + 1)]]

    return branch(None, 0)


@bp.get("/<workgroup>")
@requires(signed_in)
def show() -> str:
    """Name, kind and state for everyone signed in; the rest for who has a seat (settled.md)."""
    workgroup = the_workgroup()
    inside = seated.allows(me(), workgroup)
    return render_template(
        "workgroups/show.html" if inside else "workgroups/outside.html",
        workgroup=workgroup,
        state=verbs.STATES[workgroup.state],
        kinds=verbs.KINDS,
        states=verbs.STATES,
        about=text.current(workgroup.about, workgroup.about_html, workgroup.about_sanitiser),
        tree=list(queries.tree(workgroup, somebody())),
        sources=provenance.of([workgroup])[workgroup.id],
        questions=list(queries.questions(workgroup, somebody())),
        delivered=list(queries.deliverables(workgroup, somebody())),
        may_change=coordinator.allows(me(), workgroup),
        **(inside_of(workgroup) if inside else {}),
    )


def inside_of(workgroup: Any) -> dict[str, Any]:
    members = session().scalars(queries.members(workgroup, somebody())).all()
    return {
        "mandate": text.current(workgroup.mandate, workgroup.mandate_html, workgroup.mandate_sanitiser),
        "members": members,
        "former": list(queries.former_members(workgroup, somebody())),
        "story": session().scalars(queries.story(workgroup, somebody())).all(),
        "offers": verbs.procedure.offers(workgroup, me()),
        "says": verbs.SAYS,
        "roles": membership.ROLES,
    }


@bp.get("/<workgroup>/members")
@requires(seated)
def members_on() -> str:
    """Who was a member on a day: the same answer that electorate and attendance get."""
    workgroup, asked = the_workgroup(), request.args.get("on", "")
    day = day_of(asked)
    rows = roll.members_on(session(), workgroup.id, day or today())
    return render_template(
        "workgroups/members.html",
        workgroup=workgroup,
        day=day or today(),
        not_a_day=asked if asked and day is None else None,
        members=rows,
        of_members=provenance.of(rows),
        roles=membership.ROLES,
    )


def day_of(asked: str) -> date | None:
    """The day that an address asks for, as far as it is one."""
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


@bp.get("/<workgroup>/subgroups/found")
@requires(coordinator)
def found_subgroup() -> Any:
    """Asked from a meeting (`in`), that is where it was decided."""
    return subgroup_page(offered(SubgroupForm(reason=request.args.get("in", "")[:300])))


def offered(form: SubgroupForm) -> SubgroupForm:
    rows = list(loading.organisations(somebody()))
    form.organisations.offer(rows)
    form.lead.offer(rows)
    return form


def subgroup_page(form: SubgroupForm) -> tuple[str, int]:
    return render_template("workgroups/subgroup.html", form=form, workgroup=the_workgroup()), form.status


@bp.post("/<workgroup>/subgroups/found")
@requires(coordinator)
def save_subgroup() -> Any:
    form, workgroup = offered(SubgroupForm()), the_workgroup()
    if form.validate():
        inputs = {name: form[name].data for name in SUBGROUP_FIELDS}
        questions = [one.strip() for one in (form.questions.data or "").splitlines() if one.strip()]
        if made := form.attempt(verbs.FOUND_SUBGROUP, workgroup, questions=questions, **inputs):
            flash(gettext("De subwerkgroep is opgericht."), "done")
            return redirect(url_for("workgroups.show", workgroup=made.slug))
    return subgroup_page(offered(form))


@bp.get("/<workgroup>/describe")
@requires(coordinator)
def describe() -> Any:
    return describe_page(DescribeForm(obj=the_workgroup()))


def describe_page(form: DescribeForm) -> tuple[str, int]:
    workgroup = the_workgroup()
    theirs = workgroup.mandate if form.status == 409 else None
    return render_template("workgroups/describe.html", form=form, workgroup=workgroup, theirs=theirs), form.status


@bp.post("/<workgroup>/describe")
@requires(coordinator)
def save_description() -> Any:
    form, workgroup = DescribeForm(), the_workgroup()
    if form.validate():
        inputs = {name: form[name].data for name in ("name", "mandate", "cadence_weeks", "ends_when", "voting")}
        if form.attempt(verbs.DESCRIBE, workgroup, **inputs):
            flash(gettext("Bewaard."), "done")
            return redirect(url_for("workgroups.show", workgroup=workgroup.slug))
    return describe_page(form)


@bp.get("/<workgroup>/members/add")
@requires(coordinator)
def add_member() -> Any:
    return add_page(JoinForm())


def add_page(form: JoinForm) -> tuple[str, int]:
    return render_template("workgroups/add_member.html", form=form, workgroup=the_workgroup()), form.status


@bp.post("/<workgroup>/members/add")
@requires(coordinator)
def save_member() -> Any:
    form, workgroup = JoinForm(), the_workgroup()
    inputs = {name: form[name].data for name in ("name", "code", "kind", "role", "since", "decided_by")}
    if form.validate() and (joined := form.attempt(membership.JOIN, workgroup, **inputs)):
        flash(gettext("%(name)s is toegevoegd.", name=joined.organisation.name), "done")
        return redirect(url_for("workgroups.show", workgroup=workgroup.slug))
    return add_page(form)


@bp.post("/<workgroup>/members/<int:membership_id>/leave")
@requires(coordinator)
def end_membership(membership_id: int) -> Any:
    workgroup = the_workgroup()
    found = one_or_404(queries.member(workgroup, somebody(), membership_id))
    LeaveForm().do(membership.LEAVE, found)
    flash(gettext("Het lidmaatschap is beëindigd."), "done")
    return redirect(url_for("workgroups.show", workgroup=workgroup.slug))
