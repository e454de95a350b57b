"""The papers of a meeting: made anew each time they are asked, out of what this reader may see."""

from flask import Blueprint, Response, abort

from app import opened
from app.access import requires, somebody, the_workgroup
from app.documents.blocks import Document
from app.documents.writers import as_file
from app.extensions import session
from app.loading import meeting_at
from app.papers import compose
from models import Meeting
from workflows.rules import seated

bp = Blueprint("papers", __name__, url_prefix="/<workgroup>/meetings/<number>/papers")


def the_agenda(meeting: Meeting) -> Document:
    return compose.the_agenda(meeting, opened.book(meeting, somebody()))


def the_minutes(meeting: Meeting) -> Document:
    book = opened.book(meeting, somebody())
    present = opened.attendances(meeting, somebody()).values()
    editions = session().scalars(opened.editions(book.minutes, somebody())).all()
    return compose.the_minutes(meeting, book, present, list(editions))


PAPERS = {"agenda": (the_agenda, "agenda"), "minutes": (the_minutes, "verslag")}
"""By the name in the address: what makes it, and what the file is called."""


@bp.get("/<name>.<kind>")
@requires(seated)
def paper(number: str, name: str, kind: str) -> Response:
    """`minutes.docx`, `agenda.pdf`, …"""
    if name not in PAPERS:
        abort(404)
    make, called = PAPERS[name]
    document = make(meeting_at(the_workgroup(), somebody(), number))
    return as_file(document, f"{the_workgroup().prefix} {number} {called}", kind)
