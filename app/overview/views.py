"""The overview of a year: read, written over, published, taken along as Word, PDF or Markdown."""

from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.access import me, requires, somebody, the_workgroup
from app.documents.blocks import Document, as_data, from_data
from app.documents.writers import as_file
from app.extensions import session
from app.forms import ButtonForm
from app.overview import compose, queries
from app.overview.forms import AboutForm, ForgetForm, WriteForm
from models import OverviewText
from workflows import overview as verbs
from workflows import yearly
from workflows.clock import today
from workflows.refusals import NotReady
from workflows.rules import coordinator, seated

bp = Blueprint("overview", __name__, url_prefix="/<workgroup>/overviews")


@bp.get("")
@requires(seated)
def index() -> str:
    workgroup = the_workgroup()
    return render_template(
        "overview/index.html",
        workgroup=workgroup,
        years=yearly.years(session(), workgroup, somebody()),
        editions=queries.editions(workgroup, somebody()),
    )


class Shown(NamedTuple):
    """A year with its pieces and what was written in it, as this reader may see them."""

    year: yearly.Year
    pieces: list[compose.Piece]
    texts: dict[str, OverviewText]

    def document(self) -> Document:
        return compose.document(self.year, self.pieces)


def the_year(year: int) -> Shown:
    """This year, or 404 when it cannot be one."""
    if not 1990 <= year <= today().year:
        abort(404)
    found = yearly.of(session(), the_workgroup(), year, somebody())
    texts = queries.texts(the_workgroup(), somebody(), year)
    return Shown(found, compose.pieces_of(found, texts), texts)


@bp.get("/<int:year>")
@requires(seated)
def show(year: int) -> str:
    shown = the_year(year)
    return render_template(
        "overview/show.html",
        workgroup=the_workgroup(),
        year=shown.year,
        pieces=shown.pieces,
        editions=queries.editions(the_workgroup(), somebody(), year),
        may_write=coordinator.allows(me(), the_workgroup()),
        homeless=compose.homeless(shown.pieces, shown.texts),
    )


@bp.get("/<int:year>/document.<kind>")
@requires(seated)
def document(year: int, kind: str) -> Response:
    return named_file(the_year(year).document(), str(year), kind)


def named_file(document: Document, name: str, kind: str) -> Response:
    """Called after the workgroup and the year."""
    called = gettext("jaaroverzicht %(name)s", name=name)
    return as_file(document, f"{the_workgroup().prefix} {called}", kind)


@bp.get("/<int:year>/<name>/write")
@requires(coordinator)
def write(year: int, name: str) -> Any:
    piece = piece_at(year, name)
    form = WriteForm(version=piece.seen, basis=piece.basis)
    form.text.data = piece.written.text if piece.written else ""
    return write_page(year, piece, form)


def piece_at(year: int, name: str) -> compose.Piece:
    """The piece of this place, or 404."""
    pieces = the_year(year).pieces
    return next((piece for piece in pieces if piece.place == name), None) or abort(404)


def write_page(year: int, piece: compose.Piece, form: WriteForm) -> tuple[str, int]:
    page = render_template("overview/write.html", workgroup=the_workgroup(), year=year, piece=piece, form=form)
    return page, form.status


@bp.post("/<int:year>/<name>/write")
@requires(coordinator)
def save(year: int, name: str) -> Any:
    """The basis is the sentence that she saw: when the facts changed while she wrote, her text says so at once."""
    piece, form = piece_at(year, name), WriteForm()
    if form.validate():
        asked = {"year": year, "place": name, "text": form.text.data or "", "basis": form.basis.data or piece.basis}
        if form.attempt(verbs.WRITE, the_workgroup(), seen=form.version.data, **asked):
            return back(year, name)
    return write_page(year, piece_at(year, name), form)


def back(year: int, anchor: str | None = None) -> Any:
    return redirect(url_for("overview.show", workgroup=the_workgroup().slug, year=year, _anchor=anchor))


@bp.post("/<int:year>/<name>/forget")
@requires(coordinator)
def forget(year: int, name: str) -> Any:
    form = ForgetForm()
    form.must_validate()
    form.do(verbs.FORGET, queries.text(the_workgroup(), somebody(), year, name))
    flash(gettext("Hier staat weer wat de feiten zeggen."), "done")
    return back(year, name)


@bp.post("/<int:year>/<name>/keep")
@requires(coordinator)
def keep(year: int, name: str) -> Any:
    """The facts changed as she saw, and her text still holds."""
    piece, form = piece_at(year, name), AboutForm()
    if piece.written is None:
        abort(404)
    form.must_validate()
    asked = {"year": year, "place": name, "text": piece.written.text, "basis": form.basis.data}
    form.do(verbs.WRITE, the_workgroup(), seen=form.version.data, **asked)
    flash(gettext("Je tekst blijft staan."), "done")
    return back(year, name)


@bp.post("/<int:year>/publish")
@requires(coordinator)
def publish(year: int) -> Any:
    content = as_data(the_year(year).document())
    try:
        made = ButtonForm().do(verbs.PUBLISH, the_workgroup(), year=year, content=content)
    except NotReady as refused:
        flash(str(refused), "warning")
        return back(year, "editions")
    flash(gettext("Versie %(n)d is gepubliceerd.", n=made.n), "done")
    return back(year, "editions")


@bp.get("/<int:year>/editions/<int:n>")
@requires(seated)
def edition(year: int, n: int) -> str:
    found = queries.edition(the_workgroup(), somebody(), year, n)
    return render_template(
        "overview/edition.html", workgroup=the_workgroup(), edition=found, document=from_data(found.content)
    )


@bp.get("/<int:year>/editions/<int:n>/document.<kind>")
@requires(seated)
def edition_document(year: int, n: int, kind: str) -> Response:
    found = queries.edition(the_workgroup(), somebody(), year, n)
    return named_file(from_data(found.content), gettext("%(year)d versie %(n)d", year=year, n=n), kind)
