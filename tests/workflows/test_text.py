"""Markdown from people, in a page that everybody opens."""

import pytest
from html5lib import HTMLParser

from workflows.text import SANITISER, current, render

ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<a href='data:x'>x</a>",
    "<style>body{display:none}</style>", "<svg onload=alert(1)>", "<iframe src=//x></iframe>", "<div hx-get=/x>",
    "<p style='color:red' class=x id=main>x</p>", "![x](http://x/y.png)", "<form action=//x><button>",
    "<base href=//x>",
    "[x](vbscript:x)", "<math><mi//xlink:href='data:x,<script>'>", "<a href=' javascript:x'>x</a>",
]  # fmt: skip
ALLOWED = {"a": {"href", "rel"}, "p": set(), "br": set(), "div": set()}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_dangerous_comes_out(attack):
    fragment = HTMLParser(namespaceHTMLElements=False).parseFragment(render(f"Voor {attack} na"))
    for element in fragment.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert set(element.attrib) <= ALLOWED[element.tag]
            assert element.attrib.get("href", "https:").split(":")[0] in ("http", "https", "mailto")


def test_what_people_write_comes_out():
    html = render("# Kop\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[link](https://vlaanderen.be) **vet**")
    for part in ("<h3>Kop</h3>", "<li>een</li>", "<td>1</td>", 'rel="noopener nofollow"', "<strong>vet</strong>"):
        assert part in html
    HTMLParser(strict=True).parseFragment(html)


def test_a_text_made_under_older_rules_is_rendered_anew():
    assert current("x", "<p>oud</p>", SANITISER - 1) == "<p>x</p>"
    assert current("x", "<p>bewaard</p>", SANITISER) == "<p>bewaard</p>"
