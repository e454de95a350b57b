"""Files that are there already, and files as a browser sends them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.files.store import Store
from models import AgendaItem, Answer, Document, Person, ReportTemplate
from workflows import document

TEXT = b"Een tekst om mee te nemen."


class Sent(io.BytesIO):
    """A file that can be sent more than once: what closes it only rewinds it."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name

    def close(self) -> None:
        self.seek(0)


def a_file(name: str, content: bytes = TEXT) -> Sent:
    return Sent(name, content)


def packed(**form: Any) -> dict[str, Any]:
    """A form as the browser packs it, in memory: the test client leaves large ones on the disk."""
    files = {name: FileStorage(value, value.name) for name, value in form.items() if isinstance(value, Sent)}
    boundary, body = encode_multipart({**form, **files})
    for file in files.values():
        file.seek(0)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def store_of(app: Flask) -> Store:
    return Store(Path(app.config["FILES_FOLDER"]))


def put_a_file(
    app: Flask,
    do: Callable[..., Any],
    parent: Any,
    by: Person,
    name: str = "nota.txt",
    content: bytes = TEXT,
    **more: Any,
) -> Document:
    """The bytes in the store, and then the row: as the page does it, past its look inside."""
    store = store_of(app)
    with store.receive(io.BytesIO(content), 10**9) as received:
        store.keep(received)
    commands = {
        AgendaItem: document.TO_ITEM, Answer: document.TO_ANSWER, ReportTemplate: document.TO_DOSSIER,
    }  # fmt: skip
    command = commands.get(type(parent), document.TO_MINUTES)
    kept = document.Content(name, "text/plain", received.size, received.sha256)
    made: Document = do(command, parent, by=by, content=kept, **({"audience": None} | more))
    return made
