"""The mandate of a subgroup: one more question, a report on a question, something delivered."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.access import requires, somebody, the_workgroup
from app.mandates import queries
from app.mandates.forms import AskForm, DeliverForm, ReportForm
from workflows import mandate as verbs
from workflows.rules import coordinator

bp = Blueprint("mandates", __name__, url_prefix="/<workgroup>/mandate")


def back(anchor: str) -> Any:
    return redirect(url_for("workgroups.show", workgroup=the_workgroup().slug, _anchor=anchor))


def page(name: str, form: Any, **more: Any) -> tuple[str, int]:
    return render_template(f"mandates/{name}.html", form=form, workgroup=the_workgroup(), **more), form.status


@bp.get("/questions/add")
@requires(coordinator)
def ask() -> Any:
    return page("ask", AskForm())


@bp.post("/questions/add")
@requires(coordinator)
def save_question() -> Any:
    form = AskForm()
    if form.validate() and form.attempt(verbs.ASK, the_workgroup(), text=form.text.data):
        flash(gettext("De vraag is toegevoegd."), "done")
        return back("questions")
    return page("ask", form)


@bp.get("/questions/<int:question_id>/report")
@requires(coordinator)
def report(question_id: int) -> Any:
    question = queries.question(the_workgroup(), somebody(), question_id)
    form = offered(ReportForm(version=question.version))
    form.meeting.data = next(iter(form.meeting.rows), "")
    return page("report", form, question=question)


def offered(form: ReportForm) -> ReportForm:
    form.meeting.offer(queries.meetings_that_hear(the_workgroup(), somebody()))
    return form


@bp.post("/questions/<int:question_id>/report")
@requires(coordinator)
def save_report(question_id: int) -> Any:
    question, form = queries.question(the_workgroup(), somebody(), question_id), offered(ReportForm())
    if form.validate():
        inputs = {name: form[name].data for name in ("text", "meeting", "asks_more")}
        if form.attempt(verbs.REPORT, question, **inputs):
            flash(gettext("Het rapport is bewaard."), "done")
            return back("questions")
    return page("report", form, question=queries.question(the_workgroup(), somebody(), question_id))


@bp.get("/deliverables/add")
@requires(coordinator)
def deliver() -> Any:
    return page("deliver", DeliverForm())


@bp.post("/deliverables/add")
@requires(coordinator)
def save_deliverable() -> Any:
    form = DeliverForm()
    if form.validate() and form.attempt(verbs.DELIVER, the_workgroup(), title=form.title.data, link=form.link.data):
        flash(gettext("Het resultaat is genoteerd."), "done")
        return back("delivered")
    return page("deliver", form)
