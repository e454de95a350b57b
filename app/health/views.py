"""For the one who watches the program: 200 when it can store, 503 when not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app

from app.access import requires
from app.database import healthy
from app.errors import page
from app.extensions import session
from app.files.keeping import some_are_missing
from app.files.store import Store
from models import now
from workflows.rules import everyone

bp = Blueprint("health", __name__)


@bp.get("/health")
@requires(everyone)
def health() -> Any:
    """`degraded` when it stores, but a file that a row wants is not there: `rondetafel files verify` says which."""
    store = Store(Path(current_app.config["FILES_FOLDER"]))
    if not healthy(session().connection()) or not store.takes_files():
        return page(503)
    return ({"status": "degraded", "files": "missing"} if some_are_missing(store) else {"status": "ok"}), 200


@bp.get("/.well-known/security.txt")
@requires(everyone)
def security_txt() -> tuple[str, int, dict[str, str]]:
    """Where to report a hole (RFC 9116, which wants an end date)."""
    expires = (now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    contact = current_app.config["MAIL_FROM"]
    text = f"Contact: mailto:{contact}\nExpires: {expires}\nPreferred-Languages: nl, fr, en\n"
    return text, 200, {"Content-Type": "text/plain; charset=utf-8"}
