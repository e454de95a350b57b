"""Markdown from people, in a page that everybody opens."""

import sys
from itertools import count
from random import Random

import pytest
from html5lib import HTMLParser

from workflows.comparing import compare
from workflows.text import SANITISER, current, render, to_html

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


@pytest.mark.parametrize(
    "typed",
    [
        "Score <5 en <naam> ontbreekt", "a < b", "<!-- wat iemand wegschreef -->", "[zie bijlage", "zie [1] en [2",
        "een ` en een ``", "[a](b", "[a](b)", "[a](/sign-out)", "[a](//x.be)", "[a](javascript:x)", "![", "]",
        "lijst[0][1]", "a [b (c] d)",
    ],
)  # fmt: skip
def test_what_is_no_markdown_stays_as_it_was_typed(typed):
    assert words_of(render(typed)) == typed


def words_of(html):
    return "".join(HTMLParser(namespaceHTMLElements=False).parseFragment(html).itertext()).strip()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[a [b] c](https://x.be)", '<a href="https://x.be" rel="noopener nofollow">a [b] c</a>'),
        ("[[a](https://x.be)", '[<a href="https://x.be" rel="noopener nofollow">a</a>'),
        ("[a (b](https://x.be)", '<a href="https://x.be" rel="noopener nofollow">a (b</a>'),
        ("[a](https://x.be/(1))", '<a href="https://x.be/(1)" rel="noopener nofollow">a</a>'),
        ("[`]` en zo](https://x.be)", '<a href="https://x.be" rel="noopener nofollow"><code>]</code> en zo</a>'),
        ("[a][1]\n\n[1]: https://x.be", '<a href="https://x.be" rel="noopener nofollow">a</a>'),
        ("[a](<https://x.be>)", '<a href="https://x.be" rel="noopener nofollow">a</a>'),
        ("[a](MAILTO:an@x.be)", '<a href="MAILTO:an@x.be" rel="noopener nofollow">a</a>'),
        ("[a][1]\n\n[1]: //x.be", '<a rel="noopener nofollow">a</a>'),
        ("\\[a](https://x.be)", "[a](https://x.be)"),
        ("`[a` en ``b`c``", "<code>[a</code> en <code>b`c</code>"),
        ("\\``a`", "`<code>a</code>"),
        ("<https://x.be>", '<a href="https://x.be" rel="noopener nofollow">https://x.be</a>'),
    ],
)
def test_what_is_a_link_or_code_stays_one(typed, shown):
    assert render(typed) == f"<p>{shown}</p>"


def test_a_line_below_makes_a_heading_and_not_of_a_line_within_a_paragraph():
    assert render("Kop\n===\ntekst\n\nDeel\n---") == "<h3>Kop</h3>\n<p>tekst</p>\n<h4>Deel</h4>"
    assert "<h" not in render("een\ntwee\n===")
    assert render("een\n# twee\ndrie") == "<p>een</p>\n<h3>twee</h3>\n<p>drie</p>"


STRANGE = "[]()!*_`<>&\\#-+=|:~ \n\t\"'ab1.{}"
THOUGHT_OF = [
    "[a](", "![", "[a]", "[a][", "[](", "](", "<a", "<!--", "**a", "*a **", "__a_", "`a", "``a`", "> ", ">> ", "- ",
    "1. ", "\n- a\n ", "    a\n", "|-|\n", "a|b\n-|-\n", "&a", "&#", "<http://", "<a@b>", "\\*", "```\n", "[a]: b\n",
    "a\n===\n", "# a\n", "a  \n", "*a*", "**a**", "[a](b)", "![a](b)", "<div>\n", "[[", "]]", "[a]([", "\n> ", "\n\t- ",
    "[a](<", '[a](b "', "***a**", "+ +",
]  # fmt: skip
PATHOLOGICAL = sorted(
    {*STRANGE, *THOUGHT_OF, *("".join(Random(seed).choices(STRANGE, k=2 + seed % 6)) for seed in range(150))}
)
"""More than two hundred pieces of text; each is repeated until it is long."""


def work_of(do, *given):
    """How many lines of Python and calls it takes: what a machine does beside it makes no difference."""
    done = count()
    tick = lambda *_: next(done) is None or tick  # noqa: E731
    before = sys.gettrace()
    sys.settrace(tick)
    try:
        do(*given)
    finally:
        sys.settrace(before)
    return next(done)


def long(piece, length):
    return (piece * (length // len(piece) + 1))[:length]


@pytest.mark.parametrize("length", [400, 4_000])
def test_no_text_costs_more_than_its_length(length):
    """Twice as long is twice the work: below the number of marks that one paragraph may have, and above it."""
    grew = {
        piece: work_of(to_html, long(piece, 2 * length)) / work_of(to_html, long(piece, length))
        for piece in PATHOLOGICAL
    }
    assert {piece: by for piece, by in grew.items() if by > 2.5} == {}


def test_no_comparison_costs_more_than_the_length_of_its_texts():
    """Each with another of them, and with itself turned round."""
    grew = {}
    for nth, piece in enumerate(PATHOLOGICAL):
        for other in (PATHOLOGICAL[nth - 1], piece[::-1] + "x"):
            short, twice = ((long(piece, length), long(other, length)) for length in (1_000, 2_000))
            grew[piece, other] = work_of(compare, *twice) / work_of(compare, *short)
    assert {pieces: by for pieces, by in grew.items() if by > 2.5} == {}


def test_a_text_too_deep_or_with_too_many_marks_is_shown_as_typed():
    deep, many = "- " * 5_000 + "diep", "*a* " * 2_000
    assert words_of(render(deep)) == deep
    assert words_of(render(many)) == many.strip()
    assert render("*a* " * 400).count("<em>") == 400
