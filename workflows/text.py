"""Markdown in, safe HTML out. The only place that may use `markdown` and `nh3`.

What people type is text: `<5` and `<naam>` stand on the page as they were typed. No text costs more than its length.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from workflows import set_aside

SANITISER = 2
"""Raise it when the rules below change: what was stored under an older number is rendered anew when read."""

TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "blockquote",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip

MARKS = re.compile(r"[][*_`<&\\!]")
MARKS_IN_ONE = 1_000
"""So many in one paragraph: it is a drawing or an accident, and is shown as it was typed."""
MARKS_IN_ALL = 12_000
"""So many in a whole text, each cell and line that may hold them counted too: what comes after is shown as typed."""

UNDERLINE = re.compile(r"(=+|-+) *")


class AsTyped(Treeprocessor):
    """Before links and emphasis are looked for: sets aside what opens nothing, and where it would cost too much."""

    def run(self, root: Element) -> None:
        referred, marks = bool(self.md.references), 0
        for element in root.iter():
            for part in ("text", "tail"):
                text = getattr(element, part)
                if not text or isinstance(text, AtomicString):
                    continue
                here = len(MARKS.findall(text))
                marks += 1 + here
                too_many = here > MARKS_IN_ONE or marks > MARKS_IN_ALL
                setattr(element, part, AtomicString(text) if too_many else set_aside.unopened(text, referred=referred))


class Typed(Extension):
    """Markdown as people type it in a field: HTML is text like any other."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(AsTyped(md), "as_typed", 30)  # what it looks for itself has 20


@lru_cache(maxsize=16)
def render(source: str) -> str:
    """The HTML of a Markdown text: no style, class, id, image or script; links to http, https and mailto.

    The last few are kept: what is rendered before a transaction is at hand within it.
    """
    if not source.strip():
        return ""
    return nh3.clean(
        set_aside.put_back(to_html(source)),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=with_its_scheme,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


def with_its_scheme(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, or nothing: an address without a scheme would be a page of this site."""
    return value if (tag, name) != ("a", "href") or set_aside.SCHEME.match(value) else None


def have_ready(sources: Iterable[str]) -> None:
    """Render these now, for who will ask for them with the database in hand."""
    for source in sources:
        render(source)


def to_html(source: str) -> str:
    """A text that is nested deeper than the package can read is shown as it was typed."""
    try:
        return markdown.markdown(
            "\n".join(lower_headings(source)), extensions=["tables", "sane_lists", "nl2br", Typed()]
        )
    except RecursionError:
        paragraphs = escape(source).split("\n\n")
        return "\n".join(f"<p>{part}</p>" for part in paragraphs).replace("\n", "<br>\n")


def current(source: str, html: str, sanitiser: int) -> str:
    """The stored HTML, or a new rendering when it was made under older rules."""
    return html if sanitiser == SANITISER else render(source)


def lower_headings(source: str) -> Iterator[str]:
    """The lines; a page has its own h1 and h2, so a heading in a text begins at h3.

    Each heading is a block of its own, also one with a line below it: the package would read all that follows again.
    """
    lines = source.split("\n")
    first, nth = True, 0
    while nth < len(lines):
        line, below = lines[nth], lines[nth + 1] if nth + 1 < len(lines) else ""
        underlined = first and line.strip() != "" and UNDERLINE.fullmatch(below) is not None
        if line.startswith("#"):
            yield from ("", f"##{line}", "")
        elif underlined:
            yield from ("", f"{'###' if below[0] == '=' else '####'} {line.strip()}", "")
            nth += 1
        else:
            yield line
        first = line.startswith("#") or underlined or not line.strip()
        nth += 1
