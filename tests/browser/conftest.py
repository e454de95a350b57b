"""The demonstration, served for real, in a real browser. A message on its console fails the test."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.demonstration import people
from app.extensions import alembic, session
from config import DemonstrationConfig
from tests import chromium


def elsewhere(work: Callable[[], Any]) -> Any:
    """In a thread of its own: in this one Playwright's event loop runs, which the end of an app context disturbs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


class Site:
    """Where the demonstration is, and how to come in as one of its persons."""

    def __init__(self, app: Any, address: str) -> None:
        self.app, self.address = app, address

    def send_mail(self) -> None:
        from pathlib import Path

        from app.mail.sender import send_waiting, to_folder

        def send() -> None:
            with self.app.app_context():
                send_waiting(session(), to_folder(Path(self.app.config["MAIL_FOLDER"])))

        elsewhere(send)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = DemonstrationConfig(
        SECRET_KEY="browser-browser-browser",
        DATABASE_URL=f"sqlite:///{folder / 'site.db'}",
        BASE_URL=f"http://127.0.0.1:{port}",
        MAIL_FOLDER=str(folder / "mail"),
    )

    def fill() -> Any:
        app = create_app(config)
        with app.app_context():
            alembic.upgrade()
            people.load(session())
        return app

    app = elsewhere(fill)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Closed after each file: while Playwright's loop runs here, no app context of another test can end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium.get()), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chrome: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`visit("Coördinator")`: a page of a new browser, signed in as that person."""
    contexts, complaints = [], []

    def come_in(who: str | None = None, **options: Any) -> Page:
        context = chrome.new_context(base_url=site.address, locale="nl-BE", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who:
            page.goto("/demonstration")
            page.get_by_role("button").filter(has=page.get_by_text(who, exact=True)).first.click()
            page.wait_for_url("**/")
        return page

    yield come_in
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 4" not in text] == []
