"""The register of decisions: found by number, year, state and words; described, withdrawn, repealed."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext

from app import provenance
from app.access import me, requires, somebody, the_workgroup
from app.decisions import queries
from app.decisions.forms import DescribeForm, EndForm
from app.documents.writers import as_sheet
from app.extensions import session
from app.forms import a_key
from models import Decision, DecisionState
from workflows import decision as verbs
from workflows import text
from workflows.clock import today
from workflows.rules import coordinator, seated

bp = Blueprint("decisions", __name__, url_prefix="/<workgroup>/decisions")


@bp.get("")
@requires(seated)
def index() -> str:
    workgroup, asked = the_workgroup(), asked_for()
    rows = session().scalars(queries.register(workgroup, somebody(), asked)).all()
    return render_template(
        "decisions/index.html",
        workgroup=workgroup,
        asked=asked,
        decisions=rows,
        successors={one.supersedes_id: one for one in rows if one.supersedes_id and one.number},
        presenters=list(queries.presenters(workgroup, somebody())),
        years=list(queries.years(workgroup, somebody())),
        states=verbs.STATES,
        ways=verbs.WAYS,
        taken_on=verbs.taken_on,
        today=today(),
    )


def asked_for() -> dict[str, Any]:
    """What the address asks for; what is no year or no state is not asked."""
    state = request.args.get("state", "")
    return {
        "words": request.args.get("q", "")[:100],
        "year": request.args.get("year", type=a_key),
        "state": DecisionState(state) if state in {one.value for one in DecisionState} else None,
        "organisation": request.args.get("organisation", type=a_key),
        "review": request.args.get("review") == "1",
    }


@bp.get("/sheet.xlsx")
@requires(seated)
def sheet() -> Response:
    """The register as it stands on the page, as Excel."""
    rows = session().scalars(queries.register(the_workgroup(), somebody(), asked_for())).all()
    head = [gettext("Nummer"), gettext("Beslissing"), gettext("Toelichting"), gettext("Genomen in"),
            gettext("Geldt vanaf"), gettext("Herziening"), gettext("Toestand")]  # fmt: skip
    cells: list[list[object]] = [
        [one.number or gettext("ontwerp"), one.text, one.rationale, verbs.taken_on(one), one.in_force_from,
         one.review_on, str(verbs.STATES[one.state])]
        for one in rows
    ]  # fmt: skip
    called = gettext("Beslissingen")
    return as_sheet(called, the_workgroup().prefix, head, cells)


def show_page(decision: Decision) -> str:
    sources = provenance.of([decision])
    return render_template(
        "decisions/show.html",
        workgroup=the_workgroup(),
        decision=decision,
        rationale=text.current(decision.rationale, decision.rationale_html, decision.rationale_sanitiser),
        successor=queries.successor(decision, somebody()),
        sources=sources[decision.id],
        states=verbs.STATES,
        ways=verbs.WAYS,
        may_change=coordinator.allows(me(), the_workgroup()),
    )


@bp.get("/<number>")
@requires(seated)
def show(number: str) -> str:
    """The permanent address of a decision that was taken."""
    return show_page(queries.numbered(the_workgroup(), somebody(), number))


@bp.get("/drafts/<int:decision_id>")
@requires(seated)
def draft(decision_id: int) -> Any:
    """A decision before it has a number; afterwards the way to its number."""
    decision = queries.one(the_workgroup(), somebody(), decision_id)
    return redirect(page_of(decision)) if decision.number else show_page(decision)


def page_of(decision: Decision) -> str:
    slug = the_workgroup().slug
    if decision.number:
        return url_for("decisions.show", workgroup=slug, number=decision.number)
    return url_for("decisions.draft", workgroup=slug, decision_id=decision.id)


@bp.get("/drafts/<int:decision_id>/describe")
@requires(coordinator)
def describe(decision_id: int) -> Any:
    decision = queries.one(the_workgroup(), somebody(), decision_id)
    form = offered(decision, DescribeForm(obj=decision))
    form.supersedes.data = str(decision.supersedes_id or "")
    return describe_page(decision, form)


def offered(decision: Decision, form: DescribeForm) -> DescribeForm:
    form.supersedes.offer(queries.replaceable(decision, somebody()))
    return form


def describe_page(decision: Decision, form: Any) -> tuple[str, int]:
    page = render_template(
        "decisions/describe.html", form=form, decision=decision, workgroup=the_workgroup(), back=page_of(decision)
    )
    return page, form.status


@bp.post("/drafts/<int:decision_id>/describe")
@requires(coordinator)
def save_description(decision_id: int) -> Any:
    decision = queries.one(the_workgroup(), somebody(), decision_id)
    form = offered(decision, DescribeForm())
    if form.validate():
        inputs = {name: form[name].data for name in ("text", "rationale", "in_force_from", "review_on", "supersedes")}
        if form.attempt(verbs.DESCRIBE, decision, **inputs):
            return redirect(page_of(queries.one(the_workgroup(), somebody(), decision_id)))
    decision = queries.one(the_workgroup(), somebody(), decision_id)
    return describe_page(decision, offered(decision, form))


@bp.get("/drafts/<int:decision_id>/end")
@requires(coordinator)
def end(decision_id: int) -> Any:
    decision = queries.one(the_workgroup(), somebody(), decision_id)
    return end_page(decision, EndForm(version=decision.version))


def end_page(decision: Decision, form: EndForm) -> tuple[str, int]:
    page = render_template(
        "decisions/end.html", form=form, decision=decision, workgroup=the_workgroup(), back=page_of(decision)
    )
    return page, form.status


@bp.post("/drafts/<int:decision_id>/end")
@requires(coordinator)
def save_end(decision_id: int) -> Any:
    """A draft is withdrawn; what is in force is repealed."""
    decision, form = queries.one(the_workgroup(), somebody(), decision_id), EndForm()
    command = verbs.WITHDRAW if decision.state is DecisionState.DRAFT else verbs.REPEAL
    if form.validate() and form.attempt(command, decision, reason=form.reason.data):
        return redirect(page_of(queries.one(the_workgroup(), somebody(), decision_id)))
    return end_page(queries.one(the_workgroup(), somebody(), decision_id), form)
