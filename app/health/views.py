"""For the one who watches the program: 200 when it can store, 503 when not."""

from typing import Any

from flask import Blueprint, current_app

from app.access import requires
from app.database import healthy
from app.errors import page
from app.extensions import session
from workflows.rules import everyone

bp = Blueprint("health", __name__)


@bp.get("/health")
@requires(everyone)
def health() -> Any:
    return ({"status": "ok"}, 200) if healthy(session().connection()) else page(503)


@bp.get("/.well-known/security.txt")
@requires(everyone)
def security_txt() -> tuple[str, int, dict[str, str]]:
    text = f"Contact: mailto:{current_app.config['MAIL_FROM']}\nPreferred-Languages: nl, fr, en\n"
    return text, 200, {"Content-Type": "text/plain; charset=utf-8"}
