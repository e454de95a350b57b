"""Texts of dossiers: written, read as they were, compared, remarked on and answered."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.access import me, requires, somebody, the_workgroup
from app.documents.writers import as_sheets
from app.forms import a_key
from app.texts import queries
from app.texts.forms import CommentForm, ResolveForm, WriteForm
from models import Comment, CommentKind, Dossier, DossierState, Revision, RevisionKind
from workflows import comment as remarks
from workflows import comparing, tables, text
from workflows import revision as verbs
from workflows.comparing_rendered import marked
from workflows.report_template import begins_with
from workflows.rules import discusses, seated

bp = Blueprint("texts", __name__, url_prefix="/<workgroup>/texts")
NEXT_KIND = {DossierState.LEAD_CHOSEN: RevisionKind.CONTENTS, DossierState.UNDER_DISCUSSION: RevisionKind.FINAL}
"""What a text written in this state usually is."""


def the_dossier(number: str) -> Dossier:
    return queries.dossier(the_workgroup(), somebody(), number)


def page_of(one: Dossier, anchor: str = "text") -> str:
    return url_for("dossiers.show", workgroup=the_workgroup().slug, number=one.number, _anchor=anchor)


@bp.get("/<number>/write")
@requires(discusses)
def write(number: str) -> Any:
    one = the_dossier(number)
    verbs.WRITE.check(one, me())
    newest, form = verbs.latest(one), WriteForm()
    form.kind.data = NEXT_KIND.get(one.state, RevisionKind.PROPOSAL)
    if newest is not None:
        form.text.data, form.based_on.data = newest.text, newest.id
    else:
        form.text.data = begins_with(one)
    return write_page(one, form, newest)


def write_page(one: Dossier, form: WriteForm, newest: Revision | None) -> tuple[str, int]:
    """Who was overtaken sees what the other changed, above what she typed herself."""
    overtaken = form.status == 409 and newest is not None
    base = next((v for v in versions_before(one) if v.id == form.based_on.data), None) if overtaken else None
    theirs = comparing.compare(base.text if base else "", newest.text) if overtaken and newest else []
    if overtaken and newest:
        form.based_on.data, form.based_on.raw_data = newest.id, None
    if newest is None:
        del form.note, form.material
    page = render_template(
        "texts/write.html", workgroup=the_workgroup(), one=one, form=form, newest=newest, theirs=theirs,
        back=page_of(one),
    )  # fmt: skip
    return page, form.status


def versions_before(one: Dossier) -> list[Revision]:
    return [queries.version(one, somebody(), nth) for nth in queries.numbers(one, somebody())]


@bp.post("/<number>/write")
@requires(discusses)
def save(number: str) -> Any:
    one, form = the_dossier(number), WriteForm()
    verbs.WRITE.check(one, me())
    if form.validate() and form.attempt(verbs.WRITE, one, **said(form)):
        flash(gettext("De nieuwe versie is bewaard."), "done")
        return redirect(page_of(the_dossier(number)))
    one = the_dossier(number)
    return write_page(one, form, verbs.latest(one))


def said(form: WriteForm) -> dict[str, Any]:
    """As it is after its checks."""
    return {
        "text": form.text.data or "", "kind": form.kind.data, "based_on": form.based_on.data,
        "note": form.note.data or "", "material": form.material.data,
    }  # fmt: skip


@bp.get("/<number>/versions/<int:nth>")
@requires(seated)
def version(number: str, nth: int) -> str:
    """A text as it was written; `with` another version, both compared word by word."""
    one = the_dossier(number)
    shown = queries.version(one, somebody(), nth)
    before = request.args.get("with", type=a_key)
    other = queries.version(one, somebody(), before) if before else None
    pieces = comparing.compare(other.text, shown.text) if other else []
    html = text.current(shown.text, shown.html, shown.sanitiser)
    if other:
        html = marked(text.current(other.text, other.html, other.sanitiser), html)
    return render_template(
        "texts/version.html",
        workgroup=the_workgroup(),
        one=one,
        shown=shown,
        other=other,
        pieces=pieces,
        counts=comparing.counts(pieces),
        html=html,
        numbers=queries.numbers(one, somebody()),
        has_tables=bool(tables.tables(shown.text)),
        kinds=verbs.KINDS,
    )


@bp.get("/<number>/versions/<int:nth>/tables.xlsx")
@requires(seated)
def sheets(number: str, nth: int) -> Response:
    """The tables of a text as Excel, a sheet each; 404 for a text without one."""
    one = the_dossier(number)
    shown = queries.version(one, somebody(), nth)
    found = [(grid.under or one.title, grid.head, grid.rows) for grid in tables.tables(shown.text)]
    if not found:
        abort(404)
    called = gettext("%(number)s versie %(n)d", number=one.number, n=nth)
    return as_sheets(called, the_workgroup().prefix, found)


@bp.get("/<number>/comment")
@requires(discusses)
def comment(number: str) -> Any:
    one = the_dossier(number)
    remarks.SAY.check(one, me())
    form = offered(one, CommentForm())
    asked = request.args.get("section", "")[:200]
    if asked in [choice.value for choice in form.section.choices]:  # type: ignore[union-attr]
        form.section.data = asked
    if testing(one):
        form.kind.data = CommentKind.FINDING
    return comment_page(one, form)


def testing(one: Dossier) -> bool:
    tester = getattr(one, "tester_id", None)
    return one.state is DossierState.IN_TEST and tester == somebody().organisation_id


def offered(one: Dossier, form: CommentForm) -> CommentForm:
    newest = verbs.latest(one)
    return form.offer(tables.parts(newest.text) if newest else [], testing=testing(one))


def comment_page(one: Dossier, form: CommentForm) -> tuple[str, int]:
    page = render_template("texts/comment.html", workgroup=the_workgroup(), one=one, form=form, back=page_of(one))
    return page, form.status


@bp.post("/<number>/comment")
@requires(discusses)
def save_comment(number: str) -> Any:
    one = the_dossier(number)
    form = offered(one, CommentForm())
    if form.validate() and form.attempt(remarks.SAY, one, **remarked(form)):
        flash(gettext("Het staat erbij; de trekker antwoordt."), "done")
        return redirect(page_of(the_dossier(number), "remarks"))
    return comment_page(the_dossier(number), form)


def remarked(form: CommentForm) -> dict[str, Any]:
    weight = form.severity.data if "severity" in form else None
    return {"kind": form.kind.data, "section": form.section.data, "text": form.text.data or "", "severity": weight}


@bp.get("/comments/<int:comment_id>/resolve")
@requires(discusses)
def resolve(comment_id: int) -> Any:
    row = queries.comment(the_workgroup(), somebody(), comment_id)
    remarks.RESOLVE.check(row, me())
    return resolve_page(row, ResolveForm(obj=row))


def resolve_page(row: Comment, form: ResolveForm) -> tuple[str, int]:
    page = render_template(
        "texts/resolve.html", workgroup=the_workgroup(), row=row, form=form, back=page_of(row.dossier, "remarks"),
        kinds=remarks.KINDS,
    )  # fmt: skip
    return page, form.status


@bp.post("/comments/<int:comment_id>/resolve")
@requires(discusses)
def save_resolution(comment_id: int) -> Any:
    row, form = queries.comment(the_workgroup(), somebody(), comment_id), ResolveForm()
    remarks.RESOLVE.check(row, me())
    if form.validate() and form.attempt(remarks.RESOLVE, row, resolution=form.resolution.data or ""):
        return redirect(page_of(queries.comment(the_workgroup(), somebody(), comment_id).dossier, "remarks"))
    return resolve_page(queries.comment(the_workgroup(), somebody(), comment_id), form)
