"""The production server, and what must be true before it opens (docs/decisions/002-the-server.md)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from flask import Flask, current_app
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from app.extensions import alembic, db

GRACE = 10
"""Seconds a worker has to finish what it is answering when the server stops; after them it is killed."""
LOCAL = ("127.0.0.1", "::1", "localhost")


def schema_is_current() -> bool:
    """Whether the database is at the newest migration of this release.

    What reads that keeps a connection in a transaction until its context ends: it gets a context of its own, or the log
    of SQLite could not be written back for as long as the server runs.
    """
    with current_app.app_context():
        here = {revision.revision for revision in alembic.current()}
        newest = {revision.revision for revision in alembic.heads()}
    return here == newest


def serve(app: Flask, host: str, port: int, workers: int) -> None:
    """Open the door: on this machine only, unless the settings say https."""
    if host not in LOCAL and not app.config["SESSION_COOKIE_SECURE"]:
        raise SystemExit("Not on another address than this machine without an https BASE_URL.")
    if not schema_is_current():
        raise SystemExit("The database is not at this release: run `rondetafel db upgrade`.")
    db.session.close()
    db.engine.dispose()
    Server(
        "app.serving:application", address=host, port=port, interface=Interfaces.WSGI, factory=True,
        workers=workers, blocking_threads=1, respawn_failed_workers=True, log_level=LogLevels.warning,
        backpressure=128, workers_kill_timeout=GRACE,
    ).serve()  # fmt: skip


def application() -> Flask:
    """What each worker makes for itself, after the fork."""
    from app import create_app  # noqa: PLC0415
    from config import from_environment  # noqa: PLC0415

    # The worker inherits its parent's handler, which ignores the signal that should stop it; granian sets the right
    # one only once the application is made. Without this line, stopping a server that just started takes until GRACE.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return create_app(from_environment())


def serve_demonstration(app: Flask, port: int) -> None:
    """Serve, with a sender beside it that puts the mail in the folder."""
    os.environ.update(RONDETAFEL_DEMONSTRATION="1", RONDETAFEL_BASE_URL=app.config["BASE_URL"])  # noqa: TID251
    command = [str(Path(sys.executable).parent / "rondetafel"), "jobs", "run", "--watch"]
    sender = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        serve(app, "127.0.0.1", port, workers=2)
    finally:
        sender.send_signal(signal.SIGTERM)
        sender.wait(timeout=10)
