"""Markdown in, safe HTML out. The only place that may use `markdown` and `nh3`."""

import markdown
import nh3

SANITISER = 1
"""Raise it when the rules below change: what was stored under an older number is rendered anew when read."""

TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "blockquote",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip


def render(source: str) -> str:
    """The HTML of a Markdown text: no style, class, id, image or script; links to http, https and mailto."""
    if not source.strip():
        return ""
    html = markdown.markdown(lower_headings(source), extensions=["tables", "sane_lists", "nl2br"])
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


def current(source: str, html: str, sanitiser: int) -> str:
    """The stored HTML, or a new rendering when it was made under older rules."""
    return html if sanitiser == SANITISER else render(source)


def lower_headings(source: str) -> str:
    """A page has its own h1 and h2: a heading in a text begins at h3."""
    return "\n".join(f"##{line}" if line.startswith("#") else line for line in source.split("\n"))
