"""Every page, as its visitors see it: accessible, valid, as wide as the screen."""

from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from html5lib import HTMLParser

from tests.app.policy import DEMONSTRATION, POLICY

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXAMPLES = {"secret": "x", "code": "nl", "seat_id": 1, "kind": "workgroup", "subject_id": 1, "name": "pause"}
NO_PAGE = {"health.health", "health.security_txt", "door.language"}


def addresses(site) -> list[str]:
    """Every address that answers GET, with an example for each of its parts."""
    found = []
    here = site.app.url_map.bind("localhost")
    for endpoint, method in [*POLICY, *DEMONSTRATION]:
        if method == "GET" and endpoint not in NO_PAGE:
            rule = next(site.app.url_map.iter_rules(endpoint))
            found.append(here.build(endpoint, {name: EXAMPLES.get(name, "obmi") for name in rule.arguments}))
    return [*found, "/obmi/nergens"]


def faults(page) -> list[str]:
    results = Axe().run(page, options={"runOnly": TAGS}).response
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in results["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_shuts_anybody_out(site, visit, scheme, width):
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    found = {}
    for who in ("Coördinator", None):
        page = visit(who, **options)
        for address in addresses(site):
            page.goto(address)
            if problems := faults(page):
                found[f"{who} {address}"] = problems
    assert found == {}


@pytest.mark.parametrize("who", ["Vertegenwoordiger Gent", "Leverancier"])
def test_no_page_shuts_out_who_may_do_less(site, visit, who):
    page, found = visit(who), {}
    for address in addresses(site):
        page.goto(address)
        if problems := faults(page):
            found[address] = problems
    assert found == {}


@pytest.mark.parametrize("width", [390, 320])
def test_no_page_is_wider_than_the_screen(site, visit, width):
    page = visit("Coördinator", viewport={"width": width, "height": 800})
    wide = []
    for address in addresses(site):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_every_page_is_valid_html(site, visit):
    page = visit("Coördinator")
    for address in addresses(site):
        text = page.request.get(address).text()
        HTMLParser(strict=True).parse(text)
        document = HTMLParser(namespaceHTMLElements=False).parse(text)
        ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
        assert [name for name, times in ids.items() if times > 1] == [], address
        for label in document.iter("label"):
            assert label.get("for") in ids, address
        assert len(list(document.iter("h1"))) == 1, address
