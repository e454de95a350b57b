"""The demonstration with meetings in every state, in a real browser. A message on its console fails the test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.site import Site, Visits, filled, open_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("site"), filled(tmp_path_factory, laid=True)) as site:
        yield site


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Closed after each file: while Playwright's loop runs here, no app context of another test can end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium.get()), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chrome: Browser, site: Site) -> Iterator[Visits]:
    """`visit("Coördinator")`: a page of a new browser, signed in as that person."""
    visits = Visits(chrome, site)
    yield visits
    visits.close()
