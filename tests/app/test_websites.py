"""The installation asks the websites of the organisations whether they answer, and shows when one does not."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.organisations import websites
from models import WebsiteAnswer, WebsiteCheck
from workflows import website
from workflows.command import Ask, perform


class Site(BaseHTTPRequestHandler):
    """Answers with the status that stands in the address; 302 goes to /200."""

    def do_GET(self) -> None:
        status = int(self.path.strip("/").split("/")[0])
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/" + self.path.strip("/").split("/", 1)[1])
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("200", WebsiteAnswer.ANSWERS), ("302/200", WebsiteAnswer.ANSWERS), ("302/404", WebsiteAnswer.NOT_THERE),
        ("403", WebsiteAnswer.ANSWERS), ("404", WebsiteAnswer.NOT_THERE), ("500", WebsiteAnswer.BROKEN),
    ],
)  # fmt: skip
def test_what_a_site_answers(site, path, answer):
    assert websites.ask(f"{site}/{path}", may_ask=lambda _: True) is answer


def test_a_site_that_is_not_there(site):
    assert websites.ask("http://127.0.0.1:9/", may_ask=lambda _: True) is WebsiteAnswer.UNREACHABLE
    assert websites.ask("http://nergens.invalid/") is WebsiteAnswer.UNREACHABLE


@pytest.mark.parametrize(
    "address", ["{site}/200", "http://[::1]/", "http://169.254.169.254/", "ftp://gent.be", "https://"]
)
def test_what_is_not_on_the_public_web_is_never_asked(site, address):
    assert websites.ask(address.format(site=site)) is WebsiteAnswer.NOT_PUBLIC


def test_a_redirect_leads_nowhere_else_either(site):
    first = f"{site}/302/200"
    assert websites.ask(first, may_ask=lambda address: address == first) is WebsiteAnswer.NOT_PUBLIC


def test_the_page_says_what_came_of_it_until_the_address_changes(session, cast, browser):
    gent = cast.griet.organisation
    gent.website, before = "https://oud.example", gent.version
    session.commit()
    before = gent.version
    for answer in (WebsiteAnswer.ANSWERS, WebsiteAnswer.NOT_THERE):
        perform(session, website.NOTE, Ask(None, gent.id, inputs={"website": gent.website, "answer": answer}))
    assert session.query(WebsiteCheck).one().answer is WebsiteAnswer.NOT_THERE
    assert gent.version == before  # who is writing about Gent meanwhile is not overtaken
    assert "de pagina bestaat niet" in browser.as_(cast.griet).get(f"/organisations/{gent.id}")
    gent.website = "https://nieuw.example"
    session.commit()
    assert "de pagina bestaat niet" not in browser.as_(cast.griet).get(f"/organisations/{gent.id}")
