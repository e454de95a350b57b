"""The newer text as it looks, with what came and what went in it."""

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from workflows.comparing_rendered import marked
from workflows.text import render

TABLE = "| Indicator | Bron |\n| --- | --- |\n| Huur | Statbel |\n"


def of(before: str, after: str) -> str:
    return marked(render(before), render(after))


def test_a_word_that_came_and_one_that_went_are_marked_where_they_stand():
    assert of("Waar de wagens staan.", "Waar de **fietsen** staan.") == (
        "<p>Waar de <del>wagens</del><strong><ins>fietsen</ins></strong> staan.</p>"
    )
    assert of("Gelijk & <goed>", "Gelijk & <goed>") == render("Gelijk & <goed>"), "nothing is marked"


def test_a_paragraph_that_went_stands_in_one_of_its_own():
    assert of("Een.\n\nTwee.", "Een.") == "<p>Een.</p><p><del> Twee. </del></p>"


def test_a_row_that_went_waits_for_a_place_where_text_may_stand():
    made = of(TABLE + "| Leegstand | stad |\n", TABLE + "\nDaarna.")
    assert "<del>" in made
    assert "</tbody><del>" not in made.replace("\n", "")
    assert "<ins>Daarna.</ins>" in made


def test_a_long_text_is_compared_like_any_other():
    long = "<p>" + "a " * 60_000 + "</p>"
    assert marked(long, long + "<p>b</p>") == long + "<p><ins>b</ins></p>"


PIECES = [
    "# Kop\n\n", "een ", "twee ", "**vet** ", "\n\n", "* punt\n", "1. eerst\n", "> zei\n\n", TABLE, "<script>",
    "&amp; ", '[x](https://a.example/?q=">) ', "`code` ", "\n", "<del>weg</del> ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)


@given(TEXTS, TEXTS)
def test_it_is_sound_and_loses_no_word(before, after):
    made = marked(render(before), render(after))
    strict = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = strict.parseFragment(made)
    assert tree is not None
    plain = "".join(made.split())
    for word in ("een", "twee", "punt", "Statbel"):
        assert (word in plain) == (word in render(before) + render(after)), made
    if render(before) == render(after):
        assert made == render(after)
