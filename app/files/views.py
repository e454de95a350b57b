"""Files: sent to an item, a block of minutes or an answer; handed out as a file, never as a page; withdrawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.access import me, requires, somebody, takes_files, the_workgroup
from app.errors import page
from app.files import packaged, queries
from app.files.forms import AttachForm, WithdrawForm
from app.files.inspection.judge import judge
from app.files.names import cleaned
from app.files.store import CHUNK, Store, TooLarge
from models import AgendaItem, Audience, Document, Dossier, MinuteBlock, open_to
from workflows import document as verbs
from workflows import widening
from workflows.refusals import NotReady
from workflows.rules import seated
from workflows.words import Words

bp = Blueprint("files", __name__, url_prefix="/<workgroup>/files")
ATTACH = {"item": verbs.TO_ITEM, "minutes": verbs.TO_MINUTES, "answer": verbs.TO_ANSWER, "dossier": verbs.TO_DOSSIER}
SHOWN_AS_IS = {"application/pdf", "image/png", "image/jpeg"}
"""Handed out under their own kind; all others as bytes (trust.md 3.8)."""
LOCKED_UP = "sandbox; default-src 'none'"


def the_store() -> Store:
    return Store(Path(current_app.config["FILES_FOLDER"]))


def the_parent(kind: str, parent_id: int) -> Any:
    """What the file is for, which she sees and where she may add one now."""
    if kind not in ATTACH:
        abort(404)
    parent = queries.parent(the_workgroup(), somebody(), kind, parent_id)
    ATTACH[kind].check(parent, me())
    return parent


@bp.get("/<kind>/<int:parent_id>/add")
@requires(seated)
def attach(kind: str, parent_id: int) -> Any:
    parent = the_parent(kind, parent_id)
    return attach_page(parent, offered(AttachForm(), parent))


def offered(form: AttachForm, parent: Any) -> AttachForm:
    form.offer(widening.widest_for(me(), parent, widest(parent)), current_app.config["FILE_LIMIT"])
    if not isinstance(parent, Dossier):
        del form.role
    return form


def widest(parent: Any) -> Audience:
    """For whom the parent is: of a block and its item the narrower."""
    if isinstance(parent, AgendaItem | Dossier):
        return parent.audience
    if isinstance(parent, MinuteBlock):
        narrower = parent.item is not None and parent.item.audience not in open_to(parent.audience)
        return parent.item.audience if parent.item and narrower else parent.audience
    audience: Audience = parent.party.round.audience
    return audience


def attach_page(parent: Any, form: AttachForm) -> tuple[str, int]:
    shown = {"form": form, "workgroup": the_workgroup(), "about": about(parent), "back": page_of(parent)}
    return render_template("files/attach.html", **shown), form.status


def about(parent: Any) -> str:
    """What it is for, as a person calls it."""
    if isinstance(parent, Dossier):
        return str(parent)
    if isinstance(parent, AgendaItem):
        return f"{parent.meeting.title}: {parent.title}"
    if isinstance(parent, MinuteBlock):
        called = parent.item.title if parent.item else gettext("Verslag")
        return f"{parent.minutes.meeting.title}: {called}"
    return f"{parent.party.round.question} ({parent.party.organisation.name})"


def page_of(parent: Any) -> str:
    """Where the parent is read."""
    slug = the_workgroup().slug
    if isinstance(parent, Dossier):
        return url_for("dossiers.show", workgroup=slug, number=parent.number, _anchor="package")
    if isinstance(parent, AgendaItem):
        return url_for("meetings.show", workgroup=slug, number=parent.meeting.number, _anchor=f"item-{parent.id}")
    if isinstance(parent, MinuteBlock):
        anchor = f"item-{parent.item_id}" if parent.item_id else parent.part.value
        return url_for("meetings.show", workgroup=slug, number=parent.minutes.meeting.number, _anchor=anchor)
    return url_for("rounds.show", workgroup=slug, round_id=parent.round_id)


@bp.post("/<kind>/<int:parent_id>/add")
@takes_files
@requires(seated)
def save(kind: str, parent_id: int) -> Any:
    parent = the_parent(kind, parent_id)
    form = offered(AttachForm(), parent)
    if form.validate() and (made := taken_in(form, kind, parent)):
        flash(gettext("Het bestand %(name)s staat erbij.", name=made.file_name), "done")
        return redirect(page_of(queries.parent(the_workgroup(), somebody(), kind, parent_id)))
    return attach_page(queries.parent(the_workgroup(), somebody(), kind, parent_id), form)


def taken_in(form: AttachForm, kind: str, parent: Any) -> Document | None:
    """Received, looked at, kept, and only then written down; what is wrong is said beside the field."""
    name, most = cleaned(form.file.data.filename), current_app.config["FILE_LIMIT"]
    try:
        with the_store().receive(form.file.data.stream, most) as received:
            with received.opened() as file:
                verdict = judge(file, name)
            if verdict.refusal or verdict.media_type is None:
                form.refuse(NotReady(verdict.refusal or Words("Kijk na wat je invulde."), field="file"))
                return None
            the_store().keep(received)
            content = verbs.Content(name, verdict.media_type, received.size, received.sha256)
            inputs = {"role": form.role.data} if "role" in form else {}
            made: Document | None = form.attempt(
                ATTACH[kind], parent, content=content, audience=form.audience.data, **inputs
            )
            return made
    except TooLarge:
        form.refuse(NotReady(Words("Het bestand is groter dan {most} MB.", most=most // 1_000_000), field="file"))
        form.refused_with = 413
        return None
    finally:
        form.file.data.close()  # what the browser sent, on the disk of the server when it is large


@bp.get("/<int:document_id>")
@requires(seated)
def download(document_id: int) -> Response:
    """The file itself, as it was sent, to be kept by who asked for it: no browser opens it in our name."""
    row = queries.document(the_workgroup(), somebody(), document_id)
    if row.withdrawn_at is not None:
        abort(404)
    path = the_store().place(row.sha256)
    if not path.is_file():
        return page(503, gettext("Het bestand is er nu niet. De beheerder kan het terugzetten uit een reservekopie."))
    answer = Response(
        pieces(path), mimetype=row.media_type if row.media_type in SHOWN_AS_IS else "application/octet-stream"
    )
    answer.content_length = row.size
    answer.headers.set("Content-Disposition", "attachment", **header_of(row.file_name))
    answer.headers["Content-Security-Policy"] = LOCKED_UP
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def header_of(name: str) -> dict[str, str]:
    """The name for every browser (RFC 6266): in plain letters, and whole where those do not suffice (RFC 5987)."""
    plain = "".join(char if char.isascii() and char not in '"\\' else "_" for char in name)
    return {"filename": plain} if plain == name else {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}


@bp.get("/<int:document_id>/withdraw")
@requires(seated)
def withdraw(document_id: int) -> Any:
    row = queries.document(the_workgroup(), somebody(), document_id)
    verbs.WITHDRAW.check(row, me())
    return withdraw_page(row, WithdrawForm())


def withdraw_page(row: Document, form: WithdrawForm) -> tuple[str, int]:
    shown = {"form": form, "workgroup": the_workgroup(), "document": row, "back": page_of(parent_of(row))}
    return render_template("files/withdraw.html", **shown), form.status


def parent_of(row: Document) -> Any:
    return row.item or row.block or row.answer or row.dossier


@bp.post("/<int:document_id>/withdraw")
@requires(seated)
def save_withdrawal(document_id: int) -> Any:
    row, form = queries.document(the_workgroup(), somebody(), document_id), WithdrawForm()
    verbs.WITHDRAW.check(row, me())
    if form.validate() and form.attempt(verbs.WITHDRAW, row, reason=form.reason.data):
        flash(gettext("Het bestand is ingetrokken."), "done")
        return redirect(page_of(parent_of(queries.document(the_workgroup(), somebody(), document_id))))
    return withdraw_page(queries.document(the_workgroup(), somebody(), document_id), form)


@bp.get("/package/<number>/<name>")
@requires(seated)
def package(number: str, name: str) -> Response:
    """A published version, `name`, as one zip: everything a city needs to use it."""
    found = queries.publication(the_workgroup(), somebody(), number, name)
    rows = queries.packed(found, somebody())
    if not all(the_store().place(one.sha256).is_file() for one in packaged.there(rows)):
        return page(503, gettext("Het bestand is er nu niet. De beheerder kan het terugzetten uit een reservekopie."))
    answer = Response(packaged.package(found, rows, the_store()), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{number}-{found.version}.zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
