"""A real production server on a free port, over the database of the test; stopped whatever happens."""

import http.client
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from models import Way
from tests import servers
from tests.conftest import key_of
from tests.ports import free_port
from workflows import links, sign_in

SECRET = "resilience-resilience"


class Server:
    """Granian with two workers, as `rondetafel serve` starts it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "server.log"
        self.environment = {
            **os.environ, "RONDETAFEL_DATABASE_URL": url, "RONDETAFEL_SECRET_KEY": SECRET,
            "RONDETAFEL_BASE_URL": f"http://127.0.0.1:{self.port}", "RONDETAFEL_MAIL_FROM": "rt@example.invalid",
            "RONDETAFEL_FILES_FOLDER": str(folder / "files"),
        }  # fmt: skip
        self.environment.pop("RONDETAFEL_DEMONSTRATION", None)

    def start(self) -> None:
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port)]
        self.process = servers.start(command, self.environment, self.log)
        servers.first_answer(self.process, self.port, "/health", self.log)

    def kill(self) -> None:
        """As when the power goes, for this process and all its workers."""
        servers.stop(self.process, signal.SIGKILL)

    def ask(self, method: str, path: str, cookie: str = "", form: dict | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": cookie} if cookie else {}
        body = urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture
def production(url, tmp_path) -> Iterator[Server]:
    server = Server(url, tmp_path)
    server.start()
    yield server
    server.kill()


class Visitor:
    """Somebody signed in at the real server, with a token of her own session."""

    def __init__(self, app, session, person) -> None:
        secret = links.new_secret("visit")
        sign_in.open_visit(session, person, secret, Way.PASSWORD, "test")
        session.commit()
        app.secret_key = SECRET
        signer = app.session_interface.get_signing_serializer(app)
        self.cookie = "rondetafel=" + signer.dumps({"_user_id": secret, "_fresh": True, "csrf_token": "c" * 40})

    def token(self, server: Server, path: str) -> dict[str, str]:
        """The token and the key of the form at this address."""
        status, page = server.ask("GET", path, self.cookie)
        assert status == 200, page
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token
        return {"csrf_token": token[1], "key": key_of(page)}


@pytest.fixture
def els(app, session, cast) -> Visitor:
    return Visitor(app, session, cast.els)
