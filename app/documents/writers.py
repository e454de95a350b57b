"""Which writer makes which file. A writer is loaded when the first file of its kind is asked: most pages need none."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from flask import Response, abort, current_app

from app.documents.blocks import Document


class Kind(NamedTuple):
    """A kind of file: the module that writes it, and what a browser calls it."""

    module: str
    mime: str


KINDS = {
    "docx": Kind("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": Kind("pdf", "application/pdf"),
    "md": Kind("markdown", "text/markdown; charset=utf-8"),
}
OneSheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
"""A list for Excel: what it is called, its head, its rows."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(document: Document, kind: str) -> bytes:
    """The file in this kind: `docx`, `pdf` or `md`."""
    write = import_module(f"app.documents.{KINDS[kind].module}").write
    style = current_app.config["WORD_TEMPLATE"] if kind == "docx" else ""
    made: bytes | str = write(document, style) if style else write(document)
    return made if isinstance(made, bytes) else made.encode("utf-8")


def sheet(name: str, head: list[str], rows: list[list[object]]) -> bytes:
    """A list as Excel; see sheet.py."""
    made: bytes = import_module("app.documents.sheet").write(name, head, rows)
    return made


def as_sheets(called: str, prefix: str, sheets: Iterable[OneSheet]) -> Response:
    """Several lists in one Excel file, each on a sheet that is called like it."""
    return download(import_module("app.documents.sheet").write_all(sheets), f"{prefix} {called}", "xlsx")


def as_file(document: Document, name: str, kind: str) -> Response:
    """The document as a file of this kind, under this name; 404 for a kind that nobody writes."""
    if kind not in KINDS:
        abort(404)
    return download(written(document, kind), name, kind)


def as_sheet(called: str, prefix: str, head: list[str], rows: list[list[object]]) -> Response:
    """A list as an Excel file: the sheet is called like the page, the file after the workgroup too."""
    return download(sheet(called, head, rows), f"{prefix} {called.lower()}", "xlsx")


def download(content: bytes, name: str, kind: str) -> Response:
    """The file, to be kept under this name by who asked for it."""
    answer = Response(content, mimetype=XLSX if kind == "xlsx" else KINDS[kind].mime)
    safe = "".join(char if char.isalnum() or char in " .-_" else "-" for char in name)[:120].strip()
    answer.headers.set("Content-Disposition", "attachment", filename=f"{safe}.{kind}")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
